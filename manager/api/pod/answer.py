"""PodResponse, and how pods become one."""

from __future__ import annotations

from manager.api.capacity.list import CapacityResponse
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import zones
from manager.model.infra.zone_views import pod_rows
from manager.model.place import pod_ranges
from manager.model.removed import seen
from manager.model.tables.infra import pod

resolver(zones.PodRow, entity="pod", gone=seen(pod))(zones.find_pod)


class IpRangeResponse(Response, object="iprange"):
    """A range of management addresses."""

    gateway: str | None = field("the gateway of its network")
    cidr: str | None = field("its network")
    startip: str | None = field("the first address")
    endip: str | None = field("the last address")
    forsystemvms: str | None = field("1: for system VMs only; 0: for anything")
    vlanid: str | None = field("its VLAN, or untagged")


class PodResponse(Response, object="pod"):
    """A pod."""

    id: str | None = field("the ID of the pod")
    name: str | None = field("its name")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    gateway: str | None = field("the gateway of its management network")
    netmask: str | None = field("the netmask of its management network")
    ipranges: list[IpRangeResponse] | None = field("its ranges of management addresses")
    startip: list[str] | None = field("where each range of management addresses begins")
    endip: list[str] | None = field("where each range of management addresses ends")
    forsystemvms: list[str] | None = field("whether each range is for system VMs only")
    vlanid: list[str] | None = field("the VLAN of each range")
    allocationstate: str | None = field("Enabled or Disabled")
    capacity: list[CapacityResponse] | None = field("how much there is and is taken, when it was asked for")
    storageaccessgroups: str | None = field("which restricted pools its hosts reach, comma-joined")
    zonestorageaccessgroups: str | None = field("the same of its zone")
    hasannotations: bool | None = field("whether it has annotations")


@renders(PodResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[PodResponse]:
    """The answers for these pods."""
    rows = pod_rows(tx, uuids)
    found = pod_ranges.of_pods(tx, [row.id for row in rows])
    answers = []
    for row in rows:
        ranges = [IpRangeResponse(gateway=one.gateway, cidr=one.cidr, startip=one.start_ip, endip=one.end_ip,
                                  forsystemvms="1" if one.for_system_vms else "0", vlanid=one.vlan) for one in found.get(row.id, [])]
        answers.append(PodResponse(
            id=row.uuid, name=row.name, zoneid=row.zone_uuid, zonename=row.zone_name, gateway=row.gateway, netmask=row.netmask, ipranges=ranges,
            startip=[str(one.startip) for one in ranges], endip=[str(one.endip) for one in ranges],
            forsystemvms=[str(one.forsystemvms) for one in ranges], vlanid=[str(one.vlanid) for one in ranges],
            allocationstate=row.allocation_state, storageaccessgroups=row.storage_access_groups, zonestorageaccessgroups=row.zone_groups,
            hasannotations=False))
    return answers
