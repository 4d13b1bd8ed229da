"""createNetwork."""

from __future__ import annotations

import ipaddress
from typing import Any, cast

from manager.api import checks, views
from manager.api.checks import LARGEST_PREFIX, SMALLEST_PREFIX
from manager.api.declare import ADMINS, USERS, Call, Command, Ref, Waiting, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.mixins import ProjectOwner
from manager.api.network.answer import NetworkResponse
from manager.api.network.physical import check_providers, chosen_physical
from manager.api.plan.build import Plan
from manager.model.catalog import network_offerings, offerings
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zones import ZoneRow
from manager.model.net import network_life, vnets
from manager.model.net.network import NetworkRow
from manager.model.tenancy import counters
from manager.model.tenancy.accounts import AccountRow
from manager.sagas.network.implement import NETWORK_IMPLEMENT, NEW
from manager.sagas.network.params import NetworkJob


@command(roles=USERS, event="NETWORK.CREATE", clienttoken=True, plan=True)
class CreateNetwork(ProjectOwner, Command):
    """Creates a network of guests. It costs nothing but rows until the first VM starts in it, unless its offering is persistent."""

    name: str = param("the name of the network")
    networkofferingid: Ref[NetworkOfferingRow] = param("the ID of the network offering")
    zoneid: Ref[ZoneRow] = param("the ID of the zone")
    displaytext: str | None = param("its description; the name when absent", default=None)
    acltype: str | None = param("who may use it: Account; Domain goes with shared networks only", default=None, choices=("Account", "Domain"))
    displaynetwork: bool = param("whether its owner sees it", default=True, roles=ADMINS)
    dns1: str | None = param("the first DNS server; the zone's when absent", default=None)
    dns2: str | None = param("the second DNS server", default=None)
    gateway: str | None = param("the address of its router; goes with netmask", default=None)
    netmask: str | None = param("its netmask; goes with gateway", default=None)
    networkdomain: str | None = param("the domain of its guests' names", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("the ID of the physical network that carries it", default=None)
    vlan: str | None = param("its VLAN or VNI, where the offering wants one named", default=None, roles=ADMINS)

    def run(self, call: Call) -> Waiting[NetworkResponse]:
        """Adds the row; a network of a persistent offering is implemented before the answer."""
        offering = self.networkofferingid.row
        owner = call.owner(self.account, self.domainid, self.projectid)
        self._check(call, offering)
        physical = self._physical(call, owner)
        made = network_life.create(
            call.tx, name=self.name, display_text=self.displaytext or self.name, zone_id=self.zoneid.row.id, physical_network_id=physical.id,
            offering_id=offering.id, account_id=owner.id, domain_id=owner.domain_id, guest_type=offering.guest_type, acl_type="Account",
            display=self.displaynetwork, network_domain=self._domain(call, owner), isolation=vnets.isolation_of(physical.isolation_methods),
            dns1=checks.ip4("dns1", self.dns1), dns2=checks.ip4("dns2", self.dns2), **self._addresses(call, offering))
        if offering.specify_vlan:
            self._take_vlan(call, made, physical)
        counters.take(call.tx, owner.id, owner.domain_path, {"network": 1})
        call.event(description=f"Created network {self.name}", resource=("Network", made.uuid), owner=(owner.id, owner.domain_id))
        if offering.persistent:
            return call.wait_for(NETWORK_IMPLEMENT, NetworkJob(made.id), lambda tx: views.one(tx, call.caller, NetworkResponse, made.uuid),
                                 instance=("Network", made.uuid), owner=(owner.id, owner.domain_id))
        return cast(Any, views.one(call.tx, call.caller, NetworkResponse, made.uuid))  # type: ignore[no-any-return]

    def plan(self, call: Call, plan: Plan) -> None:
        """The same checks; a persistent network is implemented at once."""
        offering = self.networkofferingid.row
        owner = call.owner(self.account, self.domainid, self.projectid)
        self._check(call, offering)
        self._physical(call, owner)
        self._addresses(call, offering)
        self._domain(call, owner)
        nat = offering.persistent and "SourceNat" in network_offerings.services(call.tx, [offering.id]).get(offering.id, {})
        plan.limits(owner.id, {"network": 1, "public_ip": int(nat)})
        plan.effect("created", "Network", None, self.name)
        plan.records("the row of the network is written, and counts against the limits")
        if offering.persistent:
            plan.saga(NETWORK_IMPLEMENT, NetworkJob(NEW))

    def _check(self, call: Call, offering: NetworkOfferingRow) -> None:
        if offering.state != "Enabled" or offering.traffic_type != "Guest":
            raise invalid("networkofferingid", f"network offering {offering.name} is not enabled")
        if offering.for_vpc:
            raise invalid("networkofferingid", f"network offering {offering.name} is for networks of VPCs, which are not there yet")
        if offering.guest_type not in ("Isolated", "L2"):
            raise invalid("networkofferingid", f"{offering.guest_type} networks are not there yet: take an Isolated or L2 offering")
        if offering.specify_ip_ranges:
            raise invalid("networkofferingid", f"network offering {offering.name} needs an address range, as shared networks do")
        if self.acltype == "Domain":
            raise invalid("acltype", f"{offering.guest_type} networks belong to an account")
        if self.vlan is not None and not offering.specify_vlan:
            raise invalid("vlan", f"Can't specify vlan; corresponding offering {offering.name} says specifyVlan=false")
        if self.vlan is None and offering.specify_vlan:
            raise invalid("vlan", f"it must be specified with network offering {offering.name}")
        if not offerings.usable_in(call.tx, "network", offering.id, self.zoneid.row.id):
            raise invalid("networkofferingid", f"The network offering {offering.name} is not available for zone {self.zoneid.row.name}")
        if self.zoneid.row.allocation_state != "Enabled" and not call.caller.is_admin:
            raise ApiError(PARAMETER, f"Zone {self.zoneid.row.name} is disabled")

    def _physical(self, call: Call, owner: AccountRow) -> PhysicalNetworkRow:
        offering = self.networkofferingid.row
        if self.physicalnetworkid is None:
            found = chosen_physical(call, self.zoneid.row, owner, offering)
        else:
            found = self._given_physical(self.physicalnetworkid.row, owner, offering)
        check_providers(call, offering, found)
        return found

    def _given_physical(self, given: PhysicalNetworkRow, owner: AccountRow, offering: NetworkOfferingRow) -> PhysicalNetworkRow:
        if given.zone_id != self.zoneid.row.id or given.state != "Enabled":
            raise invalid("physicalnetworkid", f"physical network {given.name} is not an enabled one of this zone")
        if given.domain_id is not None and str(given.domain_id) not in owner.domain_path.split("/"):
            raise invalid("physicalnetworkid", f"physical network {given.name} is for another domain")
        if lacking := sorted({tag for tag in (offering.tags or "").split(",") if tag} - set((given.tags or "").split(","))):
            raise invalid("physicalnetworkid", f"physical network {given.name} lacks the tag {lacking[0]} of network offering {offering.name}")
        return given

    def _addresses(self, call: Call, offering: NetworkOfferingRow) -> dict[str, str]:
        if (self.gateway is None) != (self.netmask is None):
            raise invalid("netmask" if self.netmask is None else "gateway", "gateway and netmask go together")
        services = network_offerings.services(call.tx, [offering.id]).get(offering.id, {})
        if self.gateway is None and (offering.guest_type == "L2" or not services):
            return {}
        if offering.guest_type == "L2":
            raise invalid("gateway", "an L2 network hands out no addresses")
        if self.gateway is None:
            net = ipaddress.IPv4Network(self.zoneid.row.guest_cidr or "10.1.1.0/24", strict=False)
            return {"cidr": str(net), "gateway": str(net[1]), "netmask": str(net.netmask)}
        try:
            gateway = ipaddress.IPv4Address(self.gateway)
            net = ipaddress.IPv4Network(f"{self.gateway}/{self.netmask}", strict=False)
        except ValueError as error:
            raise invalid("gateway", f"{self.gateway}/{self.netmask} is not an IPv4 gateway and netmask: {error}") from None
        if not SMALLEST_PREFIX <= net.prefixlen <= LARGEST_PREFIX:
            raise invalid("netmask", f"{net} must have a prefix of {SMALLEST_PREFIX} to {LARGEST_PREFIX} bits")
        if gateway in (net.network_address, net.broadcast_address) or net.is_multicast or net.is_loopback or net.is_link_local:
            raise invalid("gateway", f"{gateway} cannot be the address of a router in {net}")
        return {"cidr": str(net), "gateway": str(gateway), "netmask": str(net.netmask)}

    def _domain(self, call: Call, owner: AccountRow) -> str:
        if given := checks.network_domain(self.networkdomain):
            return given
        set_above = network_life.network_domain_of(call.tx, owner.id, self.zoneid.row.id)
        return set_above or f"cs{owner.id:x}{call.setting('guest.domain.suffix', zone=self.zoneid.row.id)}"

    def _take_vlan(self, call: Call, made: NetworkRow, physical: PhysicalNetworkRow) -> None:
        isolation = vnets.isolation_of(physical.isolation_methods)
        text = (self.vlan or "").lower().removeprefix("vlan://").removeprefix("vxlan://")
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= vnets.top_tag(isolation):
            raise invalid("vlan", f"{self.vlan} is not a number from 1 to {vnets.top_tag(isolation)}")
        vnets.take_given(call.tx, made, int(text))
