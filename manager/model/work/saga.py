"""The `saga`, `saga_step` and `saga_key` tables. Hot statements are built once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, String, bindparam, case, delete, false, func, literal, null, select, update
from sqlalchemy import insert as sql_insert

from common.ids import new_uuid
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.work import event, saga, saga_key, saga_step
from manager.model.work import outbox

LIVE = ("queued", "running", "unwinding")
POKE_GRACE = 1_500_000  # microseconds that the node which started a saga has it to itself
MAX_ERROR = 4000


class JobInfo(msgspec.Struct, frozen=True):
    """On whose behalf a saga runs. `event_id`: the event row that began it; the engine adds the one that completes it.

    `is_job`: clients see it as an async job; not so for work that a synchronous command waits for, or that nobody does.
    """

    command: str = ""
    cmd: str = ""
    account_id: int | None = None
    domain_id: int | None = None
    user_id: int | None = None
    instance_type: str | None = None
    instance_uuid: str | None = None
    event_id: int | None = None
    role: str | None = None
    request_id: str | None = None
    is_job: bool = True


class SagaRow(msgspec.Struct, frozen=True):
    """A saga as stored. `cursor` k, running: step k may have begun; unwinding: what is above k has been undone."""

    id: int
    uuid: str
    kind: str
    version: int
    state: str
    params: str
    cursor: int = 0
    take: int = 0
    node_id: int | None = None
    deadline: int = 0
    attempts: int = 0
    owed: bool = False
    error_code: int | None = None
    error_text: str | None = None
    percent: int = 0
    progress: str | None = None
    job: JobInfo | None = None


_PLAIN = tuple(f for f in SagaRow.__struct_fields__ if f != "job")
COLUMNS = (*(saga.c[f] for f in _PLAIN), saga.c.is_job, saga.c.command, saga.c.cmd, saga.c.account_id, saga.c.domain_id, saga.c.user_id,
            saga.c.instance_type, saga.c.instance_uuid, saga.c.event_id, saga.c.caller_role, saga.c.request_id)
_JOB = tuple(f for f in JobInfo.__struct_fields__ if f not in ("role", "is_job"))

_INSERT = sql_insert(saga).values(created=now_us(), wake_at=now_us() + bindparam("grace"))
_INSERT_KEYS = sql_insert(saga_key)
_BY_ID = select(*COLUMNS).where(saga.c.id == bindparam("saga_id"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_BY_UUID = select(*COLUMNS).where(saga.c.uuid == bindparam("saga_uuid"))
_ACTIVE = (
    select(saga.c.id, saga.c.uuid).join(saga_key, saga_key.c.saga_id == saga.c.id)
    .where(saga_key.c.lock_key == bindparam("key"), saga.c.kind == bindparam("saga_kind"), saga.c.state.in_(("queued", "running")))
    .order_by(saga.c.id))
_ACTIVE_SAME = _ACTIVE.where(saga.c.params == bindparam("saga_params"))
_GUARD = (saga.c.id == bindparam("saga_id"), saga.c.take == bindparam("saga_take"), saga.c.state == bindparam("saga_state"))
_TAKE = update(saga).where(*_GUARD).values(
    node_id=bindparam("node"), take=saga.c.take + 1, state=bindparam("to_state"), cursor=bindparam("to_cursor"),
    deadline=case((saga.c.deadline == 0, now_us() + bindparam("limit_us")), else_=saga.c.deadline))
_ADVANCE = update(saga).where(*_GUARD).values(
    cursor=bindparam("to_cursor"), attempts=bindparam("to_attempts"), percent=bindparam("to_percent"), progress=bindparam("to_progress"))
_TURN = update(saga).where(*_GUARD).values(
    state="unwinding", cursor=bindparam("to_cursor"), attempts=bindparam("to_attempts"), error_code=bindparam("code"),
    error_text=bindparam("reason"), owed=bindparam("to_owed"), percent=bindparam("to_percent"), progress=bindparam("to_progress"))
_END = update(saga).where(*_GUARD).values(
    take=saga.c.take + bindparam("first"), node_id=bindparam("node"), state=bindparam("to_state"), cursor=bindparam("to_cursor"),
    percent=bindparam("to_percent"), progress=bindparam("to_progress"), result=bindparam("rendered"), error_code=bindparam("code"),
    error_text=bindparam("reason"), owed=bindparam("to_owed"), ended=now_us())
_RELEASE = update(saga).where(*_GUARD).values(node_id=null(), wake_at=now_us())
_PROGRESS = update(saga).where(*_GUARD).values(percent=bindparam("to_percent"), progress=bindparam("to_progress"))
_STEPS = sql_insert(saga_step).values(ended=now_us())
_OUTPUTS = select(saga_step.c.seq, saga_step.c.state, saga_step.c.output).where(saga_step.c.saga_id == bindparam("saga_id"))
_STEP_STATE = update(saga_step).where(
    saga_step.c.saga_id == bindparam("step_saga"), saga_step.c.seq == bindparam("step_seq")).values(state=bindparam("to_state"))
_DROP_KEYS = delete(saga_key).where(saga_key.c.saga_id == bindparam("saga_id"))
_WHAT = func.coalesce(event.c.description, event.c.type)
_EVENT = sql_insert(event).from_select(
    ["uuid", "type", "level", "state", "description", "account_id", "domain_id", "user_id", "resource_type", "resource_uuid", "parent_id",
     "saga_id", "archived", "created"],
    select(bindparam("event_uuid"), event.c.type, bindparam("event_level"), literal("Completed"),
           func.substr(bindparam("event_lead", type_=String) + _WHAT + bindparam("event_tail", type_=String), 1, 1024),
           event.c.account_id, event.c.domain_id, event.c.user_id, event.c.resource_type, event.c.resource_uuid, event.c.id,
           bindparam("event_saga"), false(), now_us())
    .where(event.c.id == bindparam("parent")))
_ENDS = select(saga.c.id, saga.c.state, saga.c.error_code, saga.c.error_text).where(
    saga.c.id.in_(bindparam("saga_ids", expanding=True)), saga.c.state.not_in(LIVE))


def _insert_values(row: SagaRow) -> dict[str, Any]:
    """Column values of a new saga."""
    values: dict[str, Any] = {
        "uuid": row.uuid, "kind": row.kind, "version": row.version, "state": row.state, "params": row.params, "grace": POKE_GRACE,
        "is_job": row.job is not None and row.job.is_job, "caller_role": row.job.role if row.job else None}
    for name in _JOB:
        values[name] = getattr(row.job, name) if row.job else None
    return values


def insert(tx: Tx, row: SagaRow, keys: Sequence[str]) -> SagaRow:
    """Stores a new saga and what it wants to lock; returns it with its id."""
    saga_id = int(tx.execute(_INSERT, _insert_values(row)).lastrowid)
    if keys:
        tx.execute(_INSERT_KEYS, [{"lock_key": key, "saga_id": saga_id} for key in keys])
    return msgspec.structs.replace(row, id=saga_id)


def to_row(found: Row[Any]) -> SagaRow:
    """A database row as a SagaRow."""
    data = found._mapping
    job = JobInfo(**{f: data[f] for f in _JOB}, role=data["caller_role"], is_job=bool(data["is_job"])) if data["command"] else None
    return SagaRow(**{f: data[f] for f in _PLAIN}, job=job)


def get(tx: Tx, saga_id: int, *, locked: bool = False) -> SagaRow | None:
    """One saga; `locked` holds its row until the transaction ends."""
    found = tx.first(_BY_ID_LOCKED if locked else _BY_ID, {"saga_id": saga_id})
    return to_row(found) if found else None


def by_uuid(tx: Tx, uuid: str) -> SagaRow | None:
    """One saga by the id that clients see."""
    found = tx.first(_BY_UUID, {"saga_uuid": uuid})
    return to_row(found) if found else None


def find_active(tx: Tx, kind: str, key: str, params: str | None) -> tuple[int, str] | None:
    """Id and uuid of the oldest queued or running saga of this kind that wants `key` (and has these params)."""
    values = {"key": key, "saga_kind": kind}
    found = tx.first(_ACTIVE, values) if params is None else tx.first(_ACTIVE_SAME, {**values, "saga_params": params})
    return (found.id, found.uuid) if found else None


def _guard(row: SagaRow) -> dict[str, Any]:
    return {"saga_id": row.id, "saga_take": row.take, "saga_state": row.state}


def take(tx: Tx, row: SagaRow, node_id: int, state: str, cursor: int, limit_us: int) -> bool:
    """Makes the saga this node's; False when another was faster. The deadline begins at the first take."""
    return tx.changed(_TAKE, {**_guard(row), "node": node_id, "to_state": state, "to_cursor": cursor, "limit_us": limit_us}) == 1


