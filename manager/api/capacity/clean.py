"""cleanVMReservations."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Job, Success, command
from manager.model.work import watch
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=ADMINS, event="VM.RESERVATION.CLEANUP", error_wrapper="cleanvmreservationresponse")
class CleanVMReservations(Command):
    """Makes what is reserved on hosts and pools what VMs and volumes really hold."""

    def run(self, call: Call) -> Job[Success]:
        """At once what the capacity reconciler does every five minutes; nothing changes where figures are right."""
        hosts, pools = watch.suspects(call.tx)
        found = [watch.repair_host(call.tx, host_id) for host_id in hosts] + [watch.repair_pool(call.tx, pool_id) for pool_id in pools]
        mended = [one.thing for one in found if one is not None]
        return call.start(IMMEDIATE, Immediate("reservations"), description=f"Corrected {len(mended)} figures of hosts and pools")
