"""Undoing a saga's steps, last first: what could not be finished is taken back, or is owed by a host."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable

import msgspec

from common import clock
from manager.model.db import Tx
from manager.model.work import alerts, debts, locks
from manager.model.work import saga as model
from manager.saga.define import Entry, Wait
from manager.saga.define import Tx as TxStep
from manager.saga.run import Debt, Draining, LostLease, Moved, Run
from manager.services import Unreachable

log = logging.getLogger(__name__)


async def unwind(run: Run, code: int | None = None, text: str | None = None) -> None:
    """Takes the saga back from where it is, to `failed` or `stuck`. `code` and `text`: why, when it just turned."""
    if run.row.state != "unwinding":
        run.row = msgspec.structs.replace(run.row, error_code=code, error_text=text)
        log.warning("saga %s %s unwinds: %s", run.saga.kind, run.row.uuid, text)
        await _move(run)
    while run.row.state == "unwinding":
        entry = run.plan[run.row.cursor]
        if run.is_undoable(entry) and not await _undo_call(run, entry):
            return
        await _move(run)


async def _move(run: Run) -> None:
    """Commits what is settled and the Tx undos below it. One that fails leaves those above it committed, and is tried again."""
    limit = -1
    while True:
        try:
            await run.commit(functools.partial(retreat, run, limit=limit))
        except (LostLease, Draining):
            raise
        except Exception as error:
            if run.at is None:
                raise
            limit = run.at
            if limit != run.row.cursor or run.settled is not None or run.row.state != "unwinding":
                continue  # commit up to there first; then it fails again, alone
            if isinstance(error, Wait):
                await run.nap(error.seconds)
            elif not await _failed(run, run.plan[limit], error):
                return
            limit = -1
            continue
        if run.row.state != "unwinding" or run.is_undoable(run.plan[run.row.cursor]):
            return
        limit = -1


def retreat(run: Run, tx: Tx, *, limit: int) -> Moved:
    """The transaction: turn if running, record what is settled, run Tx undos down to a Call to undo or to `limit`, end at the bottom."""
    row, ctx = run.row, run.ctx
    if row.state == "queued":
        return _end(run, tx, "failed", -1, owed=False)
    fences, recorded = None, {}
    before = dict(ctx.outputs)
    if row.state == "running":
        fences = locks.raise_fences(tx, row.id, run.keys)
        model.add_steps(tx, row.id, ((entry.seq, entry.step.name, "done", output) for entry, output in run.pending))
        for entry, output in run.pending:
            ctx.keep(entry, output)
            recorded[entry.seq] = "done"
    for debt in run.debts:
        debts.add(tx, row.id, debt.seq, debt.host_id, debt.key, ctx.fences[debt.key], debt.object)
    owed = row.owed or bool(run.debts)
    cursor = min(row.cursor, len(run.plan) - 1)
    postponed = []
    ctx.tx = tx
    try:
        while cursor >= 0 and cursor != limit and (cursor == run.settled or not run.is_undoable(run.plan[cursor])):
            entry = run.plan[cursor]
            if isinstance(entry.step, TxStep) and entry.step.undo is not None and run.recorded.get(cursor) == "done":
                if owed and entry.step.holds:
                    postponed.append(cursor)
                else:
                    run.at = cursor
                    run.worker.hook("undo", entry.step.name, cursor)
                    entry.step.undo(ctx, *entry.args)
                    run.worker.hook("undone", entry.step.name, cursor)
            cursor -= 1
        run.at = None
    finally:
        ctx.tx, outputs, ctx.outputs = None, ctx.outputs, before
    model.mark_steps(tx, row.id, postponed, "owed")
    recorded.update(dict.fromkeys(postponed, "owed"))
    moved = _end(run, tx, "failed", cursor, owed=owed) if cursor < 0 else _go_on(run, tx, cursor, owed)
    moved.outputs, moved.recorded, moved.fences = outputs, recorded, fences
    return moved


def _go_on(run: Run, tx: Tx, cursor: int, owed: bool, attempts: int = 0) -> Moved:
    row = run.row
    if not model.unwind(tx, row, cursor=cursor, attempts=attempts, owed=owed, percent=run.ctx.percent, progress=run.ctx.text):
        raise LostLease(row.uuid)
    return Moved(msgspec.structs.replace(row, state="unwinding", cursor=cursor, attempts=attempts, owed=owed))


def _end(run: Run, tx: Tx, state: str, cursor: int, *, owed: bool) -> Moved:
    row, first = run.row, run.row.state == "queued"
    if not model.end(tx, row, state=state, node_id=run.worker.node.id, cursor=cursor, first=first, owed=owed, percent=run.ctx.percent,
                     progress=run.ctx.text, result=None):
        raise LostLease(row.uuid)
    if owed:
        debts.refence(tx, row.id, run.ctx.fences)
    model.complete_event(tx, row, row.error_text or "failed")
    if state == "failed" and run.keys:
        locks.free(tx, row.id, run.keys)
        model.drop_keys(tx, row.id)
    return Moved(msgspec.structs.replace(
        row, state=state, cursor=cursor, owed=owed, take=row.take + int(first), node_id=run.worker.node.id))


async def _undo_call(run: Run, entry: Entry) -> bool:
    """Undoes one host step, or notes that its host owes it. False: the saga is stuck."""
    assert entry.step.undo is not None
    silent_since: float | None = None
    tries = 0
    while True:
        await run.still_mine()
        run.at, run.ctx.fenced_key = None, None
        try:
            run.worker.hook("undo", entry.step.name, entry.seq)
            await entry.step.undo(run.ctx, *entry.args)
            run.worker.hook("undone", entry.step.name, entry.seq)
        except Wait as wait:
            await run.nap(wait.seconds)
        except Unreachable as error:
            tries += 1
            silent_since = clock.monotonic() if silent_since is None else silent_since
            given_up = clock.monotonic() - silent_since >= run.worker.timing.unreachable_grace
            if not run.keys and given_up:
                if not await _failed(run, entry, error):
                    return False
            elif given_up or not await run.in_service(error.host_id):
                run.debts.append(_debt(run, entry, error))
                run.settled = entry.seq
                return True
            else:
                await run.nap(run.worker.timing.backoff(tries))
        except (LostLease, Draining):
            raise
        except Exception as error:
            if not await _failed(run, entry, error):
                return False
        else:
            run.settled = entry.seq
            return True


def _debt(run: Run, entry: Entry, error: Unreachable) -> Debt:
    item = "" if entry.step.each is None else f" of {entry.item}"
    log.warning("saga %s %s: host %s owes the undo of %s%s: %s", run.saga.kind, run.row.uuid, error.host_id, entry.step.name, item, error)
    return Debt(entry.seq, error.host_id, run.ctx.fenced_key or run.keys[0], f"{run.saga.kind}: undo of {entry.step.name}{item}")


async def _failed(run: Run, entry: Entry, error: Exception) -> bool:
    """Counts a failed undo and pauses. False once the saga is stuck: it keeps its locks until an operator decides."""
    attempts = run.row.attempts + 1
    _, why = run.reason(error, entry)
    run.ctx.text = f"undo of {entry.step.name} failed: {why}"[:255]
    if attempts < run.worker.timing.undo_attempts:
        await run.commit(_keeping(run, lambda tx: _go_on(run, tx, run.row.cursor, run.row.owed, attempts)))
        await run.nap(run.worker.timing.backoff(attempts))
        return True
    log.error("saga %s %s is stuck: %s", run.saga.kind, run.row.uuid, run.ctx.text)
    await run.commit(_keeping(run, lambda tx: _stick(run, tx)))
    return False


def _stick(run: Run, tx: Tx) -> Moved:
    alerts.add(tx, alerts.MANAGEMENT, "ALERT.MANAGEMENT", f"Saga {run.row.kind} {run.row.uuid} is stuck: {run.ctx.text}")
    return _end(run, tx, "stuck", run.row.cursor, owed=run.row.owed)


def _keeping(run: Run, fn: Callable[[Tx], Moved]) -> Callable[[Tx], Moved]:
    """The transaction changes no output."""
    def keep(tx: Tx) -> Moved:
        moved = fn(tx)
        moved.outputs, moved.child = run.ctx.outputs, None
        return moved
    return keep
