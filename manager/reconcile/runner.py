"""Runs this node's share of the reconcilers."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Mapping

from common import clock
from manager import settings
from manager.model.db import Database, Tx, is_transient
from manager.model.work import leases
from manager.model.work.leases import LeaseRow
from manager.reconcile.declare import RECONCILERS, Reconciler, listeners
from manager.saga.node import NodeLease
from manager.services import Services

log = logging.getLogger(__name__)


class Runner:
    """One per process. `lease`: seconds that a running reconciler is this node's without a sign of life; `poll`: between looks."""

    def __init__(
        self, db: Database, services: Services, node: NodeLease, reconcilers: Mapping[str, Reconciler] | None = None, *,
        lease: float = 30, poll: float = 1,
    ) -> None:
        self.db = db
        self.services = services
        self.node = node
        self.reconcilers = dict(RECONCILERS if reconcilers is None else reconcilers)
        self._lease = lease
        self._poll = poll
        self._running: dict[str, asyncio.Task[None]] = {}
        self._side: list[asyncio.Task[None]] = []
        self._signalled: set[str] = set()
        self._wake = asyncio.Event()
        self._local: dict[str, asyncio.Event] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begins to look for what is due. The node must be registered."""
        self._loop = asyncio.get_running_loop()
        shared = [r.name for r in self.reconcilers.values() if not r.node_local]
        await self.db.run(lambda tx: leases.ensure(tx, shared))
        listeners[self.db.engine] = self.signal
        self._side.append(asyncio.create_task(self._watch()))
        for rec in self.reconcilers.values():
            if rec.node_local:
                self._local[rec.name] = asyncio.Event()
                self._side.append(asyncio.create_task(self._stay(rec)))

    async def stop(self) -> None:
        """Cancels what runs and gives its leases back."""
        listeners.pop(self.db.engine, None)
        tasks = [*self._side, *self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def signal(self, name: str) -> None:
        """The reconciler is due now; called on any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._note, name)

    def _note(self, name: str) -> None:
        if name in self._local:
            self._local[name].set()
        else:
            self._signalled.add(name)
            self._wake.set()

    async def _watch(self) -> None:
        while True:
            names, self._signalled = self._signalled, set()
            self._wake.clear()
            try:
                await self.db.run(lambda tx, names=names: leases.signal(tx, names)) if names else None  # type: ignore[misc]
                due = await self.db.look(leases.due)
            except Exception as error:
                if not is_transient(error):
                    log.exception("looking for due reconcilers failed")
                self._signalled |= names
                due = []
            for row in due:
                if row.name in self.reconcilers and row.name not in self._running and self.node.held:
                    self._running[row.name] = asyncio.create_task(self._hold(self.reconcilers[row.name], row))
            await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._poll):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _hold(self, rec: Reconciler, row: LeaseRow) -> None:
        """Takes the lease, runs the reconciler beside its renewals, gives the lease back. A lost lease cancels the run."""
        take, for_us = row.take + 1, int(self._lease * 1e6)
        try:
            if not await self.db.run(lambda tx: leases.take(tx, row, self.node.id, for_us)):
                return
            error: str | None = "cancelled"
            work = asyncio.create_task(self._once(rec))
            renewal = asyncio.create_task(self._renew(rec.name, take, for_us, work))
            try:
                error = await work
            finally:
                renewal.cancel()
                work.cancel()
                await self.db.run(functools.partial(_done, rec=rec, take=take, error=error))
        except Exception as failure:
            if not is_transient(failure):
                log.exception("reconciler %s: its lease", rec.name)
        finally:
            self._running.pop(rec.name, None)

    async def _once(self, rec: Reconciler) -> str | None:
        """One run; what went wrong, for the row."""
        try:
            async with asyncio.timeout(rec.limit.total_seconds()):
                await rec.run(self.services)
        except Exception as error:
            if not is_transient(error):
                log.exception("reconciler %s failed", rec.name)
            return f"{type(error).__name__}: {error}"
        return None

    async def _renew(self, name: str, take: int, for_us: int, work: asyncio.Task[str | None]) -> None:
        until = clock.monotonic() + self._lease
        while clock.monotonic() < until:
            await clock.nap(self._lease / 3)
            begun = clock.monotonic()
            try:
                if not await self.db.run(functools.partial(leases.renew, name=name, take=take, for_us=for_us)):
                    break
                until = begun + self._lease
            except Exception as error:
                if not is_transient(error):
                    log.exception("reconciler %s cannot renew its lease", name)
        log.warning("reconciler %s lost its lease", name)
        work.cancel()

    async def _stay(self, rec: Reconciler) -> None:
        """A reconciler that every node runs: its own timer, no lease."""
        while True:
            self._local[rec.name].clear()
            await self._once(rec)
            try:
                async with asyncio.timeout(rec.every.total_seconds()):
                    await self._local[rec.name].wait()
            except TimeoutError:
                continue


def _done(tx: Tx, rec: Reconciler, take: int, error: str | None) -> None:
    """Gives the lease back until it is due again."""
    seconds = rec.every.total_seconds() if rec.setting is None else float(settings.get(tx, rec.setting)) * rec.unit
    leases.done(tx, name=rec.name, take=take, every_us=int(seconds * 1e6), error=error)
