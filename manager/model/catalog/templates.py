"""Templates: rows, who sees them, where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.net.network_views import tagged
from manager.model.rows import columns, make
from manager.model.tables.infra import image_store, zone
from manager.model.tables.offering import os_type, template, template_detail, template_store
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import volume
from manager.model.tables.work import saga
from manager.model.work import labels

SYSTEM = "SYSTEM"
SYNTHETIC = "sim://"  # images of simulated hosts, without content


class TemplateRow(msgspec.Struct, frozen=True):
    """A template."""

    id: int
    uuid: str
    name: str
    account_id: int
    domain_id: int
    type: str
    format: str
    hypervisor: str | None
    arch: str | None
    url: str | None
    checksum: str | None
    os_type_id: int | None
    password_enabled: bool
    sshkey_enabled: bool
    is_public: bool
    state: str
    size_bytes: int
    tag: str | None


class StoreRow(msgspec.Struct, frozen=True):
    """An image store."""

    id: int
    uuid: str
    zone_id: int | None
    name: str
    provider: str
    address: str | None
    read_only: bool


_ROW: Select[Any] = select(*columns(TemplateRow, template)).where(template.c.live == 1)
_STORE: Select[Any] = select(*columns(StoreRow, image_store)).where(image_store.c.live == 1)


def sees(caller: Caller) -> ColumnElement[bool]:
    """SQL: the template is public, the caller's, or within its reach; those of the system for root only."""
    if caller.is_admin:
        return template.c.id.is_not(None)
    return and_(template.c.type != SYSTEM, or_(template.c.is_public.is_(True), template.c.featured.is_(True),
                                               caller.sees(template.c.account_id, template.c.domain_id)))


def find(tx: Tx, caller: Caller, uuid: str) -> TemplateRow | None:
    """A template that the caller sees."""
    row = tx.first(_ROW.where(template.c.uuid == uuid, sees(caller)))
    return None if row is None else make(TemplateRow, row)


def by_id(tx: Tx, template_id: int) -> TemplateRow:
    """A template that is known to exist."""
    return make(TemplateRow, tx.one(_ROW.where(template.c.id == template_id)))


def find_store(tx: Tx, caller: Caller, uuid: str) -> StoreRow | None:
    """An image store; root admins only."""
    row = tx.first(_STORE.where(image_store.c.uuid == uuid)) if caller.is_admin else None
    return None if row is None else make(StoreRow, row)


def stores(tx: Tx, zone_ids: Sequence[int] | None) -> list[StoreRow]:
    """The writable stores that are Up, of these zones and those of the region; None: all."""
    statement = _STORE.where(image_store.c.read_only.is_(False), image_store.c.state == "Up").order_by(image_store.c.id)
    if zone_ids is not None:
        statement = statement.where(or_(image_store.c.zone_id.in_(zone_ids), image_store.c.zone_id.is_(None)))
    return [make(StoreRow, row) for row in tx.rows(statement)]


def store_by_id(tx: Tx, store_id: int) -> StoreRow:
    """A store that is known to exist."""
    return make(StoreRow, tx.one(_STORE.where(image_store.c.id == store_id)))


def stores_of(tx: Tx, template_id: int) -> list[StoreRow]:
    """The stores that have, or shall have, a template."""
    return [make(StoreRow, row) for row in tx.rows(_STORE.join(
        template_store, template_store.c.store_id == image_store.c.id).where(template_store.c.template_id == template_id))]


def insert(tx: Tx, store_ids: Sequence[int], details: Mapping[str, str], **values: Any) -> tuple[int, str]:
    """Adds a template that is on no store yet; returns (id, uuid)."""
    uuid, now = new_uuid(), tx.now()
    template_id = tx.insert(template, uuid=uuid, created=now, unique_name=uuid, **values)
    tx.insert_many(template_detail, [{"template_id": template_id, "name": name, "value": value} for name, value in details.items()])
    tx.insert_many(template_store, [{"template_id": template_id, "store_id": one, "state": "Creating", "download_state": "NOT_DOWNLOADED",
                                     "created": now, "updated": now} for one in store_ids])
    return template_id, uuid


def stored(tx: Tx, template_id: int, store_id: int, *, virtual_bytes: int, file_bytes: int, sha256: str, checksum: str) -> None:
    """A store has the template."""
    tx.execute(update(template_store).where(template_store.c.template_id == template_id, template_store.c.store_id == store_id).values(
        state="Ready", download_state="DOWNLOADED", percent=100, error=None, size_bytes=virtual_bytes, physical_bytes=file_bytes, updated=tx.now()))
    tx.execute(update(template).where(template.c.id == template_id).values(
        size_bytes=virtual_bytes, physical_bytes=file_bytes, sha256=sha256, checksum=checksum or template.c.checksum))


def failed(tx: Tx, template_id: int, store_id: int, text: str) -> None:
    """A store could not get the template; `text` is shown as its status."""
    tx.execute(update(template_store).where(template_store.c.template_id == template_id, template_store.c.store_id == store_id).values(
        state="Failed", download_state="DOWNLOAD_ERROR", error=text[:1000], updated=tx.now()))


def drop_store(tx: Tx, template_id: int, store_id: int) -> None:
    """A store no longer has the template."""
    tx.execute(template_store.delete().where(template_store.c.template_id == template_id, template_store.c.store_id == store_id))


def removed(tx: Tx, template_id: int) -> None:
    """The template is gone. Hosts drop their copies once no volume needs them."""
    labels.drop(tx, ("Template", "ISO"), [template_id])
    tx.execute(update(template).where(template.c.id == template_id).values(state="Inactive", live=None, removed=tx.now()))


