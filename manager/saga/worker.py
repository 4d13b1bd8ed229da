"""Runs this node's sagas: takes them, drives each as one task, wakes those that wait."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from common import clock
from common.logging import bind
from manager.model.db import Database, Tx, is_transient
from manager.model.guest import ready
from manager.model.work import nodes
from manager.model.work.locks import KeyBusy
from manager.model.work.saga import LIVE, SagaRow
from manager.saga.define import REGISTRY
from manager.saga.endings import Ended, Endings
from manager.saga.forward import forward
from manager.saga.node import NodeLease
from manager.saga.run import Draining, LostLease, Run
from manager.saga.start import on_start
from manager.saga.timing import Timing
from manager.saga.unwind import unwind
from manager.saga.waiting import Waiting
from manager.services import Services

T = TypeVar("T")
log = logging.getLogger(__name__)


class Worker:
    """One per process. `render` gives the stored result of a job that succeeded, inside the ending transaction; `in_service` says
    whether a host that does not answer is worth waiting for; `slots` bounds the sagas that act at one time (those that wait do not count).

    `alone`: this is the only process on the database (embedded), so sagas of earlier ones may be taken at once.
    """

    def __init__(
        self, db: Database, services: Services, node: str, render: Callable[[Tx, SagaRow], str | None] | None = None, *,
        in_service: Callable[[Tx, int], bool] | None = None, slots: int = 256, alone: bool = False, address: str = "", version: str = "",
        timing: Timing | None = None,
    ) -> None:
        self.db = db
        self.services = services
        self.render = render
        self.in_service = in_service
        self.timing = timing or Timing()
        self.node = NodeLease(db, node, address=address, version=version, alone=alone, timing=self.timing)
        self.endings = Endings(db, self.timing.poll, lambda saga_id: saga_id in self._tasks or saga_id in self._waiting)
        self.leaving = asyncio.Event()
        self.hook: Callable[[str, str, int], None] = _no_hook   # tests: (before|after|undo|undone, step, seq)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[Any]] = set()
        self._waiting = Waiting()
        self._broken: set[int] = set()
        self._slots = asyncio.Semaphore(slots)
        self._most = slots
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poked: deque[SagaRow] = deque()

    @property
    def draining(self) -> bool:
        """Whether the node is leaving: no saga goes further than its next commit."""
        return self.leaving.is_set()

    async def start(self) -> None:
        """Registers the node and begins to take sagas."""
        self._ready, self._orphaned = ready.statements(REGISTRY)
        await self.node.start()
        self._loop = asyncio.get_running_loop()
        on_start(self.db.engine, self.poke)
        self.spawn(self._every(self.timing.poll, self._take_ready))
        self.spawn(self._every(self.timing.renew, self._take_orphans))

    async def run(self) -> None:
        """`start`, then returns when drained."""
        await self.start()
        await self.leaving.wait()

    async def wait(self, saga_id: int, seconds: float | None = None) -> Ended | None:
        """How a saga ended, whichever node ran it; None when it has not within `seconds`. Holds no thread and no connection."""
        return await self.endings.wait(saga_id, seconds)

    async def drain(self, seconds: float = 30) -> None:
        """Takes nothing more, lets running steps reach their next commit, gives everything back and leaves. After `seconds`: as a crash."""
        self.leaving.set()
        on_start(self.db.engine, None)
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)
        self.kill()
        await self.node.stop()

    def kill(self) -> None:
        """Stops at once, as a crash would: nothing is given back. For tests, and for the end of `drain`."""
        self.leaving.set()
        on_start(self.db.engine, None)
        self.node.kill()
        self.endings.kill()
        for task in (*self._tasks.values(), *self._others):
            task.cancel()

    def poke(self, row: SagaRow) -> None:
        """A saga was committed by this process; called on any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._launch, row)

    # ---- for runs

    def spawn(self, job: Coroutine[Any, Any, Any]) -> None:
        """Runs a side task of this worker."""
        task = asyncio.get_running_loop().create_task(job)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def idle(self, waiting: Awaitable[T]) -> T | None:
        """Awaits without a slot. None when a time limit within `waiting` passed; Draining when the node leaves."""
        self._slots.release()
        job = asyncio.ensure_future(waiting)
        leave = asyncio.ensure_future(self.leaving.wait())
        try:
            await asyncio.wait((job, leave), return_when=asyncio.FIRST_COMPLETED)
            if self.draining:
                raise Draining
            return await job
        except TimeoutError:
            return None
        finally:
            for task in (job, leave):
                task.cancel()
            await self._slots.acquire()

    def taken(self, saga_id: int) -> None:
        """The saga no longer waits for its keys."""
        self._waiting.remove(saga_id)

    def ended(self, row: SagaRow, keys: list[str]) -> None:
        """The saga ended: those that wait for it, or for its keys, go on."""
        self.endings.resolve(row.id, Ended(row.state, row.error_code, row.error_text))
        if row.state != "stuck":
            for waiting in self._waiting.next(keys):
                self._launch(waiting)

    # ---- taking

    def _launch(self, row: SagaRow) -> None:
        if self.draining or (row.kind, row.version) not in REGISTRY or row.id in self._broken:
            return
        if row.id in self._tasks:
            self._waiting.again(row.id)
            return
        task = asyncio.get_running_loop().create_task(self._drive(row))
        self._tasks[row.id] = task

    async def _drive(self, row: SagaRow) -> None:
        bind(job=row.uuid, **({"request": row.job.request_id} if row.job is not None and row.job.request_id else {}))
        try:
            waits = await self._try(row)
        finally:
            self._tasks.pop(row.id, None)
        if not waits:
            self._waiting.remove(row.id)
        elif self._waiting.must_retry(row.id):
            self._launch(row)

    async def _try(self, row: SagaRow) -> bool:
        """Runs a saga as far as it goes here; True when it waits for its keys."""
        run = None
        try:
            async with self._slots:
                if self.draining:
                    return False
                run = Run(self, row)
                self._waiting.add(row, run.keys)
                await self._play(run)
        except KeyBusy:
            return True
        except LostLease:
            log.info("saga %s %s is another node's now", row.kind, row.uuid)
        except Exception:
            log.exception("saga %s %s: the engine failed; it is given back", row.kind, row.uuid)
            if run is None:
                self._broken.add(row.id)  # its params cannot be read: an operator must look, once is enough in the log
            else:
                await self._give_back(run)
        except asyncio.CancelledError:
            raise
        except BaseException:  # a test's crash, or the interpreter's end: the node dies here
            self.kill()
            raise
        return False

    async def _play(self, run: Run) -> None:
        try:
            if run.row.state != "queued":
                await run.retake()
            if run.row.state == "unwinding":
                await unwind(run)
                return
            try:
                await forward(run)
            except (LostLease, Draining, KeyBusy):
                raise
            except Exception as error:
                entry = run.plan[_blame(run)] if run.plan else None
                await unwind(run, *run.reason(error, entry))
        except Draining:
            await self._give_back(run)

    async def _give_back(self, run: Run) -> None:
        try:
            await run.release()
        except Exception as error:
            if not is_transient(error):
                raise

    async def _take_ready(self) -> None:
        free = self._most - len(self._tasks)
        if free > 0 and self.node.held:
            for row in await self.db.look(functools.partial(ready.ownerless, statement=self._ready, most=min(free, 64))):
                self._launch(row)

    async def _take_orphans(self) -> None:
        if not self.node.held:
            return
        def fn(tx: Tx) -> list[SagaRow]:
            return ready.orphaned(tx, self._orphaned, nodes.dead(tx), self._most)
        for row in await self.db.run(fn, writing=False):
            if row.node_id != self.node.id and row.state in LIVE:
                self._launch(row)

    async def _every(self, seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        while not self.draining:
            try:
                await job()
            except Exception as error:
                if not is_transient(error):
                    log.exception("looking for sagas failed")
            await clock.nap(seconds)


def _blame(run: Run) -> int:
    return min(run.row.cursor if run.at is None else run.at, len(run.plan) - 1)


def _no_hook(when: str, name: str, seq: int) -> None:
    """Outside tests nothing listens."""
