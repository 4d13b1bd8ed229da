"""Runs one case: the saga with its fault, on as many nodes as it takes, until it has ended; then the saga's own checkers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Protocol

from sqlalchemy import select, update

from manager.model.db import Tx
from manager.model.tables.work import debt, lock, node, saga, saga_key
from manager.model.work.saga import LIVE
from manager.saga import start
from manager.saga.debts import cancel_debts, pay_debts
from manager.saga.define import Saga
from manager.saga.timing import Timing
from manager.saga.worker import Worker
from manager.services import AgentFailure, Agents, Services
from tests.sagas.harness.cases import Case
from tests.sagas.harness.faults import Crash, Faults, FaultyAgents, FaultyDatabase, FaultyImages

QUICK = Timing(lease=600, renew=200, poll=0.01, first_retry=0.005, last_retry=0.02, unreachable_grace=0.03, undo_attempts=5)
LIMIT = 60.0


class World(Protocol):
    """What a saga's test supplies: a fresh one for each case."""

    db: FaultyDatabase
    agents: Agents            # hosts that honour fences
    params: Any

    def before(self, *, hosts: bool) -> None:
        """Asserts that all is as before the saga; `hosts` false: but for what is on hosts, which were fenced."""

    def after(self) -> None:
        """Asserts that all is as after success."""


def play(case: Case, kind: Saga[Any], world: World) -> bool:
    """Runs the case; AssertionError when the saga does not end as it must. False when its fault was never met (a step that sent nothing)."""
    one = _Play(case, kind, world)
    asyncio.run(one.run())
    return one.faults.met


def run_once(kind: Saga[Any], world: World) -> str:
    """Runs the saga without a fault; its end state."""
    play_ = _Play(Case("none", 0, "", ""), kind, world)
    asyncio.run(play_.run(check=False))
    return play_.state


class _Play:
    def __init__(self, case: Case, kind: Saga[Any], world: World) -> None:
        self.case, self.kind, self.world, self.db = case, kind, world, world.db
        self.state = ""
        self.workers: list[Worker] = []

    async def run(self, *, check: bool = True) -> None:
        asyncio.get_running_loop().set_exception_handler(_quiet)
        self.faults = self.db.faults = Faults(self.case, self.kind.plan(self.world.params), asyncio.get_running_loop())
        agents = FaultyAgents(self.world.agents, self.faults)
        images = FaultyImages(self.world.images, agents) if hasattr(self.world, "images") else None
        self.services = Services(
            agents, images, getattr(self.world, "secrets", None),  # type: ignore[arg-type]
            lambda fn: self.db.run(fn, writing=False), self.db.run)
        try:
            async with asyncio.timeout(LIMIT):
                await self._to_the_end()
                self.state = await self.db.run(self._state, writing=False)
                if check:
                    await self._check()
        finally:
            for worker in self.workers:
                worker.kill()
            self.db.faults = None

    async def _to_the_end(self) -> None:
        worker = await self._node()
        self.id = (await self.db.run(lambda tx: start(tx, self.kind, self.world.params))).id
        async with _waiting(self._over(), self.faults.crashed.wait(), self.faults.reached.wait()) as (over, crashed, reached):
            await asyncio.wait((over, crashed, reached), return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                return
            if crashed.done():
                worker.kill()
        await self._node()
        await self._over()
        self.faults.resume.set()     # the stale node goes on, after everything is over
        await asyncio.sleep(0.02)

    async def _node(self) -> Worker:
        """A new node; those before it are as good as dead."""
        await self.db.run(_expire)
        worker = Worker(self.db, self.services, f"n{len(self.workers)}", in_service=self.faults.in_service, timing=QUICK)
        worker.hook = self.faults.hook
        self.workers.append(worker)
        await worker.start()
        return worker

    async def _over(self) -> None:
        """All sagas have ended, those that were joined as well."""
        live = select(saga.c.id).where(saga.c.state.in_(LIVE)).limit(1)
        while await self.db.run(lambda tx: tx.first(live), writing=False):  # noqa: ASYNC110 - the nodes may be dead: only rows tell
            await asyncio.sleep(0.005)

    def _state(self, tx: Tx) -> str:
        return str(tx.scalar(select(saga.c.state).where(saga.c.id == self.id)))

    async def _check(self) -> None:
        for (send,) in self.faults.late:
            with contextlib.suppress(AgentFailure):
                await send()
        if self.faults.met or self.case.fault == "none":
            assert self.state == self.case.ends, f"ended {self.state}"
        else:
            assert self.state in ("done", "failed"), f"ended {self.state}"
        await self.db.run(_no_locks, writing=False)
        await self._debts()
        if self.state == "done":
            self.world.after()
        else:
            self.world.before(hosts=self.case.fault != "dead-host-fenced")

    async def _debts(self) -> None:
        """A dead host came back, and pays; or it was fenced, and nobody does."""
        self.faults.dead = False
        for host_id in await self.db.run(_debtors, writing=False):
            assert "dead-host" in self.case.fault, "a debt, though every host answers"
            if self.case.fault == "dead-host-fenced":
                await self.db.run(lambda tx, host_id=host_id: cancel_debts(tx, host_id))  # type: ignore[misc]
            else:
                assert await pay_debts(self.services, host_id)
        left = await self.db.run(lambda tx: tx.rows(select(saga.c.id).where(saga.c.owed)), writing=False)
        assert not left, "sagas are still owed something"


def _expire(tx: Tx) -> None:
    tx.execute(update(node).values(lease_until=0))


def _debtors(tx: Tx) -> list[int]:
    return sorted({row.host_id for row in tx.rows(select(debt.c.host_id))})


def _no_locks(tx: Tx) -> None:
    assert not tx.rows(select(lock).where(lock.c.saga_id.is_not(None))), "a lock is still held"
    assert not tx.rows(select(saga_key)), "a saga still wants a lock"


def _quiet(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)


@contextlib.asynccontextmanager
async def _waiting(*jobs: Any) -> AsyncIterator[list[asyncio.Task[Any]]]:
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()

