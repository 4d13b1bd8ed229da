"""Events: what happened to whom. Rows are only ever added, archived or deleted by commands."""

from __future__ import annotations

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables.work import event
from manager.model.work import outbox

INFO, WARN, ERROR = "INFO", "WARN", "ERROR"
CREATED, SCHEDULED, STARTED, COMPLETED = "Created", "Scheduled", "Started", "Completed"


def write(
    tx: Tx, type: str, description: str, *, account_id: int, domain_id: int, user_id: int | None = None, level: str = INFO,
    state: str = COMPLETED, resource_type: str | None = None, resource_uuid: str | None = None, parent_id: int | None = None,
    saga_id: int | None = None,
) -> int:
    """Adds one event and returns its id. `parent_id` joins the later events of one operation (its Scheduled or Created event).

    `description` is at most 1,024 characters (the rest is cut) and never holds a secret.
    """
    uuid = new_uuid()
    made = tx.insert(
        event, uuid=uuid, type=type, level=level, state=state, description=description[:1024], account_id=account_id,
        domain_id=domain_id, user_id=user_id, resource_type=resource_type, resource_uuid=resource_uuid, parent_id=parent_id,
        saga_id=saga_id, archived=False, created=tx.now())
    outbox.queue(tx, uuid)
    return made
