"""Virtual routers: their rows, and everything that a network's router must be told, read at one generation."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.net import firewall, network
from manager.model.net.network import NetworkRow, NicRow
from manager.model.rows import columns, make
from manager.model.tables import infra, offering, vm
from manager.model.tables import network as t


class RouterRow(msgspec.Struct, frozen=True):
    """A router and its VM. `applied`: the generation that it acknowledged; `state_at` changes with each start."""

    vm_id: int
    uuid: str
    name: str
    instance_name: str
    state: str
    zone_id: int
    pod_id: int | None
    host_id: int | None
    hypervisor: str | None
    offering_id: int
    template_id: int | None
    account_id: int
    domain_id: int
    state_at: int
    network_id: int
    public_ip_id: int | None
    control_ip: str | None
    token_enc: str | None
    applied: int
    version: str | None
    failures: int
    health_at: int


class Lease(msgspec.Struct, frozen=True):
    """A guest NIC and what the router serves to its VM. `password_enc` is encrypted with the cloud's key."""

    mac: str
    ip: str
    is_default: bool
    vm_id: int
    vm_uuid: str
    hostname: str
    instance_name: str
    service_offering: str
    user_data: str | None
    public_keys: str | None
    password_enc: str | None
    password_id: int | None
    user_data_details: str | None  # JSON


class Public(msgspec.Struct, frozen=True):
    """A public address of the network, with what its range says."""

    id: int
    address: str
    netmask: str
    gateway: str
    vlan_range_id: int
    source_nat: bool
    static_nat: bool
    guest_ip: str | None


class Site(msgspec.Struct, frozen=True):
    """What zone and offering say about a network."""

    zone_name: str
    zone_uuid: str
    dns1: str | None
    dns2: str | None
    zone_domain: str | None
    egress_default_allow: bool


class StateRows(msgspec.Struct, frozen=True):
    """All rows behind one router's state document."""

    generation: int
    router: RouterRow
    network: NetworkRow
    site: Site
    nics: list[NicRow]
    publics: list[Public]
    rules: list[firewall.RuleRow]
    leases: list[Lease]


ROUTER = columns(RouterRow, t.router, **{name: vm.vm.c[name] for name in (
    "uuid", "name", "instance_name", "state", "zone_id", "pod_id", "host_id", "hypervisor", "offering_id", "template_id", "account_id",
    "domain_id", "state_at")})
ROUTERS = select(*ROUTER).join_from(t.router, vm.vm, vm.vm.c.id == t.router.c.vm_id)
BY_VM = ROUTERS.where(t.router.c.vm_id == bindparam("id"))
BY_NETWORK = ROUTERS.where(t.router.c.network_id == bindparam("id"), t.router.c.live == 1)
WHEREABOUTS = (
    select(*ROUTER, infra.host.c.id, infra.host.c.uuid, infra.host.c.address, t.network_generation.c.wanted)
    .select_from(t.router).join(vm.vm, vm.vm.c.id == t.router.c.vm_id).outerjoin(infra.host, infra.host.c.id == vm.vm.c.host_id)
    .outerjoin(t.network_generation, t.network_generation.c.network_id == t.router.c.network_id)
    .where(t.router.c.network_id == bindparam("id"), t.router.c.live == 1))
SITE = (select(infra.zone.c.name, infra.zone.c.uuid, infra.zone.c.dns1, infra.zone.c.dns2, infra.zone.c.domain,
               offering.network_offering.c.egress_default_allow)
        .select_from(t.network).join(infra.zone, infra.zone.c.id == t.network.c.zone_id)
        .join(offering.network_offering, offering.network_offering.c.id == t.network.c.offering_id)
        .where(t.network.c.id == bindparam("id")))
ip, span = t.public_ip.c, t.vlan_range.c
PUBLICS = (select(ip.id, ip.address, span.netmask, span.gateway, span.id, ip.source_nat, ip.static_nat, ip.vm_guest_ip)
           .join_from(t.public_ip, t.vlan_range, ip.vlan_range_id == span.id)
           .where(ip.network_id == bindparam("id"), ip.state.in_(("Allocating", "Allocated")), ip.live == 1)
           .order_by(ip.source_nat.desc(), ip.id))
