"""How sagas end: results, events, deadlines, being stuck, what operators do about it."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from sqlalchemy import select, update

from manager.model.tables.work import alert, event, node, saga
from manager.model.work import events, locks
from manager.saga import JobInfo, SagaFailure, Wait, operate, start
from manager.saga.define import REGISTRY
from manager.services import AgentFailure, Unreachable
from tests.sagas import toy_parts as parts
from tests.sagas.harness.cluster import begin, finish, workers
from tests.sagas.harness.every import FencedHosts, fresh
from tests.sagas.toy_parts import HASTY, WORK, Job


@pytest.fixture(autouse=True)
def _clean() -> None:
    parts.reset()


def job(db: object, name: str = "deploying VM x") -> JobInfo:
    """An async job with its first event."""
    event_id = db.write(lambda tx: events.write(  # type: ignore[attr-defined]
        tx, "VM.CREATE", name, account_id=2, domain_id=1, user_id=3, state="Scheduled", resource_type="VirtualMachine", resource_uuid="u"))
    return JobInfo(command="deployVirtualMachine", account_id=2, domain_id=1, event_id=event_id, instance_uuid="u")


def test_success_stores_the_result_and_completes_the_event(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        info = job(db)
        async with workers(db, FencedHosts(), render=lambda tx, row: msgspec.json.encode({"id": row.job.instance_uuid}).decode()) as [worker]:
            ended = await finish(worker, WORK, Job(["vm:1"], "x"), info)
        assert ended.state == "done"
        row = db.read(lambda tx: tx.one(select(saga)))
        assert (row.result, row.percent, row.error_code, row.is_job) == ('{"id":"u"}', 100, None, True)
        first, last = db.read(lambda tx: tx.rows(select(event).order_by(event.c.id)))
        assert (last.state, last.level, last.parent_id, last.type) == ("Completed", "INFO", first.id, "VM.CREATE")
        assert (last.description, last.account_id, last.resource_uuid) == ("Successfully completed deploying VM x", 2, "u")
    asyncio.run(run())


def test_a_result_that_cannot_be_rendered_does_not_undo_the_work(db_url: str) -> None:
    async def run() -> None:
        def broken(tx: object, row: object) -> str:
            raise ValueError("no view")
        async with workers(fresh(db_url), FencedHosts(), render=broken) as [worker]:
            assert (await finish(worker, WORK, Job(["vm:1"], "x"), JobInfo())).state == "done"
    asyncio.run(run())


def test_failure_keeps_the_users_reason(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts()) as [worker]:
            ended = await finish(worker, WORK, Job(["vm:1"], "x", fail="no capacity"), job(db))
        assert (ended.state, ended.error_code, ended.error_text) == ("failed", 533, "no capacity")
        assert parts.record == ["enter x", "work x", "unwork x", "leave x"]
        last = db.read(lambda tx: tx.rows(select(event).order_by(event.c.id)))[-1]
        assert (last.level, last.description) == ("ERROR", "Error while deploying VM x: no capacity")
    asyncio.run(run())


def test_an_unexpected_error_says_where_and_hides_its_text(db_url: str) -> None:
    async def run() -> None:
        async def boom(ctx: parts.C) -> None:
            raise RuntimeError("password=hunter2")
        parts.act["work"] = boom
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            ended = await finish(worker, WORK, Job(["vm:1"], "x"))
        assert ended.error_code == 530
        assert "step work of toy.work" in (ended.error_text or "")
        assert "hunter2" not in (ended.error_text or "")
    asyncio.run(run())


@pytest.mark.parametrize("error", [Wait(0.01), Unreachable(3, "host 3 does not answer"), None])
def test_the_deadline_ends_waiting_silence_and_hanging(db_url: str, error: Exception | None) -> None:
    async def run() -> None:
        async def slow(ctx: parts.C) -> None:
            if error is None:
                await asyncio.sleep(30)
            else:
                raise error
        parts.act["work"] = slow
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            ended = await finish(worker, HASTY, Job(["vm:1"], "x"), seconds=5)
        assert (ended.state, ended.error_code) == ("failed", 530)
        assert "gave up in step work" in (ended.error_text or "")
        assert parts.record[-2:] == ["unwork x", "leave x"]
    asyncio.run(run())


def test_the_deadline_does_not_run_while_queued(db_url: str) -> None:
    async def run() -> None:
        parts.gate["first"] = asyncio.Event()
        async with workers(fresh(db_url), FencedHosts()) as [worker]:
            first = await begin(worker, WORK, Job(["vm:1"], "first"))
            hasty = await begin(worker, HASTY, Job(["vm:1"], "hasty"))
            assert await worker.wait(hasty.id, 0.5) is None
            parts.gate["first"].set()
            assert (await worker.wait(hasty.id, 5)).state == "done"
            assert (await worker.wait(first.id, 5)).state == "done"
    asyncio.run(run())


def stuck(db_url: str, then: str) -> None:
    """An undo that fails again and again; `then` is what the operator does."""
    async def run() -> None:
        db, broken = fresh(db_url), [True]

        async def never(ctx: parts.C) -> None:
            if broken[0]:
                raise AgentFailure("IN_USE", "the disk is in use")
        parts.act["unwork"] = never
        async with workers(db, FencedHosts(), last_retry=0.01) as [worker]:
            started = await begin(worker, WORK, Job(["vm:1"], "x", fail="boom"), job(db))
            ended = await worker.wait(started.id, 10)
            assert (ended.state, ended.error_text) == ("stuck", "boom")
            assert parts.record.count("unwork x") == 5
            shown = db.read(lambda tx: operate.show_saga(tx, started.uuid))
            assert shown.saga.step == "work"
            assert shown.keys == ["vm:1"]
            assert shown.saga.progress == "undo of work failed: the disk is in use"
            assert [s["state"] for s in shown.steps] == ["done", "undoing", "not run"]
            assert started.uuid in db.read(lambda tx: tx.one(select(alert))).subject
            waiting = await begin(worker, WORK, Job(["vm:1"], "next"))
            assert await worker.wait(waiting.id, 0.1) is None
            broken[0] = False
            if then == "retry":
                db.write(lambda tx: operate.retry_saga(tx, started.uuid))
            else:
                db.write(lambda tx: operate.abandon_saga(tx, started.uuid, then))  # type: ignore[arg-type]
            assert (await worker.wait(waiting.id, 10)).state == "done"
        [row] = db.read(lambda tx: operate.list_sagas(tx, ["done", "failed"]))[1:]
        assert row.state == {"retry": "failed", "before": "failed", "after": "done"}[then]
        assert ("leave x" in parts.record) == (then == "retry")
        with pytest.raises(ValueError, match="only a stuck saga"):
            db.write(lambda tx: operate.retry_saga(tx, started.uuid))
    asyncio.run(run())


def test_a_stuck_saga_keeps_its_locks_until_it_is_retried(db_url: str) -> None:
    stuck(db_url, "retry")


def test_a_stuck_saga_is_abandoned_as_before(db_url: str) -> None:
    stuck(db_url, "before")


def test_a_stuck_saga_is_abandoned_as_after(db_url: str) -> None:
    stuck(db_url, "after")


def test_a_tx_undo_that_fails_is_stuck_too_and_what_came_after_it_stays_undone(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)

        def never(ctx: parts.C) -> None:
            raise SagaFailure(530, "row is gone")
        parts.act["leave"] = never
        async with workers(db, FencedHosts(), last_retry=0.01) as [worker]:
            started = await begin(worker, WORK, Job(["vm:1"], "x", fail="boom"))
            assert (await worker.wait(started.id, 10)).state == "stuck"
            assert parts.record.count("unwork x") == 1
            parts.act.clear()
            db.write(lambda tx: operate.retry_saga(tx, started.uuid))
            while db.read(lambda tx: operate.list_sagas(tx)):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert db.read(lambda tx: tx.one(select(saga))).state == "failed"
    asyncio.run(run())


def test_a_node_takes_only_the_versions_it_has(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        async with workers(db, FencedHosts()) as [worker]:
            def unknown(tx: object) -> int:
                made = start(tx, WORK, Job(["vm:1"], "x"))  # type: ignore[arg-type]
                tx.callbacks.clear()  # type: ignore[attr-defined]
                tx.execute(update(saga).values(version=99, wake_at=0))  # type: ignore[attr-defined]
                return made.id
            saga_id = await db.run(unknown)
            assert await worker.wait(saga_id, 0.2) is None
            assert (await finish(worker, WORK, Job(["vm:2"], "y"))).state == "done"
        assert ("toy.work", 99) not in REGISTRY
        assert db.read(lambda tx: tx.one(select(saga).where(saga.c.id == saga_id))).state == "queued"
    asyncio.run(run())


def test_draining_gives_sagas_back_at_their_next_commit(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        parts.gate["x"] = asyncio.Event()
        async with workers(db, FencedHosts(), 1) as [first]:
            started = await begin(first, WORK, Job(["vm:1"], "x"))
            while "work x" not in parts.record:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            leaving = asyncio.create_task(first.drain(10))
            await asyncio.sleep(0.05)
            assert not leaving.done()
            parts.gate["x"].set()
            await leaving
            row = db.read(lambda tx: tx.one(select(node)))
            assert (row.state, row.lease_until) == ("Left", 0)
            async with workers(db, FencedHosts(), 1) as [second]:
                assert (await second.wait(started.id, 5)).state == "done"
        assert parts.record.count("enter x") == 1
    asyncio.run(run())


def test_adopting_an_epoch_outranks_every_fence_given_before(db_url: str) -> None:
    async def run() -> None:
        db = fresh(db_url)
        seen: list[tuple[int, int]] = []

        async def look(ctx: parts.C) -> None:
            fence = ctx.fence()
            seen.append((fence.epoch, fence.fence))
        parts.act["work"] = look
        async with workers(db, FencedHosts()) as [worker]:
            await finish(worker, WORK, Job(["vm:1"], "x"))
            assert db.write(locks.adopt_epoch) == 1
            await finish(worker, WORK, Job(["vm:1"], "y"))
        assert seen == [(0, 1), (1, 2)]
    asyncio.run(run())
