"""Paying what hosts owe: undos that could not reach them (DESIGN 3)."""

from __future__ import annotations

import functools
import logging
from typing import Any

import msgspec

from common import clock
from manager.model.db import Tx
from manager.model.work import debts as model
from manager.model.work import saga as sagas
from manager.model.work.debts import Debt
from manager.model.work.saga import SagaRow
from manager.saga.ctx import Ctx
from manager.saga.define import REGISTRY, Entry, Wait
from manager.saga.define import Tx as TxStep
from manager.services import AgentFailure, Services, Unreachable

log = logging.getLogger(__name__)

STALE = "STALE"


async def pay_debts(services: Services, host_id: int) -> bool:
    """Runs the undos that a host owes, oldest first. True when it owes nothing more: only then may it count as Up.

    False when something could not be paid yet (no reply, a failure, a saga that still runs, a saga kind this node does not know).
    A host that answers that it saw newer commands for the object has nothing left to undo. Safe to repeat, and to run twice at once.
    """
    paid = True
    for debt in await services.read(functools.partial(model.of_host, host_id=host_id)):
        try:
            paid = await _pay(services, debt) and paid
        except Unreachable as error:
            await services.write(functools.partial(model.tried, debt_id=debt.id, error=str(error)))
            return False
    return paid


def cancel_debts(tx: Tx, host_id: int) -> int:
    """The host is fenced or removed by force: nobody will pay. Releases what its debts held; returns how many there were."""
    debts = model.of_host(tx, host_id)
    for debt in debts:
        _settle(tx, debt, services=None)
    return len(debts)


async def _pay(services: Services, debt: Debt) -> bool:
    row, entry, ctx = await services.read(functools.partial(_load, debt=debt, services=services))
    if entry is None or row.state in sagas.LIVE:
        return False  # a saga that is still unwinding settles its debts' fences when it ends
    assert entry.step.undo is not None
    while True:
        try:
            await entry.step.undo(ctx, *entry.args)
        except Wait as wait:
            await clock.nap(wait.seconds)
            continue
        except Unreachable:
            raise
        except Exception as error:
            if not (isinstance(error, AgentFailure) and error.code == STALE):
                log.warning("host %s cannot pay %s of saga %s: %s", debt.host_id, debt.object, row.uuid, error, exc_info=error)
                await services.write(functools.partial(model.tried, debt_id=debt.id, error=f"{type(error).__name__}: {error}"))
                return False
        await services.write(functools.partial(_settle, debt=debt, services=services))
        log.info("host %s paid: %s of saga %s", debt.host_id, debt.object, row.uuid)
        return True


def _load(tx: Tx, debt: Debt, services: Services | None) -> tuple[SagaRow, Entry | None, Ctx[Any] | None]:
    row = sagas.get(tx, debt.saga_id)
    assert row is not None, f"debt {debt.id} has no saga"
    saga = REGISTRY.get((row.kind, row.version))
    if saga is None:
        return row, None, None
    params = msgspec.json.decode(row.params, type=saga.params)
    plan = saga.plan(params)
    ctx: Ctx[Any] = Ctx(row.id, params, services, saga.keys(params))  # type: ignore[arg-type]
    for seq, _, output in sagas.steps(tx, row.id):
        ctx.keep(plan[seq], output)
    ctx.refence({debt.lock_key: (debt.epoch, debt.fence)})
    # Numbers go on from what the saga itself sent under this fence, and from earlier attempts to pay: time does both.
    ctx.number = tx.now()
    return row, plan[debt.seq], ctx


def _settle(tx: Tx, debt: Debt, services: Services | None) -> None:
    """One debt less; after the saga's last one, the undos that waited for it."""
    owed = model.settle(tx, debt)
    if not owed:
        return
    row, entry, ctx = _load(tx, debt, services)
    if entry is None or ctx is None:
        raise LookupError(f"saga {row.kind} version {row.version} is not known here: its debts are settled by a node that knows it")
    plan = REGISTRY[row.kind, row.version].plan(ctx.params)
    ctx.tx = tx
    for seq in owed:
        step = plan[seq].step
        assert isinstance(step, TxStep)
        assert step.undo is not None
        step.undo(ctx, *plan[seq].args)
    sagas.mark_steps(tx, row.id, owed, "undone")
