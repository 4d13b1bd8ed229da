"""destroyVirtualMachine, recoverVirtualMachine, expungeVirtualMachine."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import USERS, Access, ApiError, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import PARAMETER, invalid
from manager.api.vm import checks
from manager.api.vm.answer import UserVmResponse
from manager.api.vm.power import about
from manager.model.guest import vm, volume, weight
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.tenancy import counters
from manager.sagas.vm import VM_DESTROY, VM_EXPUNGE
from manager.sagas.vm.params import DestroyVm, ExpungeVm


@command(roles=USERS, event="VM.DESTROY")
class DestroyVirtualMachine(Command):
    """Destroys a virtual machine. It can be recovered until it is expunged."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    expunge: bool = param("expunge it at once", default=False)
    volumeids: list[Ref[VolumeRow]] | None = param("IDs of its data volumes that shall be deleted with it, comma-joined", default=None,
                                                   access=Access.OPERATE)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """Stops it first when it runs."""
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
        what = f"Destroying VM {row.uuid}"
        if self.expunge or row.state == "Error":
            gone = sorted({*volume.to_expunge(call.tx, row.id), *ids})
            return call.start(VM_EXPUNGE, ExpungeVm(vm_id=row.id, nic_ids=nic_ids, volume_ids=gone), description=what,
                              **about(row))  # type: ignore[arg-type]
        return call.start(VM_DESTROY, DestroyVm(vm_id=row.id, nic_ids=nic_ids, doomed_ids=ids), description=what,
                          **about(row))  # type: ignore[arg-type]


@command(roles=USERS, event="VM.EXPUNGE")
class ExpungeVirtualMachine(Command):
    """Expunges a destroyed virtual machine: nothing of it is left."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Only of VMs that are Destroyed, Expunging or in Error."""
        row = self.id.row
        checks.not_protected(row)
        checks.may_expunge(call, "Expunging a vm")
        if row.state not in ("Destroyed", "Expunging", "Error"):
            raise ApiError(PARAMETER, f"Please destroy vm with specified vmId before expunge: {row.uuid} is in state {row.state}")
        params = ExpungeVm(vm_id=row.id, nic_ids=[nic_id for nic_id, _ in vm.live_nics(call.tx, row.id)],
                           volume_ids=volume.to_expunge(call.tx, row.id), only_destroyed=True)
        return call.start(VM_EXPUNGE, params, description=f"Expunging VM {row.uuid}", **about(row))  # type: ignore[arg-type]


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
