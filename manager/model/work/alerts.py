"""Alerts: what an operator has to look at."""

from __future__ import annotations

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables.work import alert

MANAGEMENT = 14  # CloudStack's AlertType.MANAGEMENT_NODE


def add(tx: Tx, type: int, name: str, subject: str, *, zone_id: int | None = None, pod_id: int | None = None) -> int:
    """Adds one alert and returns its id. `type` and `name` are CloudStack's; `subject` is cut at 999 characters."""
    now = tx.now()
    return tx.insert(alert, uuid=new_uuid(), type=type, name=name, subject=subject[:999], zone_id=zone_id, pod_id=pod_id, sent_count=1,
                     last_sent=now, archived=False, created=now)
