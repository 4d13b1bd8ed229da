"""Annotations. Their owner columns are those of the thing that they are about: whoever sees it, sees them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Select, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.paging import contains, page
from manager.model.rows import make
from manager.model.tables.tenancy import annotation, user


class AnnotationRow(msgspec.Struct, frozen=True):
    """One annotation with its author."""

    id: int
    uuid: str
    entity_type: str
    entity_uuid: str
    entity_name: str | None
    text: str
    admins_only: bool
    account_id: int | None
    domain_id: int | None
    created: int
    removed: int | None
    user_id: int
    user_uuid: str
    username: str


_ROWS: Select[Any] = select(
    annotation.c.id, annotation.c.uuid, annotation.c.entity_type, annotation.c.entity_uuid, annotation.c.entity_name, annotation.c.annotation,
    annotation.c.admins_only, annotation.c.account_id, annotation.c.domain_id, annotation.c.created, annotation.c.removed, user.c.id, user.c.uuid,
    user.c.username).join(user, user.c.id == annotation.c.user_id)


def add(
    tx: Tx, user_id: int, text: str, entity: tuple[str, str], *, name: str | None, owner: tuple[int | None, int | None], admins_only: bool,
) -> AnnotationRow:
    """A new annotation about `entity`: (type, uuid)."""
    uuid = new_uuid()
    tx.insert(annotation, uuid=uuid, entity_type=entity[0], entity_uuid=entity[1], entity_name=name, annotation=text, user_id=user_id,
              admins_only=admins_only, account_id=owner[0], domain_id=owner[1], created=tx.now())
    return make(AnnotationRow, tx.one(_ROWS.where(annotation.c.uuid == uuid)))


def find(tx: Tx, caller: Caller, uuid: str) -> AnnotationRow | None:
    """An annotation that the caller may see."""
    row = tx.first(_seen(caller).where(annotation.c.uuid == uuid))
    return None if row is None else make(AnnotationRow, row)


def _seen(caller: Caller) -> Select[Any]:
    found = _ROWS.where(annotation.c.live == 1)
    if caller.is_admin:
        return found
    return found.where(~annotation.c.admins_only, caller.sees(annotation.c.account_id, annotation.c.domain_id))


def rows(
    tx: Tx, caller: Caller, limit: int | None, offset: int, *, uuid: str | None = None, entity_type: str | None = None,
    entity_uuid: str | None = None, author: str | None = None, keyword: str | None = None,
) -> tuple[list[AnnotationRow], int]:
    """A page of the annotations that the caller may see, newest first. `author`: a user's uuid."""
    found = _seen(caller)
    for column, value in ((annotation.c.uuid, uuid), (annotation.c.entity_type, entity_type), (annotation.c.entity_uuid, entity_uuid),
                          (user.c.uuid, author)):
        if value is not None:
            found = found.where(column == value)
    if keyword:
        found = found.where(contains(annotation.c.annotation, keyword))
    page_rows, total = page(tx, found.order_by(annotation.c.id.desc()), limit, offset)
    return [make(AnnotationRow, row) for row in page_rows], total


def remove(tx: Tx, row_id: int) -> None:
    """The annotation is gone."""
    tx.execute(update(annotation).where(annotation.c.id == row_id).values(live=None, removed=tx.now()))


def show(tx: Tx, row_id: int, admins_only: bool) -> None:
    """Who sees it."""
    tx.execute(update(annotation).where(annotation.c.id == row_id).values(admins_only=admins_only))
