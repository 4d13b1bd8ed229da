"""One saga on this node: what forward and backward runs share."""

from __future__ import annotations

import logging
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from common import clock
from manager.model.db import CommitUnknown, Tx, is_transient
from manager.model.work import locks
from manager.model.work import saga as model
from manager.model.work.saga import SagaRow
from manager.saga.ctx import Ctx
from manager.saga.define import REGISTRY, Call, Entry, SagaFailure
from manager.services import AgentFailure

if typing.TYPE_CHECKING:
    from manager.saga.worker import Worker

log = logging.getLogger(__name__)

FAILED = 530  # WIRE 4: internal error, resource unavailable


class LostLease(Exception):
    """Another node has taken the saga: whatever this one still does is refused."""


class Draining(Exception):
    """The node is leaving: the saga is given back at the next commit."""


@dataclass
class Debt:
    """An undo that could not reach its host."""

    seq: int
    host_id: int
    key: str
    object: str


@dataclass
class Moved:
    """What one transaction of a saga did; applied to memory once it is known to be committed."""

    row: SagaRow
    outputs: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    recorded: dict[int, str] = field(default_factory=dict)
    fences: Mapping[str, tuple[int, int]] | None = None
    child: int | None = None
    at: int | None = None                    # the step that ran when the transaction failed

    @property
    def ended(self) -> bool:
        """Whether the saga is over (or stuck)."""
        return self.row.state not in model.LIVE


