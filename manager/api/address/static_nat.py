"""enableStaticNat, disableStaticNat."""

from __future__ import annotations

from manager.api.declare import USERS, Access, Call, Command, Job, Ref, Success, Waiting, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.firewall.checks import network_of, nic_for
from manager.api.responses import succeeded
from manager.model.guest.vm import VmRow
from manager.model.net import address, network_life
from manager.model.net.address import AddressRow
from manager.model.net.network import NetworkRow
from manager.sagas.address.assign import STATIC_NAT_DISABLE, STATIC_NAT_ENABLE, MapAddress
from manager.sagas.address.params import AddressJob


@command(roles=USERS, event="STATICNAT.ENABLE")
class EnableStaticNat(Command):
    """Maps a public address to a VM, both ways. What may come in is for firewall rules to say."""

    ipaddressid: Ref[AddressRow] = param("the ID of the public address", access=Access.OPERATE)
    virtualmachineid: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    networkid: Ref[NetworkRow] | None = param("the VM's network, when it has several: the address's own", default=None, access=Access.OPERATE)
    vmguestip: str | None = param("the VM's address in that network", default=None)

    def run(self, call: Call) -> Waiting[Success]:
        """Checks what can be seen now; the saga checks again behind the address's lock."""
        found = self.ipaddressid.row
        net = network_of(call.tx, found, network_life.STATIC_NAT)
        if self.networkid is not None and self.networkid.row.id != net.id:
            raise ApiError(PARAMETER, f"{found.address} belongs to another network than {self.networkid.row.name}")
        nic = nic_for(call.tx, net, self.virtualmachineid.row, self.vmguestip)
        assert nic.ip is not None
        if found.source_nat:
            raise ApiError(PARAMETER, f"Can't enable static nat for the ip address {found.address}: it is its network's source NAT address")
        if found.static_nat and found.nic_id == nic.id:
            raise ApiError(PARAMETER, f"Static nat is enabled already for {found.address} and this VM")
        if found.static_nat or address.static_nat_of_nic(call.tx, nic.id) is not None:
            raise ApiError(PARAMETER, f"Failed to enable static nat for the ip address {found.address}: it, or the vm, has it already")
        return call.wait_for(
            STATIC_NAT_ENABLE, MapAddress(found.id, net.id, nic.vm_id, nic.id, nic.ip), lambda tx: succeeded(),
            instance=("IpAddress", found.uuid), owner=(net.account_id, net.domain_id),
            description=f"Mapping {found.address} to {self.virtualmachineid.row.name}")


@command(roles=USERS, event="STATICNAT.DISABLE")
class DisableStaticNat(Command):
    """Takes the mapping of a public address to a VM away, and the address's firewall rules."""

    ipaddressid: Ref[AddressRow] = param("the ID of the public address", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        found = self.ipaddressid.row
        if not found.static_nat:
            raise ApiError(PARAMETER, f"Specified ip address {found.address} does not have static nat enabled")
        assert found.network_id is not None
        assert found.account_id is not None
        assert found.domain_id is not None
        return call.start(STATIC_NAT_DISABLE, AddressJob(found.id, found.network_id), instance=("IpAddress", found.uuid),
                          owner=(found.account_id, found.domain_id), description=f"Taking the mapping of {found.address} away")
