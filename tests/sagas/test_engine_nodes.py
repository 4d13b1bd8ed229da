"""The database goes away, nodes die, and what a saga costs."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from common import clock
from manager.model.db import Database, Unavailable
from manager.model.tables import metadata
from manager.model.tables.work import debt, lock, node, saga, saga_key, saga_step
from manager.saga import JobInfo, start
from manager.saga.debts import pay_debts
from manager.saga.worker import Worker
from manager.services import AgentFailure, Fence, Unreachable
from tests.sagas import toy_parts as parts
from tests.sagas.harness.cluster import begin, finish, services, workers
from tests.sagas.harness.every import QUICK, FencedHosts, fresh
from tests.sagas.toy import BUILD, Build, ToyWorld, thing
from tests.sagas.toy_parts import WORK, Job


@pytest.fixture(autouse=True)
def _clean() -> None:
    parts.reset()


class AwayDatabase(Database):
    """A database that can be unreachable."""

    away = False

    def _once(self, fn: object, writing: bool) -> object:  # type: ignore[override]
        if self.away:
            raise Unavailable("the database is away")
        return super()._once(fn, writing)  # type: ignore[arg-type]


def test_nothing_fails_while_the_database_is_away(tmp_path: object) -> None:
    async def run() -> None:
        db = AwayDatabase(f"sqlite:///{tmp_path}/away.db")
        metadata.create_all(db.engine)
        parts.gate["x"] = asyncio.Event()
        async with workers(db, FencedHosts(), lease=0.2, renew=0.05) as [worker]:
            started = await begin(worker, WORK, Job(["vm:1"], "x"))
            while "work x" not in parts.record:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            db.away = True
            parts.gate["x"].set()
            assert await worker.wait(started.id, 0.5) is None
            assert not worker.node.held
            db.away = False
            assert (await worker.wait(started.id, 5)).state == "done"
            assert worker.node.lapses >= 1
            assert (await finish(worker, WORK, Job(["vm:1"], "y"))).state == "done"
        assert parts.record == ["enter x", "work x", "publish x", "enter y", "work y", "publish y"]
        db.close()
    asyncio.run(run())


def test_a_node_whose_lease_ran_out_looks_before_it_acts(db_url: str) -> None:
    """It was stopped for longer than its lease (a suspended machine): the saga is another's, and it commands nothing."""
    async def run() -> None:
        db = fresh(db_url)
        parts.gate["x"] = asyncio.Event()
        async with workers(db, FencedHosts(), 2) as [first, second]:
            started = await begin(second, WORK, Job(["vm:1"], "x"))     # started by the node that listens last
            while "work x" not in parts.record:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            db.write(lambda tx: tx.execute(update(node).where(node.c.id == second.node.id).values(lease_until=0)))
            await first._take_orphans()
            while parts.record.count("work x") < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            second.node.lapses += 1
            parts.gate["x"].set()
            assert (await first.wait(started.id, 5)).state == "done"
            await asyncio.sleep(0.05)
        assert parts.record.count("publish x") == 1
    asyncio.run(run())


def test_nodes_are_killed_at_random_and_every_saga_ends_once(db_url: str) -> None:
    async def run() -> None:
        rng, db = random.Random(7), fresh(db_url)
        done: Counter[str] = Counter()

        async def brief(ctx: parts.C) -> None:
            await asyncio.sleep(0.002)
        parts.act["work"] = brief
        async with workers(db, FencedHosts(), 1, lease=0.5, renew=0.1) as nodes:
            started = []
            for i in range(120):
                started.append(await db.run(lambda tx, i=i: start(tx, WORK, Job([f"vm:{i % 40}"], str(i), fail="no" if i % 5 == 0 else ""))))
                if i % 10 == 9:
                    nodes[-1].kill()
                    nodes.append(await _another(db, len(nodes)))
                    await asyncio.sleep(rng.uniform(0, 0.03))
            for one in started:
                ended = await nodes[-1].wait(one.id, 30)
                assert ended is not None
                done[ended.state] += 1
        assert done == {"done": 96, "failed": 24}
        assert not db.read(lambda tx: tx.rows(select(lock).where(lock.c.saga_id.is_not(None))))
        assert not db.read(lambda tx: tx.rows(select(saga_key)))
        count = Counter(r for r in parts.record if r.startswith(("publish", "leave")))
        assert len(count) == 120
    asyncio.run(run())


