"""listGuestVlans, and the dedication of guest VLANs to accounts."""

from __future__ import annotations

from manager.api import scope, views
from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Long, Ref, Success, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.network.answer import NetworkResponse
from manager.api.physical.vlan_answer import DedicationResponse, GuestVlanResponse, dedication_view, guest_vlan
from manager.model.infra.physical import PhysicalNetworkRow, isolation_of, top_tag
from manager.model.infra.zones import ZoneRow
from manager.model.net import dedications, guest_vlans, ipam
from manager.model.net.dedications import DedicationRow
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=ADMINS, reads=True)
class ListGuestVlans(ListCommand):
    """Lists the VLAN ids and VNIs that guest networks may get or have."""

    allocatedonly: bool = param("only those that networks have", default=False)
    id: Long | None = param("the ID of the VLAN", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("those of this physical network", default=None)
    vnet: str | None = param("exactly this VLAN id or VNI", default=None)
    zoneid: Ref[ZoneRow] | None = param("those of this zone", default=None)

    def run(self, call: Call) -> Listing[GuestVlanResponse]:
        """Counted from the ranges; two queries for each physical network."""
        found, total = guest_vlans.tags(
            call.tx, *self.limits(call), id=self.id, zone_id=self.zoneid.row.id if self.zoneid else None, tag=self.vnet, keyword=self.keyword,
            physical_id=self.physicalnetworkid.row.id if self.physicalnetworkid else None, allocated=self.allocatedonly)
        networks = {one.id: one for one in views.RENDER[NetworkResponse](call.tx, call.caller, [uuid for tag in found for uuid in tag.networks])}
        return Listing([guest_vlan(tag, networks) for tag in found], total)


@command(roles=ADMINS, event="GUESTVLANRANGE.DEDICATE")
class DedicateGuestVlanRange(Command):
    """Dedicates VLAN ids or VNIs: only this account's or project's networks get them, and these first."""

    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    vlanrange: str = param("the VLAN ids or VNIs, as 100-110")
    account: str | None = param("the account; with domainid, in that domain", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of the account", default=None)
    projectid: Uuid | None = param("the project", default=None)

    def run(self, call: Call) -> DedicationResponse:
        """Adds the row, or makes an adjoining one larger."""
        if self.account is None and self.projectid is None:
            raise ApiError(PARAMETER, "Please specify the account, or the project: account and domainid, or projectid")
        owner = call.owner(self.account, self.domainid, self.projectid)
        where = self.physicalnetworkid.row
        uuid = dedications.add(call.tx, where, one_range("vlanrange", self.vlanrange, where), owner.id, owner.domain_id)
        call.event(description=f"Dedicated guest VLANs {self.vlanrange} of physical network {where.name} to {owner.name}",
                   resource=("DedicatedGuestVlanRange", uuid))
        return views.one(call.tx, call.caller, DedicationResponse, uuid)


def one_range(name: str, text: str, where: PhysicalNetworkRow | None) -> range:
    """The tags of one range. ApiError 431 when it is none, or several."""
    try:
        found = ipam.parse_tags(text, top_tag(isolation_of(where.isolation_methods if where is not None else "VXLAN")))
    except ValueError as error:
        raise invalid(name, str(error)) from None
    if len(found) != 1:
        raise invalid(name, f"{text} is not one range, as 100-110")
    return found[0]


@command(roles=ADMINS, event="GUESTVLANRANGE.RELEASE")
class ReleaseDedicatedGuestVlanRange(Command):
    """Ends a dedication of guest VLANs. Networks that have some of them keep them."""

    id: Ref[DedicationRow] = param("the ID of the dedicated range")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        dedications.remove(call.tx, self.id.row)
        return call.start(IMMEDIATE, Immediate(f"dedication:{self.id.uuid}"), instance=("DedicatedGuestVlanRange", self.id.uuid),
                          description=f"Releasing guest VLANs {self.id.row.first}-{self.id.row.last}")


@command(roles=ADMINS, reads=True)
class ListDedicatedGuestVlanRanges(ListCommand):
    """Lists dedicated guest VLANs."""

    id: Ref[DedicationRow] | None = param("the ID of the dedicated range", default=None)
    account: str | None = param("those of this account; with domainid, in that domain", default=None)
    domainid: Ref[DomainRow] | None = param("those of this domain's accounts", default=None)
    guestvlanrange: str | None = param("exactly this range, as 100-110", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("those of this physical network", default=None)
    projectid: Uuid | None = param("those of this project", default=None)
    zoneid: Ref[ZoneRow] | None = param("those of this zone", default=None)

    def run(self, call: Call) -> Listing[DedicationResponse]:
        """One query for the ids, one for the rows."""
        span = one_range("guestvlanrange", self.guestvlanrange, None) if self.guestvlanrange else None
        uuids, total = guest_vlans.dedication_ids(
            call.tx, *self.limits(call), id=self.id.row.id if self.id else None, account_id=self._account(call),
            domain_id=self.domainid.row.id if self.domainid else None, zone_id=self.zoneid.row.id if self.zoneid else None,
            physical_id=self.physicalnetworkid.row.id if self.physicalnetworkid else None, first=span.start if span else None,
            last=span.stop - 1 if span else None, keyword=self.keyword)
        return call.listing(dedication_view, uuids, total)

    def _account(self, call: Call) -> int | None:
        if self.projectid is not None:
            return scope.project(call, self.projectid).account_id
        if self.account is None:
            return None
        found = accounts.by_name(call.tx, self.account, self.domainid.row.id if self.domainid else call.caller.domain_id)
        if found is None:
            raise ApiError(PARAMETER, f"Unable to find account {self.account} in the domain")
        return found.id
