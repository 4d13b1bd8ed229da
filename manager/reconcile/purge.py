"""Ended jobs are forgotten after `job.expire.minutes`, nodes that left after a week."""

from __future__ import annotations

import functools
from datetime import timedelta

from manager import settings
from manager.model.clock import MINUTE
from manager.model.db import Tx
from manager.model.work import purge as model
from manager.reconcile.declare import reconciler
from manager.services import Services

CHUNK = 500  # sagas in one transaction: short enough not to stand in anybody's way
WEEK = 7 * 24 * 60 * MINUTE


@reconciler("purge", every=timedelta(minutes=10))
async def purge(services: Services) -> None:
    """Deletes in small transactions until nothing is old."""
    def limits(tx: Tx) -> tuple[int, int]:
        return tx.now() - int(settings.get(tx, "job.expire.minutes")) * MINUTE, tx.now() - WEEK
    jobs, nodes = await services.read(limits)
    while await services.write(functools.partial(model.sagas, before=jobs, most=CHUNK)) == CHUNK:
        continue
    await services.write(functools.partial(model.nodes, before=nodes))
