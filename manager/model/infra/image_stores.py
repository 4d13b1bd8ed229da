"""Image stores: changes, heartbeats, and what is on them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import func, or_, select, update

from manager.model.catalog import builtin
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra.pools import store_measured
from manager.model.rows import columns, make
from manager.model.tables.infra import image_store
from manager.model.tables.offering import template, template_store

UP, DOWN = "Up", "Down"
MISSED = 3  # heartbeats without an answer in a row before a store counts as Down


class Watched(msgspec.Struct, frozen=True):
    """A store with a service."""

    id: int
    uuid: str
    name: str
    address: str
    zone_id: int | None
    state: str
    missed: int


def watched(tx: Tx) -> list[Watched]:
    """The stores that have a service to ask."""
    return [make(Watched, row) for row in tx.rows(select(*columns(Watched, image_store)).where(
        image_store.c.live == 1, image_store.c.address.is_not(None), image_store.c.address != "").order_by(image_store.c.id))]


def answered(tx: Tx, store_id: int, capacity: int, used: int) -> None:
    """Its service answered: it is Up, and this large."""
    store_measured(tx, store_id, capacity, used)


def silent(tx: Tx, store_id: int) -> bool:
    """It did not answer once more; True when it is Down from now on."""
    c = image_store.c
    tx.execute(update(image_store).where(c.id == store_id).values(missed=c.missed + 1, checked=tx.now()))
    return tx.changed(update(image_store).where(c.id == store_id, c.missed >= MISSED, c.state == UP).values(state=DOWN)) == 1


def change(tx: Tx, store_id: int, *, name: str | None, read_only: bool | None, declared: int | None) -> None:
    """Writes what is not None. Refused 431 when the name is taken, or fewer bytes would be declared than are in use."""
    c = image_store.c
    if name is not None and tx.first(select(c.id).where(c.name == name, c.live == 1, c.id != store_id)) is not None:
        raise Refused(431, f"An image store with the name {name} exists already")
    given: dict[str, Any] = {key: value for key, value in (("name", name), ("read_only", read_only)) if value is not None}
    if declared is not None:
        now = tx.one(select(c.used_bytes, c.capacity_bytes, c.declared_bytes).where(c.id == store_id).with_for_update())
        if declared < now.used_bytes:
            raise Refused(431, f"{now.used_bytes} bytes of the image store are in use: it cannot be declared smaller than that")
        given |= {"declared_bytes": declared, "capacity_bytes": declared if now.declared_bytes else min(declared, now.capacity_bytes or declared)}
    if given:
        tx.execute(update(image_store).where(c.id == store_id).values(**given))


def templates_on(tx: Tx, store_id: int) -> int:
    """How many templates of tenants are on the store, or shall be."""
    return int(tx.scalar(select(func.count()).select_from(template_store.join(template, template.c.id == template_store.c.template_id)).where(
        template_store.c.store_id == store_id, template.c.live == 1, template.c.type.not_in(("SYSTEM", "BUILTIN")),
        or_(template_store.c.state.is_(None), template_store.c.state.not_in(("Destroyed", "Failed"))))) or 0)


def remove(tx: Tx, store_id: int) -> None:
    """The store is gone; what was noted of templates on it, too. Its service keeps its files."""
    tx.execute(template_store.delete().where(template_store.c.store_id == store_id))
    builtin.drop_unused(tx)
    tx.execute(update(image_store).where(image_store.c.id == store_id).values(live=None, removed=tx.now()))
