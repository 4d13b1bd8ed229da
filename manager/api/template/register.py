"""registerTemplate."""

from __future__ import annotations

from urllib.parse import urlsplit

from manager.api.declare import ADMINS, USERS, ApiError, Call, Command, Listing, Ref, command, param
from manager.api.errors import NOT_PERMITTED, UNAVAILABLE, invalid
from manager.api.mixins import ProjectOwner
from manager.api.template.answer import TemplateResponse, view
from manager.model.catalog import guests, templates
from manager.model.catalog.guests import OsTypeRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy import counters
from manager.saga import start
from manager.sagas.template.register import TEMPLATE_REGISTER, RegisterTemplate

GIB = 1 << 30
SYNTHETIC_BYTES = 1 << 30


@command(roles=USERS, event="TEMPLATE.CREATE", name="registerTemplate", clienttoken=True)
class RegisterTemplateCommand(ProjectOwner, Command):
    """Registers a template: the image store fetches it from a URL, checks it and keeps it. Its status tells how far that is."""

    name: str = param("the name of the template")
    format: str = param("QCOW2 or RAW", choices=("QCOW2", "RAW"))
    hypervisor: str = param("the hypervisor it is for", choices=("KVM", "Simulator"))
    url: str = param("where it is fetched from: http or https; gzip, bzip2 and xz are unpacked", length=2048)
    displaytext: str | None = param("its description; the name when absent", default=None, length=4096)
    arch: str = param("its architecture", default="x86_64", choices=("x86_64", "aarch64"))
    bits: int = param("32 or 64", default=64)
    checksum: str | None = param("its checksum, as {SHA-256}…; without it, nothing proves that the right image arrived", default=None)
    details: dict[str, str] | None = param("details", default=None)
    isdynamicallyscalable: bool = param("whether it has tools for scaling while it runs", default=False)
    isextractable: bool = param("whether it may be downloaded", default=False)
    isfeatured: bool = param("whether it is shown first; admins only", default=False)
    ispublic: bool = param("whether everybody may use it", default=False)
    isrouting: bool = param("whether it is the image of system VMs; admins only", default=False)
    ostypeid: Ref[OsTypeRow] | None = param("the ID of its guest OS type; Other Linux when absent", default=None)
    passwordenabled: bool = param("whether VMs get a password from the router", default=False)
    requireshvm: bool = param("whether it needs hardware virtualisation", default=True)
    sshkeyenabled: bool = param("whether VMs fetch an SSH key", default=False)
    templatetag: str | None = param("the tag of hosts that it needs; admins only", default=None, roles=ADMINS)
    zoneid: Ref[ZoneRow] | None = param("the zone that shall have it; -1 or absent: all", default=None, choices=("-1",))
    zoneids: list[Ref[ZoneRow]] | None = param("the zones that shall have it, comma-joined", default=None)

    def run(self, call: Call) -> Listing[TemplateResponse]:
        """Writes the rows and starts the download; it is no job: listTemplates tells how far it is."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        self._may(call)
        scheme = urlsplit(self.url).scheme
        synthetic = self.url.startswith(templates.SYNTHETIC)
        if scheme not in ("http", "https", "file") and not (synthetic and self.hypervisor == "Simulator"):
            raise invalid("url", f"{scheme or self.url} is not supported; http and https are")
        if scheme == "file" and not call.caller.is_admin:
            raise invalid("url", "file is for root admins; use http or https")
        zones = [ref.row.id for ref in self.zoneids or []] or ([self.zoneid.row.id] if self.zoneid else None)
        stores = templates.stores(call.tx, zones)
        if not stores:
            raise ApiError(UNAVAILABLE, "No image store can keep the template: an administrator adds one with addImageStore")
        guest = self.ostypeid.row.id if self.ostypeid else guests.default_os_type(call.tx, self.bits)
        template_id, uuid = templates.insert(
            call.tx, [store.id for store in stores], self.details or {}, name=self.name, display_text=self.displaytext or self.name,
            account_id=owner.id, domain_id=owner.domain_id, os_type_id=guest,
            type=templates.SYSTEM if self.isrouting else "USER", format=self.format, hypervisor=self.hypervisor, arch=self.arch, url=self.url,
            checksum=self.checksum, bits=self.bits, requires_hvm=self.requireshvm, password_enabled=self.passwordenabled,
            sshkey_enabled=self.sshkeyenabled, is_public=self.ispublic, featured=self.isfeatured, extractable=self.isextractable,
            dynamically_scalable=self.isdynamicallyscalable, cross_zones=zones is None, tag=self.templatetag,
            size_bytes=SYNTHETIC_BYTES if synthetic else 0)
        internal = [part.strip() for part in str(call.setting("secstorage.allowed.internal.sites")).split(",") if part.strip()]
        start(call.tx, TEMPLATE_REGISTER, RegisterTemplate(template_id, uuid, [store.id for store in stores], internal,
                                                           int(call.setting("max.template.iso.size")) * GIB), call.background("Template", uuid))
        call.event(description=f"Registered template {self.name}", resource=("Template", uuid), owner=(owner.id, owner.domain_id))
        counters.take(call.tx, owner.id, owner.domain_path, {"template": 1})
        shown = view(call.tx, call.caller, [uuid])
        return Listing(shown, len(shown))

    def _may(self, call: Call) -> None:
        if call.caller.is_admin:
            return
        if self.isfeatured or self.isrouting:
            raise ApiError(NOT_PERMITTED, f"Only root admins may set {'isfeatured' if self.isfeatured else 'isrouting'}")
        if self.ispublic and not call.setting("allow.public.user.templates", account=call.caller.account_id):
            raise ApiError(NOT_PERMITTED, "Only private templates can be registered here (allow.public.user.templates is false)")