def advance(tx: Tx, row: SagaRow, cursor: int, attempts: int, percent: int, progress: str | None) -> bool:
    """Moves the cursor; False when the saga is no longer this node's."""
    return tx.changed(_ADVANCE, {
        **_guard(row), "to_cursor": cursor, "to_attempts": attempts, "to_percent": percent, "to_progress": progress}) == 1


def unwind(tx: Tx, row: SagaRow, *, cursor: int, attempts: int, owed: bool, percent: int, progress: str | None) -> bool:
    """Turns to, or goes on, unwinding for `row`'s error; `row.state` is the old state. False when the saga is no longer this node's."""
    return tx.changed(_TURN, {
        **_guard(row), "to_cursor": cursor, "to_attempts": attempts, "code": row.error_code, "reason": (row.error_text or "")[:MAX_ERROR],
        "to_owed": owed, "to_percent": percent, "to_progress": progress}) == 1


def end(tx: Tx, row: SagaRow, *, state: str, node_id: int, cursor: int, first: bool, owed: bool, percent: int, progress: str | None,
        result: str | None) -> bool:
    """Ends the saga (done, failed, stuck); `first`: it is taken by this very statement. False when it is no longer this node's."""
    return tx.changed(_END, {
        **_guard(row), "first": int(first), "node": node_id, "to_state": state, "to_cursor": cursor, "to_percent": percent,
        "to_progress": progress, "rendered": result, "code": row.error_code, "reason": row.error_text and row.error_text[:MAX_ERROR],
        "to_owed": owed}) == 1


