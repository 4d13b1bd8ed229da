"""Traffic types of physical networks: add, update, delete, list."""

from __future__ import annotations

import re

from manager.api import checks
from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.physical.answer import ImplementorResponse, TrafficTypeResponse, traffic_view
from manager.model.infra import traffic
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.traffic import TrafficTypeRow
from manager.model.infra.zone_views import traffic_ids
from manager.model.net.ipam import MAX_VLAN
from manager.sagas.immediate import IMMEDIATE, Immediate

LONGEST_LABEL = 60
DEVICE = re.compile(r"[A-Za-z0-9_.-]{1,15}")  # a Linux network device's name


def device(name: str, value: str | None) -> str | None:
    """ApiError 431 unless it can be the name of a bridge."""
    if value and not DEVICE.fullmatch(value):
        raise invalid(name, "it is the name of a bridge: at most 15 letters, digits and . _ -")
    return value


def label(name: str, value: str | None) -> str | None:
    """ApiError 431 when it cannot be shown, or is too long."""
    if value and (len(value) > LONGEST_LABEL or checks.one_line(name, value) != value):
        raise invalid(name, f"it is longer than {LONGEST_LABEL} characters")
    return value


@command(roles=ADMINS, event="TRAFFIC.TYPE.CREATE", creates=True)
class AddTrafficType(Command):
    """Lets a physical network carry a kind of traffic."""

    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    traffictype: str = param("Guest, Public, Management, Storage or Control", choices=traffic.TRAFFIC)
    isolationmethod: str | None = param("VLAN or VXLAN; the physical network's own when absent", default=None)
    kvmnetworklabel: str | None = param("the bridge on KVM hosts that carries it, as cloudbr0", default=None)
    vlan: str | None = param("the VLAN of management or storage traffic", default=None)
    xennetworklabel: str | None = param("the network on Xen hosts that carries it", default=None)

    def run(self, call: Call) -> Job[TrafficTypeResponse]:
        """All of it in the call's transaction."""
        own = self.physicalnetworkid.row.isolation_methods or "VLAN"
        if self.isolationmethod and self.isolationmethod.upper() != own:
            raise invalid("isolationmethod", f"physical network {self.physicalnetworkid.row.name} has {own}")
        if self.vlan and not (self.vlan.isascii() and self.vlan.isdigit() and 1 <= int(self.vlan) <= MAX_VLAN):
            raise invalid("vlan", f"{self.vlan} is not a VLAN, 1-{MAX_VLAN}")
        uuid = traffic.add(
            call.tx, self.physicalnetworkid.row, self.traffictype, kvm_label=device("kvmnetworklabel", self.kvmnetworklabel) or None,
            xen_label=label("xennetworklabel", self.xennetworklabel) or None, isolation=self.isolationmethod and self.isolationmethod.upper(),
            vlan=self.vlan)
        return call.start(IMMEDIATE, Immediate(f"physical:{self.physicalnetworkid.uuid}"), id=uuid, instance=("TrafficType", uuid))


@command(roles=ADMINS, event="TRAFFIC.TYPE.UPDATE")
class UpdateTrafficType(Command):
    """Changes the bridges that carry a traffic type. What runs is not touched: networks and routers take them at their next start."""

    id: Ref[TrafficTypeRow] = param("the ID of the traffic type")
    kvmnetworklabel: str | None = param("the bridge on KVM hosts that carries it; empty: cloudbr0", default=None)
    xennetworklabel: str | None = param("the network on Xen hosts that carries it", default=None)

    def run(self, call: Call) -> Job[TrafficTypeResponse]:
        """All of it in the call's transaction."""
        traffic.set_labels(call.tx, self.id.row, kvm_label=device("kvmnetworklabel", self.kvmnetworklabel),
                           xen_label=label("xennetworklabel", self.xennetworklabel))
        return call.start(IMMEDIATE, Immediate(f"traffic:{self.id.uuid}"), instance=("TrafficType", self.id.uuid))


@command(roles=ADMINS, event="TRAFFIC.TYPE.DELETE")
class DeleteTrafficType(Command):
    """Ends that a physical network carries a kind of traffic, when nothing needs it."""

    id: Ref[TrafficTypeRow] = param("the ID of the traffic type")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        traffic.remove(call.tx, self.id.row)
        return call.start(IMMEDIATE, Immediate(f"traffic:{self.id.uuid}"), instance=("TrafficType", self.id.uuid))


@command(roles=ADMINS, reads=True)
class ListTrafficTypes(ListCommand):
    """Lists what a physical network carries."""

    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")

    def run(self, call: Call) -> Listing[TrafficTypeResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = traffic_ids(call.tx, *self.limits(call), physical_network_id=self.physicalnetworkid.row.id, keyword=self.keyword)
        return call.listing(traffic_view, uuids, total)


@command(roles=ADMINS, reads=True)
class ListTrafficTypeImplementors(ListCommand):
    """Lists what makes the networks of each traffic type."""

    traffictype: str | None = param("of this traffic type alone", default=None, choices=traffic.TRAFFIC)

    def run(self, call: Call) -> Listing[ImplementorResponse]:
        """From the table."""
        limit, offset = self.limits(call)
        found = [ImplementorResponse(traffictype=kind, traffictypeimplementor=name) for kind, name in traffic.IMPLEMENTORS.items()
                 if self.traffictype in (None, "", kind) and (self.keyword or "").lower() in f"{kind} {name}".lower()]
        return Listing(found[offset:None if limit is None else offset + limit], len(found))
