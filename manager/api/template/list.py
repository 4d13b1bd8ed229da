"""listTemplates."""

from __future__ import annotations

from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.mixins import ProjectFilter, Tagged
from manager.api.template.answer import TemplateResponse, view
from manager.model.catalog import templates
from manager.model.catalog.templates import TemplateRow
from manager.model.infra.zones import ZoneRow

FILTERS = ("featured", "self", "selfexecutable", "sharedexecutable", "executable", "community", "all", "system")


@command(roles=USERS, reads=True)
class ListTemplates(ProjectFilter, Tagged, ListCommand):
    """Lists templates."""

    templatefilter: str = param(
        "featured: public and featured; self: the caller's own; selfexecutable: those that are ready; sharedexecutable: others' that the caller may "
        "use; executable: all that can be used; community: public, not featured; all: everything, admins only", choices=FILTERS)
    id: Ref[TemplateRow] | None = param("the ID of the template", default=None)
    ids: list[Ref[TemplateRow]] | None = param("the IDs of the templates, comma-joined", default=None)
    name: str | None = param("its exact name", default=None)
    hypervisor: str | None = param("templates for this hypervisor", default=None, choices=("KVM", "Simulator", "XenServer", "LXC"))
    zoneid: Ref[ZoneRow] | None = param("templates that this zone has", default=None)
    isready: bool | None = param("whether VMs can be made of it", default=None)
    arch: str | None = param("templates of this architecture", default=None)
    templatetype: str | None = param("USER, BUILTIN or SYSTEM", default=None)

    def run(self, call: Call) -> Listing[TemplateResponse]:
        """One query for the ids, four for rows, places, details and downloads."""
        if self.templatefilter in ("all", "system") and not call.caller.is_admin:
            raise invalid("templatefilter", f"{self.templatefilter} is for admins; use executable or self")
        condition = templates.sees(call.caller) if self.id or self.ids else templates.filtered(self.templatefilter, call.caller, call.scope(self))
        uuids, total = templates.ids(
            call.tx, condition, *self.limits(call), uuids=[ref.row.id for ref in self.ids] if self.ids else None, keyword=self.keyword,
            zone_id=self.zoneid.row.id if self.zoneid else None, ready=self.isready, tags=self.tags, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "hypervisor": self.hypervisor, "arch": self.arch,
                "type": self.templatetype.upper() if self.templatetype else None})
        items = view(call.tx, call.caller, uuids)
        if self.zoneid is not None:
            items = [item for item in items if item.zoneid == self.zoneid.uuid]
        return Listing(items, max(total, len(items)))
