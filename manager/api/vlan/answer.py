"""VlanIpRangeResponse, and how ranges of public addresses become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model import removed
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net import address
from manager.model.net.address import RangeRow
from manager.model.net.network_views import range_rows
from manager.model.tables.network import vlan_range

resolver(RangeRow, entity="vlan", gone=removed.seen(vlan_range))(address.find_range)


class VlanIpRangeResponse(Response, object="vlan"):
    """A range of public addresses."""

    id: str | None = field("the ID of the range")
    forvirtualnetwork: bool | None = field("whether it is for isolated networks")
    zoneid: str | None = field("the ID of its zone")
    vlan: str | None = field("its VLAN, as vlan://untagged")
    account: str | None = field("the only account that may have its addresses")
    domainid: str | None = field("the ID of the only domain that may have its addresses")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    description: str | None = field("its addresses")
    gateway: str | None = field("its gateway")
    netmask: str | None = field("its netmask")
    cidr: str | None = field("the network that it is part of")
    startip: str | None = field("its first address")
    endip: str | None = field("its last address")
    networkid: str | None = field("the ID of the network that it belongs to")
    projectid: str | None = field("the ID of the only project that may have its addresses")
    project: str | None = field("the name of that project")
    physicalnetworkid: str | None = field("the ID of the physical network that carries it")
    forsystemvms: bool | None = field("whether it is kept for system VMs")


class ListedRange(VlanIpRangeResponse, object="vlaniprange"):
    """A range, as listVlanIpRanges names it."""


@renders(VlanIpRangeResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[VlanIpRangeResponse]:
    """The answers for these ranges."""
    return [_answer(row, VlanIpRangeResponse) for row in range_rows(tx, uuids)]


def listed(tx: Tx, uuids: list[str]) -> list[ListedRange]:
    """The same, for lists."""
    return [_answer(row, ListedRange) for row in range_rows(tx, uuids)]


def _answer(row: Any, kind: type[Any]) -> Any:
    return kind(
        id=row.uuid, forvirtualnetwork=bool(row.for_virtual_network), zoneid=row.zone_uuid, vlan=f"vlan://{row.vlan}",
        account=row.account_name if row.project_uuid is None else None, projectid=row.project_uuid, project=row.project_name,
        domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path, podid=row.pod_uuid, podname=row.pod_name,
        description=f"{row.start_ip}-{row.end_ip}", gateway=row.gateway, netmask=row.netmask, cidr=row.cidr, startip=row.start_ip,
        endip=row.end_ip, networkid=row.network_uuid, physicalnetworkid=row.physical_uuid, forsystemvms=bool(row.for_system_vms))
