"""Webhooks and their deliveries: rows, queries, what the worker takes and writes down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain
from manager.model.tables.webhook import webhook, webhook_delivery
from manager.model.tables.work import lease, node
from manager.model.tenancy import settings
from manager.model.work.outbox import DOMAIN, LOCAL, RECONCILER

QUEUED, DONE = "Queued", "Done"
ROOT_ADMIN, DOMAIN_ADMIN = 1, 2   # types of accounts


class WebhookRow(msgspec.Struct, frozen=True):
    """A webhook that the caller sees."""

    id: int
    uuid: str
    account_id: int
    domain_id: int
    name: str
    state: str
    scope: str
    payload_url: str
    secret_enc: str | None
    ssl_verification: bool


class DeliveryRow(msgspec.Struct, frozen=True):
    """A delivery of a webhook that the caller sees. `account_id`, `domain_id`: of the webhook's owner."""

    id: int
    uuid: str
    webhook_id: int
    event_id: int | None
    event_uuid: str | None
    event_type: str
    account_uuid: str | None
    payload: str
    tries: int
    account_id: int
    domain_id: int


_ROW = select(*columns(WebhookRow, webhook)).where(webhook.c.live == 1)
_ANY_DELIVERY: Select[Any] = select(*columns(DeliveryRow, webhook_delivery, account_id=webhook.c.account_id, domain_id=webhook.c.domain_id)).join(
    webhook, webhook.c.id == webhook_delivery.c.webhook_id)
_DELIVERY = _ANY_DELIVERY.where(webhook.c.live == 1)
_SHOWN: Select[Any] = (
    select(webhook, account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
           domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"), project.c.name.label("project_name"))
    .join(account, account.c.id == webhook.c.account_id).join(domain, domain.c.id == webhook.c.domain_id)
    .outerjoin(project, project.c.account_id == webhook.c.account_id))
_HISTORY: Select[Any] = (
    select(webhook_delivery, webhook.c.uuid.label("webhook_uuid"), webhook.c.name.label("webhook_name"), node.c.uuid.label("node_uuid"),
           node.c.name.label("node_name"))
    .join(webhook, webhook.c.id == webhook_delivery.c.webhook_id).outerjoin(node, node.c.id == webhook_delivery.c.node_id))


def find(tx: Tx, caller: Caller, uuid: str) -> WebhookRow | None:
    """A webhook that the caller sees."""
    row = tx.first(_ROW.where(webhook.c.uuid == uuid, caller.sees(webhook.c.account_id, webhook.c.domain_id)))
    return None if row is None else make(WebhookRow, row)


def find_delivery(tx: Tx, caller: Caller, uuid: str) -> DeliveryRow | None:
    """A delivery of a webhook that the caller sees."""
    row = tx.first(_DELIVERY.where(webhook_delivery.c.uuid == uuid, caller.sees(webhook.c.account_id, webhook.c.domain_id)))
    return None if row is None else make(DeliveryRow, row)


def by_id(tx: Tx, webhook_id: int) -> WebhookRow | None:
    """A webhook, unless it is gone."""
    row = tx.first(_ROW.where(webhook.c.id == webhook_id))
    return None if row is None else make(WebhookRow, row)


def entitled(tx: Tx, row: WebhookRow) -> bool:
    """Whether its owner may still hear what it asks for: another role, or a domain that moved, may have ended that."""
    if row.scope == LOCAL:
        return True
    owner = tx.one(select(account.c.type, domain.c.path).join(domain, domain.c.id == account.c.domain_id).where(account.c.id == row.account_id))
    if owner.type == ROOT_ADMIN or row.scope != DOMAIN:
        return bool(owner.type == ROOT_ADMIN)
    home = str(tx.scalar(select(domain.c.path).where(domain.c.id == row.domain_id)))
    return bool(owner.type == DOMAIN_ADMIN) and home.startswith(owner.path)


def url_is_free(tx: Tx, account_id: int, url: str, but: int | None = None) -> None:
    """Refused 431 when another webhook of the account posts to this URL."""
    taken = tx.first(select(webhook.c.uuid).where(
        webhook.c.account_id == account_id, webhook.c.payload_url == url, webhook.c.live == 1, webhook.c.id != (but or 0)))
    if taken is not None:
        raise Refused(431, f"Payload URL {url} is already in use by another webhook")


def insert(tx: Tx, **values: Any) -> str:
    """Adds a webhook; returns its uuid. It gets what happens from two seconds later on."""
    uuid = new_uuid()
    tx.insert(webhook, uuid=uuid, created=tx.now(), **values)
    settings.raise_epoch(tx, settings.SETTINGS)
    return uuid


def change(tx: Tx, webhook_id: int, values: Mapping[str, Any]) -> None:
    """Sets columns of a webhook."""
    if values:
        tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(**values))
        settings.raise_epoch(tx, settings.SETTINGS)


def remove(tx: Tx, webhook_id: int) -> None:
    """The webhook is gone, and what was not delivered yet with it."""
    tx.execute(delete(webhook_delivery).where(webhook_delivery.c.webhook_id == webhook_id))
    tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(removed=tx.now(), live=None, secret_enc=None))
    settings.raise_epoch(tx, settings.SETTINGS)


