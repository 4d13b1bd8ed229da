"""Locks, order of arrival, joins: who waits for whom."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from manager.model.tables.work import lock, saga
from manager.model.work import locks
from manager.saga import REGISTRY, joins, start, start_or_join
from tests.sagas import toy_parts as parts
from tests.sagas.harness.cluster import begin, finish, workers
from tests.sagas.harness.every import FencedHosts, fresh
from tests.sagas.toy_parts import PARENT, WORK, Job


@pytest.fixture(autouse=True)
def _clean() -> None:
    parts.reset()


def test_twenty_on_one_key_run_one_after_the_other_in_order_of_arrival(db_url: str) -> None:
    async def run() -> None:
        db, running = fresh(db_url), set()

        async def alone(ctx: parts.C) -> None:
            assert not running
            running.add(ctx.params.name)
            await asyncio.sleep(0.001)
            running.discard(ctx.params.name)

        parts.act["work"] = alone
        async with workers(db, FencedHosts()) as [worker]:
            started = [await begin(worker, WORK, Job(["ip:1"], str(i))) for i in range(20)]
            ends = [await worker.wait(s.id, 20) for s in started]
        assert [e and e.state for e in ends] == ["done"] * 20
        assert [r for r in parts.record if r.startswith("work")] == [f"work {i}" for i in range(20)]
        assert db.read(lambda tx: locks.fences(tx, ["ip:1"]))["ip:1"] == (0, 20)
    asyncio.run(run())


def test_nodes_share_a_queue_and_nothing_runs_twice_at_once(db_url: str) -> None:
    async def run() -> None:
        db, running = fresh(db_url), set()

        async def alone(ctx: parts.C) -> None:
            key = ctx.params.keys[0]
            assert key not in running
            running.add(key)
            await asyncio.sleep(0.001)
            running.discard(key)

        parts.act["work"] = alone
        async with workers(db, FencedHosts(), 3) as nodes:
            started = [await begin(nodes[0], WORK, Job([f"k:{i % 7}", f"z:{i % 3}"], str(i))) for i in range(60)]
            db.write(lambda tx: tx.execute(saga.update().where(saga.c.state == "queued").values(wake_at=0)))
            ends = [await nodes[1].wait(s.id, 40) for s in started]
        assert [e and e.state for e in ends] == ["done"] * 60
        assert not db.read(lambda tx: tx.rows(select(lock).where(lock.c.saga_id.is_not(None))))
    asyncio.run(run())


def test_two_parents_share_a_child(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        parts.gate["child of a"] = parts.gate["child of b"] = asyncio.Event()
        async with workers(db, FencedHosts()) as [worker]:
            first = await begin(worker, PARENT, Job(["vm:1"], "a", join="network:1"))
            second = await begin(worker, PARENT, Job(["vm:2"], "b", join="network:1"))
            while len(parts.record) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            parts.gate["child of a"].set()
            assert [(await worker.wait(s.id, 10)).state for s in (first, second)] == ["done", "done"]
        assert len([r for r in parts.record if r.startswith("work child")]) == 1
    asyncio.run(run())


def test_a_parent_fails_with_the_reason_of_what_it_joined(db_url: str) -> None:
    async def run() -> None:
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            ended = await finish(worker, PARENT, Job(["vm:1"], "a", join="network:1", fail="no address is left"))
        assert (ended.state, ended.error_code, ended.error_text) == ("failed", 533, "no address is left")
        assert parts.record[-1] == "leave a"
    asyncio.run(run())


def test_one_that_waits_for_two_keys_does_not_bar_the_way_of_what_frees_one(db_url: str) -> None:
    """A parent holds vm:1 and joins a child that needs network:1, which an earlier saga wants together with vm:1."""
    async def run() -> None:
        db = fresh(db_url)
        parts.gate["a"] = asyncio.Event()
        async with workers(db, FencedHosts()) as [worker]:
            holder = await begin(worker, WORK, Job(["vm:1"], "a"))
            greedy = await begin(worker, WORK, Job(["network:1", "vm:1"], "greedy"))
            other = await begin(worker, WORK, Job(["network:1"], "small"))
            assert (await worker.wait(other.id, 5)).state == "done"
            parts.gate["a"].set()
            assert (await worker.wait(holder.id, 5)).state == "done"
            assert (await worker.wait(greedy.id, 5)).state == "done"
    asyncio.run(run())


def test_a_second_identical_call_joins_the_first(db_url: str) -> None:
    db = fresh(db_url)
    first = db.write(lambda tx: start_or_join(tx, WORK, Job(["host:1"], "x")))
    again = db.write(lambda tx: start_or_join(tx, WORK, Job(["host:1"], "x")))
    other = db.write(lambda tx: start_or_join(tx, WORK, Job(["host:1"], "y")))
    assert first == again
    assert other != first
    assert db.write(lambda tx: start_or_join(tx, WORK, Job(["host:1"], "z"), any_params=True)) == first


def test_a_transaction_that_is_rolled_back_starts_nothing(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts()):
            def fn(tx: object) -> None:
                start(tx, WORK, Job(["vm:1"], "x"))  # type: ignore[arg-type]
                raise ValueError
            with pytest.raises(ValueError):
                await db.run(fn)
            await asyncio.sleep(0.05)
        assert parts.record == []
    asyncio.run(run())


def test_joins_have_no_cycle() -> None:
    """Over every saga there is: importing the kinds is enough to be checked."""
    import importlib
    import pkgutil

    import manager.sagas
    for module in pkgutil.walk_packages(manager.sagas.__path__, "manager.sagas."):
        importlib.import_module(module.name)
    graph = joins()
    done: set[str] = set()

    def visit(kind: str, path: tuple[str, ...]) -> None:
        assert kind not in path, f"these sagas wait for each other: {' > '.join((*path, kind))}"
        if kind not in done:
            for other in graph.get(kind, ()):
                visit(other, (*path, kind))
            done.add(kind)

    for kind in graph:
        visit(kind, ())
    assert {kind for kind, _ in REGISTRY} >= {k for ks in graph.values() for k in ks}
