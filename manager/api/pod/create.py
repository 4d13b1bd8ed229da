"""createPod."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Ref, command, param
from manager.api.pod.answer import PodResponse
from manager.model.infra import zones
from manager.model.place import pod_ranges
from manager.model.tables.infra import pod


@command(roles=ADMINS, event="POD.CREATE")
class CreatePod(Command):
    """Creates a pod in a zone. Its management network may not overlap with another pod's."""

    name: str = param("the name of the pod")
    zoneid: Ref[zones.ZoneRow] = param("the ID of its zone")
    gateway: str | None = param("the gateway of its management network", default=None)
    netmask: str | None = param("the netmask of its management network", default=None)
    startip: str | None = param("the first management address that system VMs may take", default=None)
    endip: str | None = param("the last management address that system VMs may take; absent: startip", default=None)
    allocationstate: str = param("Enabled or Disabled: whether VMs may be placed there", default="Enabled", choices=("Enabled", "Disabled"))
    storageaccessgroups: list[str] | None = param("its hosts reach pools that are restricted to one of these groups, comma-joined", default=None)

    def run(self, call: Call) -> PodResponse:
        """Adds the row, and its first range."""
        cidr = checks.span(self.gateway, self.netmask, self.startip, self.endip)
        end = self.endip or self.startip
        uuid = zones.insert_named(
            call.tx, pod, "pod", {"zone_id": self.zoneid.row.id}, name=self.name, gateway=self.gateway, netmask=self.netmask, cidr=cidr,
            start_ip=self.startip, end_ip=end, allocation_state=self.allocationstate,
            storage_access_groups=checks.groups("storageaccessgroups", self.storageaccessgroups))
        if cidr and self.gateway and self.netmask and self.startip and end:
            pod_ranges.add(call.tx, zones.pod_id(call.tx, uuid), gateway=self.gateway, netmask=self.netmask, cidr=cidr, start=self.startip, end=end)
        call.event(description=f"Created pod {self.name}", resource=("HostPod", uuid))
        return views.one(call.tx, call.caller, PodResponse, uuid)
