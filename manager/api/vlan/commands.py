"""createVlanIpRange, updateVlanIpRange, deleteVlanIpRange, listVlanIpRanges."""

from __future__ import annotations

from typing import Any

from manager.api import checks, scope, views
from manager.api.declare import ADMINS, Call, Command, ListCommand, Listing, Ref, Success, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.mixins import ProjectOwner
from manager.api.responses import succeeded
from manager.api.vlan.answer import ListedRange, VlanIpRangeResponse, listed
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zones import PodRow, ZoneRow
from manager.model.net import address, ranges
from manager.model.net.address import UNTAGGED, RangeRow
from manager.model.net.ipam import MAX_VLAN
from manager.model.net.network import NetworkRow
from manager.model.net.network_views import range_ids
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import DomainRow


def tag(text: str | None) -> str:
    """A VLAN as stored: untagged or a number. ApiError 431 for anything else."""
    value = (text or UNTAGGED).lower().removeprefix("vlan://")
    if value == UNTAGGED or (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_VLAN):
        return value if value == UNTAGGED else str(int(value))
    raise invalid("vlan", f"{text} is neither untagged nor a VLAN, 1-{MAX_VLAN}")


@command(roles=ADMINS, event="VLAN.IP.RANGE.CREATE")
class CreateVlanIpRange(ProjectOwner, Command):
    """Adds a range of public addresses to a zone."""

    zoneid: Ref[ZoneRow] | None = param("the ID of the zone", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("the physical network; the one for public traffic when absent", default=None)
    networkid: Ref[NetworkRow] | None = param("refused: ranges of guest networks come with shared networks", default=None)
    podid: Ref[PodRow] | None = param("the ID of the pod; public ranges have none", default=None)
    forvirtualnetwork: bool = param("true: public addresses for isolated networks", default=True)
    forsystemvms: bool = param("true: kept for system VMs; such a range is nobody's", default=False)
    gateway: str | None = param("the gateway of the range", default=None)
    netmask: str | None = param("the netmask of the range", default=None)
    startip: str | None = param("the first address", default=None)
    endip: str | None = param("the last address; the first when absent", default=None)
    vlan: str | None = param("untagged or a VLAN", default=None)

    def run(self, call: Call) -> VlanIpRangeResponse:
        """Adds the range and a row for each address."""
        if self.networkid is not None or self.podid is not None or not self.forvirtualnetwork:
            raise invalid("networkid" if self.networkid else "podid" if self.podid else "forvirtualnetwork",
                          "only public ranges of a zone are there yet")
        if self.zoneid is None:
            raise ApiError(PARAMETER, "Please specify the zone: zoneid")
        gateway, netmask, start = self._given()
        owner = call.owner(self.account, self.domainid, self.projectid) if self.account is not None or self.projectid is not None else None
        if self.forsystemvms and (owner is not None or self.domainid is not None):
            raise invalid("forsystemvms", "a range that is kept for system VMs cannot be dedicated")
        domain_id = owner.domain_id if owner else self.domainid.row.id if self.domainid else None
        made = address.add_range(
            call.tx, zone_id=self.zoneid.row.id, physical_network_id=self._physical(call, self.zoneid.row), vlan=tag(self.vlan), gateway=gateway,
            netmask=netmask, start=start, end=checks.ip4("endip", self.endip) or start, account_id=owner.id if owner else None,
            domain_id=domain_id, for_system_vms=self.forsystemvms)
        call.event(description=f"Added public addresses {made.start_ip}-{made.end_ip}", resource=("VlanIpRange", made.uuid))
        return views.one(call.tx, call.caller, VlanIpRangeResponse, made.uuid)

    def _given(self) -> tuple[str, str, str]:
        values: list[str] = []
        for name in ("gateway", "netmask", "startip"):
            value = checks.ip4(name, getattr(self, name))
            if not value:
                raise ApiError(PARAMETER, f"Please specify {name}")
            values.append(value)
        return values[0], values[1], values[2]

    def _physical(self, call: Call, zone: ZoneRow) -> int:
        if self.physicalnetworkid is not None:
            if self.physicalnetworkid.row.zone_id != zone.id:
                raise invalid("physicalnetworkid", f"it is not in zone {zone.name}")
            return self.physicalnetworkid.row.id
        found = address.public_physical_network(call.tx, zone.id)
        if found is None:
            raise ApiError(PARAMETER, f"No physical network of zone {zone.name} carries public traffic: add the traffic type first")
        return found


@command(roles=ADMINS, event="VLAN.IP.RANGE.UPDATE")
class UpdateVlanIpRange(Command):
    """Changes which addresses a range of public addresses holds. None that is in use can go."""

    id: Ref[RangeRow] = param("the ID of the range")
    endip: str | None = param("the last address", default=None)
    forsystemvms: bool | None = param("whether it is kept for system VMs", default=None)
    gateway: str | None = param("the gateway of the range, while none of its addresses is in use", default=None)
    netmask: str | None = param("the netmask of the range, while none of its addresses is in use", default=None)
    startip: str | None = param("the first address", default=None)

    def run(self, call: Call) -> VlanIpRangeResponse:
        """Writes what was given; addresses come and go."""
        row = self.id.row
        ranges.change(call.tx, row, gateway=checks.ip4("gateway", self.gateway), netmask=checks.ip4("netmask", self.netmask),
                      start=checks.ip4("startip", self.startip), end=checks.ip4("endip", self.endip), for_system_vms=self.forsystemvms)
        call.event(description=f"Changed public addresses {row.start_ip}-{row.end_ip}", resource=("VlanIpRange", row.uuid))
        return views.one(call.tx, call.caller, VlanIpRangeResponse, row.uuid)


@command(roles=ADMINS, event="VLAN.IP.RANGE.DELETE")
class DeleteVlanIpRange(Command):
    """Deletes a range of public addresses, none of which is in use."""

    id: Ref[RangeRow] = param("the ID of the range")

    def run(self, call: Call) -> Success:
        """Removes the range and its addresses."""
        row = self.id.row
        address.remove_range(call.tx, row.id)
        call.event(description=f"Deleted public addresses {row.start_ip}-{row.end_ip}", resource=("VlanIpRange", row.uuid))
        return succeeded()


@command(roles=ADMINS, reads=True)
class ListVlanIpRanges(ListCommand):
    """Lists ranges of public addresses."""

    id: Ref[RangeRow] | None = param("the ID of the range", default=None)
    account: str | None = param("ranges of this account alone; needs domainid", default=None)
    domainid: Ref[DomainRow] | None = param("ranges of this domain alone", default=None)
    projectid: Uuid | None = param("ranges of this project alone", default=None)
    forvirtualnetwork: bool | None = param("whether it is for isolated networks", default=None)
    networkid: Ref[NetworkRow] | None = param("ranges of this network", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("ranges that this physical network carries", default=None)
    podid: Ref[PodRow] | None = param("ranges of this pod", default=None)
    vlan: str | None = param("untagged or a VLAN", default=None)
    zoneid: Ref[ZoneRow] | None = param("ranges of this zone", default=None)

    def run(self, call: Call) -> Listing[ListedRange]:
        """One query for the ids, one for the rows."""
        uuids, total = range_ids(call.tx, *self.limits(call), keyword=self.keyword, exact={
            "id": _id(self.id), "account_id": self._account(call), "domain_id": _id(self.domainid), "zone_id": _id(self.zoneid),
            "for_virtual_network": self.forvirtualnetwork, "network_id": _id(self.networkid), "pod_id": _id(self.podid),
            "physical_network_id": _id(self.physicalnetworkid), "vlan": tag(self.vlan) if self.vlan else None})
        return Listing(listed(call.tx, uuids), total)

    def _account(self, call: Call) -> int | None:
        if self.projectid is not None:
            return scope.project(call, self.projectid).account_id
        if self.account is None:
            return None
        found = accounts.by_name(call.tx, self.account, self.domainid.row.id if self.domainid else call.caller.domain_id)
        if found is None:
            raise ApiError(PARAMETER, f"Unable to find account {self.account} in the domain")
        return found.id


def _id(ref: Ref[Any] | None) -> int | None:
    return None if ref is None else int(ref.row.id)
