"""addTrafficType, listTrafficTypes."""

from __future__ import annotations

import re

from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.physical.answer import TrafficTypeResponse, traffic_view
from manager.model.infra import physical
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zone_views import ids
from manager.model.tables.infra import traffic_type
from manager.sagas.immediate import IMMEDIATE, Immediate

DEVICE = re.compile(r"[A-Za-z0-9_.-]{1,15}")  # a Linux network device's name


@command(roles=ADMINS, event="TRAFFIC.TYPE.CREATE", creates=True)
class AddTrafficType(Command):
    """Lets a physical network carry a kind of traffic."""

    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    traffictype: str = param("Guest, Public, Management, Storage or Control", choices=physical.TRAFFIC)
    isolationmethod: str | None = param("VLAN or VXLAN; the physical network's own when absent", default=None)
    kvmnetworklabel: str | None = param("the bridge on KVM hosts that carries it, as cloudbr0", default=None)
    vlan: str | None = param("the VLAN of management or storage traffic", default=None)
    xennetworklabel: str | None = param("the network on Xen hosts that carries it", default=None)

    def run(self, call: Call) -> Job[TrafficTypeResponse]:
        """All of it in the call's transaction."""
        if self.kvmnetworklabel and not DEVICE.fullmatch(self.kvmnetworklabel):
            raise invalid("kvmnetworklabel", "it is the name of a bridge: at most 15 letters, digits and . _ -")
        uuid = physical.add_traffic(call.tx, self.physicalnetworkid.row, self.traffictype, kvm_label=self.kvmnetworklabel,
                                    xen_label=self.xennetworklabel, isolation=self.isolationmethod, vlan=self.vlan)
        return call.start(IMMEDIATE, Immediate(f"physical:{self.physicalnetworkid.uuid}"), id=uuid, instance=("TrafficType", uuid))


@command(roles=ADMINS, reads=True)
class ListTrafficTypes(ListCommand):
    """Lists what a physical network carries."""

    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")

    def run(self, call: Call) -> Listing[TrafficTypeResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, traffic_type, *self.limits(call), exact={
            "physical_network_id": self.physicalnetworkid.row.id, "type": self.keyword})
        return call.listing(traffic_view, uuids, total)
