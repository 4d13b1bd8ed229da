"""Expired sessions and old login failures go; so do client tokens whose job's record is gone."""

from __future__ import annotations

from datetime import timedelta

from manager import settings
from manager.model.access import login_failures
from manager.model.clock import MINUTE
from manager.model.db import Tx
from manager.model.tenancy import clienttokens, sessions
from manager.reconcile.declare import reconciler
from manager.services import Services


@reconciler("sessions", every=timedelta(minutes=10))
async def sweep(services: Services) -> None:
    """A token lasts as long as the record of an ended job (`job.expire.minutes`): until then a repeated call answers the first one's."""
    def work(tx: Tx) -> None:
        sessions.sweep(tx)
        login_failures.sweep(tx)
        clienttokens.sweep(tx, tx.now() - int(settings.get(tx, "job.expire.minutes")) * MINUTE)

    await services.write(work)
