"""deleteNetwork, restartNetwork."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import PARAMETER
from manager.api.plan.build import Plan
from manager.model.net.network import NetworkRow
from manager.sagas.network import params
from manager.sagas.network.delete import NETWORK_DELETE
from manager.sagas.network.restart import NETWORK_RESTART


@command(roles=USERS, event="NETWORK.DELETE")
class DeleteNetwork(Command):
    """Deletes a network in which there is no VM; its router, public addresses and rules go with it."""

    id: Ref[NetworkRow] = param("the ID of the network", access=Access.OPERATE)
    forced: bool = param("delete it even when something could not be cleaned up; nothing is left over here, so it changes nothing",
                         default=False, roles=ADMINS)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        row = self.id.row
        return call.start(NETWORK_DELETE, params.NetworkJob(row.id), instance=("Network", row.uuid), owner=(row.account_id, row.domain_id),
                          description=f"Deleting network {row.name}")


@command(roles=USERS, event="NETWORK.RESTART", plan=True)
class RestartNetwork(Command):
    """Restarts a network: its router is told everything again, or made anew."""

    id: Ref[NetworkRow] = param("the ID of the network", access=Access.OPERATE)
    cleanup: bool = param("make its router anew from the image", default=False)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        row = self.id.row
        return call.start(NETWORK_RESTART, params.RestartNetwork(row.id, self.cleanup), instance=("Network", row.uuid),
                          owner=(row.account_id, row.domain_id), description=f"Restarting network {row.name}")

    def plan(self, call: Call, plan: Plan) -> None:
        """What becomes of its router."""
        row = self.id.row
        if row.state not in ("Implemented", "Setup"):
            plan.impossible(PARAMETER, "Network is not in the right state to be restarted. Correct states are: Implemented, Setup; "
                                       f"{row.name} is {row.state}")
        plan.saga(NETWORK_RESTART, params.RestartNetwork(row.id, self.cleanup))
        plan.effect("changed", "Network", row.uuid, row.name)
