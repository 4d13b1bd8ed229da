"""What VMs and volumes count for against limits: amounts for `counters.take` and `give`, with those for their tags.

The tags are written down with the VM or volume when it is made: what is given back is what was taken, whatever becomes of the offering.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from manager.model.db import Tx
from manager.model.tables.vm import vm, volume
from manager.model.tenancy.counters import HOST_TAGS, STORAGE_TAGS, tagged

_VM = select(vm.c.cpus, vm.c.memory_mib, vm.c.limit_tags).where(vm.c.id == bindparam("vm"))


def tags(*texts: str | None) -> str | None:
    """The tags of these comma-separated texts, each once, as they are written down; None: there are none."""
    found = dict.fromkeys(tag.strip() for text in texts for tag in (text or "").split(",") if tag.strip())
    return ",".join(found) or None


def machine(cpus: int, memory_mib: int, limit_tags: str | None = None) -> dict[str, int]:
    """What a VM counts for, without its volumes."""
    return tagged({"user_vm": 1, "cpu": cpus, "memory": memory_mib}, _split(limit_tags), HOST_TAGS)


def disks(them: Iterable[tuple[int, str | None]]) -> dict[str, int]:
    """What volumes of these (bytes, tags) count for."""
    out: dict[str, int] = {"volume": 0, "primary_storage": 0}
    for size, limit_tags in them:
        for kind, amount in tagged({"volume": 1, "primary_storage": size}, _split(limit_tags), STORAGE_TAGS).items():
            out[kind] = out.get(kind, 0) + amount
    return out


def of_vm(tx: Tx, vm_id: int) -> dict[str, int]:
    """`machine` of a VM as stored."""
    row = tx.one(_VM, {"vm": vm_id})
    return machine(row.cpus, row.memory_mib, row.limit_tags)


def of_volumes(tx: Tx, volume_ids: Sequence[int]) -> dict[str, int]:
    """`disks` of those of the volumes that are live."""
    if not volume_ids:
        return {}
    rows = tx.rows(select(volume.c.size_bytes, volume.c.limit_tags).where(volume.c.id.in_(volume_ids), volume.c.live == 1))
    return disks((row.size_bytes, row.limit_tags) for row in rows)


def _split(limit_tags: str | None) -> list[str]:
    return limit_tags.split(",") if limit_tags else []
