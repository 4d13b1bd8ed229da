"""What hosts report, written in batches: liveness and load by one statement each for a whole batch, facts only when they change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Executable, bindparam, case, insert, select, text, update

from manager.model.db import Tx
from manager.model.rows import make as as_struct
from manager.model.tables.infra import (
    certificate,
    cluster,
    host,
    host_capacity,
    host_facts,
    host_liveness,
    storage_pool,
)
from manager.model.tables.vm import vm
from manager.model.tables.work import lock


class Known(msgspec.Struct, frozen=True):
    """What is known of a host that reports."""

    id: int
    uuid: str
    cluster_id: int | None
    state: str
    boot_id: str | None
    agent_start: int
    sequence: int
    memory_bytes: int      # of its facts: 0 when it has told none
    retire_serial: str | None  # a certificate that it shall no longer show
    shown_serial: str | None   # by which it reported last


class Facts(msgspec.Struct, frozen=True):
    """What a host is: as in report.proto."""

    cpus: int
    cpu_mhz: int
    memory_bytes: int
    hypervisor_version: str
    os: str
    kernel: str
    cpu_model: str
    hvm: bool
    bridges: list[str]
    features: list[str]
    agent_version: str
    cpu_sockets: int = 1


class Beat(msgspec.Struct, frozen=True):
    """One report's figures for liveness and load."""

    host_id: int
    boot_id: str
    agent_start: int
    sequence: int
    cpu_used: float
    memory_used: int
    read_kbs: int
    write_kbs: int
    fresh: bool            # another boot or start than the last: all of the row changes
    load_average: float = 0.0


class VmSeen(msgspec.Struct, frozen=True):
    """A VM as the database has it, for comparison with what its host says."""

    id: int
    host_id: int
    instance_name: str
    state: str
    power_state: str | None


_KNOWN = (
    select(host.c.id, host.c.uuid, host.c.cluster_id, host_liveness.c.state, host_liveness.c.boot_id, host_liveness.c.agent_start,
           host_liveness.c.sequence, host_facts.c.memory_bytes, host.c.retire_serial, host.c.shown_serial)
    .select_from(host.join(host_liveness, host_liveness.c.host_id == host.c.id).join(host_facts, host_facts.c.host_id == host.c.id))
    .where(host.c.uuid.in_(bindparam("uuids", expanding=True)), host.c.live == 1))
_VALID = select(certificate.c.serial, certificate.c.name).where(
    certificate.c.serial.in_(bindparam("serials", expanding=True)), certificate.c.revoked.is_(None))
_FRESH = update(host_liveness).where(host_liveness.c.host_id == bindparam("id")).values(
    boot_id=bindparam("to_boot"), agent_start=bindparam("to_start"), sequence=bindparam("to_sequence"))
_FACTS = update(host_facts).where(host_facts.c.host_id == bindparam("id"))
_VMS = select(vm.c.id, vm.c.host_id, vm.c.instance_name, vm.c.state, vm.c.power_state).where(
    vm.c.host_id.in_(bindparam("hosts", expanding=True)), vm.c.live == 1)
_HELD = select(lock.c.lock_key).where(lock.c.lock_key.in_(bindparam("keys", expanding=True)), lock.c.saga_id.is_not(None))
_POWER = update(vm).where(vm.c.id == bindparam("vm_id")).values(power_state=bindparam("to_power"), power_at=bindparam("at"))
_POOL = update(storage_pool).where(storage_pool.c.uuid == bindparam("pool"), storage_pool.c.live == 1).values(
    capacity_bytes=case((storage_pool.c.declared_bytes < bindparam("to_capacity"), storage_pool.c.declared_bytes), else_=bindparam("to_capacity")),
    used_bytes=bindparam("to_used"))
_TOTALS = (
    select(host_facts.c.cpus, host_facts.c.cpu_mhz, host_facts.c.memory_bytes, cluster.c.cpu_overcommit, cluster.c.memory_overcommit)
    .select_from(host.join(host_facts, host_facts.c.host_id == host.c.id).join(cluster, cluster.c.id == host.c.cluster_id))
    .where(host.c.id == bindparam("id")))
_SET_TOTALS = update(host_capacity).where(host_capacity.c.host_id == bindparam("id")).values(
    cpu_total=bindparam("cpu"), memory_total=bindparam("memory"))


def known(tx: Tx, uuids: Collection[str]) -> dict[str, Known]:
    """The hosts that report, by uuid; removed ones are missing."""
    return {row.uuid: as_struct(Known, row) for row in tx.rows(_KNOWN, {"uuids": list(uuids)})}


def valid_certificates(tx: Tx, serials: Collection[str]) -> dict[str, str]:
    """Serial → name, of those that are issued and not revoked."""
    return {row.serial: row.name for row in tx.rows(_VALID, {"serials": list(serials)})} if serials else {}