async def _another(db: Database, number: int) -> Worker:
    worker = Worker(db, services(db, FencedHosts()), f"again-{number}", timing=replace(QUICK, lease=0.5, renew=0.1))
    await worker.start()
    return worker


def test_what_a_saga_costs(db_url: str) -> None:
    """Four calls, one join that is not needed, four Tx in two groups: 6 commits and 18 statements beside the steps' own (DESIGN 3: at most
    60 and 12 for a whole deploy)."""
    async def run() -> None:
        world = ToyWorld(db_url)
        async with workers(world.db, world.agents) as [worker]:
            await finish(worker, BUILD, Build("vm", ["a"]))
            world.db.write(lambda tx: tx.execute(update(thing).where(thing.c.name == "vm").values(state="stopped")))
            seen: list[int] = []
            world.db.on_commit = lambda tx: seen.append(tx.statements) if tx.writing else None
            await finish(worker, BUILD, Build("vm", ["a", "b", "c"]), JobInfo())
            world.db.on_commit = None
        own = 1 + 1 + 1 + 3 + 1                                     # claim, room's state, reserve, three notes, publish
        assert len(seen) == 1 + 1 + 3 + 1                           # start; take and first Tx; a, b, c with the notes; boot and the end
        assert sum(seen) - own == 2 + 4 + 2 + 2 + 2 + 3
    asyncio.run(run())


def test_a_saga_that_another_node_ends_is_waited_for(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts(), 2) as [first, second]:
            started = await begin(second, WORK, Job(["vm:1"], "x"))
            assert (await first.wait(started.id, 5)).state == "done"
            assert (await first.wait(started.id, 5)).state == "done"
    asyncio.run(run())


def test_more_sagas_wait_than_there_are_slots(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts(), slots=4) as [worker]:
            ends = await asyncio.gather(*(finish(worker, parts.PARENT, Job([f"vm:{i}"], str(i), join="network:1")) for i in range(40)))
        assert {e.state for e in ends} == {"done"}
    asyncio.run(run())


def test_progress_is_seen_before_the_next_commit(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)

        async def half(ctx: parts.C) -> None:
            await clock.nap(0.02)
            ctx.progress(50, "copying the image")
        parts.act["work"] = half
        parts.gate["x"] = asyncio.Event()
        async with workers(db, FencedHosts(), progress=0.01) as [worker]:
            started = await begin(worker, WORK, Job(["vm:1"], "x"))
            while db.read(lambda tx: tx.one(select(saga))).percent != 50:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            parts.gate["x"].set()
            assert (await worker.wait(started.id, 5)).state == "done"
    asyncio.run(run())


def test_a_host_that_saw_newer_commands_has_paid(db_url: str) -> None:
    """The debtor comes back after a newer saga acted on the same object there: the old undo is refused, and nothing is left to undo."""
    async def run() -> None:
        world = ToyWorld(db_url)
        hosts = world.agents
        async with workers(world.db, hosts, in_service=lambda tx, host_id: False) as [worker]:
            await _owe(worker, hosts)
            [owed] = world.db.read(lambda tx: tx.rows(select(debt)))
            assert world.db.read(lambda tx: tx.one(select(saga).where(saga.c.kind == "toy.build"))).owed
            assert world.db.read(lambda tx: tx.rows(select(saga_step.c.name).where(saga_step.c.state == "owed")))[0].name == "reserve"
            assert world.rows()["host"] == ("up", 1)           # still reserved: the host may still use it
            hosts.seen[3, "vm:vm"] = (owed.epoch, owed.fence + 1, 1)
            assert await pay_debts(worker.services, 3)
        assert world.rows()["host"] == ("up", 0)
        assert not world.db.read(lambda tx: tx.rows(select(debt)))
    asyncio.run(run())


