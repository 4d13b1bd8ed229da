"""updatePod, deletePod."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.pod.answer import PodResponse
from manager.api.responses import succeeded
from manager.model.infra import zones
from manager.model.place import closing, pod_ranges
from manager.model.tables.infra import pod


@command(roles=ADMINS, event="POD.EDIT")
class UpdatePod(Command):
    """Changes a pod: its name, its management network and first range, whether VMs are placed there."""

    id: Ref[zones.PodRow] = param("the ID of the pod")
    name: str | None = param("its new name", default=None)
    allocationstate: str | None = param("Enabled or Disabled: whether VMs may be placed there", default=None, choices=("Enabled", "Disabled"))
    gateway: str | None = param("the gateway of its management network", default=None)
    netmask: str | None = param("the netmask of its management network", default=None)
    startip: str | None = param("the first management address that system VMs may take", default=None)
    endip: str | None = param("the last management address that system VMs may take", default=None)

    def run(self, call: Call) -> PodResponse:
        """Writes what was given; what was not stays."""
        row = self.id.row
        if self.name is not None and not self.name.strip():
            raise invalid("name", "it is empty")
        if self.gateway or self.netmask or self.startip or self.endip:
            self._move(call)  # first: it locks the zone
        zones.change(call.tx, pod, row.id, "pod", {"zone_id": row.zone_id}, name=self.name, allocation_state=self.allocationstate)
        call.event(description=f"Changed pod {row.name}", resource=("HostPod", self.id.uuid))
        return views.one(call.tx, call.caller, PodResponse, self.id.uuid)

    def _move(self, call: Call) -> None:
        row = self.id.row
        gateway, netmask, start = self.gateway or row.gateway, self.netmask or row.netmask, self.startip or row.start_ip
        end = self.endip or row.end_ip or start
        cidr = checks.span(gateway, netmask, start, end)
        if not (gateway and netmask and start and end and cidr):
            raise invalid("gateway", "the pod has no management network yet: give gateway, netmask and startip together")
        pod_ranges.replace_first(call.tx, row.id, gateway=gateway, netmask=netmask, cidr=cidr, start=start, end=end)
        zones.change(call.tx, pod, row.id, "pod", {}, gateway=gateway, netmask=netmask, cidr=cidr, start_ip=start, end_ip=end)


@command(roles=ADMINS, event="POD.DELETE")
class DeletePod(Command):
    """Deletes a pod without clusters, hosts, pools and public ranges, none of whose management addresses is taken."""

    id: Ref[zones.PodRow] = param("the ID of the pod")

    def run(self, call: Call) -> Success:
        """Looks, then removes the row."""
        closing.remove_pod(call.tx, self.id.row)
        call.event(description=f"Deleted pod {self.id.row.name}", resource=("HostPod", self.id.uuid))
        return succeeded()