def page(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: Mapping[str, Any], keyword: str | None) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of webhooks, oldest first."""
    where: list[ColumnElement[bool]] = [webhook.c.live == 1, scope.where(webhook.c.account_id, webhook.c.domain_id)]
    where += [webhook.c[name] == value for name, value in exact.items() if value is not None]
    if keyword:
        where.append(paging.contains(webhook.c.name, keyword))
    found, total = paging.page(tx, select(webhook.c.uuid).where(*where).order_by(webhook.c.id), limit, offset)
    return [row.uuid for row in found], total


def shown(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Webhooks with their owners, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(webhook.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


# -- deliveries -------------------------------------------------------------------------------------------------------------------------


class Wanted(msgspec.Struct, frozen=True):
    """Which deliveries; None: all."""

    id: int | None = None
    webhook_id: int | None = None
    node_uuid: str | None = None
    event_type: str | None = None
    keyword: str | None = None
    since: int | None = None
    until: int | None = None

    def where(self, caller: Caller) -> list[ColumnElement[bool]]:
        """SQL conditions: deliveries that have ended, of webhooks that the caller sees."""
        c = webhook_delivery.c
        mine = select(webhook.c.id).where(webhook.c.live == 1, caller.sees(webhook.c.account_id, webhook.c.domain_id))
        out: list[ColumnElement[bool]] = [c.state == DONE, c.webhook_id.in_(mine)]
        out += [column == value for column, value in ((c.id, self.id), (c.webhook_id, self.webhook_id), (c.event_type, self.event_type))
                if value is not None]
        if self.node_uuid is not None:
            out.append(c.node_id.in_(select(node.c.id).where(node.c.uuid == self.node_uuid)))
        if self.keyword:
            out.append(or_(paging.contains(c.payload, self.keyword), paging.contains(c.event_type, self.keyword)))
        if self.since is not None:
            out.append(c.started >= self.since)
        if self.until is not None:
            out.append(c.started <= self.until)
        return out


def history(tx: Tx, caller: Caller, wanted: Wanted, limit: int | None, offset: int) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of deliveries that have ended, the newest first."""
    statement = select(webhook_delivery.c.uuid).where(*wanted.where(caller)).order_by(webhook_delivery.c.id.desc())
    found, total = paging.page(tx, statement, limit, offset)
    return [row.uuid for row in found], total


def deliveries_shown(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Deliveries with their webhooks and nodes, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_HISTORY.where(webhook_delivery.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def forget(tx: Tx, caller: Caller, wanted: Wanted) -> int:
    """Deletes deliveries that have ended; returns how many."""
    ids = [row.id for row in tx.rows(select(webhook_delivery.c.id).where(*wanted.where(caller)))]
    return tx.changed(delete(webhook_delivery).where(webhook_delivery.c.id.in_(ids))) if ids else 0


def record(tx: Tx, row: DeliveryRow, **values: Any) -> str:
    """Writes down a delivery that was asked for by hand; returns its uuid."""
    uuid = new_uuid()
    tx.insert(webhook_delivery, uuid=uuid, webhook_id=row.webhook_id, event_id=row.event_id, event_uuid=row.event_uuid, event_type=row.event_type,
              account_uuid=row.account_uuid, payload=row.payload, state=DONE, created=tx.now(), **values)
    return uuid


def node_of(tx: Tx, uuid: str) -> tuple[int, str] | None:
    """(id, name) of a node."""
    row = tx.first(select(node.c.id, node.c.name).where(node.c.uuid == uuid))
    return None if row is None else (int(row.id), str(row.name))


# -- the worker -------------------------------------------------------------------------------------------------------------------------


def due(tx: Tx, busy: Collection[int], most: int) -> list[DeliveryRow]:
    """The oldest delivery that is due of each webhook that is not busy: each gets one at a time, so none holds up the others.

    Those of a webhook that was just deleted are among them: other processes queue for it until they know.
    """
    c = webhook_delivery.c
    first = select(func.min(c.id)).where(c.state == QUEUED, c.due <= tx.now(), c.webhook_id.not_in(busy)).group_by(c.webhook_id).limit(most)
    ids = [row[0] for row in tx.rows(first)]
    return [make(DeliveryRow, row) for row in tx.rows(_ANY_DELIVERY.where(c.id.in_(ids)).order_by(c.id))] if ids else []


def waiting(tx: Tx) -> bool:
    """Whether anything is queued."""
    return tx.first(select(webhook_delivery.c.id).where(webhook_delivery.c.state == QUEUED).limit(1)) is not None


def tried(tx: Tx, delivery_id: int, *, again_at: int | None, **values: Any) -> None:
    """Writes down a try. `again_at`: when to try again; None: it was the last."""
    holder = select(lease.c.node_id).where(lease.c.name == RECONCILER).scalar_subquery()
    state = {"state": DONE} if again_at is None else {"due": again_at}
    tx.execute(update(webhook_delivery).where(webhook_delivery.c.id == delivery_id).values(
        tries=webhook_delivery.c.tries + 1, node_id=holder, **state, **values))


def drop(tx: Tx, delivery_ids: Collection[int]) -> None:
    """Deliveries that nobody waits for any more."""
    tx.execute(delete(webhook_delivery).where(webhook_delivery.c.id.in_(delivery_ids)))


def trim(tx: Tx, keep: int) -> int:
    """Keeps the newest `keep` ended deliveries of each webhook; returns how many went."""
    c, gone = webhook_delivery.c, 0
    for row in tx.rows(select(c.webhook_id).where(c.state == DONE).group_by(c.webhook_id).having(func.count() > keep)):
        last = tx.scalar(select(c.id).where(c.webhook_id == row.webhook_id, c.state == DONE).order_by(c.id.desc()).offset(keep).limit(1))
        gone += tx.changed(delete(webhook_delivery).where(c.webhook_id == row.webhook_id, c.state == DONE, c.id <= last))
    return gone
