"""Virtual machines as sagas see them: rows, guarded changes of state, reservations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, exists, func, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.infra import placement
from manager.model.infra.placement import tag_set
from manager.model.rows import columns, make
from manager.model.tables.infra import host, host_liveness, host_use
from manager.model.tables.network import nic, vm_metadata
from manager.model.tables.offering import service_offering
from manager.model.tables.placement import affinity_group_vm
from manager.model.tables.tenancy import domain
from manager.model.tables.vm import vm, vm_detail
from manager.model.work import labels

MIB = 1 << 20
LONG = "long"         # in details_json: see vm_detail
OFF_FOR = 45_000_000   # microseconds: longer than the pause between two reports of a host
MAX_DETAILS = 4000    # characters of details_json
USER = "User"
PAID = ("Stopped", "Starting", "Running", "Stopping", "Migrating")  # states in which a VM counts against its account's limits


class VmRow(msgspec.Struct, frozen=True):
    """A VM as stored. Sizes in MiB, speeds in MHz, times in microseconds."""

    id: int
    uuid: str
    type: str
    name: str
    display_name: str | None
    instance_name: str
    account_id: int
    domain_id: int
    user_id: int | None
    zone_id: int
    pod_id: int | None
    host_id: int | None
    last_host_id: int | None
    template_id: int | None
    offering_id: int
    os_type_id: int | None
    hypervisor: str
    state: str
    cpus: int
    cpu_mhz: int
    memory_mib: int
    reserved_host_id: int | None
    reserved_cpu: int
    reserved_memory: int
    delete_protection: bool
    keypairs: str | None
    arch: str
    details_json: str | None
    state_at: int
    removed: int | None


class Needs(msgspec.Struct, frozen=True):
    """What an offering asks of hosts and, for the root disk, of pools."""

    host_tags: frozenset[str]
    storage_tags: frozenset[str]
    local_storage: bool
    planner: str | None = None
    domain_path: str = "/"       # of the VM's owner
    grouped: bool = False        # the VM is in an affinity group


COLUMNS = columns(VmRow, vm)
_BY_ID = select(*COLUMNS).where(vm.c.id == bindparam("id"))
_BY_UUID = select(*COLUMNS).where(vm.c.uuid == bindparam("uuid"))
_PLACING = select(
    *COLUMNS, service_offering.c.host_tags, service_offering.c.tags, service_offering.c.storage_type, service_offering.c.deployment_planner,
    domain.c.path, exists(select(affinity_group_vm.c.group_id).where(affinity_group_vm.c.vm_id == vm.c.id)),
).join(service_offering, service_offering.c.id == vm.c.offering_id).join(domain, domain.c.id == vm.c.domain_id).where(vm.c.id == bindparam("id"))
_CROWD = select(vm.c.reserved_host_id.label("host_id"), func.count().label("vms")).where(
    vm.c.account_id == bindparam("account"), vm.c.type == USER, vm.c.live == 1, vm.c.reserved_host_id.is_not(None)).group_by(vm.c.reserved_host_id)
_NEEDS = select(
    service_offering.c.host_tags, service_offering.c.tags, service_offering.c.storage_type, service_offering.c.deployment_planner).where(
    service_offering.c.id == bindparam("id"))
_CLAIM = (update(vm).where(vm.c.id == bindparam("vm"), vm.c.state.in_(bindparam("before", expanding=True)), vm.c.live == 1)
          .values(state=bindparam("after"), state_at=now_us()))
_SET = update(vm).where(vm.c.id == bindparam("vm")).values(state=bindparam("after"), state_at=now_us(), reason=bindparam("why"))
_PLACE = update(vm).where(vm.c.id == bindparam("vm")).values(
    host_id=bindparam("on"), pod_id=bindparam("pod"), reserved_host_id=bindparam("on"), reserved_cpu=bindparam("cpu"),
    reserved_memory=bindparam("memory"))
_UNPLACE = update(vm).where(vm.c.id == bindparam("vm"), vm.c.reserved_host_id.is_not(None)).values(
    host_id=None, reserved_host_id=None, reserved_cpu=0, reserved_memory=0)
_RUNNING = update(vm).where(vm.c.id == bindparam("vm")).values(
    state="Running", state_at=now_us(), power_state="PowerOn", power_at=now_us(), last_host_id=vm.c.host_id, reason=None,
    serial_log=bindparam("log"))
_POWER_OFF = update(vm).where(vm.c.id == bindparam("vm")).values(power_state="PowerOff", power_at=now_us(), stopped_at=now_us())


def get(tx: Tx, vm_id: int) -> VmRow | None:
    """The VM, removed or not; None when there never was one."""
    row = tx.first(_BY_ID, {"id": vm_id})
    return None if row is None else make(VmRow, row)


def must(tx: Tx, vm_id: int) -> VmRow:
    """The VM; LookupError when there is none."""
    row = get(tx, vm_id)
    if row is None:
        raise LookupError(f"vm {vm_id} does not exist")
    return row


def by_uuid(tx: Tx, uuid: str) -> VmRow | None:
    """The VM with this uuid, removed or not."""
    row = tx.first(_BY_UUID, {"uuid": uuid})
    return None if row is None else make(VmRow, row)


def needs(tx: Tx, offering_id: int) -> Needs:
    """What the service offering asks of places."""
    row = tx.one(_NEEDS, {"id": offering_id})
    return Needs(tag_set(row.host_tags), tag_set(row.tags), row.storage_type == "local", row.deployment_planner)


def to_place(tx: Tx, vm_id: int) -> tuple[VmRow, Needs]:
    """The VM, and what its offering asks of places."""
    row: tuple[Any, ...] = tuple(tx.one(_PLACING, {"id": vm_id}))
    host_tags, tags, storage_type, planner, path, grouped = row[-6:]
    return VmRow(*row[:-6]), Needs(tag_set(host_tags), tag_set(tags), storage_type == "local", planner, path, bool(grouped))


def crowd(tx: Tx, account_id: int) -> dict[int, int]:
    """How many VMs of the account have their place on each host."""
    return {row.host_id: row.vms for row in tx.rows(_CROWD, {"account": account_id})}


def claim(tx: Tx, vm_id: int, before: Sequence[str], after: str) -> bool:
    """Changes the state if it is one of `before`; False otherwise (or when the VM is removed)."""
    return tx.changed(_CLAIM, {"vm": vm_id, "before": list(before), "after": after}) == 1


def set_state(tx: Tx, vm_id: int, state: str, reason: str | None = None) -> None:
    """Sets the state of a VM that the caller's saga holds. `reason`: why it is Error, for the administrator."""
    tx.execute(_SET, {"vm": vm_id, "after": state, "why": reason and reason[:1000]})


