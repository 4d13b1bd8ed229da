"""createPod."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Ref, command, param
from manager.api.pod.answer import PodResponse
from manager.model.infra import zones
from manager.model.tables.infra import pod


@command(roles=ADMINS, event="POD.CREATE")
class CreatePod(Command):
    """Creates a pod in a zone."""

    name: str = param("the name of the pod")
    zoneid: Ref[zones.ZoneRow] = param("the ID of its zone")
    gateway: str | None = param("the gateway of its management network", default=None)
    netmask: str | None = param("the netmask of its management network", default=None)
    startip: str | None = param("the first management address that system VMs may take", default=None)
    endip: str | None = param("the last management address that system VMs may take; absent: startip", default=None)
    allocationstate: str = param("Enabled or Disabled", default="Enabled", choices=("Enabled", "Disabled"))

    def run(self, call: Call) -> PodResponse:
        """Adds the row."""
        cidr = checks.span(self.gateway, self.netmask, self.startip, self.endip)
        uuid = zones.insert_named(
            call.tx, pod, "pod", {"zone_id": self.zoneid.row.id}, name=self.name, gateway=self.gateway, netmask=self.netmask, cidr=cidr,
            start_ip=self.startip, end_ip=self.endip or self.startip, allocation_state=self.allocationstate)
        call.event(description=f"Created pod {self.name}", resource=("HostPod", uuid))
        return views.one(call.tx, call.caller, PodResponse, uuid)