LEASES = (select(t.nic.c.mac, t.nic.c.ip, t.nic.c.is_default, vm.vm.c.id, vm.vm.c.uuid, vm.vm.c.name, vm.vm.c.instance_name,
                 offering.service_offering.c.name, t.vm_metadata.c.user_data, t.vm_metadata.c.public_keys, t.vm_metadata.c.password_enc,
                 t.vm_metadata.c.password_id, t.vm_metadata.c.user_data_details)
          .select_from(t.nic).join(vm.vm, vm.vm.c.id == t.nic.c.vm_id)
          .join(offering.service_offering, offering.service_offering.c.id == vm.vm.c.offering_id)
          .outerjoin(t.vm_metadata, t.vm_metadata.c.vm_id == vm.vm.c.id)
          .where(t.nic.c.network_id == bindparam("id"), t.nic.c.live == 1, t.nic.c.role == "guest", t.nic.c.ip.is_not(None),
                 vm.vm.c.type != "DomainRouter").order_by(t.nic.c.id))


def get(tx: Tx, vm_id: int) -> RouterRow | None:
    """The router, removed or not."""
    row = tx.first(BY_VM, {"id": vm_id})
    return None if row is None else make(RouterRow, row)


def must(tx: Tx, vm_id: int) -> RouterRow:
    """The router; LookupError when there is none."""
    row = get(tx, vm_id)
    if row is None:
        raise LookupError(f"router {vm_id} does not exist")
    return row


def find(tx: Tx, caller: Caller, uuid: str) -> RouterRow | None:
    """A router that the caller sees."""
    row = tx.first(ROUTERS.where(vm.vm.c.uuid == uuid, vm.vm.c.live == 1, caller.sees(vm.vm.c.account_id, vm.vm.c.domain_id)))
    return None if row is None else make(RouterRow, row)


def of_network(tx: Tx, network_id: int) -> RouterRow | None:
    """The network's router."""
    row = tx.first(BY_NETWORK, {"id": network_id})
    return None if row is None else make(RouterRow, row)


def whereabouts(tx: Tx, network_id: int) -> tuple[RouterRow, tuple[int, str, str] | None, int] | None:
    """The network's router, its host as `host_of` has it, and the network's wanted generation, in one query."""
    row: Any = tx.first(WHEREABOUTS, {"id": network_id})
    if row is None:
        return None
    *values, host_id, uuid, address, wanted = row
    return RouterRow(*values), None if host_id is None else (host_id, uuid, address), wanted or 0


def host_of(tx: Tx, host_id: int | None) -> tuple[int, str, str] | None:
    """Id, uuid and address of the host that a system VM is on."""
    if host_id is None:
        return None
    row = tx.one(select(infra.host.c.id, infra.host.c.uuid, infra.host.c.address).where(infra.host.c.id == host_id))
    return row.id, row.uuid, row.address


def state_rows(tx: Tx, vm_id: int) -> StateRows:
    """Everything the router must be told, and its generation. LookupError when the router is gone.

    READ COMMITTED shows each statement another moment: rows count as read at a generation when it is the same before and after,
    because whoever changes them touches it in the same transaction. When others change them all the time, they wait for this reading.
    """
    router = must(tx, vm_id)
    before = network.wanted(tx, router.network_id)
    rows = _read(tx, router, before)
    if network.wanted(tx, router.network_id) == before:
        return rows
    return _read(tx, router, network.wanted_held(tx, router.network_id))


def _read(tx: Tx, router: RouterRow, generation: int) -> StateRows:
    network_id = {"id": router.network_id}
    return StateRows(
        generation=generation, router=router, network=network.must(tx, router.network_id), site=make(Site, tx.one(SITE, network_id)),
        nics=network.nics_of(tx, router.vm_id), publics=[make(Public, row) for row in tx.rows(PUBLICS, network_id)],
        rules=firewall.rendered(tx, router.network_id), leases=[make(Lease, row) for row in tx.rows(LEASES, network_id)])


def record_applied(tx: Tx, vm_id: int, generation: int) -> None:
    """Notes that the router acknowledged `generation`. Never goes back (but by `forget_applied`)."""
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id, t.router.c.applied < generation).values(applied=generation, failures=0))


def forget_applied(tx: Tx, vm_id: int) -> None:
    """The router starts anew and knows nothing."""
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id).values(applied=0))


def record_health(tx: Tx, vm_id: int, *, health: str, version: str | None, failures: int) -> None:
    """Notes what the router (or its silence) said: JSON of checks, its version, failures in a row."""
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id).values(
        health=health, version=version, failures=failures, health_at=now_us()))




