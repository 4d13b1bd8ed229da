"""prepareHostForMaintenance, cancelHostMaintenance, declareHostAsDegraded, cancelHostAsDegraded."""

from __future__ import annotations

from collections.abc import Sequence

from manager.api.declare import ADMINS, Call, Command, Job, Ref, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.host.answer import HostResponse
from manager.api.plan.build import Plan
from manager.model.infra import host_parts, host_views
from manager.model.infra.hosts import Host
from manager.sagas.host.maintain import DEGRADED, ENABLED, HOST_MAINTAIN, MAINTENANCE, PREPARING, QUIET, MaintainHost
from manager.sagas.immediate import IMMEDIATE, Immediate

UNREACHED = ("Alert", "Disconnected")


def change(call: Call, row: Host, before: Sequence[str], after: str, what: str) -> Job[HostResponse]:
    """Changes the state if it is one of `before`, and starts the job that shows it. ApiError 431 otherwise."""
    if not host_parts.change_resource_state(call.tx, row.id, before, after):
        raise ApiError(PARAMETER, f"Host {row.name} ({row.uuid}) is in resource state {row.resource_state}, not in {' or '.join(before)}")
    return call.start(IMMEDIATE, Immediate(f"host-state:{row.id}"), instance=("Host", row.uuid), description=f"{what} {row.name}")


@command(roles=ADMINS, event="MAINT.PREPARE", plan=True)
class PrepareHostForMaintenance(Command):
    """Takes a host out of placement, and puts it into Maintenance when the last VM has left it. The job names the VMs that stay."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[HostResponse]:
        """The saga refuses what cannot be prepared."""
        row = self._checked()
        return call.start(HOST_MAINTAIN, MaintainHost(row.id), instance=("Host", row.uuid),
                          description=f"Preparing host {row.name} for maintenance")

    def plan(self, call: Call, plan: Plan) -> None:
        """Who would have to leave."""
        row = self._checked()
        plan.saga(HOST_MAINTAIN, MaintainHost(row.id))
        plan.effect("changed", "Host", row.uuid, row.name)
        for found in host_parts.vms_on(call.tx, row.id):
            if found.state not in QUIET:
                plan.effect("waited for", "VirtualMachine" if found.type == "User" else found.type, found.uuid, found.instance_name)

    def _checked(self) -> Host:
        row = self.id.row
        if row.resource_state not in (ENABLED, DEGRADED):
            raise ApiError(PARAMETER, f"Host {row.name} ({row.uuid}) is in resource state {row.resource_state}, not in {ENABLED} or {DEGRADED}")
        return row


@command(roles=ADMINS, event="MAINT.CANCEL")
class CancelHostMaintenance(Command):
    """Ends a host's maintenance, or its preparation: VMs are placed on it again."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[HostResponse]:
        """A preparation that still waits ends as failed."""
        return change(call, self.id.row, (PREPARING, MAINTENANCE), ENABLED, "Ending the maintenance of host")


@command(roles=ADMINS, event="HOST.DECLARE.DEGRADED")
class DeclareHostAsDegraded(Command):
    """Says that a host in Alert or Disconnected is broken: nothing is placed on it until cancelHostAsDegraded, even when it comes back."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[HostResponse]:
        """431 for a host that answers."""
        state = host_views.liveness(call.tx, self.id.row.id)
        if state not in UNREACHED:
            raise ApiError(PARAMETER, f"Host {self.id.row.name} is {state}; only one that is {' or '.join(UNREACHED)} can be declared as degraded")
        return change(call, self.id.row, (ENABLED, "Disabled", MAINTENANCE), DEGRADED, "Declaring as degraded host")


@command(roles=ADMINS, event="HOST.CANCEL.DEGRADED")
class CancelHostAsDegraded(Command):
    """Says that a degraded host is repaired: VMs are placed on it again."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[HostResponse]:
        """431 for one that is not degraded."""
        return change(call, self.id.row, (DEGRADED,), ENABLED, "No longer degraded: host")
