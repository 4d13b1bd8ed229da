"""What hosts measured of VMs and volumes: written in batches, read by page, forgotten after a while."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, select

from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.metrics import vm_stat, volume_stat
from manager.model.tables.vm import vm, volume

MINUTE = 60_000_000
AT_ONCE = 10 * MINUTE   # how much time one deletion covers
USER = "User"


class DiskFigures(msgspec.Struct, frozen=True):
    """A volume, within the seconds before its report."""

    uuid: str
    read_kib: int
    write_kib: int
    read_ops: int
    write_ops: int


class VmFigures(msgspec.Struct, frozen=True):
    """A VM, by instance name, within the seconds before its report."""

    name: str
    seconds: int
    cpu: float
    memory_kib: int
    memory_free_kib: int
    received_kib: int
    sent_kib: int
    disks: list[DiskFigures]


class VmStat(msgspec.Struct, frozen=True):
    """One look at a VM."""

    vm_id: int
    at: int
    seconds: int
    cpu: float
    memory_kib: int
    memory_free_kib: int
    read_kib: int
    write_kib: int
    read_ops: int
    write_ops: int
    received_kib: int
    sent_kib: int


class VolumeStat(msgspec.Struct, frozen=True):
    """One look at a volume."""

    volume_id: int
    at: int
    seconds: int
    read_kib: int
    write_kib: int
    read_ops: int
    write_ops: int


_VM, _VOLUME = select(*columns(VmStat, vm_stat)), select(*columns(VolumeStat, volume_stat))


def record(tx: Tx, told: Mapping[int, Sequence[VmFigures]], *, users_only: bool) -> int:
    """Writes what hosts (by id) told of VMs that are theirs: four statements for a whole batch. `users_only`: not of system VMs."""
    names = [one.name for figures in told.values() for one in figures]
    if not names:
        return 0
    known = {(row.host_id, row.instance_name): row for row in tx.rows(select(vm.c.id, vm.c.host_id, vm.c.instance_name, vm.c.type).where(
        vm.c.instance_name.in_(names), vm.c.live == 1))}
    found = {known[host_id, one.name].id: one for host_id, figures in told.items() for one in figures
             if (host_id, one.name) in known and (not users_only or known[host_id, one.name].type == USER)}
    now = tx.now()
    tx.insert_many(vm_stat, [{
        "vm_id": vm_id, "at": now, "seconds": one.seconds, "cpu": one.cpu, "memory_kib": one.memory_kib, "memory_free_kib": one.memory_free_kib,
        "read_kib": sum(disk.read_kib for disk in one.disks), "write_kib": sum(disk.write_kib for disk in one.disks),
        "read_ops": sum(disk.read_ops for disk in one.disks), "write_ops": sum(disk.write_ops for disk in one.disks),
        "received_kib": one.received_kib, "sent_kib": one.sent_kib} for vm_id, one in sorted(found.items())])
    disks = {disk.uuid: (disk, one.seconds) for one in found.values() for disk in one.disks}
    if disks:
        ids = {row.uuid: row.id for row in tx.rows(select(volume.c.id, volume.c.uuid).where(
            volume.c.uuid.in_(list(disks)), volume.c.vm_id.in_(list(found)), volume.c.live == 1))}
        tx.insert_many(volume_stat, [{
            "volume_id": ids[uuid], "at": now, "seconds": seconds, "read_kib": disk.read_kib, "write_kib": disk.write_kib,
            "read_ops": disk.read_ops, "write_ops": disk.write_ops} for uuid, (disk, seconds) in sorted(disks.items()) if uuid in ids])
    return len(found)


def latest_vms(tx: Tx, vm_ids: Collection[int], window: int) -> dict[int, VmStat]:
    """The newest look at each VM that is at most `window` microseconds old."""
    rows = tx.rows(_VM.where(vm_stat.c.vm_id.in_(list(vm_ids)), vm_stat.c.at >= tx.now() - window).order_by(vm_stat.c.at)) if vm_ids else ()
    return {row.vm_id: make(VmStat, row) for row in rows}


def latest_volumes(tx: Tx, volume_ids: Collection[int], window: int) -> dict[int, VolumeStat]:
    """The newest look at each volume that is at most `window` microseconds old."""
    c = volume_stat.c
    rows = tx.rows(_VOLUME.where(c.volume_id.in_(list(volume_ids)), c.at >= tx.now() - window).order_by(c.at)) if volume_ids else ()
    return {row.volume_id: make(VolumeStat, row) for row in rows}


def history(tx: Tx, table: Any, ids: Collection[int], since: int | None, until: int | None) -> dict[int, list[Any]]:
    """VM or volume id → its looks between two times, the oldest first. `table`: vm_stat or volume_stat."""
    struct: Any = VmStat if table is vm_stat else VolumeStat
    key = table.c.vm_id if table is vm_stat else table.c.volume_id
    statement = select(*columns(struct, table)).where(key.in_(list(ids))).order_by(key, table.c.at)
    statement = statement.where(table.c.at >= since) if since is not None else statement
    statement = statement.where(table.c.at <= until) if until is not None else statement
    out: dict[int, list[Any]] = {id_: [] for id_ in ids}
    for row in tx.rows(statement) if ids else ():
        out[row[0]].append(make(struct, row))
    return out


def forget(tx: Tx, table: Any, before: int) -> bool:
    """Deletes some of what is older; says whether there is more."""
    oldest = tx.scalar(select(func.min(table.c.at)))
    if oldest is None or oldest >= before:
        return False
    tx.execute(delete(table).where(table.c.at < min(before, int(oldest) + AT_ONCE)))
    return True


def ids_of(tx: Tx, table: Any, uuids: Sequence[str]) -> dict[str, int]:
    """uuid → id in a table."""
    return {row.uuid: row.id for row in tx.rows(select(table.c.uuid, table.c.id).where(table.c.uuid.in_(list(uuids))))} if uuids else {}


class MeasuredVm(msgspec.Struct, frozen=True):
    """A VM of the cloud itself: a router, a console proxy."""

    vm_id: int
    uuid: str


def find_system_vm(tx: Tx, caller: Caller, uuid: str) -> MeasuredVm | None:
    """A router or another system VM that the caller sees."""
    row = tx.first(select(vm.c.id, vm.c.uuid).where(vm.c.uuid == uuid, vm.c.type != USER, vm.c.live == 1,
                                                    caller.sees(vm.c.account_id, vm.c.domain_id)))
    return None if row is None else make(MeasuredVm, row)


def vms_named(tx: Tx, caller: Caller, limit: int | None, offset: int, *, system: bool, ids: Sequence[int] | None, name: str | None,
              keyword: str | None) -> tuple[list[Row[Any]], int]:
    """(a page of VMs that the caller may see: id, uuid, name, display_name; count of all). `system`: system VMs, else tenants'."""
    where = [vm.c.type != USER if system else vm.c.type == USER, vm.c.live == 1, caller.sees(vm.c.account_id, vm.c.domain_id)]
    where += [vm.c.display.is_(True)] if not caller.is_admin else []
    return _named(tx, select(vm.c.id, vm.c.uuid, vm.c.name, vm.c.display_name), vm, where, limit, offset, ids, name, keyword)


def volumes_named(tx: Tx, caller: Caller, limit: int | None, offset: int, *, ids: Sequence[int] | None, name: str | None,
                  keyword: str | None) -> tuple[list[Row[Any]], int]:
    """As `vms_named`, of volumes that are not system VMs'."""
    system = select(vm.c.id).where(vm.c.id == volume.c.vm_id, vm.c.type != USER).exists()
    where = [volume.c.live == 1, ~system, caller.sees(volume.c.account_id, volume.c.domain_id)]
    where += [volume.c.display.is_(True)] if not caller.is_admin else []
    return _named(tx, select(volume.c.id, volume.c.uuid, volume.c.name), volume, where, limit, offset, ids, name, keyword)


def _named(tx: Tx, statement: Any, table: Any, where: Sequence[Any], limit: int | None, offset: int, ids: Sequence[int] | None, name: str | None,
           keyword: str | None) -> tuple[list[Row[Any]], int]:
    statement = statement.where(*where)
    statement = statement.where(table.c.id.in_(list(ids))) if ids is not None else statement
    for part in (name, keyword):
        statement = statement.where(paging.contains(table.c.name, part)) if part else statement
    return paging.page(tx, statement.order_by(table.c.id), limit, offset)
