"""The operator's verbs: what `pileus-manager saga list|show|retry|abandon` does, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from manager.model.db import Tx
from manager.model.work import alerts, debts, locks, sagas_shown
from manager.model.work import saga as model
from manager.model.work.saga import SagaRow
from manager.saga.define import REGISTRY, Call, Join

STATES = ("queued", "running", "unwinding", "stuck")


class Shown(msgspec.Struct, frozen=True):
    """One saga for people; times in microseconds since 1970."""

    uuid: str
    kind: str
    version: int
    state: str
    step: str | None      # the one that runs, or whose undo does
    node_id: int | None
    attempts: int
    owes: bool
    percent: int
    progress: str | None
    error_code: int | None
    error_text: str | None
    created: int
    ended: int | None


class Detail(msgspec.Struct, frozen=True):
    """One saga with its keys, its table of steps and its debts."""

    saga: Shown
    params: Any
    keys: list[str]
    steps: list[dict[str, Any]]
    debts: list[debts.Debt]


def list_sagas(tx: Tx, states: Sequence[str] = STATES, most: int = 200) -> list[Shown]:
    """The newest sagas in these states; by default all that have not ended well or badly."""
    return [_shown(row) for row in sagas_shown.listed(tx, states, most)]


def show_saga(tx: Tx, uuid: str) -> Detail:
    """One saga by its uuid (the job id). LookupError when there is none."""
    row = _find(tx, uuid)
    shown = _shown(sagas_shown.one(tx, row.id))
    recorded = {r.seq: r for r in sagas_shown.steps(tx, row.id)}
    return Detail(shown, msgspec.json.decode(row.params), sagas_shown.keys(tx, row.id), _table(row, recorded), debts.of_saga(tx, row.id))


def retry_saga(tx: Tx, uuid: str) -> None:
    """A stuck saga tries its undo again, with new fences, on whichever node takes it. ValueError when it is not stuck."""
    row = _find(tx, uuid)
    if not sagas_shown.retry(tx, row.id):
        raise ValueError(f"saga {uuid} is {row.state}: only a stuck saga is retried")


def abandon_saga(tx: Tx, uuid: str, as_: Literal["before", "after"]) -> None:
    """Ends a stuck saga and frees its keys. The operator has made the world as `before` it (job failed) or `after` it (job done).

    Nothing more is run, so nothing is checked: an alert records who has to answer for it. ValueError when the saga is not stuck.
    """
    row = _find(tx, uuid)
    if not sagas_shown.abandon(tx, row.id, "failed" if as_ == "before" else "done"):
        raise ValueError(f"saga {uuid} is {row.state}: only a stuck saga is abandoned")
    locks.free(tx, row.id, sagas_shown.keys(tx, row.id))
    model.drop_keys(tx, row.id)
    alerts.add(tx, alerts.MANAGEMENT, "ALERT.MANAGEMENT", f"Saga {row.kind} {uuid} was abandoned as {as_} by an operator")


def _find(tx: Tx, uuid: str) -> SagaRow:
    row = model.by_uuid(tx, uuid)
    if row is None:
        raise LookupError(f"there is no saga {uuid}")
    return row


def _shown(row: Any) -> Shown:
    saga = REGISTRY.get((row.kind, row.version))
    return Shown(
        row.uuid, row.kind, row.version, row.state, _step_name(saga, row), row.node_id, row.attempts, bool(row.owed), row.percent,
        row.progress, row.error_code, row.error_text, row.created, row.ended)


def _step_name(saga: Any, row: Any) -> str | None:
    if saga is None or row.state not in ("running", "unwinding", "stuck"):
        return None
    names = [entry.step.name for entry in saga.plan(msgspec.json.decode(row.params, type=saga.params))]
    return names[row.cursor] if 0 <= row.cursor < len(names) else None


def _table(row: SagaRow, recorded: dict[int, Any]) -> list[dict[str, Any]]:
    saga = REGISTRY.get((row.kind, row.version))
    if saga is None:
        return [{"seq": r.seq, "name": r.name, "state": r.state} for r in recorded.values()]
    out = []
    for entry in saga.plan(msgspec.json.decode(row.params, type=saga.params)):
        kind = "call" if isinstance(entry.step, Call) else "join" if isinstance(entry.step, Join) else "tx"
        out.append({"seq": entry.seq, "name": entry.step.name, "kind": kind, "item": entry.item, "state": _step_state(row, entry.seq, recorded)})
    return out


def _step_state(row: SagaRow, seq: int, recorded: dict[int, Any]) -> str:
    if row.state == "done":
        return "done"
    if seq in recorded and recorded[seq].state == "owed":
        return "owed"
    if row.state in ("failed", "unwinding", "stuck") and seq > row.cursor:
        return "undone" if seq in recorded else "not run"
    if seq == row.cursor and row.state != "queued":
        return "running" if row.state == "running" else "undoing"
    return "done" if seq in recorded else "not run"
