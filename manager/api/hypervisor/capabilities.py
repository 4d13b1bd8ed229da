"""listHypervisorCapabilities, updateHypervisorCapabilities."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, ListCommand, Listing, Long, Ref, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.model.catalog import hypervisors
from manager.model.catalog.hypervisors import CapabilityRow

resolver(CapabilityRow, entity="hypervisorcapabilities")(hypervisors.find)
MOST = (1 << 31) - 1


class CapabilitiesResponse(Response, object="hypervisorcapabilities"):
    """What a hypervisor is trusted with."""

    id: str | None = field("the ID of the capabilities")
    hypervisorversion: str | None = field("the version of the hypervisor")
    hypervisor: str | None = field("the hypervisor, as KVM")
    maxguestslimit: int | None = field("how many VMs a host may run; absent: any number")
    securitygroupenabled: bool | None = field("whether security groups are supported")
    maxdatavolumeslimit: int | None = field("how many data disks a VM may have; absent: any number")
    maxhostspercluster: int | None = field("how many hosts a cluster may have; absent: any number")
    storagemotionenabled: bool | None = field("whether disks of running VMs can move")
    vmsnapshotenabled: bool | None = field("whether snapshots of running VMs are supported")


@command(roles=ADMINS, reads=True, object="hypervisorCapabilities")
class ListHypervisorCapabilities(ListCommand):
    """Lists what hypervisors are trusted with."""

    id: Ref[CapabilityRow] | None = param("list those of this id", default=None)
    hypervisor: str | None = param("list those of this hypervisor", default=None)

    def run(self, call: Call) -> Listing[CapabilitiesResponse]:
        """In the order in which they were added."""
        rows, total = hypervisors.listed(call.tx, *self.limits(call), id=self.id.row.id if self.id else None, hypervisor=self.hypervisor or None,
                                         keyword=self.keyword)
        return Listing([_answer(row) for row in rows], total)


@command(roles=ADMINS, event="HYPERVISOR.CAPABILITIES.UPDATE")
class UpdateHypervisorCapabilities(Command):
    """Changes what a hypervisor is trusted with: placement, new hosts and new VMs keep to it from now on."""

    id: Ref[CapabilityRow] | None = param("the capabilities; or give hypervisor and its version", default=None)
    hypervisor: str | None = param("the hypervisor", default=None, since="4.19.1")
    hypervisorversion: str | None = param("its version, as default", default=None, since="4.19.1")
    maxguestslimit: Long | None = param("how many VMs a host may run; -1: any number", default=None, low=-1, high=MOST)
    maxdatavolumeslimit: int | None = param("how many data disks a VM may have; -1: any number", default=None, low=-1, since="4.16.0")
    maxhostspercluster: int | None = param("how many hosts a cluster may have; -1: any number", default=None, low=-1, since="4.16.0")

    def run(self, call: Call) -> CapabilitiesResponse:
        """What is not given stays."""
        row = self._row(call)
        given = {"max_guests": self.maxguestslimit, "max_data_volumes": self.maxdatavolumeslimit, "max_hosts": self.maxhostspercluster}
        hypervisors.change(call.tx, row, {name: None if value < 0 else int(value) for name, value in given.items() if value is not None})
        call.event(description=f"Changed what {row.hypervisor} {row.version} is trusted with")
        changed = hypervisors.find(call.tx, call.caller, row.uuid)
        assert changed is not None
        return _answer(changed)

    def _row(self, call: Call) -> CapabilityRow:
        if self.id is not None:
            if self.hypervisor or self.hypervisorversion:
                raise ApiError(PARAMETER, "Parameter id goes without hypervisor and hypervisorversion")
            return self.id.row
        if not self.hypervisor or not self.hypervisorversion:
            raise ApiError(PARAMETER, "Parameter id, or hypervisor with hypervisorversion, is needed")
        found = hypervisors.of(call.tx, self.hypervisor, self.hypervisorversion)
        if found is None:
            raise ApiError(PARAMETER, f"There are no capabilities of {self.hypervisor} {self.hypervisorversion}")
        return found


def _answer(row: CapabilityRow) -> CapabilitiesResponse:
    return CapabilitiesResponse(
        id=row.uuid, hypervisor=row.hypervisor, hypervisorversion=row.version, maxguestslimit=row.max_guests,
        maxdatavolumeslimit=row.max_data_volumes, maxhostspercluster=row.max_hosts, securitygroupenabled=False, storagemotionenabled=False,
        vmsnapshotenabled=False)
