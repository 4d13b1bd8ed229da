"""ZoneResponse, and how zones become one."""

from __future__ import annotations

from typing import Any

from manager.api.capacity.list import CapacityResponse
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import zones
from manager.model.infra.zone_views import zone_rows
from manager.model.removed import seen
from manager.model.tables.infra import zone

resolver(zones.ZoneRow, entity="zone", gone=seen(zone))(zones.find_zone)


class ZoneResponse(Response, object="zone"):
    """A zone."""

    id: str | None = field("the ID of the zone")
    name: str | None = field("its name")
    description: str | None = field("its description")
    dns1: str | None = field("the first DNS server that guests are told")
    dns2: str | None = field("the second DNS server that guests are told")
    internaldns1: str | None = field("the first DNS server of hosts and system VMs; admins only")
    internaldns2: str | None = field("the second DNS server of hosts and system VMs; admins only")
    guestcidraddress: str | None = field("the default CIDR of isolated networks; admins only")
    domain: str | None = field("the network domain of guests")
    domainid: str | None = field("the ID of the only domain that sees it; absent for all")
    domainname: str | None = field("the name of that domain")
    networktype: str | None = field("Basic or Advanced")
    securitygroupsenabled: bool | None = field("whether security groups are on")
    allocationstate: str | None = field("Enabled: VMs may be started here; Disabled: by admins only")
    zonetoken: str | None = field("what identifies the zone towards its hosts; admins only")
    dhcpprovider: str | None = field("who serves DHCP")
    localstorageenabled: bool | None = field("whether disks may be on hosts' own storage")
    tags: list[TagResponse] | None = field("its tags")
    resourcedetails: dict[str, str] | None = field("its details; admins only", kind="map")
    type: str | None = field("Core or Edge")
    allowuserspecifyvrmtu: bool | None = field("whether users may set the MTU of their routers")
    ismultiarch: bool | None = field("whether its hosts have different architectures")
    isnsxenabled: bool | None = field("always false: there is no NSX here")
    routedmodeenabled: bool | None = field("whether routed networks are possible")
    storageaccessgroups: str | None = field("which restricted pools its hosts reach, comma-joined; admins only")
    capacity: list[CapacityResponse] | None = field("how much there is and is taken, when it was asked for")
    hasannotations: bool | None = field("whether it has annotations; admins only")


@renders(ZoneResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ZoneResponse]:
    """The answers for these zones."""
    rows = zone_rows(tx, uuids)
    details = zones.details_of(tx, [row.id for row in rows]) if caller.is_admin else {}
    mixed = zones.multi_arch(tx, [row.id for row in rows])
    return [_answer(row, caller, details.get(row.id), row.id in mixed) for row in rows]


def _answer(row: Any, caller: Caller, details: dict[str, str] | None, mixed: bool) -> ZoneResponse:
    made = ZoneResponse(
        id=row.uuid, name=row.name, description=row.description, dns1=row.dns1, dns2=row.dns2, domain=row.domain, domainid=row.domain_uuid,
        domainname=row.domain_name, networktype=row.network_type, securitygroupsenabled=bool(row.security_groups),
        allocationstate=row.allocation_state,
        dhcpprovider=row.dhcp_provider, localstorageenabled=bool(row.local_storage), tags=[], type=row.type, allowuserspecifyvrmtu=False,
        ismultiarch=mixed, isnsxenabled=False, routedmodeenabled=False)
    if caller.is_admin:
        made.internaldns1, made.internaldns2, made.guestcidraddress = row.internal_dns1, row.internal_dns2, row.guest_cidr
        made.zonetoken, made.resourcedetails, made.hasannotations = row.zone_token, details, False
        made.storageaccessgroups = row.storage_access_groups
    return made
