"""startVirtualMachine, stopVirtualMachine, rebootVirtualMachine."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, Ref, command, param
from manager.api.errors import PARAMETER, denied
from manager.api.plan.build import Plan
from manager.api.vm.answer import UserVmResponse
from manager.model.guest import vm, volume
from manager.model.guest.vm import VmRow
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow
from manager.placement.filters import PLANNERS
from manager.sagas.vm import VM_REBOOT, VM_START, VM_STOP
from manager.sagas.vm.params import RebootVm, StartVm, StopVm
from manager.sagas.vm.reserve import request_of


def about(row: VmRow) -> dict[str, tuple[str, str] | tuple[int, int]]:
    """What jobs and events say they are about."""
    return {"instance": ("VirtualMachine", row.uuid), "owner": (row.account_id, row.domain_id)}


@command(roles=USERS, event="VM.START", plan=True)
class StartVirtualMachine(Command):
    """Starts a virtual machine."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    hostid: Ref[Host] | None = param("the ID of the host to start it on", default=None, roles=ADMINS)
    podid: Ref[PodRow] | None = param("the ID of the pod to start it in", default=None, roles=ADMINS)
    clusterid: Ref[ClusterRow] | None = param("the ID of the cluster to start it in", default=None, roles=ADMINS)
    deploymentplanner: str | None = param("one of listDeploymentPlanners, instead of the offering's", default=None, roles=ADMINS, choices=PLANNERS)
    considerlasthost: bool = param("prefer the host it ran on last", default=True, roles=ADMINS)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """Refused by the job when the VM is not Stopped by then."""
        row = self.id.row
        return call.start(VM_START, self._params(call), description=f"Starting VM {row.uuid}", **about(row))  # type: ignore[arg-type]

    def plan(self, call: Call, plan: Plan) -> None:
        """The VM counts already; its router may not."""
        row, params = self.id.row, self._params(call)
        if row.state != "Stopped":
            plan.impossible(PARAMETER, f"Unable to start VM {row.uuid}: it is in state {row.state}, not Stopped")
        row, needs = vm.to_place(call.tx, row.id)
        wanted = volume.of_vm(call.tx, row.id)
        plan.place(request_of(call.tx, params, row, needs, wanted), f"VM {row.instance_name}", {one.row.id: one.row.uuid for one in wanted})
        plan.saga(VM_START, params)
        plan.effect("changed", "VirtualMachine", row.uuid, row.name)

    def _params(self, call: Call) -> StartVm:
        row = self.id.row
        nics = vm.live_nics(call.tx, row.id)
        return StartVm(
            vm_id=row.id, nic_ids=[nic_id for nic_id, _ in nics], volume_ids=[w.row.id for w in volume.of_vm(call.tx, row.id)],
            network_ids=list(dict.fromkeys(network_id for _, network_id in nics if network_id is not None)),
            host_id=self.hostid.row.id if self.hostid else None, cluster_id=self.clusterid.row.id if self.clusterid else None,
            pod_id=self.podid.row.id if self.podid else None, prefer_host_id=row.last_host_id if self.considerlasthost else None,
            admin=call.caller.is_admin, planner=self.deploymentplanner)


@command(roles=USERS, event="VM.STOP")
class StopVirtualMachine(Command):
    """Stops a virtual machine."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    forced: bool = param("power it off at once, without asking the guest", default=False)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """Stopping a Stopped VM succeeds, as in CloudStack."""
        row = self.id.row
        if self.forced and not call.caller.is_admin and not call.setting("allow.user.force.stop.vm", account=row.account_id):
            raise denied("User is not allowed to force stop the vm.")
        params = StopVm(vm_id=row.id, nic_ids=[nic_id for nic_id, _ in vm.live_nics(call.tx, row.id)], force=self.forced)
        return call.start(VM_STOP, params, description=f"Stopping VM {row.uuid}", **about(row))  # type: ignore[arg-type]


@command(roles=USERS, event="VM.REBOOT")
class RebootVirtualMachine(Command):
    """Reboots a virtual machine."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    forced: bool = param("power it off and on, without asking the guest", default=False)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """The VM stays on its host."""
        row = self.id.row
        return call.start(VM_REBOOT, RebootVm(vm_id=row.id, force=self.forced), description=f"Rebooting VM {row.uuid}",
                          **about(row))  # type: ignore[arg-type]
