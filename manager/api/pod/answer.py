"""PodResponse, and how pods become one."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import zones
from manager.model.infra.zone_views import pod_rows
from manager.model.removed import seen
from manager.model.tables.infra import pod

resolver(zones.PodRow, entity="pod", gone=seen(pod))(zones.find_pod)


class PodResponse(Response, object="pod"):
    """A pod."""

    id: str | None = field("the ID of the pod")
    name: str | None = field("its name")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    gateway: str | None = field("the gateway of its management network")
    netmask: str | None = field("the netmask of its management network")
    startip: list[str] | None = field("where each range of management addresses begins")
    endip: list[str] | None = field("where each range of management addresses ends")
    forsystemvms: list[str] | None = field("whether each range is for system VMs only")
    vlanid: list[str] | None = field("the VLAN of each range")
    allocationstate: str | None = field("Enabled or Disabled")
    hasannotations: bool | None = field("whether it has annotations")


@renders(PodResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[PodResponse]:
    """The answers for these pods."""
    return [PodResponse(
        id=row.uuid, name=row.name, zoneid=row.zone_uuid, zonename=row.zone_name, gateway=row.gateway, netmask=row.netmask,
        startip=[row.start_ip] if row.start_ip else [], endip=[row.end_ip] if row.end_ip else [], forsystemvms=["0"] if row.start_ip else [],
        vlanid=["untagged"] if row.start_ip else [], allocationstate=row.allocation_state, hasannotations=False) for row in pod_rows(tx, uuids)]
