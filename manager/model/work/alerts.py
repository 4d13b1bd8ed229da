"""Alerts: what an operator has to look at. One that has a cause is raised once while that lasts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra.zones import sees_infrastructure
from manager.model.rows import columns, make
from manager.model.tables.work import alert

MEMORY, CPU, STORAGE, STORAGE_ALLOCATED, PUBLIC_IP, PRIVATE_IP, SECONDARY, HOST, DOMAIN_ROUTER = 0, 1, 2, 3, 4, 5, 6, 7, 9
STORAGE_MISC, MANAGEMENT, VLAN, SSVM, DIRECT_IP, LOCAL_STORAGE, CERTIFICATE = 12, 14, 18, 19, 24, 25, 31

NAMES = {  # CloudStack's default alert types, and what each is called
    MEMORY: "ALERT.MEMORY", CPU: "ALERT.CPU", STORAGE: "ALERT.STORAGE", STORAGE_ALLOCATED: "ALERT.STORAGE.ALLOCATED",
    PUBLIC_IP: "ALERT.NETWORK.PUBLICIP", PRIVATE_IP: "ALERT.NETWORK.PRIVATEIP", SECONDARY: "ALERT.STORAGE.SECONDARY",
    HOST: "ALERT.COMPUTE.HOST", 8: "ALERT.USERVM", DOMAIN_ROUTER: "ALERT.SERVICE.DOMAINROUTER", 10: "ALERT.SERVICE.CONSOLEPROXY",
    11: "ALERT.NETWORK.ROUTING", STORAGE_MISC: "ALERT.STORAGE.MISC", 13: "ALERT.USAGE", MANAGEMENT: "ALERT.MANAGEMENT",
    15: "ALERT.NETWORK.DOMAINROUTERMIGRATE", 16: "ALERT.SERVICE.CONSOLEPROXYMIGRATE", 17: "ALERT.USERVM.MIGRATE", VLAN: "ALERT.NETWORK.VLAN",
    SSVM: "ALERT.SERVICE.SSVM", 20: "ALERT.USAGE.RESULT", 21: "ALERT.STORAGE.DELETE", 22: "ALERT.RESOURCE.COUNT", 23: "ALERT.USAGE.SANITY",
    DIRECT_IP: "ALERT.NETWORK.DIRECTPUBLICIP", LOCAL_STORAGE: "ALERT.STORAGE.LOCAL", 26: "ALERT.RESOURCE.EXCEED", 27: "ALERT.TYPE.SYNC",
    28: "ALERT.UPLOAD.FAILED", 29: "ALERT.OOBM.AUTHERROR", 30: "ALERT.HA.ACTION", CERTIFICATE: "ALERT.CA.CERT", 32: "ALERT.VM.SNAPSHOT"}


class AlertRow(msgspec.Struct, frozen=True):
    """An alert that was not archived."""

    id: int
    uuid: str
    type: int
    name: str | None
    subject: str | None
    created: int


_ROW = select(*columns(AlertRow, alert)).where(alert.c.archived.is_(False))
_OPEN = select(alert.c.id).where(alert.c.cause == bindparam("cause_"), alert.c.resolved.is_(None))
_RESOLVE = update(alert).where(alert.c.cause == bindparam("cause_"), alert.c.resolved.is_(None)).values(resolved=bindparam("at"))


def add(tx: Tx, type: int, name: str, subject: str, *, zone_id: int | None = None, pod_id: int | None = None, cluster_id: int | None = None,
        cause: str | None = None) -> int:
    """Adds one alert and returns its id. `type` and `name` are CloudStack's; `subject` is cut at 999 characters."""
    now = tx.now()
    return tx.insert(alert, uuid=new_uuid(), type=type, name=name, subject=subject[:999], zone_id=zone_id, pod_id=pod_id, cluster_id=cluster_id,
                     cause=cause, sent_count=1, last_sent=now, archived=False, created=now)


def once(tx: Tx, type: int, cause: str, subject: str, *, zone_id: int | None = None, pod_id: int | None = None,
         cluster_id: int | None = None) -> bool:
    """Raises an alert of a default type unless its cause is known and still lasts; says whether it did. `resolve` ends the cause."""
    if tx.first(_OPEN, {"cause_": cause}) is not None:
        return False
    add(tx, type, NAMES[type], subject, zone_id=zone_id, pod_id=pod_id, cluster_id=cluster_id, cause=cause)
    return True


def resolve(tx: Tx, cause: str) -> bool:
    """The cause is gone: the next one is told again. Says whether there was one."""
    return tx.changed(_RESOLVE, {"cause_": cause, "at": tx.now()}) > 0


def lasting(tx: Tx, prefix: str) -> set[str]:
    """The causes that begin so and still last."""
    return {str(row.cause) for row in tx.rows(select(alert.c.cause).where(
        alert.c.cause.like(prefix.replace("_", "\\_") + "%", escape="\\"), alert.c.resolved.is_(None)))}


def find(tx: Tx, caller: Caller, uuid: str) -> AlertRow | None:
    """An alert; root and resource admins see them."""
    row = tx.first(_ROW.where(alert.c.uuid == uuid)) if sees_infrastructure(caller) else None
    return None if row is None else make(AlertRow, row)


def listed(tx: Tx, limit: int | None, offset: int, *, id: int | None, name: str | None, type: int | None,
           keyword: str | None) -> tuple[list[AlertRow], int]:
    """(a page of those not archived, the newest first; count of all)."""
    statement = _ROW
    for column, value in ((alert.c.id, id), (alert.c.name, name), (alert.c.type, type)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(alert.c.subject, keyword))
    rows, total = paging.page(tx, statement.order_by(alert.c.id.desc()), limit, offset)
    return [make(AlertRow, row) for row in rows], total


def _chosen(ids: Collection[int] | None, type: int | None, since: int | None, until: int | None) -> Sequence[ColumnElement[bool]]:
    where: list[Any] = [alert.c.archived.is_(False)]
    where += [alert.c.id.in_(list(ids))] if ids is not None else []
    where += [alert.c.type == type] if type is not None else []
    where += [alert.c.created >= since] if since is not None else []
    where += [alert.c.created <= until] if until is not None else []
    return where


def archive(tx: Tx, ids: Collection[int] | None, type: int | None, since: int | None, until: int | None) -> int:
    """Lists hold them no more; returns how many."""
    return tx.changed(update(alert).where(*_chosen(ids, type, since, until)).values(archived=True))


def remove(tx: Tx, ids: Collection[int] | None, type: int | None, since: int | None, until: int | None) -> int:
    """Deletes them; returns how many. What still lasts is only archived: it would be told again at once."""
    where = _chosen(ids, type, since, until)
    gone = tx.changed(delete(alert).where(*where, (alert.c.cause.is_(None)) | (alert.c.resolved.is_not(None))))
    return gone + tx.changed(update(alert).where(*where).values(archived=True))


def forget(tx: Tx, before: int, most: int) -> int:
    """Deletes up to `most` archived alerts that are older and over; returns how many."""
    ids = [row.id for row in tx.rows(select(alert.c.id).where(
        alert.c.created < before, alert.c.archived.is_(True), (alert.c.cause.is_(None)) | (alert.c.resolved.is_not(None))).limit(most))]
    return tx.changed(delete(alert).where(alert.c.id.in_(ids))) if ids else 0
