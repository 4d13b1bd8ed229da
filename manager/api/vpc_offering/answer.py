"""VpcOfferingResponse, and how VPC offerings become one."""

from __future__ import annotations

from typing import Any

from manager.api.network_offering.services import shown
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import offerings, vpc_offerings
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.offering import vpc_offering

resolver(vpc_offerings.VpcOfferingRow, entity="vpcoffering", gone=seen(vpc_offering))(vpc_offerings.find)


class VpcOfferingResponse(Response, object="vpcoffering"):
    """A VPC offering: which services the networks of a VPC may have, and who provides them."""

    id: str | None = field("the ID of the VPC offering")
    name: str | None = field("its name")
    displaytext: str | None = field("its description")
    created: str | None = field("when it was created", kind="date")
    isdefault: bool | None = field("whether Pileus made it")
    state: str | None = field("Enabled or Disabled")
    service: list[dict[str, Any]] | None = field("its services with their providers and capabilities")
    distributedvpcrouter: bool | None = field("whether routing is spread over the hosts")
    supportsregionLevelvpc: bool | None = field("whether a VPC may span zones")
    fornsx: bool | None = field("always false: there is no NSX here")
    networkmode: str | None = field("NATTED: guests reach the outside by NAT")
    domainid: str | None = field("the IDs of the domains that see it, comma-joined; absent for all")
    domain: str | None = field("the names of those domains")
    zoneid: str | None = field("the IDs of the zones where it may be used, comma-joined; absent for all")
    zone: str | None = field("the names of those zones")
    internetprotocol: str | None = field("IPv4 or DualStack")


@renders(VpcOfferingResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[VpcOfferingResponse]:
    """The answers for these VPC offerings."""
    rows, scopes, _ = offerings.shown(tx, "vpc", uuids)
    numbers = [row.id for row in rows]
    services, capabilities = vpc_offerings.services(tx, numbers), vpc_offerings.capabilities(tx, numbers)
    out = []
    for row in rows:
        scope = scopes.get(row.id, offerings.Scopes())
        out.append(VpcOfferingResponse(
            id=row.uuid, name=row.name, displaytext=row.display_text, created=show_date(row.created), isdefault=bool(row.is_default), state=row.state,
            distributedvpcrouter=bool(row.distributed), supportsregionLevelvpc=bool(row.region_level), fornsx=False,
            networkmode=row.network_mode or None, domainid=",".join(scope.domain_uuids) or None, domain=",".join(scope.domains) or None,
            zoneid=",".join(scope.zone_uuids) or None, zone=",".join(scope.zones) or None, internetprotocol=row.internet_protocol, service=shown(
                services.get(row.id, {}), {name: value for (offering, name), value in capabilities.items() if offering == row.id})))
    return out