def retire(tx: Tx, template_id: int) -> bool:
    """Nothing new begins with it: it is Inactive, to be deleted. False when it is gone."""
    return tx.changed(update(template).where(template.c.id == template_id, template.c.live == 1).values(state="Inactive")) == 1


def live_by_id(tx: Tx, template_id: int) -> TemplateRow | None:
    """The template, unless it is gone."""
    row = tx.first(_ROW.where(template.c.id == template_id))
    return None if row is None else make(TemplateRow, row)


def charged_bytes(tx: Tx, template_id: int) -> int:
    """What it counts for against its account's secondary storage: registered ones count for nothing."""
    row = tx.one(select(template.c.url, template.c.physical_bytes).where(template.c.id == template_id))
    return int(row.physical_bytes) if row.url is None else 0


def in_use(tx: Tx, template_id: int) -> int:
    """How many volumes begin with it."""
    return len(tx.rows(select(volume.c.id).where(volume.c.template_id == template_id, volume.c.live == 1).limit(1000)))


def filtered(name: str, caller: Caller, scope: Scope) -> ColumnElement[bool]:
    """SQL of listTemplates' templatefilter. KeyError for an unknown one."""
    own = template.c.account_id == caller.account_id
    public = template.c.is_public.is_(True)
    featured = template.c.featured.is_(True)
    scoped = scope.where(template.c.account_id, template.c.domain_id)
    ready = template.c.id.in_(select(template_store.c.template_id).where(template_store.c.state == "Ready"))
    user = template.c.type != SYSTEM
    known: dict[str, ColumnElement[bool]] = {
        "featured": and_(public, featured, user), "self": and_(scoped, user), "selfexecutable": and_(scoped, ready, user),
        "sharedexecutable": and_(~own, ~public, sees(caller), ready, user) if not caller.is_admin else and_(own, ~own),
        "executable": and_(or_(scoped, public), ready, user), "community": and_(public, ~featured, user), "all": sees(caller),
        "system": template.c.type == SYSTEM}
    return known[name]


def ids(tx: Tx, condition: ColumnElement[bool], limit: int | None, offset: int, *, exact: Mapping[str, Any], uuids: list[int] | None,
        keyword: str | None, zone_id: int | None, ready: bool | None, tags: Mapping[str, str] | None = None) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of the live templates under a condition."""
    where = [template.c.live == 1, condition, *tagged("Template", template, tags)]
    for name, value in exact.items():
        if value is not None:
            where.append(template.c[name] == value)
    if uuids is not None:
        where.append(template.c.id.in_(uuids))
    if keyword is not None:
        where.append(paging.contains(template.c.name, keyword))
    if zone_id is not None:
        there = select(template_store.c.template_id).join(image_store).where(or_(image_store.c.zone_id == zone_id, image_store.c.zone_id.is_(None)))
        where.append(template.c.id.in_(there))
    if ready is not None:
        done = select(template_store.c.template_id).where(template_store.c.state == "Ready")
        where.append(template.c.id.in_(done) if ready else template.c.id.not_in(done))
    return paging.uuids(tx, template, where, limit, offset, order=[template.c.sort_key, template.c.id])


_SHOWN = select(template, account.c.uuid.label("account_uuid"), account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"),
                domain.c.name.label("domain_name"), domain.c.name_path.label("domain_path"), os_type.c.uuid.label("os_uuid"),
                os_type.c.description.label("os_name")).join(account, account.c.id == template.c.account_id, isouter=True).join(
    domain, domain.c.id == template.c.domain_id, isouter=True).join(os_type, os_type.c.id == template.c.os_type_id, isouter=True)
# outer joins, though owners are always there: MariaDB would begin with the accounts and read all their templates
_PLACES = select(template_store, image_store.c.name.label("store_name"), image_store.c.uuid.label("store_uuid"), zone.c.uuid.label("zone_uuid"),
                 zone.c.name.label("zone_name")).join(image_store, image_store.c.id == template_store.c.store_id).join(
    zone, or_(zone.c.id == image_store.c.zone_id, and_(image_store.c.zone_id.is_(None), zone.c.live == 1)))


class Shown(msgspec.Struct):
    """A template with all that is shown of it: one entry of `places` for each zone and store."""

    row: Any
    places: list[Any]
    details: dict[str, str]
    percent: int


def shown(tx: Tx, uuids: list[str]) -> list[Shown]:
    """Templates in the asked order."""
    if not uuids:
        return []
    rows: dict[str, Row[Any]] = {row.uuid: row for row in tx.rows(_SHOWN.where(template.c.uuid.in_(uuids)))}
    found = {row.id: Shown(row, [], {}, 0) for row in rows.values()}
    for place in tx.rows(_PLACES.where(template_store.c.template_id.in_(list(found))).order_by(template_store.c.store_id, zone.c.id)):
        found[place.template_id].places.append(place)
    for detail in tx.rows(select(template_detail).where(template_detail.c.template_id.in_(list(found)))):
        found[detail.template_id].details[detail.name] = detail.value
    busy = [one.row.uuid for one in found.values() if any(place.state == "Creating" for place in one.places)]
    if busy:
        for job in tx.rows(select(saga.c.instance_uuid, saga.c.percent).where(
                saga.c.kind == "template.register", saga.c.instance_uuid.in_(busy), saga.c.state == "running")):
            found[rows[job.instance_uuid].id].percent = job.percent or 0
    return [found[rows[uuid].id] for uuid in uuids if uuid in rows]