def published(tx: Tx, vm_id: int, serial_log: str) -> None:
    """The guest runs on the host it was placed on."""
    tx.execute(_RUNNING, {"vm": vm_id, "log": serial_log[:500]})


def powered_off(tx: Tx, vm_id: int) -> None:
    """The guest is off and gone from its host."""
    tx.execute(_POWER_OFF, {"vm": vm_id})


# ---- reservations: what host_capacity, host_port and host_use hold for a VM ----------------------------------------


def place(tx: Tx, vm_id: int, host_id: int, pod_id: int, cpu: int, memory: int) -> None:
    """Writes down what was reserved for the VM (by placement), so that `unplace` can give exactly that back."""
    tx.execute(_PLACE, {"vm": vm_id, "on": host_id, "pod": pod_id, "cpu": cpu, "memory": memory})


def unplace(tx: Tx, vm_id: int) -> None:
    """Gives back the VM's reservation and use of networks. Nothing reserved: nothing happens."""
    row = must(tx, vm_id)
    if row.reserved_host_id is None or tx.changed(_UNPLACE, {"vm": vm_id}) == 0:
        return
    placement.give_host(tx, row.reserved_host_id, row.reserved_cpu, row.reserved_memory)
    users = [f"nic:{nic_id}" for (nic_id,) in tx.rows(select(nic.c.id).where(nic.c.vm_id == vm_id))]
    drop_uses(tx, users)


def add_uses(tx: Tx, host_id: int, uses: Iterable[tuple[str, str]]) -> None:
    """Says that (thing, user) pairs need shared objects of a host. Pairs must be new."""
    tx.insert_many(host_use, [{"host_id": host_id, "thing": thing, "user": user} for thing, user in uses])


