"""Names of what was removed: only such a row lets an orphan on a host be destroyed (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import and_, bindparam, delete, select

from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.work import tombstone

VM, VOLUME, PORT = "vm", "volume", "port"

_FORGET = delete(tombstone).where(and_(tombstone.c.kind == bindparam("what"), tombstone.c.name.in_(bindparam("names", expanding=True))))


class Tombstone(msgspec.Struct, frozen=True):
    """An object that was removed, as of this fence of `lock_key`."""

    kind: str
    name: str
    lock_key: str | None
    epoch: int
    fence: int

    def allows(self, epoch: int, fence: int) -> bool:
        """Whether the object may be destroyed on a host that saw (epoch, fence) last for it."""
        return (self.epoch, self.fence) >= (epoch, fence)


_FIND = select(*columns(Tombstone, tombstone)).where(
    tombstone.c.kind == bindparam("what"), tombstone.c.name.in_(bindparam("names", expanding=True)))
_PURGE = delete(tombstone).where(tombstone.c.created < bindparam("before"))


def write(tx: Tx, kind: str, names: Iterable[str], key: str, epoch: int, fence: int) -> None:
    """Objects `names` of one kind are gone, as of this fence of lock key `key`. Earlier rows for them are replaced."""
    known = sorted(set(names))
    if known:
        tx.execute(_FORGET, {"what": kind, "names": known})
        tx.insert_many(tombstone, [
            {"kind": kind, "name": name, "lock_key": key, "epoch": epoch, "fence": fence, "created": tx.now()} for name in known])


def find(tx: Tx, kind: str, names: Collection[str]) -> dict[str, Tombstone]:
    """Tombstones of these objects, by name."""
    return {row.name: make(Tombstone, row) for row in tx.rows(_FIND, {"what": kind, "names": sorted(names)})} if names else {}


def purge(tx: Tx, before: int) -> int:
    """Deletes tombstones older than `before` (microseconds); returns how many."""
    return tx.changed(_PURGE, {"before": before})
