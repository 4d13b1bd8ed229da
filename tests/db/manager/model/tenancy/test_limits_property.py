"""Exact limits: whatever is created and deleted at the same time, and however domains move, counters are what a count gives, and no limit is
ever passed, not by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from common.ids import new_uuid
from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.tables import metadata
from manager.model.tables.network import network
from manager.model.tables.tenancy import account, domain, resource_count, resource_limit, role
from manager.model.tenancy import accounts, counters, domains, limits, recount

ROOT, EAST, WEST, DEEP = 1, 2, 3, 4          # DEEP is below EAST, or below WEST once it has moved
ACCOUNTS = {10: DEEP, 11: DEEP, 12: EAST, 13: ROOT}
MOST = {("account", 10): 3, ("account", 12): 4, ("account", 13): 5, ("domain", EAST): 6, ("domain", WEST): 9, ("domain", DEEP): 5}
THREADS = 4

steps = st.lists(st.tuples(st.sampled_from(["make", "make", "make", "drop", "count", "move"]), st.sampled_from(sorted(ACCOUNTS))),
                 min_size=4, max_size=12)


@pytest.fixture(scope="module")
def db(db_url: str) -> Iterator[Database]:
    db = Database(db_url)
    metadata.create_all(db.engine)

    def seed(tx: Tx) -> None:
        from manager.model.seeding.seed import seed as whole
        whole(tx)
        for number, parent, path in ((EAST, 1, "/1/2/"), (WEST, 1, "/1/3/"), (DEEP, 2, "/1/2/4/")):
            tx.insert(domain, id=number, uuid=f"d{number}", parent_id=parent, name=f"d{number}", path=path, name_path=f"ROOT/d{number}",
                      level=path.count("/") - 2)
        user = tx.scalar(select(role.c.id).where(role.c.name == "User"))
        for number, home in ACCOUNTS.items():
            tx.insert(account, id=number, uuid=f"a{number}", domain_id=home, role_id=user, name=f"a{number}", type=0)
        for (owner, number), most in MOST.items():
            tx.insert(resource_limit, owner_type=owner, owner_id=number, type="network", max=most)

    db.write(seed)
    yield db
    db.close()


def path_of(tx: Tx, number: int) -> str:
    return str(tx.scalar(select(domain.c.path).where(domain.c.id == ACCOUNTS[number])))


def refused(db: Database, work: Any, *codes: int) -> None:
    """Runs it; it may be refused with these codes alone."""
    try:
        db.write(work)
    except Refused as error:
        if error.code not in codes:
            raise


def make(db: Database, number: int, zone: Any) -> None:
    """A network's row and its count, as createNetwork does it; the path is read first, as call.owner does."""
    def work(tx: Tx) -> None:
        path = path_of(tx, number)
        tx.insert(network, uuid=new_uuid(), name="n", zone_id=zone[0], offering_id=zone[1], account_id=number, domain_id=ACCOUNTS[number])
        counters.take(tx, number, path, {"network": 1})
    refused(db, work, 532)


def drop(db: Database, number: int) -> None:
    def work(tx: Tx) -> None:
        found = tx.first(select(network.c.id).where(network.c.account_id == number).limit(1).with_for_update())
        if found is not None and tx.changed(delete(network).where(network.c.id == found.id)):
            counters.give(tx, number, path_of(tx, number), {"network": 1})
    db.write(work)


def count(db: Database, number: int) -> None:
    db.write(lambda tx: recount.account_counts(tx, number, path_of(tx, number), ["network"]))


def move(db: Database) -> None:
    def work(tx: Tx) -> None:
        row = accounts.domain_by_id(tx, DEEP)
        assert row is not None
        target = accounts.domain_by_id(tx, WEST if row.parent_id == EAST else EAST)
        assert target is not None
        domains.move(tx, row, target)
    refused(db, work, 431, 532)


def check(tx: Tx, passed: list[str]) -> None:
    """What any transaction may see at any time."""
    for row in tx.rows(select(resource_count).where(resource_count.c.type == "network")):
        most = MOST.get((row.owner_type, row.owner_id))
        if most is not None and row.used > most:
            passed.append(f"{row.owner_type} {row.owner_id}: {row.used} > {most}")


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=st.lists(steps, min_size=THREADS, max_size=THREADS))
def test_counts_are_counts_and_limits_hold(db: Database, plans: list[list[tuple[str, int]]]) -> None:
    zone = place(db)
    passed: list[str] = []
    done = threading.Event()

    def run(plan: list[tuple[str, int]]) -> None:
        for what, number in plan:
            if what == "make":
                make(db, number, zone)
            elif what == "drop":
                drop(db, number)
            elif what == "count":
                count(db, number)
            else:
                move(db)

    def watch() -> None:
        while not done.wait(0.02):
            db.read(lambda tx: check(tx, passed))

    with ThreadPoolExecutor(THREADS + 1) as pool:
        watcher = pool.submit(watch)
        running = [pool.submit(run, plan) for plan in plans]
        wait(running)
        done.set()
        for each in [*running, watcher]:
            each.result()
    assert passed == []
    db.read(exact)


def place(db: Database) -> tuple[int, int]:
    """A zone and an offering for rows of networks."""
    from manager.model.tables.infra import zone
    from manager.model.tables.offering import network_offering

    def work(tx: Tx) -> tuple[int, int]:
        found = tx.scalar(select(zone.c.id)) or tx.insert(zone, uuid=new_uuid(), name="z")
        return int(found), int(tx.scalar(select(func.min(network_offering.c.id))))
    made: tuple[int, int] = db.write(work)
    return made


def exact(tx: Tx) -> None:
    """Every counter is what a count gives, and within its limit."""
    there = {row[0]: row[1] for row in tx.rows(select(network.c.account_id, func.count()).group_by(network.c.account_id))}
    assert [line for line in recount.differences(tx) if "network" in line] == []
    for number in ACCOUNTS:
        assert limits.used_by(tx, "account", [number], ["network"]).get((number, "network"), 0) == there.get(number, 0)
    for (owner, number), most in MOST.items():
        assert limits.used_by(tx, owner, [number], ["network"]).get((number, "network"), 0) <= most
    parent = tx.scalar(select(domain.c.parent_id).where(domain.c.id == DEEP))
    deep = there.get(10, 0) + there.get(11, 0)
    sums = {DEEP: deep, EAST: there.get(12, 0) + (deep if parent == EAST else 0), WEST: deep if parent == WEST else 0}
    for number, used in sums.items():
        assert limits.used_by(tx, "domain", [number], ["network"]).get((number, "network"), 0) == used
