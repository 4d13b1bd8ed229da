"""Counters: limits hold, domains are counted when they have a limit, parallel takers never pass a limit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.tables import metadata
from manager.model.tables.tenancy import account, configuration, domain, resource_limit, role
from manager.model.tenancy import counters

GIB = 1 << 30


@pytest.fixture(scope="module")
def db(db_url: str) -> Iterator[Database]:
    db = Database(db_url)
    metadata.create_all(db.engine)

    def seed(tx: Tx) -> None:
        tx.insert(domain, id=1, uuid="d1", name="ROOT", path="/1/", name_path="ROOT")
        tx.insert(domain, id=2, uuid="d2", parent_id=1, name="sales", path="/1/2/", name_path="ROOT/sales")
        tx.insert(role, id=1, uuid="r1", name="User", type="User")
        for number in range(1, 9):
            tx.insert(account, id=number, uuid=f"a{number}", domain_id=1 if number == 2 else 2, role_id=1, name=f"a{number}",
                      type=1 if number == 2 else 0)

    db.write(seed)
    yield db
    db.close()


def used(db: Database, owner: int) -> dict[str, int]:
    return db.read(lambda tx: counters.usage(tx, owner))


def test_takes_and_gives(db: Database) -> None:
    db.write(lambda tx: counters.take(tx, 1, "/1/2/", {"user_vm": 2, "cpu": 4, "primary_storage": 5 * GIB, "volume": 0}))
    assert used(db, 1) == {"user_vm": 2, "cpu": 4, "primary_storage": 5 * GIB}
    db.write(lambda tx: counters.give(tx, 1, "/1/2/", {"user_vm": 1, "cpu": 4}))
    assert used(db, 1) == {"user_vm": 1, "cpu": 0, "primary_storage": 5 * GIB}


def test_default_limit_refuses_and_names_numbers(db: Database) -> None:
    with pytest.raises(Refused) as refused:
        db.write(lambda tx: counters.take(tx, 3, "/1/2/", {"cpu": 41, "user_vm": 1}))
    assert refused.value.code == 532
    assert "'cpu' for Account Name = a3" in refused.value.text
    assert "Limit = 40" in refused.value.text
    assert used(db, 3) == {}


def test_storage_limit_is_in_gib(db: Database) -> None:
    db.write(lambda tx: counters.take(tx, 4, "/1/2/", {"primary_storage": 200 * GIB}))
    with pytest.raises(Refused):
        db.write(lambda tx: counters.take(tx, 4, "/1/2/", {"primary_storage": 1}))


def test_root_admin_is_not_limited(db: Database) -> None:
    db.write(lambda tx: counters.take(tx, 2, "/1/", {"user_vm": 1000}))
    assert used(db, 2) == {"user_vm": 1000}


def test_setting_and_own_row(db: Database) -> None:
    db.write(lambda tx: tx.insert(configuration, name="max.account.networks", scope="Global", scope_id=0, value="1"))
    db.write(lambda tx: tx.insert(resource_limit, owner_type="account", owner_id=6, type="network", max=-1))
    db.write(lambda tx: counters.take(tx, 5, "/1/2/", {"network": 1}))
    with pytest.raises(Refused):
        db.write(lambda tx: counters.take(tx, 5, "/1/2/", {"network": 1}))
    db.write(lambda tx: counters.take(tx, 6, "/1/2/", {"network": 30}))
    with pytest.raises(Refused, match="Domain Name = sales is exceeded: Domain Resource Limit = 40"):
        db.write(lambda tx: counters.take(tx, 6, "/1/2/", {"network": 10}))


def test_domain_limit_counts_what_was_there(db: Database) -> None:
    db.write(lambda tx: counters.take(tx, 7, "/1/2/", {"snapshot": 3}))

    def limit(tx: Tx) -> None:
        tx.insert(resource_limit, owner_type="domain", owner_id=2, type="snapshot", max=5)

    db.write(limit)
    db.write(lambda tx: counters.take(tx, 8, "/1/2/", {"snapshot": 2}))
    with pytest.raises(Refused, match="Domain Name = sales"):
        db.write(lambda tx: counters.take(tx, 8, "/1/2/", {"snapshot": 1}))
    db.write(lambda tx: counters.give(tx, 7, "/1/2/", {"snapshot": 1}))
    db.write(lambda tx: counters.take(tx, 8, "/1/2/", {"snapshot": 1}))


def test_parallel_takers_stop_at_the_limit(db: Database) -> None:
    def one(_: int) -> bool:
        try:
            db.write(lambda tx: counters.take(tx, 8, "/1/2/", {"public_ip": 1, "template": 1}))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(one, range(40)))
    assert sum(won) == 20
    assert used(db, 8)["public_ip"] == 20
