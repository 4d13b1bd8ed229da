"""A network from its making to its removal: guarded states, who uses it, its offering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select, update

from common.ids import new_uuid
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.net.network import NetworkRow, must
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables import network as t
from manager.model.tables import offering
from manager.model.tables.infra import physical_network, traffic_type, zone
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import vm
from manager.model.work import labels

SOURCE_NAT, DHCP, FIREWALL, STATIC_NAT, FORWARDING = "SourceNat", "Dhcp", "Firewall", "StaticNat", "PortForwarding"


class OfferingRow(msgspec.Struct, frozen=True):
    """A network offering as stored."""

    id: int
    uuid: str
    name: str
    display_text: str | None
    traffic_type: str
    guest_type: str | None
    state: str
    availability: str | None
    is_default: bool
    specify_vlan: bool
    specify_ip_ranges: bool
    persistent: bool
    conserve_mode: bool
    for_vpc: bool
    egress_default_allow: bool
    service_offering_id: int | None


OFFERING = columns(OfferingRow, offering.network_offering)


def get_offering(tx: Tx, offering_id: int) -> OfferingRow:
    """The network offering, removed or not."""
    return make(OfferingRow, tx.one(select(*OFFERING).where(offering.network_offering.c.id == offering_id)))


def services(tx: Tx, offering_id: int) -> dict[str, list[str]]:
    """The offering's services and who provides each."""
    c = offering.network_offering_service.c
    out: dict[str, list[str]] = {}
    for row in tx.rows(select(c.service, c.provider).where(c.offering_id == offering_id).order_by(c.service, c.provider)):
        out.setdefault(row.service, []).append(row.provider)
    return out


def has_router(provided: Mapping[str, Sequence[str]]) -> bool:
    """Whether a virtual router provides any of the services."""
    return any("VirtualRouter" in providers for providers in provided.values())


class Readiness(msgspec.Struct, frozen=True):
    """Whether VMs may start in a network. `router_state`: of its router's VM, None when it has none."""

    state: str
    wants_router: bool
    router_state: str | None

    @property
    def ready(self) -> bool:
        """It is implemented, and its router runs where its services need one."""
        return self.state in ("Implemented", "Setup") and (not self.wants_router or self.router_state == "Running")


_SERVICE = offering.network_offering_service.c
_READINESS = (
    select(t.network.c.state,
           select(_SERVICE.service).where(_SERVICE.offering_id == t.network.c.offering_id, _SERVICE.provider == "VirtualRouter").exists(),
           vm.c.state)
    .select_from(t.network).outerjoin(t.router, and_(t.router.c.network_id == t.network.c.id, t.router.c.live == 1))
    .outerjoin(vm, vm.c.id == t.router.c.vm_id).where(t.network.c.id == bindparam("id")))


def readiness(tx: Tx, network_id: int) -> Readiness:
    """What keeps VMs from starting in the network, in one query."""
    state, wants, router_state = tuple(tx.one(_READINESS, {"id": network_id}))
    return Readiness(state, bool(wants), router_state)


def create(tx: Tx, **values: Any) -> NetworkRow:
    """Adds a network (state Allocated unless given) with its generation. Refused 431 when its physical network, or its zone, is gone."""
    if values.get("physical_network_id") is None:
        parents.hold(tx, zone, values["zone_id"])
    else:
        parents.hold(tx, physical_network, values["physical_network_id"])
    network_id = tx.insert(t.network, uuid=new_uuid(), created=tx.now(), **values)
    tx.insert(t.network_generation, network_id=network_id, wanted=1, applied=0)
    return must(tx, network_id)


def move(tx: Tx, network_id: int, before: Sequence[str], after: str) -> bool:
    """Changes the state if it is one of `before`; False otherwise (or when the network is removed)."""
    return tx.changed(update(t.network).where(t.network.c.id == network_id, t.network.c.state.in_(before), t.network.c.live == 1)
                      .values(state=after)) == 1


def set_restart_required(tx: Tx, network_id: int, required: bool) -> None:
    """Whether the network's services lack something that a restart would give them."""
    tx.execute(update(t.network).where(t.network.c.id == network_id).values(restart_required=required))


def remove(tx: Tx, network_id: int) -> None:
    """The network is gone for good. Its router, addresses, rules and tag were given back before."""
    labels.drop(tx, ("Network",), [network_id])
    tx.execute(update(t.network).where(t.network.c.id == network_id).values(live=None, removed=now_us(), state="Destroy"))


def vm_nics(tx: Tx, network_id: int) -> int:
    """How many NICs of tenants' VMs are in the network: it cannot be removed meanwhile."""
    return int(tx.scalar(select(func.count()).select_from(t.nic).join(vm, vm.c.id == t.nic.c.vm_id).where(
        t.nic.c.network_id == network_id, t.nic.c.live == 1, vm.c.type != "DomainRouter")) or 0)


def running_vms(tx: Tx, network_id: int) -> int:
    """How many tenants' VMs in the network run: its router must, too."""
    return int(tx.scalar(select(func.count()).select_from(t.nic).join(vm, vm.c.id == t.nic.c.vm_id).where(
        t.nic.c.network_id == network_id, t.nic.c.live == 1, vm.c.type != "DomainRouter",
        vm.c.state.in_(("Starting", "Running", "Migrating")))) or 0)


def cidrs_of_account(tx: Tx, account_id: int, zone_id: int) -> list[str]:
    """CIDRs of the account's networks in a zone."""
    return [row.cidr for row in tx.rows(select(t.network.c.cidr).where(
        t.network.c.account_id == account_id, t.network.c.zone_id == zone_id, t.network.c.live == 1, t.network.c.cidr.is_not(None)))]


def isolated_of(tx: Tx, account_id: int, zone_id: int) -> list[NetworkRow]:
    """The account's isolated networks in a zone, oldest first."""
    return [make(NetworkRow, row) for row in tx.rows(select(*columns(NetworkRow, t.network)).where(
        t.network.c.account_id == account_id, t.network.c.zone_id == zone_id, t.network.c.live == 1,
        t.network.c.guest_type == "Isolated", t.network.c.traffic_type == "Guest").order_by(t.network.c.id))]


def guest_physical(tx: Tx, zone_id: int, owner_path: str, tags: str | None = None) -> PhysicalNetworkRow | None:
    """The zone's first enabled physical network that carries guest traffic, has all of these (comma-joined) tags, and is for all
    domains or for the owner's (`owner_path`: its path) or one above it."""
    p = physical_network.c
    above = [int(part) for part in owner_path.split("/") if part]
    rows = tx.rows(select(*columns(PhysicalNetworkRow, physical_network)).where(
        p.zone_id == zone_id, p.state == "Enabled", p.live == 1, or_(p.domain_id.is_(None), p.domain_id.in_(above)),
        p.id.in_(select(traffic_type.c.physical_network_id).where(traffic_type.c.type == "Guest"))).order_by(p.id))
    wanted = {tag for tag in (tags or "").split(",") if tag}
    fit = (row for row in rows if wanted <= set((row.tags or "").split(",")))
    return next((make(PhysicalNetworkRow, row) for row in fit), None)


def network_domain_of(tx: Tx, account_id: int, zone_id: int) -> str | None:
    """The network domain that was set for the account, else its domain, else the zone."""
    own, above = tuple(tx.one(select(account.c.network_domain, domain.c.network_domain.label("above")).join(
        domain, domain.c.id == account.c.domain_id).where(account.c.id == account_id)))
    found = own or above or tx.scalar(select(zone.c.domain).where(zone.c.id == zone_id))
    return str(found) if found else None
