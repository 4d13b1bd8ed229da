"""What hosts measured is forgotten after vm.stats.max.retention.time; of volumes after vm.disk.stats.max.retention.time."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import Any

from manager import settings
from manager.model.clock import MINUTE
from manager.model.db import Tx
from manager.model.infra import metrics
from manager.model.tables.metrics import vm_stat, volume_stat
from manager.reconcile.declare import reconciler
from manager.services import Services


@reconciler("samples", every=timedelta(minutes=5))
async def samples(services: Services) -> None:
    """Deletes in small transactions."""
    for table in (vm_stat, volume_stat):
        while await services.write(functools.partial(_forget, table=table)):
            continue


def _forget(tx: Tx, table: Any) -> bool:
    """What metrics need stays: the last three looks."""
    now = tx.now()
    kept = 3 * int(settings.get(tx, "vm.stats.interval")) * 1000
    minutes = int(settings.get(tx, "vm.stats.max.retention.time" if table is vm_stat else "vm.disk.stats.max.retention.time"))
    if table is volume_stat and not settings.get(tx, "vm.disk.stats.retention.enabled"):
        minutes = 0
    return metrics.forget(tx, table, now - max(kept, minutes * MINUTE))
