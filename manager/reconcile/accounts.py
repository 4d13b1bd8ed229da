"""Accounts that are to go, and could not go at once, are cleaned up again every `account.cleanup.interval`."""

from __future__ import annotations

import functools
from datetime import timedelta

from manager import settings
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.tenancy import belongings
from manager.model.work import watch
from manager.reconcile.declare import reconciler
from manager.saga import start_or_join
from manager.sagas.account import params
from manager.sagas.account.clean import ACCOUNT_CLEAN
from manager.services import Services

MOST = 20  # accounts in one run


@reconciler("accounts", every=timedelta(seconds=60))
async def accounts(services: Services) -> None:
    """Starts their sagas again, unless they run."""
    if await services.read(watch.report_only):
        return
    for account_id in await services.read(due):
        await services.write(functools.partial(begin, account_id=account_id))


def due(tx: Tx) -> list[int]:
    """Accounts whose last attempt began long enough ago."""
    return belongings.doomed(tx, tx.now() - int(settings.get(tx, "account.cleanup.interval")) * SECOND, MOST)


def begin(tx: Tx, account_id: int) -> None:
    """One more attempt."""
    belongings.doom(tx, account_id)
    start_or_join(tx, ACCOUNT_CLEAN, params.clean(tx, account_id), any_params=True)