def release(tx: Tx, row: SagaRow) -> bool:
    """Gives the saga to whichever node takes it next."""
    return tx.changed(_RELEASE, _guard(row)) == 1


def show_progress(tx: Tx, row: SagaRow, percent: int, text: str | None) -> bool:
    """Shows progress between commits."""
    return tx.changed(_PROGRESS, {**_guard(row), "to_percent": percent, "to_progress": text}) == 1


def add_steps(tx: Tx, saga_id: int, steps: Iterable[tuple[int, str, str, bytes]]) -> None:
    """Records steps: (seq, name, state, output)."""
    rows = [{"saga_id": saga_id, "seq": q, "name": n, "state": s, "output": o.decode()} for q, n, s, o in steps]
    if rows:
        tx.execute(_STEPS, rows)


def steps(tx: Tx, saga_id: int) -> list[tuple[int, str, bytes]]:
    """What was recorded: (seq, state, output)."""
    return [(r.seq, r.state, (r.output or "null").encode()) for r in tx.rows(_OUTPUTS, {"saga_id": saga_id})]


def mark_steps(tx: Tx, saga_id: int, seqs: Iterable[int], state: str) -> None:
    """Sets the state of recorded steps."""
    rows = [{"step_saga": saga_id, "step_seq": seq, "to_state": state} for seq in seqs]
    if rows:
        tx.execute(_STEP_STATE, rows)


def drop_keys(tx: Tx, saga_id: int) -> None:
    """The saga no longer wants any lock."""
    tx.execute(_DROP_KEYS, {"saga_id": saga_id})


def complete_event(tx: Tx, row: SagaRow, error: str | None) -> None:
    """Adds the event that completes the job's first one: state Completed, level ERROR with the reason when it failed."""
    if row.job is None or row.job.event_id is None:
        return
    lead, tail = ("Successfully completed ", "") if error is None else ("Error while ", f": {error}"[:900])
    uuid = new_uuid()
    tx.execute(_EVENT, {"event_uuid": uuid, "event_level": "INFO" if error is None else "ERROR", "event_lead": lead,
                        "event_tail": tail, "event_saga": row.id, "parent": row.job.event_id})
    outbox.queue(tx, uuid)


def ends(tx: Tx, ids: Collection[int]) -> dict[int, tuple[str, int | None, str | None]]:
    """Of these sagas, those that have ended: (state, error code, error text)."""
    return {r.id: (r.state, r.error_code, r.error_text) for r in tx.rows(_ENDS, {"saga_ids": list(ids)})}