async def _owe(worker: Worker, hosts: FencedHosts) -> None:
    inner, down = hosts.do, [False]

    async def do(host: object, body: object, fence: Fence | None = None, seconds: float = 60) -> object:
        if down[0] or (fence and fence.key == "vm:vm"):
            down[0] = True
            raise Unreachable(3, "host 3 does not answer")
        return await inner(host, body, fence, seconds)  # type: ignore[arg-type]
    hosts.do = do  # type: ignore[method-assign, assignment]
    assert (await finish(worker, BUILD, Build("vm", ["a"]))).state == "failed"
    hosts.do = inner  # type: ignore[method-assign]


def test_a_debt_that_cannot_be_paid_stays_with_its_reason(db_url: str) -> None:
    async def run() -> None:
        world = ToyWorld(db_url)
        async with workers(world.db, world.agents, in_service=lambda tx, host_id: False) as [worker]:
            await _owe(worker, world.agents)
            world.agents.fail = [AgentFailure("IN_USE", "the disk is in use")]
            assert not await pay_debts(worker.services, 3)
            row = world.db.read(lambda tx: tx.one(select(debt)))
            assert (row.attempts, row.last_error) == (1, "AgentFailure: the disk is in use")
            assert await pay_debts(worker.services, 3)
        assert world.rows()["host"] == ("up", 0)
    asyncio.run(run())


def test_rows_hold_no_more_than_the_plan(db_url: str) -> None:
    """A Tx sees the transaction; a Call does not."""
    async def run() -> None:
        seen: list[str] = []

        async def look(ctx: parts.C) -> None:
            try:
                ctx.tx.now()
            except RuntimeError as error:
                seen.append(str(error))
            assert await ctx.read(lambda tx: tx.scalar(select(saga.c.state))) == "running"
        parts.act["work"] = look
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            assert (await finish(worker, WORK, Job(["vm:1"], "x"))).state == "done"
        assert "no transaction" in seen[0]
    asyncio.run(run())



def test_a_stale_node_records_nothing_while_the_new_one_works(db_url: str) -> None:
    """Nothing tells the old node that its lease ran out: the take in its record's guard does."""
    async def run() -> None:
        db, gates = fresh(db_url), [asyncio.Event(), asyncio.Event()]

        async def wait(ctx: parts.C) -> None:
            await gates[parts.record.count("work x") - 1].wait()
        parts.act["work"] = wait
        async with workers(db, FencedHosts(), 2) as [new, old]:
            started = await begin(old, WORK, Job(["vm:1"], "x"))
            while "work x" not in parts.record:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            db.write(lambda tx: tx.execute(update(node).where(node.c.id == old.node.id).values(lease_until=0)))
            await new._take_orphans()
            while parts.record.count("work x") < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            gates[0].set()
            assert await old.wait(started.id, 0.2) is None
            assert db.read(lambda tx: tx.one(select(saga))).state == "running"
            gates[1].set()
            assert (await new.wait(started.id, 5)).state == "done"
        assert db.read(lambda tx: tx.one(select(saga))).node_id == new.node.id
    asyncio.run(run())


def test_a_node_that_was_purged_comes_back(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts(), lease=0.3, renew=0.02) as [worker]:
            db.write(lambda tx: tx.execute(node.delete()))
            while not db.read(lambda tx: tx.rows(select(node).where(node.c.id == worker.node.id))):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert (await finish(worker, WORK, Job(["vm:1"], "x"))).state == "done"
    asyncio.run(run())


def test_a_join_on_ones_own_key_fails_at_once(db_url: str) -> None:
    async def run() -> None:
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            ended = await finish(worker, parts.PARENT, Job(["vm:1"], "a", join="vm:1"))
        assert (ended.state, ended.error_code) == ("failed", 530)
    asyncio.run(run())


def test_params_that_cannot_be_read_are_left_for_an_operator(db_url: str, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts()) as [worker]:
            db.write(lambda tx: tx.insert(saga, uuid="u", kind=WORK.kind, version=1, state="queued", params="{}", wake_at=0))
            await asyncio.sleep(0.1)
            assert (await finish(worker, WORK, Job(["vm:1"], "x"))).state == "done"
        assert db.read(lambda tx: tx.one(select(saga).where(saga.c.uuid == "u"))).state == "queued"
    asyncio.run(run())
    assert len([r for r in caplog.records if "the engine failed" in r.getMessage()]) == 1