class Watched(msgspec.Struct, frozen=True):
    """A router as its reconciler sees it. `power`: what its host reported last, at `power_at`; `host_state`: of that host."""

    vm_id: int
    network_id: int
    name: str
    zone_id: int
    state: str
    state_at: int
    power: str | None
    power_at: int
    host_state: str | None
    applied: int
    wanted: int
    failures: int
    health_at: int
    network_state: str
    busy: bool           # a tenant's VM in its network runs


_GUEST = vm.vm.alias("guest")
_BUSY = (select(t.nic.c.id).join(_GUEST, _GUEST.c.id == t.nic.c.vm_id).where(
    t.nic.c.network_id == t.router.c.network_id, t.nic.c.live == 1, _GUEST.c.type != "DomainRouter",
    _GUEST.c.state.in_(("Starting", "Running", "Migrating"))).exists())
_WATCHED = (
    select(t.router.c.vm_id, t.router.c.network_id, vm.vm.c.name, vm.vm.c.zone_id, vm.vm.c.state, vm.vm.c.state_at, vm.vm.c.power_state,
           vm.vm.c.power_at, infra.host_liveness.c.state, t.router.c.applied, t.network_generation.c.wanted, t.router.c.failures,
           t.router.c.health_at, t.network.c.state, _BUSY)
    .select_from(t.router).join(vm.vm, vm.vm.c.id == t.router.c.vm_id).join(t.network, t.network.c.id == t.router.c.network_id)
    .join(t.network_generation, t.network_generation.c.network_id == t.router.c.network_id)
    .outerjoin(infra.host_liveness, infra.host_liveness.c.host_id == vm.vm.c.host_id).where(t.router.c.live == 1))


def behind(tx: Tx) -> list[Watched]:
    """Running routers that have not acknowledged their network's present generation."""
    return [make(Watched, row) for row in tx.rows(_WATCHED.where(
        vm.vm.c.state == "Running", t.router.c.applied < t.network_generation.c.wanted).order_by(t.router.c.vm_id))]


def down(tx: Tx) -> list[Watched]:
    """Routers of implemented networks whose VMs run although the router does not: it is Stopped, or its host says that it is off."""
    off = (vm.vm.c.state == "Running") & (vm.vm.c.power_state == "PowerOff") & (vm.vm.c.power_at > vm.vm.c.state_at)
    return [make(Watched, row) for row in tx.rows(_WATCHED.where(
        t.network.c.state == "Implemented", _BUSY, (vm.vm.c.state == "Stopped") | off).order_by(t.router.c.vm_id))]


def to_ask(tx: Tx, before: int, most: int) -> list[Watched]:
    """Running routers on hosts that are Up, whose health was asked for before `before` (microseconds), longest ago first."""
    return [make(Watched, row) for row in tx.rows(_WATCHED.where(
        vm.vm.c.state == "Running", infra.host_liveness.c.state == "Up", t.router.c.health_at < before, vm.vm.c.state_at < before)
        .order_by(t.router.c.health_at, t.router.c.vm_id).limit(most))]


def without(tx: Tx) -> list[int]:
    """Implemented networks whose VMs run and whose services need a router that is not there."""
    service = offering.network_offering_service.c
    wants = select(service.service).where(service.offering_id == t.network.c.offering_id, service.provider == "VirtualRouter").exists()
    has = select(t.router.c.vm_id).where(t.router.c.network_id == t.network.c.id, t.router.c.live == 1).exists()
    runs = (select(t.nic.c.id).join(_GUEST, _GUEST.c.id == t.nic.c.vm_id).where(
        t.nic.c.network_id == t.network.c.id, t.nic.c.live == 1, _GUEST.c.type != "DomainRouter", _GUEST.c.state == "Running").exists())
    return [row.id for row in tx.rows(select(t.network.c.id).where(
        t.network.c.state == "Implemented", t.network.c.live == 1, wants, ~has, runs).order_by(t.network.c.id))]


def count_failure(tx: Tx, vm_id: int) -> int:
    """One more failure in a row; how many there are."""
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id).values(failures=t.router.c.failures + 1, health_at=now_us()))
    return int(tx.scalar(select(t.router.c.failures).where(t.router.c.vm_id == vm_id)) or 0)
