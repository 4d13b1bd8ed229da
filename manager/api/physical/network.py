"""createPhysicalNetwork, updatePhysicalNetwork, listPhysicalNetworks."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.physical.answer import PhysicalNetworkResponse, view
from manager.model.infra import physical
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import ZoneRow
from manager.model.net import ipam
from manager.model.net.vnets import isolation_of, top_tag
from manager.model.tables.infra import physical_network
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.immediate import IMMEDIATE, Immediate


def check_ranges(vlan: str | None, methods: str | None) -> None:
    """ApiError 431 unless `vlan` is a list of tag ranges that the isolation method has."""
    isolation = isolation_of(methods)
    try:
        ranges = ipam.parse_tags(vlan or "", top_tag(isolation))
    except ValueError as error:
        raise invalid("vlan", str(error)) from None
    if vlan and not ranges:
        raise invalid("vlan", f"{vlan} names no {isolation} tag; ranges look like 100-199,300-399")


@command(roles=ADMINS, event="PHYSICAL.NETWORK.CREATE", creates=True)
class CreatePhysicalNetwork(Command):
    """Creates a physical network in a zone, with its service providers, all disabled."""

    name: str = param("the name of the physical network")
    zoneid: Ref[ZoneRow] = param("the ID of its zone")
    broadcastdomainrange: str = param("ZONE", default="ZONE", choices=("ZONE", "POD"))
    domainid: Ref[DomainRow] | None = param("the only domain that may use it", default=None)
    isolationmethods: list[str] | None = param("VLAN (default) or VXLAN", default=None)
    networkspeed: str | None = param("its speed, as 1G", default=None)
    tags: list[str] | None = param("its tags", default=None)
    vlan: str | None = param("the VLAN ids or VNIs that guest networks may take, as 100-199", default=None, length=4000)

    def run(self, call: Call) -> Job[PhysicalNetworkResponse]:
        """All of it in the call's transaction."""
        methods = ",".join(method.upper() for method in self.isolationmethods or ["VLAN"])
        if methods not in ("VLAN", "VXLAN"):
            raise invalid("isolationmethods", f"{methods} is not supported; VLAN and VXLAN are")
        check_ranges(self.vlan, methods)
        uuid = physical.create(
            call.tx, self.zoneid.row.id, self.name, vlan=self.vlan, isolation_methods=methods, broadcast_domain_range=self.broadcastdomainrange,
            speed=self.networkspeed, tags=",".join(self.tags) if self.tags else None, domain_id=self.domainid.row.id if self.domainid else None)
        return call.start(IMMEDIATE, Immediate(f"physical:{uuid}"), id=uuid, instance=("PhysicalNetwork", uuid))


@command(roles=ADMINS, event="PHYSICAL.NETWORK.UPDATE")
class UpdatePhysicalNetwork(Command):
    """Enables or disables a physical network, or changes its ranges and tags."""

    id: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    state: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    vlan: str | None = param("the VLAN ids or VNIs that guest networks may take", default=None, length=4000)
    networkspeed: str | None = param("its speed", default=None)
    tags: list[str] | None = param("its tags", default=None)

    def run(self, call: Call) -> Job[PhysicalNetworkResponse]:
        """All of it in the call's transaction."""
        check_ranges(self.vlan, self.id.row.isolation_methods)
        physical.set_network(call.tx, self.id.row.id, state=self.state, vlan=self.vlan, speed=self.networkspeed,
                             tags=",".join(self.tags) if self.tags else None)
        return call.start(IMMEDIATE, Immediate(f"physical:{self.id.uuid}"), instance=("PhysicalNetwork", self.id.uuid))


@command(roles=ADMINS, reads=True)
class ListPhysicalNetworks(ListCommand):
    """Lists physical networks."""

    id: Ref[PhysicalNetworkRow] | None = param("the ID of the physical network", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("physical networks of this zone", default=None)

    def run(self, call: Call) -> Listing[PhysicalNetworkResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, physical_network, *self.limits(call), keyword=self.keyword, exact={
            "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None})
        return call.listing(view, uuids, total)
