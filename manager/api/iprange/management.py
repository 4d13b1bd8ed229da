"""Ranges of pods' management addresses: createManagementNetworkIpRange, updatePodManagementNetworkIpRange, deleteManagementNetworkIpRange."""

from __future__ import annotations

from typing import Any

from manager.api import checks
from manager.api.declare import ADMINS, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.iprange.checks import span, vlan_text
from manager.api.pod.answer import PodResponse
from manager.model.infra import pod_addresses
from manager.model.infra.zones import PodRow
from manager.model.place import pod_ranges
from manager.sagas.immediate import IMMEDIATE, Immediate


def _done(call: Call, pod: Ref[PodRow], text: str) -> Job[Any]:
    return call.start(IMMEDIATE, Immediate(f"pod:{pod.uuid}"), instance=("Pod", pod.uuid), description=text)


def _range(call: Call, pod: PodRow, start: str, end: str, vlan: str | None = None) -> Any:
    found = pod_addresses.find_range(call.tx, pod.id, str(checks.ip4("startip", start)), str(checks.ip4("endip", end)), vlan)
    if found is None:
        raise ApiError(PARAMETER, f"The IP range {start}-{end}{f' with VLAN {vlan}' if vlan else ''} does not exist in pod {pod.name}")
    return found


@command(roles=ADMINS, event="MANAGEMENT.IP.RANGE.CREATE")
class CreateManagementNetworkIpRange(Command):
    """Adds a range of management addresses to a pod. It may not overlap with another range of the zone."""

    podid: Ref[PodRow] = param("the ID of the pod")
    gateway: str = param("the gateway of the management network")
    netmask: str = param("its netmask")
    startip: str = param("the first address")
    endip: str | None = param("the last address; the first when absent", default=None)
    forsystemvms: bool = param("whether it is for system VMs alone", default=False)
    vlan: str | None = param("untagged or a VLAN", default=None)

    def run(self, call: Call) -> Job[PodResponse]:
        """All of it in the call's transaction."""
        cidr, first, last = span(self.gateway, self.netmask, self.startip, self.endip)
        for one in pod_ranges.of_pods(call.tx, [self.podid.row.id]).get(self.podid.row.id, []):
            if one.cidr == cidr and one.gateway != self.gateway:
                raise ApiError(PARAMETER, f"The range {one.start_ip}-{one.end_ip} of this pod has another gateway in {cidr}: {one.gateway}")
        pod_ranges.add(call.tx, self.podid.row.id, gateway=self.gateway, netmask=self.netmask, cidr=cidr, start=first, end=last,
                       vlan=vlan_text(self.vlan), for_system_vms=self.forsystemvms)
        return _done(call, self.podid, f"Adding management addresses {first}-{last} to pod {self.podid.row.name}")


@command(roles=ADMINS, event="MANAGEMENT.IP.RANGE.UPDATE")
class UpdatePodManagementNetworkIpRange(Command):
    """Moves the ends of a range of a pod's management addresses. None that is taken can go."""

    podid: Ref[PodRow] = param("the ID of the pod")
    currentstartip: str = param("the first address of the range now")
    currentendip: str = param("the last address of the range now")
    newstartip: str | None = param("the first address from now on; as it is when absent", default=None)
    newendip: str | None = param("the last address from now on; as it is when absent", default=None)

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        if not self.newstartip and not self.newendip:
            raise ApiError(PARAMETER, "Either newstartip or newendip must be specified")
        row = _range(call, self.podid.row, self.currentstartip, self.currentendip)
        _, first, last = span(row.gateway, row.netmask, self.newstartip or row.start_ip, self.newendip or row.end_ip,
                              names=("newstartip", "newendip"))
        pod_addresses.change(call.tx, row, first, last)
        return _done(call, self.podid, f"Changing management addresses of pod {self.podid.row.name} to {first}-{last}")


@command(roles=ADMINS, event="MANAGEMENT.IP.RANGE.DELETE")
class DeleteManagementNetworkIpRange(Command):
    """Takes a range of management addresses, none of which is taken, from a pod."""

    podid: Ref[PodRow] = param("the ID of the pod")
    startip: str = param("the first address of the range")
    endip: str = param("the last address of the range")
    vlan: str = param("its VLAN, or untagged")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        pod_addresses.remove(call.tx, _range(call, self.podid.row, self.startip, self.endip, vlan_text(self.vlan)))
        return _done(call, self.podid, f"Deleting management addresses {self.startip}-{self.endip} of pod {self.podid.row.name}")
