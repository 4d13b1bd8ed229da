"""destroyVirtualMachine, recoverVirtualMachine, expungeVirtualMachine."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.declare import USERS, Access, ApiError, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import PARAMETER, invalid
from manager.api.plan.build import Plan, removed
from manager.api.vm import checks
from manager.api.vm.answer import UserVmResponse
from manager.api.vm.power import about
from manager.model.guest import vm, volume, weight
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.tenancy import counters, names
from manager.saga import Saga
from manager.sagas.vm import VM_DESTROY, VM_EXPUNGE
from manager.sagas.vm.params import DestroyVm, ExpungeVm


@command(roles=USERS, event="VM.DESTROY", plan=True)
class DestroyVirtualMachine(Command):
    """Destroys a virtual machine. It can be recovered until it is expunged."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    expunge: bool = param("expunge it at once", default=False)
    volumeids: list[Ref[VolumeRow]] | None = param("IDs of its data volumes that shall be deleted with it, comma-joined", default=None,
                                                   access=Access.OPERATE)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """Stops it first when it runs."""
        row = self.id.row
        saga, params = self._work(call)
        return call.start(saga, params, description=f"Destroying VM {row.uuid}", **about(row))  # type: ignore[arg-type]

    def plan(self, call: Call, plan: Plan) -> None:
        """What it would stop, and delete."""
        row = self.id.row
        saga, params = self._work(call)
        if row.state not in ("Running", "Stopped", "Destroyed", "Error", *(("Expunging",) if saga is VM_EXPUNGE else ())):
            plan.impossible(PARAMETER, f"Unable to destroy VM {row.uuid}: it is in state {row.state}")
        plan.saga(saga, params)
        if isinstance(params, ExpungeVm):
            expunged(call, plan, row, params)
        else:
            plan.effect("changed", "VirtualMachine", row.uuid, row.name)
            if row.state in vm.PAID:
                plan.limits(row.account_id, {kind: -amount for kind, amount in weight.of_vm(call.tx, row.id).items()})

    def _work(self, call: Call) -> tuple[Saga[Any], DestroyVm | ExpungeVm]:
        row = self.id.row
        checks.not_protected(row)
        if self.expunge:
            checks.may_expunge(call, "Parameter expunge")
        doomed = [ref.row for ref in self.volumeids or []]
        for one in doomed:
            if one.vm_id != row.id or one.type != volume.DATADISK:
                raise invalid("volumeids", f"volume {one.uuid} is no data volume of VM {row.uuid}")
        ids = sorted(one.id for one in doomed)
        nic_ids = [nic_id for nic_id, _ in vm.live_nics(call.tx, row.id)]
        if self.expunge or row.state == "Error":
            return VM_EXPUNGE, ExpungeVm(vm_id=row.id, nic_ids=nic_ids, volume_ids=sorted({*volume.to_expunge(call.tx, row.id), *ids}))
        return VM_DESTROY, DestroyVm(vm_id=row.id, nic_ids=nic_ids, doomed_ids=ids)


def expunged(call: Call, plan: Plan, row: VmRow, params: ExpungeVm) -> None:
    """What goes with an expunged VM, and what counts no more."""
    plan.effect("removed", "VirtualMachine", row.uuid, row.name)
    removed(plan, "Volume", names.of_rows(call.tx, "volume", params.volume_ids))
    less = dict(weight.of_volumes(call.tx, params.volume_ids))
    if row.state in vm.PAID:
        for kind, amount in weight.of_vm(call.tx, row.id).items():
            less[kind] = less.get(kind, 0) + amount
    plan.limits(row.account_id, {kind: -amount for kind, amount in less.items()})


@command(roles=USERS, event="VM.EXPUNGE", plan=True)
class ExpungeVirtualMachine(Command):
    """Expunges a destroyed virtual machine: nothing of it is left."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Only of VMs that are Destroyed, Expunging or in Error."""
        row = self.id.row
        return call.start(VM_EXPUNGE, self._work(call), description=f"Expunging VM {row.uuid}", **about(row))  # type: ignore[arg-type]

    def plan(self, call: Call, plan: Plan) -> None:
        """What it would delete."""
        params = self._work(call)
        plan.saga(VM_EXPUNGE, params)
        expunged(call, plan, self.id.row, params)

    def _work(self, call: Call) -> ExpungeVm:
        row = self.id.row
        checks.not_protected(row)
        checks.may_expunge(call, "Expunging a vm")
        if row.state not in ("Destroyed", "Expunging", "Error"):
            raise ApiError(PARAMETER, f"Please destroy vm with specified vmId before expunge: {row.uuid} is in state {row.state}")
        return ExpungeVm(vm_id=row.id, nic_ids=[nic_id for nic_id, _ in vm.live_nics(call.tx, row.id)],
                         volume_ids=volume.to_expunge(call.tx, row.id), only_destroyed=True)


@command(roles=USERS, event="VM.RECOVER")
class RecoverVirtualMachine(Command):
    """Recovers a destroyed virtual machine: it is Stopped again."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)

    def run(self, call: Call) -> UserVmResponse:
        """It counts against the account's limits again."""
        row = self.id.row
        checks.may_expunge(call, "Recovering a vm")
        if not volume.recoverable(call.tx, row.id) or not vm.claim(call.tx, row.id, ["Destroyed"], "Stopped"):
            raise ApiError(PARAMETER, f"Unable to recover VM {row.uuid}: it is in state {row.state}, or its volumes are being deleted")
        volume.unmark(call.tx, row.id)
        call.event(description=f"Recovered VM {row.uuid}", resource=("VirtualMachine", row.uuid), owner=(row.account_id, row.domain_id))
        counters.take(call.tx, row.account_id, counters.domain_path(call.tx, row.domain_id), weight.of_vm(call.tx, row.id))
        return views.one(call.tx, call.caller, UserVmResponse, row.uuid)
