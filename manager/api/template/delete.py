"""deleteTemplate."""

from __future__ import annotations

from manager.api.declare import USERS, Access, ApiError, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import IN_USE
from manager.model.catalog import templates
from manager.model.catalog.templates import TemplateRow
from manager.model.tenancy import counters
from manager.sagas.template.delete import TEMPLATE_DELETE
from manager.sagas.template.delete import DeleteTemplate as Params


@command(roles=USERS, event="TEMPLATE.DELETE")
class DeleteTemplate(Command):
    """Deletes a template from all its image stores. VMs that were made of it go on."""

    id: Ref[TemplateRow] = param("the ID of the template", access=Access.OPERATE)
    forced: bool = param("delete it although VMs that were made of it exist", default=False)

    def run(self, call: Call) -> Job[Success]:
        """Starts the removal."""
        row = self.id.row
        if not self.forced and (users := templates.in_use(call.tx, row.id)):
            raise ApiError(IN_USE, f"Template {row.uuid} cannot be deleted: {users} volumes begin with it. Use forced=true to delete it all the same")
        size = templates.shown(call.tx, [row.uuid])[0].row.physical_bytes if row.url is None else 0
        return call.start(
            TEMPLATE_DELETE, Params(row.id, row.uuid, [store.id for store in templates.stores_of(call.tx, row.id)], row.account_id,
                                    counters.domain_path(call.tx, row.domain_id), size),
            instance=("Template", row.uuid), owner=(row.account_id, row.domain_id), description=f"Deleting template {row.name}")
