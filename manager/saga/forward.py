"""Running a saga's steps."""

from __future__ import annotations

import asyncio
import functools
import logging

import msgspec

from manager.model.db import Tx, is_transient
from manager.model.work import locks
from manager.model.work import saga as model
from manager.model.work.locks import KeyBusy
from manager.saga.define import Call, Entry, Join, SagaFailure, Wait
from manager.saga.run import FAILED, Draining, LostLease, Moved, Run
from manager.saga.start import start_or_join
from manager.services import Unreachable

log = logging.getLogger(__name__)


async def forward(run: Run) -> None:
    """Runs steps until the saga is done. Raises what a step failed with; `run.at` or the cursor says which."""
    while run.row.state in ("queued", "running"):
        if run.row.state == "running" and run.row.cursor < len(run.plan):
            entry = run.plan[run.row.cursor]
            if run.child is not None:
                await _join(run, entry)
            elif isinstance(entry.step, Call):
                await _call(run, entry)
        await _move(run)


async def _move(run: Run) -> None:
    """Commits what is pending and the Tx steps after it. A Wait among them commits those before it."""
    limit, wait, failed = len(run.plan), None, None
    while True:
        base = run.row.cursor
        try:
            await run.commit(functools.partial(advance, run, limit=limit))
        except Wait as again:
            if run.at is None:
                raise
            limit, wait = run.at, again
            if run.at > base or run.pending or run.row.state == "queued" or run.child is not None:
                continue
        except (LostLease, Draining, KeyBusy):
            raise
        except Exception as error:
            if run.at is None or run.at <= base or is_transient(error):
                raise
            limit, failed = run.at, error  # the steps before the one that failed are committed first, so that they are undone
            continue
        if failed is not None:
            raise failed
        if wait is None:
            return
        await _until(run, wait.seconds, run.plan[limit].step.name)
        return


def advance(run: Run, tx: Tx, *, limit: int) -> Moved:
    """The transaction: take if queued, record what is pending, run Tx steps up to a Call or `limit`, end if nothing is left."""
    row, ctx = run.row, run.ctx
    fences = locks.acquire(tx, row.id, run.keys) if row.state == "queued" else None
    if fences is not None:
        ctx.refence(fences)
    before = dict(ctx.outputs)
    done = [(entry, "done", output) for entry, output in run.pending]
    for entry, output in run.pending:
        ctx.keep(entry, output)
    cursor, child = row.cursor + (1 if run.pending or run.child is not None else 0), None
    ctx.tx = tx
    try:
        while cursor < limit and not isinstance(run.plan[cursor].step, Call):
            run.at = cursor
            entry = run.plan[cursor]
            state, output = _do(run, tx, entry)
            done.append((entry, state, output))
            if state == "joined":
                child = msgspec.json.decode(output, type=int)
                break
            ctx.keep(entry, output)
            cursor += 1
        run.at = None
        outputs = ctx.outputs
        moved = _end(run, tx) if cursor == len(run.plan) else _record(run, tx, cursor, done)
    finally:
        ctx.tx, ctx.outputs = None, before
    moved.outputs, moved.fences, moved.child = outputs, fences, child
    moved.recorded = {entry.seq: state for entry, state, _ in done}
    return moved


def _do(run: Run, tx: Tx, entry: Entry) -> tuple[str, bytes]:
    run.worker.hook("before", entry.step.name, entry.seq)
    out = entry.step.do(run.ctx, *entry.args)
    state, output = "done", b"null"
    if isinstance(entry.step, Join):
        if out is not None:
            if set(entry.step.saga.keys(out)) & set(run.keys):
                raise ValueError(f"{entry.step.saga.kind} would wait for a key that this saga holds")
            state, output = "joined", msgspec.json.encode(start_or_join(tx, entry.step.saga, out, any_params=True).id)
    else:
        output = msgspec.json.encode(out)
    run.worker.hook("after", entry.step.name, entry.seq)
    return state, output


def _record(run: Run, tx: Tx, cursor: int, done: list[tuple[Entry, str, bytes]]) -> Moved:
    row, node = run.row, run.worker.node.id
    if row.state == "queued":
        new = msgspec.structs.replace(row, state="running", cursor=cursor, take=row.take + 1, node_id=node)
        mine = model.take(tx, row, node, "running", cursor, run.limit_us)
    else:
        new = msgspec.structs.replace(row, cursor=cursor, percent=run.ctx.percent, progress=run.ctx.text)
        mine = model.advance(tx, row, cursor, row.attempts, new.percent, new.progress)
    if not mine:
        raise LostLease(row.uuid)
    model.add_steps(tx, row.id, ((entry.seq, entry.step.name, state, output) for entry, state, output in done))
    return Moved(new)


def _end(run: Run, tx: Tx) -> Moved:
    """The last commit: result, event, locks. The steps it finishes are not recorded: nothing will ask for them."""
    row, first = run.row, run.row.state == "queued"
    result = None
    if row.job is not None and run.worker.render is not None:
        try:
            result = run.worker.render(tx, row)
        except Exception as error:
            if is_transient(error):
                raise
            log.exception("saga %s %s: its result cannot be rendered", row.kind, row.uuid)
    if not model.end(tx, row, state="done", node_id=run.worker.node.id, cursor=len(run.plan), first=first, owed=False, percent=100,
                     progress=run.ctx.text, result=result):
        raise LostLease(row.uuid)
    model.complete_event(tx, row, None)
    locks.free(tx, row.id, run.keys)
    if run.keys:
        model.drop_keys(tx, row.id)
    return Moved(msgspec.structs.replace(
        row, state="done", cursor=len(run.plan), take=row.take + int(first), node_id=run.worker.node.id, percent=100))


async def _call(run: Run, entry: Entry) -> None:
    """Runs a host step until it answers. No reply: again, while the host is in service and the deadline has not passed."""
    tries, name = 0, entry.step.name
    while True:
        await run.still_mine()
        try:
            run.worker.hook("before", name, entry.seq)
            async with asyncio.timeout(max(run.left(), 0)) as limit:
                out = await entry.step.do(run.ctx, *entry.args)
            run.worker.hook("after", name, entry.seq)
        except Wait as wait:
            tries = 0
            await _until(run, wait.seconds, name)
        except Unreachable as error:
            tries += 1
            if not await run.in_service(error.host_id):
                raise SagaFailure(FAILED, f"A host that is needed is not in service: {error}") from error
            await _until(run, run.worker.timing.backoff(tries), name, str(error))
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise _late(run, name) from error
        else:
            run.pending = [(entry, msgspec.json.encode(out))]
            return


async def _join(run: Run, entry: Entry) -> None:
    """Waits for the other saga; fails with its reason."""
    assert run.child is not None
    ended = await run.worker.idle(run.worker.endings.wait(run.child, max(run.left(), 0)))
    if ended is None:
        raise _late(run, entry.step.name)
    if ended.state != "done":
        raise SagaFailure(ended.error_code or FAILED, ended.error_text or f"{entry.step.name} failed")


async def _until(run: Run, seconds: float, name: str, why: str = "") -> None:
    if run.left() <= 0:
        raise _late(run, name, why)
    await run.nap(min(seconds, run.left()))


def _late(run: Run, name: str, why: str = "") -> SagaFailure:
    seconds = round(run.limit_us / 1e6)
    return SagaFailure(FAILED, f"Not finished within {seconds} s: gave up in step {name}" + (f" ({why})" if why else ""))
