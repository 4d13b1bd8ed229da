"""Tombstones allow the removal of what they outrank, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from manager.model.db import Database
from manager.model.tables import metadata
from manager.model.work import tombstones


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    made = Database(db_url)
    metadata.drop_all(made.engine)
    metadata.create_all(made.engine)
    yield made
    made.close()


def test_a_tombstone_outranks_what_came_before_its_fence(db: Database) -> None:
    for fence in (1, 2):
        db.write(lambda tx, fence=fence: tombstones.write(tx, "vm", ["i-2-7-VM", "i-2-9-VM"], "vm:7", 0, fence))  # type: ignore[misc]
    found = db.read(lambda tx: tombstones.find(tx, "vm", ["i-2-7-VM", "i-2-8-VM"]))
    assert list(found) == ["i-2-7-VM"]
    stone = found["i-2-7-VM"]
    assert stone.allows(0, 2)
    assert stone.allows(0, 1)
    assert not stone.allows(0, 3)
    assert not stone.allows(1, 1)


def test_a_purged_tombstone_allows_nothing(db: Database) -> None:
    db.write(lambda tx: tombstones.write(tx, "volume", ["w"], "volume:2", 0, 1))
    assert db.write(lambda tx: tombstones.purge(tx, tx.now() + 1)) == 1
    assert not db.read(lambda tx: tombstones.find(tx, "volume", ["w"]))
