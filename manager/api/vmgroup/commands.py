"""createInstanceGroup, updateInstanceGroup, deleteInstanceGroup, listInstanceGroups."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import USERS, Access, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.mixins import ProjectFilter, ProjectOwner
from manager.api.owners import Owned, owner_fields
from manager.api.refs import resolver
from manager.api.responses import field, succeeded
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.guest import groups
from manager.model.guest.groups import GroupRow
from manager.model.removed import seen
from manager.model.tables.placement import instance_group

resolver(GroupRow, entity="instancegroup", gone=seen(instance_group))(groups.find)


class InstanceGroupResponse(Owned, object="instancegroup"):
    """A group of VMs."""

    id: str | None = field("the ID of the group")
    name: str | None = field("its name")
    created: str | None = field("when it was created", kind="date")
    hasannotations: bool | None = field("whether it has annotations")


@renders(InstanceGroupResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[InstanceGroupResponse]:
    """The answers for these groups."""
    return [InstanceGroupResponse(id=row.uuid, name=row.name, created=show_date(row.created), hasannotations=False, **owner_fields(row))
            for row in groups.shown(tx, uuids)]


@command(roles=USERS, event="VM.GROUP.CREATE")
class CreateInstanceGroup(ProjectOwner, Command):
    """Creates a group of VMs."""

    name: str = param("its name")

    def run(self, call: Call) -> InstanceGroupResponse:
        """Adds the row."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        _, uuid = groups.add(call.tx, owner.id, owner.domain_id, checks.one_line("name", self.name))
        call.event(description=f"Created VM group {self.name}", resource=("InstanceGroup", uuid), owner=(owner.id, owner.domain_id))
        return views.one(call.tx, call.caller, InstanceGroupResponse, uuid)


@command(roles=USERS, event="VM.GROUP.UPDATE")
class UpdateInstanceGroup(Command):
    """Renames a group of VMs."""

    id: Ref[GroupRow] = param("the ID of the group", access=Access.OPERATE)
    name: str | None = param("its new name", default=None)

    def run(self, call: Call) -> InstanceGroupResponse:
        """Its VMs show the new name at once."""
        row = self.id.row
        if self.name:
            groups.rename(call.tx, row, checks.one_line("name", self.name))
        call.event(description=f"Changed VM group {row.name}", resource=("InstanceGroup", row.uuid), owner=(row.account_id, row.domain_id))
        return views.one(call.tx, call.caller, InstanceGroupResponse, row.uuid)


@command(roles=USERS, event="VM.GROUP.DELETE")
class DeleteInstanceGroup(Command):
    """Deletes a group of VMs; the VMs stay."""

    id: Ref[GroupRow] = param("the ID of the group", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """Its VMs are in no group."""
        row = self.id.row
        groups.remove(call.tx, row.id)
        call.event(description=f"Deleted VM group {row.name}", resource=("InstanceGroup", row.uuid), owner=(row.account_id, row.domain_id))
        return succeeded()


@command(roles=USERS, reads=True)
class ListInstanceGroups(ProjectFilter, ListCommand):
    """Lists groups of VMs."""

    id: Ref[GroupRow] | None = param("the ID of the group", default=None)
    name: str | None = param("its exact name", default=None)

    def run(self, call: Call) -> Listing[InstanceGroupResponse]:
        """One query for the page."""
        rows, total = groups.page(call.tx, call.scope(self), *self.limits(call), id=self.id.row.id if self.id else None, name=self.name,
                                  keyword=self.keyword)
        return call.listing(view, [row.uuid for row in rows], total)
