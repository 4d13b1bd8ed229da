"""createPhysicalNetwork, updatePhysicalNetwork, deletePhysicalNetwork, listPhysicalNetworks."""

from __future__ import annotations

from manager.api import checks
from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.physical.answer import PhysicalNetworkResponse, view
from manager.model.infra import physical
from manager.model.infra.physical import PhysicalNetworkRow, isolation_of, top_tag
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import ZoneRow
from manager.model.net import ipam
from manager.model.tables.infra import physical_network
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.immediate import IMMEDIATE, Immediate

METHODS = ("VLAN", "VXLAN")
LONGEST_TAGS, LONGEST_SPEED, LONGEST_VLAN = 255, 20, 4000  # characters that the columns hold


def check_ranges(vlan: str | None, methods: str | None) -> str | None:
    """The ranges without spaces. ApiError 431 unless `vlan` is a list of tag ranges that the isolation method has, none twice."""
    if vlan is None:
        return None
    isolation = isolation_of(methods)
    try:
        ranges = ipam.parse_tags(vlan, top_tag(isolation))
    except ValueError as error:
        raise invalid("vlan", str(error)) from None
    if vlan and not ranges:
        raise invalid("vlan", f"{vlan} names no {isolation} tag; ranges look like 100-199,300-399")
    if (twice := ipam.overlap(ranges)) is not None:
        raise invalid("vlan", f"the range {twice.start}-{twice.stop - 1} overlaps with another of {vlan}")
    return ",".join(str(one.start) if len(one) == 1 else f"{one.start}-{one.stop - 1}" for one in ranges)


def check_tags(tags: list[str] | None) -> str | None:
    """The tags comma-joined. ApiError 431 when they are too many, or one cannot be shown."""
    if tags is None:
        return None
    text = ",".join(checks.one_line("tags", tag) for tag in tags)
    if len(text) > LONGEST_TAGS:
        raise invalid("tags", f"they are {len(text)} characters long, at most {LONGEST_TAGS} are allowed")
    return text


def check_speed(speed: str | None) -> str | None:
    """ApiError 431 when it is too long."""
    if speed is not None and len(speed) > LONGEST_SPEED:
        raise invalid("networkspeed", f"it is longer than {LONGEST_SPEED} characters")
    return speed


@command(roles=ADMINS, event="PHYSICAL.NETWORK.CREATE", creates=True)
class CreatePhysicalNetwork(Command):
    """Creates a physical network in a zone, with its service providers, all disabled."""

    name: str = param("the name of the physical network")
    zoneid: Ref[ZoneRow] = param("the ID of its zone")
    broadcastdomainrange: str = param("ZONE; POD is for basic zones, which are not there", default="ZONE", choices=("ZONE", "POD"))
    domainid: Ref[DomainRow] | None = param("the only domain whose networks it carries, with those below", default=None)
    isolationmethods: list[str] | None = param("VLAN (default) or VXLAN", default=None)
    networkspeed: str | None = param("its speed, as 1G", default=None)
    tags: list[str] | None = param("its tags: network offerings with tags choose by them", default=None)
    vlan: str | None = param("the VLAN ids or VNIs that guest networks may take, as 100-199", default=None, length=LONGEST_VLAN)

    def run(self, call: Call) -> Job[PhysicalNetworkResponse]:
        """All of it in the call's transaction."""
        methods = ",".join(method.upper() for method in self.isolationmethods or METHODS[:1])
        if methods not in METHODS:
            raise invalid("isolationmethods", f"{methods} is not supported; VLAN or VXLAN is")
        if self.broadcastdomainrange != "ZONE":
            raise invalid("broadcastdomainrange", f"zone {self.zoneid.row.name} is an advanced one: ZONE is the only range")
        uuid = physical.create(
            call.tx, self.zoneid.row.id, checks.one_line("name", self.name), vlan=check_ranges(self.vlan, methods), isolation_methods=methods,
            broadcast_domain_range=self.broadcastdomainrange, speed=check_speed(self.networkspeed), tags=check_tags(self.tags),
            domain_id=self.domainid.row.id if self.domainid else None)
        return call.start(IMMEDIATE, Immediate(f"physical:{uuid}"), id=uuid, instance=("PhysicalNetwork", uuid))


@command(roles=ADMINS, event="PHYSICAL.NETWORK.UPDATE")
class UpdatePhysicalNetwork(Command):
    """Enables or disables a physical network, or changes its ranges and tags. New networks are only made on enabled ones."""

    id: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    state: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    vlan: str | None = param("the VLAN ids or VNIs that guest networks may take, all of them", default=None, length=LONGEST_VLAN)
    networkspeed: str | None = param("its speed", default=None)
    tags: list[str] | None = param("its tags, all of them", default=None)

    def run(self, call: Call) -> Job[PhysicalNetworkResponse]:
        """All of it in the call's transaction."""
        physical.change(call.tx, self.id.row, state=self.state or None, vlan=check_ranges(self.vlan, self.id.row.isolation_methods),
                        speed=check_speed(self.networkspeed), tags=check_tags(self.tags))
        return call.start(IMMEDIATE, Immediate(f"physical:{self.id.uuid}"), instance=("PhysicalNetwork", self.id.uuid))


@command(roles=ADMINS, event="PHYSICAL.NETWORK.DELETE")
class DeletePhysicalNetwork(Command):
    """Deletes a physical network that carries no network and no public addresses, with its traffic types, providers and dedications."""

    id: Ref[PhysicalNetworkRow] = param("the ID of the physical network")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        physical.remove(call.tx, self.id.row)
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
