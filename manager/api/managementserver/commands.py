"""listManagementServers, removeManagementServer."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import IN_USE, ApiError
from manager.api.managementserver.answer import ManagementServerResponse, view, with_peers
from manager.api.responses import succeeded
from manager.model.work import node_views
from manager.model.work.node_views import NodeRow


@command(roles=ADMINS, reads=True)
class ListManagementServers(ListCommand):
    """Lists the manager's processes: those that run, and those that ended within the last week."""

    id: Ref[NodeRow] | None = param("the ID of the node", default=None)
    name: str | None = param("its exact name", default=None)
    peers: bool = param("whether the answers tell of the other nodes", default=False)

    def run(self, call: Call) -> Listing[ManagementServerResponse]:
        """From the table in which each holds its lease."""
        uuids, total = node_views.ids(call.tx, *self.limits(call), id=self.id.row.id if self.id else None, name=self.name, keyword=self.keyword)
        return call.listing(with_peers if self.peers else view, uuids, total)


@command(roles=ADMINS, event="MANAGEMENT.SERVER.REMOVE")
class RemoveManagementServer(Command):
    """Forgets a node that is Down and runs nothing."""

    id: Ref[NodeRow] = param("the ID of the node")

    def run(self, call: Call) -> Success:
        """Its sagas are taken over by others first."""
        row = self.id.row
        if node_views.state(call.tx, row.id) == node_views.UP:
            raise ApiError(IN_USE, f"Management server {row.name} cannot be removed: it is Up. Stop it first")
        if sagas := node_views.busy(call.tx, row.id):
            raise ApiError(IN_USE, f"Management server {row.name} cannot be removed yet: others have still to take over {sagas} of its jobs")
        node_views.remove(call.tx, row.id)
        call.event(description=f"Removed management server {row.name}", resource=("ManagementServer", self.id.uuid))
        return succeeded()
