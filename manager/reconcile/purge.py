"""Ended jobs are forgotten after `job.expire.minutes`, nodes that left after a week, events after `event.purge.delay`."""

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
DAY = 24 * 60 * MINUTE
WEEK = 7 * DAY


@reconciler("purge", every=timedelta(minutes=10))
async def purge(services: Services) -> None:
    """Deletes in small transactions until nothing is old."""
    def limits(tx: Tx) -> tuple[int, int]:
        return tx.now() - int(settings.get(tx, "job.expire.minutes")) * MINUTE, tx.now() - WEEK
    jobs, nodes = await services.read(limits)
    while await services.write(functools.partial(model.sagas, before=jobs, most=CHUNK)) == CHUNK:
        continue
    await services.write(functools.partial(model.nodes, before=nodes))


@reconciler("purge-events", every=timedelta(days=1), setting="event.purge.interval")
async def purge_events(services: Services) -> None:
    """Deletes events that are older than `event.purge.delay` days, in small transactions; 0: none."""
    def before(tx: Tx) -> int | None:
        days = int(settings.get(tx, "event.purge.delay"))
        return tx.now() - days * DAY if days else None

    limit = await services.read(before)
    if limit is None:
        return
    while await services.write(functools.partial(model.events, before=limit, most=CHUNK)) == CHUNK:
        continue
