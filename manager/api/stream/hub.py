"""All listeners of one process share one look at the database a second; without listeners nothing is read."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from common import clock
from manager.api.execute import Api
from manager.api.stream import look
from manager.api.stream.client import Client, message
from manager.api.stream.look import Look, Place
from manager.api.stream.view import View
from manager.model.clock import SECOND
from manager.model.db import is_transient
from manager.model.work.saga import LIVE
from manager.model.work.stream import WINDOW, Change, JobChange

log = logging.getLogger(__name__)

PERIOD_S = 1.0
HISTORY = 120 * SECOND   # how long a client may be away and go on where it was, on any node
BEAT = 15                # looks between signs of life
STUCK = 60               # looks after which a connection that takes nothing is given up
KEPT = 5000              # changes of the past


class Full(Exception):
    """No further stream: `status` 429 or 503, and a sentence."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass
class Hub:
    """`most` streams in this process, `most_of_user` of one user."""

    api: Api
    most: int = 2000
    most_of_user: int = 20
    clients: dict[Client, View] = field(default_factory=dict)
    _past: deque[tuple[int, Change | JobChange]] = field(default_factory=lambda: deque(maxlen=KEPT))
    _known: dict[tuple[str, int, int, str], int] = field(default_factory=dict)   # key → its time
    _jobs: dict[int, JobChange] = field(default_factory=dict)
    _place: Place | None = None
    _now: int = 0
    _floor: int = 0
    _looks: int = 0
    _task: asyncio.Task[None] | None = None
    _began: asyncio.Lock = field(default_factory=asyncio.Lock)
    _drained: bool = False
    _joining: int = 0

    @property
    def cursor(self) -> int:
        """Whoever has heard all until here has missed nothing that is older."""
        return self._now - WINDOW

    def room(self, user_id: int) -> None:
        """Raises Full."""
        if self._drained:
            raise Full(503, "This management server is shutting down; connect again")
        if len(self.clients) >= self.most:
            raise Full(503, f"This management server serves {self.most} event streams and no more; it may be asked by polling")
        if Counter(client.user_id for client in self.clients)[user_id] >= self.most_of_user:
            raise Full(429, f"This user has {self.most_of_user} event streams open already; close a page")

    async def join(self, client: Client, last: int | None) -> None:
        """The client gets `hello` with its jobs that run, what it missed since `last`, and from then on what happens. Raises Full."""
        self.room(client.user_id)
        self._joining += 1   # keeps the looks going meanwhile
        try:
            async with self._began:
                if self._task is None or self._task.done():
                    self._begin(await self.api.db.look(lambda tx: look.first(tx, HISTORY)))
                    self._task = asyncio.create_task(self._run(), name="event stream")
            found = await self.api.db.look(lambda tx: look.views(tx, self.api.access, [client]))
        finally:
            self._joining -= 1
        self.room(client.user_id)
        view = found.get(client)
        if view is None:
            client.end("session", "The session has ended")
            return
        client.put(b"retry: 2000\n" + message("hello", {"jobs": [
            shown(job) for job in self._jobs.values() if job.state in LIVE and view.sees_job(job)][-200:]}, self.cursor))
        if last is not None:
            client.put(self._missed(view, last))
        self.clients[client] = view

    def leave(self, client: Client) -> None:
        """The connection is gone."""
        self.clients.pop(client, None)

    async def drain(self) -> None:
        """Sends every client away, to another node."""
        self._drained = True
        for client in self.clients:
            client.end("drain", "This management server is shutting down")
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _missed(self, view: View, last: int) -> bytes:
        if not self._floor <= last <= self._now:
            return message("reset", {"reason": "too much has happened meanwhile"}, self.cursor)
        return b"".join(_told(view, one) for at, one in self._past if at > last)

    def _begin(self, found: Look) -> None:
        self._past.clear()
        self._known.clear()
        self._jobs.clear()
        self._floor = found.floor
        self._take(found)

    async def _run(self) -> None:
        """Until nobody listens any more."""
        while self.clients or self._joining or self._looks < BEAT:
            await clock.nap(PERIOD_S)
            self._looks += 1
            try:
                await self._look()
            except Exception as error:
                if not is_transient(error):
                    log.exception("event stream")  # whatever it is, the listeners stay, and the next look may go well
                else:
                    log.debug("event stream: %s", error)
            self._beat()
        self._looks = 0

    async def _look(self) -> None:
        clients, place = list(self.clients), self._place
        assert place is not None
        events = {key[1] for key in self._known if key[0] == "event"}
        found = await self.api.db.look(lambda tx: look.again(tx, self.api.access, place, events, self._known, clients))
        for client in clients:
            if client not in self.clients:
                continue
            if client in found.views:
                self.clients[client] = found.views[client]
            else:
                client.end("session", "The session has ended")
                self.leave(client)
        fresh = self._take(found)
        if fresh:
            self._tell(fresh)

    def _take(self, found: Look) -> list[Change | JobChange]:
        """Notes what is new, and from where to look next."""
        fresh: list[Change | JobChange] = []
        for change in found.changes:
            if change.key not in self._known:
                self._known[change.key] = change.at
                self._past.append((change.at, change))
                fresh.append(change)
        for job in found.jobs:
            if self._jobs.get(job.id) != job:
                self._jobs[job.id] = job
                fresh.append(job)
                if job.ended is not None:
                    self._past.append((job.ended, job))
        self._now = max(self._now, found.now)
        since = self.cursor
        base = max((key[1] for key, at in self._known.items() if key[0] == "event" and at < since), default=found.base)
        self._place = Place(max(base, found.base), since)
        self._known = {key: at for key, at in self._known.items() if (key[1] > base if key[0] == "event" else at >= since - WINDOW)}
        self._jobs = {number: job for number, job in self._jobs.items() if job.ended is None or job.ended >= since - WINDOW}
        self._floor = max(self._floor, self._now - HISTORY, self._past[0][0] if len(self._past) == KEPT else 0)
        while self._past and self._past[0][0] < self._floor:
            self._past.popleft()
        return fresh

    def _tell(self, fresh: list[Change | JobChange]) -> None:
        """The same bytes for all who see the same."""
        place = message("at", {}, self.cursor)
        made: dict[int, bytes] = {}
        for client, view in self.clients.items():
            if id(view) not in made:
                made[id(view)] = b"".join(_told(view, one) for one in fresh)
            if made[id(view)]:
                client.put(made[id(view)] + place)

    def _beat(self) -> None:
        for client in list(self.clients):
            client.stuck += client.waiting
            if client.stuck > STUCK:
                client.dropped.set()
                self.leave(client)
            elif self._looks % BEAT == 0:
                client.put(b": alive\n" + message("at", {}, self.cursor))


def _told(view: View, one: Change | JobChange) -> bytes:
    if isinstance(one, JobChange):
        return message("job", shown(one)) if view.sees_job(one) else b""
    return message("change", _change(one)) if view.sees(one) else b""


def _change(change: Change) -> dict[str, Any]:
    values = {"type": change.type, "id": change.uuid, "action": change.action, "state": change.state, "level": change.level}
    return {name: value for name, value in values.items() if value is not None}


def shown(job: JobChange) -> dict[str, Any]:
    """A job as pages have it: status as in queryAsyncJobResult, 0 runs, 1 has succeeded, 2 has failed."""
    status = 1 if job.state == "done" else 2 if job.state in ("failed", "stuck") else 0
    values: dict[str, Any] = {
        "id": job.uuid, "cmd": job.command, "status": status, "progress": job.percent if status == 0 else 100,
        "text": (job.progress if status == 0 else job.error_text if status == 2 else None), "code": job.error_code if status == 2 else None,
        "type": job.instance_type, "object": job.instance_uuid, "user": job.user_uuid, "account": job.account_name,
        "created": job.created // 1000, "ended": job.ended // 1000 if job.ended is not None else None}
    return {name: value for name, value in values.items() if value is not None}
