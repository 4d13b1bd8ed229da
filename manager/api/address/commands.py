"""associateIpAddress, disassociateIpAddress, listPublicIpAddresses."""

from __future__ import annotations

from manager.api.address.answer import IPAddressResponse, PublicIpResponse, listed
from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid, not_found
from manager.api.mixins import ProjectFilter, ProjectOwner, Tagged
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zones import ZoneRow
from manager.model.net import address, network, network_life
from manager.model.net.address import AddressRow, RangeRow
from manager.model.net.network import NetworkRow
from manager.model.net.network_views import address_ids, source_nat_networks
from manager.model.tenancy import accounts, counters
from manager.sagas.address.assign import ADDRESS_ASSOCIATE, ADDRESS_RELEASE
from manager.sagas.address.params import AddressJob


@command(roles=USERS, event="NET.IPASSIGN", clienttoken=True, creates=True)
class AssociateIpAddress(ProjectOwner, Command):
    """Acquires a public address for a network."""

    networkid: Ref[NetworkRow] | None = param("the network that will have it", default=None, access=Access.OPERATE)
    zoneid: Ref[ZoneRow] | None = param("instead of the network: the zone, where the account has exactly one network with source NAT", default=None)
    ipaddress: str | None = param("this address, if it is free", default=None)
    fordisplay: bool = param("whether its owner sees it", default=True, roles=ADMINS)

    def run(self, call: Call) -> Job[IPAddressResponse]:
        """Takes a free row, then starts the saga that tells the router."""
        net = self._network(call)
        if network_life.SOURCE_NAT not in network_life.services(call.tx, net.offering_id):
            raise invalid("networkid", f"network {net.name} has no source NAT: public addresses are of no use to it")
        owner = accounts.by_id(call.tx, net.account_id)
        assert owner is not None
        found = address.allot(call.tx, net.zone_id, account_id=net.account_id, domain_id=net.domain_id, network_id=net.id,
                              address=self.ipaddress or None, state="Allocating", display=self.fordisplay,
                              common=call.setting("use.system.public.ips", account=net.account_id))
        network.touch(call.tx, net.id)
        job = call.start(ADDRESS_ASSOCIATE, AddressJob(found.id, net.id), id=found.uuid, instance=("IpAddress", found.uuid),
                         owner=(net.account_id, net.domain_id), description=f"Acquiring {found.address} for network {net.name}")
        counters.take(call.tx, net.account_id, owner.domain_path, {"public_ip": 1})
        return job

    def _network(self, call: Call) -> NetworkRow:
        if self.networkid is not None:
            if self.account is not None and call.owner(self.account, self.domainid, self.projectid).id != self.networkid.row.account_id:
                raise invalid("networkid", f"network {self.networkid.row.name} is not the account's")
            return self.networkid.row
        if self.zoneid is None:
            raise ApiError(PARAMETER, "Unable to figure out zone to assign ip to: specify networkid or zoneid")
        owner = call.owner(self.account, self.domainid, self.projectid)
        found = source_nat_networks(call.tx, owner.id, self.zoneid.row.id)
        if len(found) != 1:
            raise ApiError(PARAMETER, f"Account {owner.name} has {'no' if not found else 'more than 1'} isolated network with source NAT in "
                                      "this zone; specify networkid")
        return network.must(call.tx, found[0])


@command(roles=USERS, event="NET.IPRELEASE")
class DisassociateIpAddress(Command):
    """Gives a public address back; its rules go with it."""

    id: Ref[AddressRow] | None = param("the ID of the public address", default=None, access=Access.OPERATE)
    ipaddress: str | None = param("instead of the ID: the address", default=None, since="1.0")

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        found = self._address(call)
        if found.source_nat:
            raise ApiError(PARAMETER, f"{found.address} is the source NAT address of its network: it goes with the network")
        if found.network_id is None or found.account_id is None or found.domain_id is None:
            raise not_found("id", found.uuid)
        return call.start(ADDRESS_RELEASE, AddressJob(found.id, found.network_id), instance=("IpAddress", found.uuid),
                          owner=(found.account_id, found.domain_id), description=f"Releasing {found.address}")

    def _address(self, call: Call) -> AddressRow:
        if self.id is not None:
            return self.id.row
        if not self.ipaddress:
            raise ApiError(PARAMETER, "Please specify id or ipaddress")
        found = address.find_by_address(call.tx, call.caller, self.ipaddress)
        if found is None:
            raise not_found("ipaddress", self.ipaddress)
        return found


@command(roles=USERS, reads=True)
class ListPublicIpAddresses(ProjectFilter, Tagged, ListCommand):
    """Lists public addresses."""

    id: Ref[AddressRow] | None = param("the ID of the public address", default=None)
    allocatedonly: bool = param("false: free ones, too", default=True)
    associatednetworkid: Ref[NetworkRow] | None = param("addresses of this network", default=None)
    fordisplay: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)
    forsystemvms: bool | None = param("true: those kept for system VMs", default=None)
    forvirtualnetwork: bool = param("whether it is for isolated networks, as all are", default=True)
    ipaddress: str | None = param("the address", default=None)
    issourcenat: bool | None = param("whether its network's guests reach the outside by it", default=None)
    isstaticnat: bool | None = param("whether it is mapped to a VM", default=None)
    networkid: Ref[NetworkRow] | None = param("the same as associatednetworkid", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("addresses that this physical network carries", default=None)
    retrieveonlyresourcecount: bool = param("only count them", default=False)
    state: str | None = param("Free, Allocating, Allocated or Releasing", default=None, choices=("Free", "Allocating", "Allocated", "Releasing"))
    vlanid: Ref[RangeRow] | None = param("addresses of this range", default=None)
    zoneid: Ref[ZoneRow] | None = param("addresses of this zone", default=None)

    def run(self, call: Call) -> Listing[PublicIpResponse]:
        """One query for the ids, one for the rows."""
        if not self.forvirtualnetwork:
            return Listing([], 0)
        of_network = self.associatednetworkid or self.networkid
        uuids, total = address_ids(
            call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, tags=self.tags,
            free=not self.allocatedonly or self.state == "Free" or (self.id is not None and call.caller.is_admin), exact={
                "id": self.id.row.id if self.id else None, "network_id": of_network.row.id if of_network else None, "display": self.fordisplay,
                "address": self.ipaddress, "source_nat": self.issourcenat, "static_nat": self.isstaticnat, "state": self.state,
                "vlan_range_id": self.vlanid.row.id if self.vlanid else None, "zone_id": self.zoneid.row.id if self.zoneid else None},
            range_exact={"for_system_vms": self.forsystemvms,
                         "physical_network_id": self.physicalnetworkid.row.id if self.physicalnetworkid else None})
        return Listing([] if self.retrieveonlyresourcecount else listed(call.tx, call.caller, uuids), total)
