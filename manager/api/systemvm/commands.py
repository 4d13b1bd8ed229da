"""listSystemVms; start, stop, reboot, destroy and patch one; another service offering for a stopped one."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, RESOURCE_ADMINS, Call, Command, Job, ListCommand, Listing, Ref, command, mixin, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.responses import Success
from manager.api.systemvm.answer import TYPES, SystemVmResponse, view
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.infra.hosts import Host
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import PodRow, ZoneRow
from manager.model.net import system, system_vm, system_vm_views
from manager.model.net.system_vm import SystemVmRow
from manager.sagas.immediate import IMMEDIATE, Immediate
from manager.sagas.systemvm.params import job, key
from manager.sagas.systemvm.reboot import SYSTEM_VM_PATCH, SYSTEM_VM_REBOOT
from manager.sagas.systemvm.start import SYSTEM_VM_START
from manager.sagas.systemvm.stop import SYSTEM_VM_DESTROY, SYSTEM_VM_STOP


@command(roles=RESOURCE_ADMINS, reads=True)
class ListSystemVms(ListCommand):
    """Lists system VMs: the console proxies."""

    id: Ref[SystemVmRow] | None = param("the ID of the system VM", default=None)
    name: str | None = param("its exact name", default=None)
    arch: str | None = param("its processor's architecture", default=None)
    hostid: Ref[Host] | None = param("system VMs on this host", default=None)
    podid: Ref[PodRow] | None = param("system VMs in this pod", default=None)
    state: str | None = param("Starting, Running, Stopping or Stopped", default=None)
    storageid: Ref[PoolRow] | None = param("system VMs with a volume on this storage pool", default=None)
    systemvmtype: str | None = param("consoleproxy or secondarystoragevm (there are none: image services are no VMs)", default=None,
                                     choices=tuple(TYPES))
    zoneid: Ref[ZoneRow] | None = param("system VMs in this zone", default=None)

    def run(self, call: Call) -> Listing[SystemVmResponse]:
        """One query for the ids, two for rows and NICs."""
        uuids, total = system_vm_views.ids(
            call.tx, *self.limits(call), keyword=self.keyword, pool_id=_id(self.storageid), exact={
                "id": self.id.row.vm_id if self.id else None, "name": self.name, "arch": self.arch, "host_id": _id(self.hostid),
                "pod_id": _id(self.podid), "state": self.state, "zone_id": _id(self.zoneid),
                "type": TYPES[self.systemvmtype.lower()] if self.systemvmtype else None})
        return call.listing(view, uuids, total)


@command(roles=ADMINS, event="PROXY.START")
class StartSystemVm(Command):
    """Starts a system VM."""

    id: Ref[SystemVmRow] = param("the ID of the system VM")

    def run(self, call: Call) -> Job[SystemVmResponse]:
        """One that runs already stays as it is."""
        row = self.id.row
        if row.state == "Running":
            return call.start(IMMEDIATE, Immediate(key(row.vm_id)), **_about(row, f"Starting system VM {row.name}, which runs"))
        return _start(call, SYSTEM_VM_START, row, f"Starting system VM {row.name}")


@command(roles=ADMINS, event="PROXY.STOP")
class StopSystemVm(Command):
    """Stops a system VM: console sessions in it end. A console proxy that its zone needs is started again, if consoleproxy.restart says so."""

    id: Ref[SystemVmRow] = param("the ID of the system VM")
    forced: bool = param("power it off at once, as is done in any case", default=False)

    def run(self, call: Call) -> Job[SystemVmResponse]:
        """Starts the saga."""
        return _start(call, SYSTEM_VM_STOP, self.id.row, f"Stopping system VM {self.id.row.name}")


@command(roles=ADMINS, event="PROXY.REBOOT")
class RebootSystemVm(Command):
    """Reboots a system VM: the pages of its console sessions connect again by themselves."""

    id: Ref[SystemVmRow] = param("the ID of the system VM")
    forced: bool = param("power it off at once, as is done in any case", default=False)

    def run(self, call: Call) -> Job[SystemVmResponse]:
        """Starts the saga."""
        return _start(call, SYSTEM_VM_REBOOT, self.id.row, f"Rebooting system VM {self.id.row.name}")


@command(roles=ADMINS, event="PROXY.DESTROY")
class DestroySystemVm(Command):
    """Destroys a system VM. A zone that needs one gets another, from the present template and service offering."""

    id: Ref[SystemVmRow] = param("the ID of the system VM")

    def run(self, call: Call) -> Job[SystemVmResponse]:
        """Starts the saga."""
        return _start(call, SYSTEM_VM_DESTROY, self.id.row, f"Destroying system VM {self.id.row.name}")


@command(roles=ADMINS, event="LIVE.PATCH.SYSTEM.VM", since="4.17.0")
class PatchSystemVm(Command):
    """Gives a running system VM the managers' present addresses and starts its program anew with them; the machine runs on.

    Its code comes with the template: destroy it to get another from a newer one.
    """

    id: Ref[SystemVmRow] | None = param("the ID of the system VM", default=None)
    forced: bool = param("start the program anew, as is done in any case", default=False)

    def run(self, call: Call) -> Job[Success]:
        """Refused 431 without an id, as CloudStack does."""
        if self.id is None:
            raise invalid("id", "Please provide a valid ID of a system VM to be patched")
        row = self.id.row
        return call.start(SYSTEM_VM_PATCH, job(call.tx, row.vm_id), **_about(row, f"Patching system VM {row.name}"))


@mixin
class _Offering:
    """What both commands take."""

    id: Ref[SystemVmRow] = param("the ID of the system VM")
    serviceofferingid: Ref[ServiceOfferingRow] = param("the ID of the new service offering")
    details: dict[str, str] | None = param("values of a custom offering, of which there are none for system VMs", default=None)

    def _change(self, call: Call) -> SystemVmRow:
        row, chosen = self.id.row, self.serviceofferingid.row
        if self.details:
            raise invalid("details", "the service offerings of system VMs have fixed sizes")
        if system.offering_by_name(call.tx, chosen.uuid, row.type.lower()) != chosen.id or not chosen.memory_mib:
            raise invalid("serviceofferingid", f"{chosen.name} is no service offering for {row.type.lower()}")
        if not system_vm.set_offering(call.tx, row.vm_id, chosen.id):
            raise ApiError(PARAMETER, f"Unable to upgrade system vm {row.name} in state {row.state}; make sure the system vm is stopped")
        return row


@command(roles=ADMINS)
class ChangeServiceForSystemVm(_Offering, Command):
    """Gives a stopped system VM another service offering."""

    def run(self, call: Call) -> SystemVmResponse:
        """It counts from the next start on."""
        return view(call.tx, call.caller, [self._change(call).uuid])[0]


@command(roles=ADMINS, event="VM.UPGRADE", wrapper="changeserviceforsystemvmresponse",
         error_wrapper="changeserviceforsystemvmresponse")
class ScaleSystemVm(_Offering, Command):
    """Gives a stopped system VM another service offering, as a job."""

    def run(self, call: Call) -> Job[SystemVmResponse]:
        """A running one is refused: scaling it would need memory that the guest's kernel takes while it runs."""
        row = self._change(call)
        return call.start(IMMEDIATE, Immediate(key(row.vm_id)), **_about(row, f"Changing the service offering of system VM {row.name}"))


def _start(call: Call, saga: Any, row: SystemVmRow, description: str) -> Job[SystemVmResponse]:
    return call.start(saga, job(call.tx, row.vm_id), **_about(row, description))


def _about(row: SystemVmRow, description: str) -> dict[str, Any]:
    return {"instance": ("SystemVm", row.uuid), "owner": (row.account_id, row.domain_id), "description": description}


def _id(ref: Ref[Any] | None) -> int | None:
    return None if ref is None else int(ref.row.id)
