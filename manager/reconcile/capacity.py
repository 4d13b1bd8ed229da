"""Used capacity is the sum of reservations (invariant 3). Drift is a fault somewhere else: it is repaired, and told."""

from __future__ import annotations

import functools
import logging
from datetime import timedelta

from manager.model.db import Tx
from manager.model.work import alerts, watch
from manager.model.work.watch import Drift
from manager.reconcile.declare import reconciler
from manager.services import Services

log = logging.getLogger(__name__)

CAPACITY_ALERT = 14  # CloudStack's AlertType.MANAGEMENT_NODE


@reconciler("capacity", every=timedelta(minutes=5))
async def capacity(services: Services) -> None:
    """Compares all hosts and pools in one statement each; those that seem wrong are looked at again under their lock."""
    hosts, pools = await services.read(watch.suspects)
    if await services.read(watch.report_only):
        log.warning("figures of hosts %s and pools %s differ from their reservations; nothing is changed until `check` passes", hosts, pools)
        return
    for host_id in hosts:
        await services.write(functools.partial(_repair_host, host_id=host_id))
    for pool_id in pools:
        await services.write(functools.partial(_repair_pool, pool_id=pool_id))


def _repair_host(tx: Tx, host_id: int) -> None:
    _tell(tx, watch.repair_host(tx, host_id))


def _repair_pool(tx: Tx, pool_id: int) -> None:
    _tell(tx, watch.repair_pool(tx, pool_id))


def _tell(tx: Tx, drift: Drift | None) -> None:
    if drift is not None:
        text = f"The {drift.thing} was {drift.before}; its reservations add up to {drift.after}. It was corrected"
        log.error("%s", text)
        alerts.add(tx, CAPACITY_ALERT, alerts.NAMES[CAPACITY_ALERT], text)
