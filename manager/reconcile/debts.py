"""Debts that can be paid are paid: those of image services, and of hosts that were away too briefly to count as Down."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from manager.model.work import debts as model
from manager.reconcile.declare import reconciler
from manager.saga.debts import pay_debts
from manager.services import Services


@reconciler("debts", every=timedelta(seconds=30))
async def debts(services: Services) -> None:
    """Asks every debtor once; those that do not answer are asked again next time."""
    hosts = await services.read(model.debtors)
    await asyncio.gather(*(pay_debts(services, host_id) for host_id in hosts))
