"""What is to be delivered to webhooks is written in the transaction of the event itself: none is lost, and none is sent of what never happened.

Which webhooks there are is cached until the settings epoch rises: a webhook gets the events that begin two seconds after it was made.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain, user
from manager.model.tables.webhook import webhook, webhook_delivery
from manager.model.tables.work import event
from manager.model.work.signals import signal

RECONCILER = "webhooks"
LOCAL, DOMAIN, GLOBAL = "Local", "Domain", "Global"
ENABLED = "Enabled"


class Hook(msgspec.Struct, frozen=True):
    """A webhook that is enabled, as far as choosing goes."""

    id: int
    scope: str
    account_id: int
    domain_id: int

    def wants(self, account_id: int, domains: list[int]) -> bool:
        """Whether an event of this account, in the innermost of these domains, is for it."""
        match self.scope:
            case "Global":
                return True
            case "Domain":
                return self.domain_id in domains
        return self.account_id == account_id


_HOOKS = select(webhook.c.id, webhook.c.scope, webhook.c.account_id, webhook.c.domain_id).where(
    webhook.c.live == 1, webhook.c.state == ENABLED).order_by(webhook.c.id)
_EVENT = (
    select(event, account.c.uuid.label("account_uuid"), user.c.uuid.label("user_uuid"), project.c.uuid.label("project_uuid"), domain.c.path)
    .join(account, account.c.id == event.c.account_id).join(domain, domain.c.id == event.c.domain_id)
    .outerjoin(user, user.c.id == event.c.user_id).outerjoin(project, project.c.account_id == event.c.account_id)
    .where(event.c.uuid == bindparam("event")))
_LOCK = threading.Lock()
_CACHE: dict[str, list[Hook]] = {}
_generation = 0


def forget(database: str | None = None) -> None:
    """Drops what was cached of one database (its URL), or of all."""
    global _generation
    with _LOCK:
        _generation += 1
        if database is None:
            _CACHE.clear()
        else:
            _CACHE.pop(database, None)


def queue(tx: Tx, event_uuid: str) -> None:
    """Queues the event for each webhook that wants it. Without webhooks it costs no statement."""
    hooks = _hooks(tx)
    if not hooks:
        return
    row = tx.first(_EVENT, {"event": event_uuid})
    if row is None:
        return
    domains = [int(part) for part in row.path.split("/") if part]
    wanted = [hook for hook in hooks if hook.wants(row.account_id, domains)]
    if not wanted:
        return
    body = payload(row)
    tx.insert_many(webhook_delivery, [
        {"uuid": new_uuid(), "webhook_id": hook.id, "event_id": row.id, "event_uuid": row.uuid, "event_type": row.type,
         "account_uuid": row.account_uuid, "payload": body, "state": "Queued", "tries": 0, "due": row.created, "success": False,
         "created": row.created} for hook in wanted])
    signal(tx, RECONCILER)


def payload(row: Any) -> str:
    """The event as CloudStack's event bus describes one."""
    moment = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(row.created // 1_000_000))
    body = {"eventDateTime": moment, "status": row.state, "description": row.description, "event": row.type, "account": row.account_uuid,
            "user": row.user_uuid, "entity": row.resource_type, "entityuuid": row.resource_uuid}
    if row.project_uuid is not None:
        body["project"] = row.project_uuid
    return json.dumps({name: value for name, value in body.items() if value is not None}, ensure_ascii=False)


def _hooks(tx: Tx) -> list[Hook]:
    database = str(tx.conn.engine.url)
    hooks = _CACHE.get(database)
    if hooks is None:
        generation = _generation
        hooks = [make(Hook, row) for row in tx.rows(_HOOKS)]
        with _LOCK:
            if generation == _generation:
                _CACHE[database] = hooks
    return hooks
