"""Names of what was removed: only such a row lets an orphan on a host be destroyed (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, bindparam, delete

from manager.model.db import Tx
from manager.model.tables.work import tombstone

VM, VOLUME, PORT = "vm", "volume", "port"

_FORGET = delete(tombstone).where(and_(tombstone.c.kind == bindparam("what"), tombstone.c.name.in_(bindparam("names", expanding=True))))


def write(tx: Tx, kind: str, names: Iterable[str], key: str, epoch: int, fence: int) -> None:
    """Objects `names` of one kind are gone, as of this fence of lock key `key`. Earlier rows for them are replaced."""
    known = sorted(set(names))
    if known:
        tx.execute(_FORGET, {"what": kind, "names": known})
        tx.insert_many(tombstone, [
            {"kind": kind, "name": name, "lock_key": key, "epoch": epoch, "fence": fence, "created": tx.now()} for name in known])
