"""createTemplate."""

from __future__ import annotations

from manager.api.declare import USERS, Access, ApiError, Call, Command, Job, Ref, command, param
from manager.api.errors import NOT_PERMITTED, PARAMETER, UNAVAILABLE, invalid
from manager.api.mixins import ProjectOwner
from manager.api.template.answer import TemplateResponse
from manager.model.catalog import templates
from manager.model.catalog.guests import OsTypeRow
from manager.model.guest import vm
from manager.model.guest.volume import VolumeRow
from manager.model.tenancy import counters
from manager.sagas.template.create import TEMPLATE_CREATE, CreateTemplate

GIB = 1 << 30


@command(roles=USERS, event="TEMPLATE.CREATE", name="createTemplate", clienttoken=True)
class CreateTemplateCommand(ProjectOwner, Command):
    """Makes a template of the volume of a stopped VM."""

    name: str = param("the name of the template")
    ostypeid: Ref[OsTypeRow] = param("the ID of its guest OS type")
    volumeid: Ref[VolumeRow] | None = param("the ID of the volume; its VM must be stopped", default=None, access=Access.OPERATE)
    displaytext: str | None = param("its description; the name when absent", default=None, length=4096)
    bits: int = param("32 or 64", default=64)
    details: dict[str, str] | None = param("details", default=None)
    isdynamicallyscalable: bool = param("whether it has tools for scaling while it runs", default=False)
    isfeatured: bool = param("whether it is shown first; admins only", default=False)
    ispublic: bool = param("whether everybody may use it", default=False)
    passwordenabled: bool = param("whether VMs get a password from the router", default=False)
    requireshvm: bool = param("whether it needs hardware virtualisation", default=True)
    sshkeyenabled: bool = param("whether VMs fetch an SSH key", default=False)
    templatetag: str | None = param("the tag of hosts that it needs", default=None)

    def run(self, call: Call) -> Job[TemplateResponse]:
        """Writes the rows and starts the copy."""
        if self.volumeid is None:
            raise invalid("volumeid", "it is needed: templates are made of volumes")
        if self.isfeatured and not call.caller.is_admin:
            raise ApiError(NOT_PERMITTED, "Only root admins may set isfeatured")
        if self.ispublic and not call.caller.is_admin and not call.setting("allow.public.user.templates", account=call.caller.account_id):
            raise ApiError(NOT_PERMITTED, "Only private templates can be made here (allow.public.user.templates is false)")
        owner, source = call.owner(self.account, self.domainid, self.projectid), self.volumeid.row
        guest = vm.must(call.tx, source.vm_id) if source.vm_id is not None else None
        if guest is not None and guest.state != "Stopped":
            raise ApiError(PARAMETER, f"VM {guest.uuid} is {guest.state}: stop it first, a template is made of a volume that nobody writes")
        store = next((one for one in templates.stores(call.tx, [source.zone_id]) if one.address), None)
        if store is None:
            raise ApiError(UNAVAILABLE, "No image store of the zone can keep the template: an administrator adds one with addImageStore")
        origin = templates.by_id(call.tx, source.template_id) if source.template_id is not None else None
        template_id, uuid = templates.insert(
            call.tx, [store.id], self.details or {}, name=self.name, display_text=self.displaytext or self.name, account_id=owner.id,
            domain_id=owner.domain_id, os_type_id=self.ostypeid.row.id, type="USER", format="QCOW2",
            hypervisor=guest.hypervisor if guest is not None else (origin.hypervisor if origin else "KVM"), arch=origin.arch if origin else "x86_64",
            bits=self.bits, requires_hvm=self.requireshvm, password_enabled=self.passwordenabled, sshkey_enabled=self.sshkeyenabled,
            is_public=self.ispublic, featured=self.isfeatured, dynamically_scalable=self.isdynamicallyscalable, tag=self.templatetag,
            source_volume_id=source.id, source_template_id=source.template_id)
        job: Job[TemplateResponse] = call.start(
            TEMPLATE_CREATE, CreateTemplate(
                template_id, uuid, store.id, source.id, source.vm_id, owner.id, owner.domain_path, int(call.setting("max.template.iso.size")) * GIB),
            id=uuid, instance=("Template", uuid), owner=(owner.id, owner.domain_id), description=f"Creating template {self.name}")
        counters.take(call.tx, owner.id, owner.domain_path, {"template": 1})
        return job