def drop_uses(tx: Tx, users: Sequence[str]) -> None:
    """The users need nothing shared any more, on any host."""
    if users:
        tx.execute(host_use.delete().where(host_use.c.user.in_(users)))


def peer_of(tx: Tx, host_id: int) -> tuple[int, str, str]:
    """Id, uuid and address of a host, removed or not."""
    row = tx.one(select(host.c.id, host.c.uuid, host.c.address).where(host.c.id == host_id))
    return row.id, row.uuid, row.address


# ---- the rest of a VM ----------------------------------------------------------------------------------------------


def details(tx: Tx, row: VmRow) -> dict[str, str]:
    """Its details by name. Most VMs' fit into their row."""
    if row.details_json != LONG:
        return dict(json.loads(row.details_json)) if row.details_json else {}
    return all_details(tx, row.id)


def pack(details: dict[str, str]) -> str | None:
    """Details as the VM's row keeps them: JSON, nothing, or LONG when they do not fit and stand in vm_detail alone."""
    text = json.dumps(details) if details else None
    return LONG if text is not None and len(text) > MAX_DETAILS else text


def all_details(tx: Tx, vm_id: int) -> dict[str, str]:
    """Its details by name from vm_detail, also those not shown to tenants."""
    return {row.name: row.value or "" for row in tx.rows(select(vm_detail.c.name, vm_detail.c.value).where(vm_detail.c.vm_id == vm_id))}


def live_nics(tx: Tx, vm_id: int) -> list[tuple[int, int | None]]:
    """Ids and networks of its NICs, in device order."""
    rows = tx.rows(select(nic.c.id, nic.c.network_id).where(nic.c.vm_id == vm_id, nic.c.live == 1).order_by(nic.c.device))
    return [(row.id, row.network_id) for row in rows]


def destroyed_before(tx: Tx, moment: int, most: int) -> list[int]:
    """Tenants' VMs that became Destroyed before `moment` (microseconds), oldest first."""
    return [row.id for row in tx.rows(select(vm.c.id).where(
        vm.c.type == USER, vm.c.live == 1, vm.c.state == "Destroyed", vm.c.state_at < moment).order_by(vm.c.state_at).limit(most))]


def gone_off(tx: Tx, most: int, only: int | None = None) -> list[int]:
    """Tenants' VMs (or `only` this one) that should run, and that their host, which is Up, has called off for a while.

    A report that was under way when the guest started says "off", too; the next one, within OFF_FOR, takes it back.
    """
    found = select(vm.c.id).join(host_liveness, host_liveness.c.host_id == vm.c.host_id).where(
        vm.c.type == USER, vm.c.live == 1, vm.c.state == "Running", vm.c.power_state == "PowerOff", vm.c.power_at > vm.c.state_at,
        vm.c.power_at <= now_us() - OFF_FOR,
        host_liveness.c.state == "Up")
    if only is not None:
        found = found.where(vm.c.id == only)
    return [row.id for row in tx.rows(found.order_by(vm.c.id).limit(most))]


def sealed_password(tx: Tx, vm_id: int) -> str | None:
    """The guest's password as sealed; None when it has none."""
    sealed = tx.scalar(select(vm_metadata.c.password_enc).where(vm_metadata.c.vm_id == vm_id))
    return None if sealed is None else str(sealed)


def public_keys(tx: Tx, vm_id: int) -> str | None:
    """Its SSH public keys, one a line."""
    keys = tx.scalar(select(vm_metadata.c.public_keys).where(vm_metadata.c.vm_id == vm_id))
    return None if keys is None else str(keys)


def remove(tx: Tx, vm_id: int) -> None:
    """The VM is gone for good."""
    tx.execute(update(vm).where(vm.c.id == vm_id).values(
        live=None, removed=now_us(), state="Expunging", state_at=now_us(), host_id=None))
    tx.execute(vm_metadata.delete().where(vm_metadata.c.vm_id == vm_id))
    leave_affinity(tx, vm_id)
    labels.drop(tx, ("UserVm",), [vm_id])


def leave_affinity(tx: Tx, vm_id: int) -> None:
    """The VM is in no affinity group any more."""
    tx.execute(affinity_group_vm.delete().where(affinity_group_vm.c.vm_id == vm_id))
