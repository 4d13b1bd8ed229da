"""Waiting for sagas to end: at once when this node ends them, by a shared poll when another does."""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from common import clock
from manager.model.db import Database, is_transient
from manager.model.work import saga as model

REMEMBERED = 1000
LOCAL_EVERY = 10  # polls: those that run here are asked about only now and then


@dataclass(frozen=True)
class Ended:
    """How a saga ended: done, failed or stuck."""

    state: str
    error_code: int | None = None
    error_text: str | None = None


class Endings:
    """Futures by saga id."""

    def __init__(self, db: Database, poll: float, is_local: Callable[[int], bool]) -> None:
        self._db = db
        self._poll = poll
        self._is_local = is_local
        self._waiters: dict[int, set[asyncio.Future[Ended]]] = {}
        self._recent: OrderedDict[int, Ended] = OrderedDict()
        self._task: asyncio.Task[None] | None = None

    def resolve(self, saga_id: int, ended: Ended) -> None:
        """The saga has ended."""
        if ended.state != "stuck":  # that may change
            self._recent[saga_id] = ended
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        for waiter in self._waiters.pop(saga_id, ()):
            if not waiter.done():
                waiter.set_result(ended)

    async def wait(self, saga_id: int, seconds: float | None) -> Ended | None:
        """How the saga ended; None when it has not within `seconds`."""
        if saga_id in self._recent:
            return self._recent[saga_id]
        waiter: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(saga_id, set()).add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            async with asyncio.timeout(seconds):
                return await waiter
        except TimeoutError:
            return None
        finally:
            waiters = self._waiters.get(saga_id, set())
            waiters.discard(waiter)
            if not waiters:
                self._waiters.pop(saga_id, None)

    def kill(self) -> None:
        """Stops polling."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        turn = 0
        while self._waiters:
            ids = [i for i in self._waiters if turn % LOCAL_EVERY == LOCAL_EVERY - 1 or not self._is_local(i)]
            turn += 1
            if ids:
                try:
                    found = await self._db.look(functools.partial(model.ends, ids=ids))
                except Exception as error:
                    if not is_transient(error):
                        raise
                    found = {}
                for saga_id, end in found.items():
                    self.resolve(saga_id, Ended(*end))
            await clock.nap(self._poll)
