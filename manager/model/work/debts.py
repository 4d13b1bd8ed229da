"""The `debt` table: undos that hosts owe (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.work import debt, saga, saga_step


class Debt(msgspec.Struct, frozen=True):
    """An undo of step `seq` of a saga, to be run again on a host, commands fenced by (lock_key, epoch, fence)."""

    id: int
    saga_id: int
    seq: int
    host_id: int
    lock_key: str
    epoch: int
    fence: int
    object: str
    attempts: int
    last_error: str | None


_INSERT = insert(debt).values(created=now_us())
_OF_HOST = select(*columns(Debt, debt)).where(debt.c.host_id == bindparam("host")).order_by(debt.c.id)
_OF_SAGA = select(*columns(Debt, debt)).where(debt.c.saga_id == bindparam("saga")).order_by(debt.c.id)
_DEBTORS = select(debt.c.host_id).distinct().order_by(debt.c.host_id)
_OTHERS = select(debt.c.id).where(debt.c.saga_id == bindparam("saga")).limit(1)
_REFENCE = update(debt).where(debt.c.saga_id == bindparam("saga"), debt.c.lock_key == bindparam("key")).values(
    epoch=bindparam("to_epoch"), fence=bindparam("to_fence"))
_DELETE = delete(debt).where(debt.c.id == bindparam("debt_id"))
_TRIED = update(debt).where(debt.c.id == bindparam("debt_id")).values(attempts=debt.c.attempts + 1, last_error=bindparam("error"))
_LOCK_SAGA = select(saga.c.id).where(saga.c.id == bindparam("saga")).with_for_update()
_CLEAR = update(saga).where(saga.c.id == bindparam("saga")).values(owed=False)
_OWED_STEPS = select(saga_step.c.seq).where(saga_step.c.saga_id == bindparam("saga"), saga_step.c.state == "owed").order_by(
    saga_step.c.seq.desc())


def add(tx: Tx, saga_id: int, seq: int, host_id: int, lock_key: str, fence: tuple[int, int], object: str) -> None:
    """The host owes the undo of this step."""
    tx.execute(_INSERT, {"saga_id": saga_id, "seq": seq, "host_id": host_id, "lock_key": lock_key, "epoch": fence[0], "fence": fence[1],
                         "object": object[:255]})


def of_host(tx: Tx, host_id: int) -> list[Debt]:
    """What a host owes, oldest first."""
    return [make(Debt, row) for row in tx.rows(_OF_HOST, {"host": host_id})]


def of_saga(tx: Tx, saga_id: int) -> list[Debt]:
    """What is owed to a saga."""
    return [make(Debt, row) for row in tx.rows(_OF_SAGA, {"saga": saga_id})]


def debtors(tx: Tx) -> list[int]:
    """Hosts that owe something; 0 stands for the image services."""
    return [row.host_id for row in tx.rows(_DEBTORS)]


def refence(tx: Tx, saga_id: int, fences: Mapping[str, tuple[int, int]]) -> None:
    """A saga ends: its debts get its last fences, so that nothing it sent itself is newer than they are."""
    for key, (epoch, fence) in fences.items():
        tx.execute(_REFENCE, {"saga": saga_id, "key": key, "to_epoch": epoch, "to_fence": fence})


def tried(tx: Tx, debt_id: int, error: str) -> None:
    """Paying failed: kept, with the reason."""
    tx.execute(_TRIED, {"debt_id": debt_id, "error": error[:1000]})


def settle(tx: Tx, debt: Debt) -> Sequence[int] | None:
    """Deletes a debt. Returns the steps whose undo waited for it, last first, if it was the saga's last; None if more is owed."""
    tx.first(_LOCK_SAGA, {"saga": debt.saga_id})  # two hosts may pay the last two debts of one saga at once
    if not tx.changed(_DELETE, {"debt_id": debt.id}) or tx.first(_OTHERS, {"saga": debt.saga_id}) is not None:
        return None
    tx.execute(_CLEAR, {"saga": debt.saga_id})
    return [row.seq for row in tx.rows(_OWED_STEPS, {"saga": debt.saga_id})]
