"""GuestVlanResponse and GuestVlanRangeResponse."""

from __future__ import annotations

from collections.abc import Mapping

from manager.api.network.answer import NetworkResponse
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net import dedications
from manager.model.net.guest_vlans import Tag, dedication_rows

resolver(dedications.DedicationRow, entity="dedicatedguestvlanrange")(dedications.find)


class GuestVlanResponse(Response, object="guestvlan"):
    """A VLAN id or VNI of a physical network."""

    id: int | None = field("the ID of the VLAN")
    vlan: str | None = field("the VLAN id or VNI")
    account: str | None = field("the account that it is dedicated to")
    domainid: str | None = field("the ID of the domain of that account or project")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    projectid: str | None = field("the ID of the project that it is dedicated to")
    project: str | None = field("the name of that project")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    physicalnetworkid: str | None = field("the ID of its physical network")
    physicalnetworkname: str | None = field("the name of its physical network")
    isdedicated: bool | None = field("whether it is dedicated")
    allocationstate: str | None = field("Allocated or Free")
    taken: str | None = field("when networks got it", kind="date")
    network: list[NetworkResponse] | None = field("the networks that have it")


class DedicationResponse(Response, object="dedicatedguestvlanrange"):
    """A dedicated range of guest VLANs."""

    id: str | None = field("the ID of the dedicated range")
    account: str | None = field("the account that it is dedicated to")
    domainid: str | None = field("the ID of the domain of that account or project")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    guestvlanrange: str | None = field("the range, as 100-110")
    projectid: str | None = field("the ID of the project that it is dedicated to")
    project: str | None = field("the name of that project")
    physicalnetworkid: int | None = field("the number of its physical network")
    zoneid: int | None = field("the number of its zone")


def guest_vlan(tag: Tag, networks: Mapping[str | None, NetworkResponse]) -> GuestVlanResponse:
    """The answer for one tag; `networks`: answers by id."""
    out = GuestVlanResponse(
        id=tag.id, vlan=str(tag.tag), zoneid=tag.physical.zone_uuid, zonename=tag.physical.zone_name, physicalnetworkid=tag.physical.uuid,
        physicalnetworkname=tag.physical.name, isdedicated=tag.dedication is not None, allocationstate="Allocated" if tag.taken else "Free",
        taken=show_date(tag.taken), network=[networks[uuid] for uuid in tag.networks if uuid in networks])
    if (whose := tag.dedication) is not None:
        out.account = whose.account_name if whose.project_uuid is None else None
        out.domainid, out.domain, out.domainpath = whose.domain_uuid, whose.domain_name, whose.domain_path
        out.projectid, out.project = whose.project_uuid, whose.project_name
    return out


@renders(DedicationResponse)
def dedication_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[DedicationResponse]:
    """The answers for these dedications."""
    return [DedicationResponse(
        id=row.uuid, account=row.account_name if row.project_uuid is None else None, domainid=row.domain_uuid, domain=row.domain_name,
        domainpath=row.domain_path, guestvlanrange=f"{row.first}-{row.last}", projectid=row.project_uuid, project=row.project_name,
        physicalnetworkid=row.physical_network_id, zoneid=row.zone_id) for row in dedication_rows(tx, uuids)]
