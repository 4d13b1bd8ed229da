"""This process among the nodes of the cloud: its lease covers every saga that it runs."""

from __future__ import annotations

import asyncio
import logging
import os

from common import clock
from common.machine import machine
from manager.model.db import Database, Tx, is_transient
from manager.model.work import nodes
from manager.saga.timing import Timing

log = logging.getLogger(__name__)


class NodeLease:
    """A row of `node`, renewed every few seconds.

    A node that could not renew in time stops acting: `held` is false, and `lapses` tells those who act that they must look whether
    what they hold is still theirs.
    """

    def __init__(self, db: Database, name: str, *, address: str = "", version: str = "", alone: bool = False, timing: Timing) -> None:
        self.db = db
        self.id = 0
        self.lapses = 0
        self._row = (name, address, os.getpid(), version)
        self._alone = alone
        self._timing = timing
        self._until = 0.0
        self._renewed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def held(self) -> bool:
        """Whether no other node can have taken over."""
        return clock.monotonic() < self._until

    async def start(self) -> None:
        """Registers the node; waits while the database is away."""
        while True:
            begun = clock.monotonic()
            try:
                self.id = await self.db.run(lambda tx: nodes.register(tx, *self._row, int(self._timing.lease * 1e6), alone=self._alone,
                                                                     machine=machine()))
            except Exception as error:
                if not is_transient(error):
                    raise
                await clock.nap(self._timing.first_retry)
                continue
            self._until = begun + self._timing.lease
            self._task = asyncio.create_task(self._renew())
            return

    async def until_held(self) -> None:
        """Returns once the lease is (again) held."""
        while not self.held:
            self._renewed.clear()
            await self._renewed.wait()

    async def stop(self) -> None:
        """Gives the lease back: other nodes may take over at once."""
        self.kill()
        await self.db.run(lambda tx: nodes.leave(tx, self.id))

    def kill(self) -> None:
        """Stops renewing, as a crash would."""
        if self._task is not None:
            self._task.cancel()

    async def _renew(self) -> None:
        while True:
            await clock.nap(self._timing.renew)
            begun = clock.monotonic()
            try:
                await self.db.run(self._renew_row, urgent=True)
            except Exception as error:
                if not is_transient(error):
                    log.exception("node %s cannot renew its lease", self.id)
                continue
            if not self.held:
                self.lapses += 1
                log.warning("node %s renewed its lease too late", self.id)
            self._until = begun + self._timing.lease
            self._renewed.set()

    def _renew_row(self, tx: Tx) -> None:
        if not nodes.renew(tx, self.id, int(self._timing.lease * 1e6)):
            nodes.restore(tx, self.id, *self._row, int(self._timing.lease * 1e6), machine())