class Run:
    """State of a taken saga. `commit` is the only way to the database: it rides out database trouble and lost COMMIT answers."""

    def __init__(self, worker: Worker, row: SagaRow) -> None:
        self.worker = worker
        self.row = row
        self.saga = REGISTRY[row.kind, row.version]
        params = msgspec.json.decode(row.params, type=self.saga.params)
        self.plan = self.saga.plan(params)
        self.keys = self.saga.keys(params)
        self.ctx: Ctx[Any] = Ctx(row.id, params, worker.services, self.keys)
        self.ctx.percent, self.ctx.text = row.percent, row.progress
        self.ctx.on_progress = self._progressed
        self.recorded: dict[int, str] = {}                  # seq: done, joined, owed
        self.pending: list[tuple[Entry, bytes]] = []        # a Call that returned; recorded with the next commit
        self.settled: int | None = None                     # the Call that was undone (or is owed) but not yet recorded as such
        self.debts: list[Debt] = []
        self.child: int | None = None                       # the saga that a Join waits for
        self.at: int | None = None                          # the step now running inside a transaction
        self.limit_us = int(self.saga.deadline.total_seconds() * 1e6)
        self.deadline = 0.0                                 # monotonic
        self._lapses = worker.node.lapses
        self._shown = clock.monotonic()

    # ---- the database

    async def commit(self, fn: Callable[[Tx], Moved]) -> Moved:
        """Runs one transaction until it is known to have happened, and takes over what it did.

        Raises LostLease, KeyBusy, and whatever a step inside raises (`self.at` says which).
        """
        doubt: Moved | None = None
        tries = 0
        while True:
            if doubt is None:
                await self.still_mine()
            box: list[Moved] = []
            def once(tx: Tx, doubt: Moved | None = doubt, box: list[Moved] = box) -> Moved:
                box.clear()
                self.at = None
                if doubt is not None and self._happened(tx, doubt.row):
                    return doubt
                box.append(fn(tx))
                return box[0]
            try:
                moved = await self.worker.db.run(once)
            except CommitUnknown:
                doubt = box[0] if box else doubt
            except Exception as error:
                if not is_transient(error):
                    raise
            else:
                self._apply(moved)
                return moved
            tries += 1
            await clock.nap(self.worker.timing.backoff(tries))

    def _happened(self, tx: Tx, meant: SagaRow) -> bool:
        found = model.get(tx, self.row.id, locked=True)
        if found is not None and _mark(found) == _mark(meant):
            return True
        if found is None or _mark(found) != _mark(self.row):
            raise LostLease(self.row.uuid)
        return False

    def _apply(self, moved: Moved) -> None:
        fresh = self.row.state == "queued"
        self.row = moved.row
        self.pending.clear()
        self.debts.clear()
        self.settled = None
        self.recorded.update(moved.recorded)
        self.ctx.outputs = moved.outputs
        self.child = moved.child
        if moved.fences is not None:
            self.ctx.refence(moved.fences)
        if fresh:
            self.deadline = clock.monotonic() + self.limit_us / 1e6
            self.worker.taken(self.row.id)
        if moved.ended:
            self.worker.ended(self.row, self.keys)
        elif self.worker.draining:
            raise Draining

    async def retake(self) -> None:
        """Takes over a saga that another node began: new fences, and what was recorded."""
        def fn(tx: Tx) -> Moved:
            row = self.row
            if not model.take(tx, row, self.worker.node.id, row.state, row.cursor, self.limit_us):
                raise LostLease(row.uuid)
            fences = locks.raise_fences(tx, row.id, self.keys)
            self.ctx.outputs = {}
            recorded, child = {}, None
            for seq, state, output in model.steps(tx, row.id):
                recorded[seq] = state
                self.ctx.keep(self.plan[seq], output)
                if state == "joined" and seq == row.cursor:
                    child = msgspec.json.decode(output, type=int)
            self.deadline = clock.monotonic() + (row.deadline - tx.now()) / 1e6
            return Moved(msgspec.structs.replace(row, take=row.take + 1, node_id=self.worker.node.id), self.ctx.outputs, recorded, fences, child)
        await self.commit(fn)

    async def release(self) -> None:
        """Gives the saga to whichever node comes next."""
        if self.row.state in model.LIVE and self.row.state != "queued":
            await self.worker.db.run(lambda tx: model.release(tx, self.row))

    async def still_mine(self) -> None:
        """Called before anything is done: LostLease when this node's lease lapsed and another took the saga."""
        node = self.worker.node
        while not node.held or node.lapses != self._lapses:
            await node.until_held()
            lapses = node.lapses
            try:
                found = await self.worker.db.run(lambda tx: model.get(tx, self.row.id), writing=False)
            except Exception as error:
                if not is_transient(error):
                    raise
                await clock.nap(self.worker.timing.first_retry)
                continue
            if found is None or _mark(found) != _mark(self.row):
                raise LostLease(self.row.uuid)
            self._lapses = lapses

    # ---- waiting

    async def nap(self, seconds: float) -> None:
        """Waits without holding one of the node's slots; ends with Draining when the node leaves."""
        await self.worker.idle(clock.nap(max(seconds, 0)))

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - clock.monotonic()

    async def in_service(self, host_id: int) -> bool:
        """Whether a host that did not answer may still do so soon."""
        ask = self.worker.in_service
        if ask is None or host_id == 0:
            return True
        try:
            return await self.worker.db.run(lambda tx: ask(tx, host_id), writing=False)
        except Exception as error:
            if not is_transient(error):
                raise
            return True

    # ---- failure and progress

    def reason(self, error: Exception, entry: Entry | None) -> tuple[int, str]:
        """The code and text that the user gets. Unexpected errors are logged; their text may hold anything and is not shown."""
        if isinstance(error, SagaFailure):
            return error.code, error.text
        if isinstance(error, AgentFailure):
            return FAILED, error.text
        step = entry.step.name if entry else "end"
        log.error("saga %s %s: step %s", self.saga.kind, self.row.uuid, step, exc_info=error)
        return FAILED, f"Internal error in step {step} of {self.saga.kind} ({type(error).__name__}); the managers' log has job {self.row.uuid}"

    def _progressed(self) -> None:
        now = clock.monotonic()
        if self.at is None and now - self._shown > self.worker.timing.progress:
            self._shown = now
            self.worker.spawn(self._show())

    async def _show(self) -> None:
        row, percent, text = self.row, self.ctx.percent, self.ctx.text
        try:
            await self.worker.db.run(lambda tx: model.show_progress(tx, row, percent, text))
        except Exception as error:
            if not is_transient(error):
                raise

    def is_undoable(self, entry: Entry) -> bool:
        """Whether unwinding must call this host step's undo."""
        return isinstance(entry.step, Call) and entry.step.undo is not None


def _mark(row: SagaRow) -> tuple[Any, ...]:
    return row.state, row.cursor, row.take, row.attempts