def shown(tx: Tx, host_id: int, serial: str) -> None:
    """The certificate by which the host reports from now on."""
    tx.execute(update(host).where(host.c.id == host_id).values(shown_serial=serial))


def beats(tx: Tx, batch: Sequence[Beat], node_id: int) -> None:
    """Writes liveness and load of hosts, each at most once in `batch`. Integers and floats only are put into the text."""
    if not batch:
        return
    now = tx.now()
    for beat in batch:
        if beat.fresh:
            tx.execute(_FRESH, {"id": beat.host_id, "to_boot": beat.boot_id[:64], "to_start": beat.agent_start,
                                "to_sequence": beat.sequence})
    hosts = ",".join(str(beat.host_id) for beat in batch)
    sequences = _cases((beat.host_id, str(beat.sequence)) for beat in batch)
    tx.execute(_text(f"UPDATE host_liveness SET reported={now:d}, node_id={node_id:d}, sequence=CASE host_id {sequences} END"  # noqa: S608
                    f" WHERE host_id IN ({hosts})"))
    load = (f"cpu_used=CASE host_id {_cases((b.host_id, repr(float(b.cpu_used))) for b in batch)} END,"
            f" memory_used=CASE host_id {_cases((b.host_id, str(b.memory_used)) for b in batch)} END,"
            f" network_read_kbs=CASE host_id {_cases((b.host_id, str(b.read_kbs)) for b in batch)} END,"
            f" network_write_kbs=CASE host_id {_cases((b.host_id, str(b.write_kbs)) for b in batch)} END,"
            f" load_average=CASE host_id {_cases((b.host_id, repr(float(b.load_average))) for b in batch)} END")
    tx.execute(_text(f"UPDATE host_load SET updated={now:d}, {load} WHERE host_id IN ({hosts})"))  # noqa: S608


def facts(tx: Tx, host_id: int, told: Facts) -> None:
    """Writes changed facts, and the capacity that follows from them."""
    tx.execute(_FACTS.values(
        cpus=told.cpus, cpu_mhz=told.cpu_mhz, memory_bytes=told.memory_bytes, hypervisor_version=told.hypervisor_version[:60],
        os=told.os[:120], kernel=told.kernel[:120], cpu_model=told.cpu_model[:120], hvm=told.hvm, bridges=json.dumps(told.bridges),
        features=json.dumps(told.features), cpu_sockets=max(1, told.cpu_sockets), updated=tx.now()), {"id": host_id})
    tx.execute(update(host_liveness).where(host_liveness.c.host_id == host_id).values(agent_version=told.agent_version[:40]))
    set_capacity(tx, host_id)


def set_capacity(tx: Tx, host_id: int, *, make: bool = False) -> None:
    """Totals from facts and the cluster's overcommit ratios; what is used stays. `make`: adds the row when it is missing."""
    row = tx.first(_TOTALS, {"id": host_id})
    if row is None:
        return
    cpu, memory = int(row.cpus * row.cpu_mhz * row.cpu_overcommit), int(row.memory_bytes * row.memory_overcommit)
    if not tx.changed(_SET_TOTALS, {"id": host_id, "cpu": cpu, "memory": memory}) and make:
        tx.execute(insert(host_capacity), {"host_id": host_id, "cpu_total": cpu, "memory_total": memory, "cpu_used": 0, "memory_used": 0,
                                           "vm_count": 0})


def vms(tx: Tx, host_ids: Collection[int]) -> list[VmSeen]:
    """The VMs that the database has on these hosts."""
    return [as_struct(VmSeen, row) for row in tx.rows(_VMS, {"hosts": list(host_ids)})] if host_ids else []


def power(tx: Tx, changes: Sequence[tuple[int, str]]) -> list[int]:
    """Records power states that differ, of those VMs only whose lock no saga holds; returns their ids."""
    if not changes:
        return []
    held = {row.lock_key for row in tx.rows(_HELD, {"keys": [f"vm:{vm_id}" for vm_id, _ in changes]})}
    free = [(vm_id, state) for vm_id, state in changes if f"vm:{vm_id}" not in held]
    for vm_id, state in free:
        tx.execute(_POWER, {"vm_id": vm_id, "to_power": state, "at": tx.now()})
    return [vm_id for vm_id, _ in free]


def pool(tx: Tx, uuid: str, capacity_bytes: int, used_bytes: int) -> None:
    """A pool's sizes as a host measured them."""
    tx.execute(_POOL, {"pool": uuid, "to_capacity": capacity_bytes, "to_used": used_bytes})


def _cases(pairs: Iterable[tuple[int, str]]) -> str:
    return " ".join(f"WHEN {key:d} THEN {value}" for key, value in pairs)


def _text(statement: str) -> Executable:
    return text(statement)
