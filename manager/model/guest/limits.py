"""What offerings limit a VM to: the rates of its disks, its CPUs, its NICs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, select

from manager.model.db import Tx
from manager.model.tables.network import network, nic
from manager.model.tables.offering import disk_offering, network_offering, service_offering
from manager.model.tables.vm import vm, volume

USER = "User"


class DiskLimit(msgspec.Struct, frozen=True):
    """Of one disk; 0: unlimited. The names are columns of disk_offering. `total_iops`: of reads and writes together."""

    bytes_read_rate: int = 0
    bytes_write_rate: int = 0
    iops_read_rate: int = 0
    iops_write_rate: int = 0
    bytes_read_rate_max: int = 0
    bytes_write_rate_max: int = 0
    iops_read_rate_max: int = 0
    iops_write_rate_max: int = 0
    bytes_read_rate_max_length: int = 0
    bytes_write_rate_max_length: int = 0
    iops_read_rate_max_length: int = 0
    iops_write_rate_max_length: int = 0
    total_iops: int = 0
    cache: str = ""


class Limits(msgspec.Struct, frozen=True):
    """Of a whole VM. `disks`: by volume id."""

    cpu: bool = False
    disks: dict[int, DiskLimit] = {}


_RATES = tuple(name for name in DiskLimit.__struct_fields__ if name not in ("total_iops", "cache"))
_DISKS: Select[Any] = (
    select(service_offering.c.limit_cpu, volume.c.id, disk_offering.c.max_iops, disk_offering.c.cache_mode,
           *(disk_offering.c[name] for name in _RATES))
    .select_from(vm.join(service_offering, service_offering.c.id == vm.c.offering_id)
                 .outerjoin(volume, (volume.c.vm_id == vm.c.id) & (volume.c.live == 1))
                 .outerjoin(disk_offering, disk_offering.c.id == volume.c.disk_offering_id))
    .where(vm.c.id == bindparam("vm")))
_NICS: Select[Any] = (
    select(nic.c.id, nic.c.is_default, vm.c.type, network.c.zone_id, service_offering.c.network_rate.label("own"),
           network_offering.c.network_rate.label("network"))
    .select_from(nic.join(vm, vm.c.id == nic.c.vm_id).outerjoin(service_offering, service_offering.c.id == vm.c.offering_id)
                 .join(network, network.c.id == nic.c.network_id)
                 .outerjoin(network_offering, network_offering.c.id == network.c.offering_id))
    .where(nic.c.id.in_(bindparam("nics", expanding=True))))


def of_vm(tx: Tx, vm_id: int, defaults: dict[str, int]) -> Limits:
    """What holds for a VM that starts now. `defaults`: of the four plain rates, for offerings that do not say."""
    cpu, disks = False, {}
    for row in tx.rows(_DISKS, {"vm": vm_id}):
        cpu = bool(row.limit_cpu)
        if row.id is not None:
            found = {name: getattr(row, name) for name in _RATES}
            rates = {name: defaults.get(name, 0) if value is None else value for name, value in found.items()}
            total = 0 if rates["iops_read_rate"] or rates["iops_write_rate"] else row.max_iops or 0
            disks[row.id] = DiskLimit(**rates, total_iops=total, cache=row.cache_mode or "")
    return Limits(cpu, disks)


class NicRate(msgspec.Struct, frozen=True):
    """What the offerings say of a NIC, Mbit/s; None: nothing. `default`: it is the default one of a user's VM."""

    id: int
    zone_id: int
    default: bool
    rate: int | None


def of_nics(tx: Tx, nic_ids: Sequence[int]) -> list[NicRate]:
    """A user's VM's default NIC is as fast as its service offering says, any other as its network's offering."""
    out = []
    for row in tx.rows(_NICS, {"nics": list(nic_ids)}) if nic_ids else []:
        own = bool(row.is_default) and row.type == USER
        out.append(NicRate(row.id, row.zone_id, own, row.own if own else row.network))
    return out
