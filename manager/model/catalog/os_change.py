"""Guest OS types, their categories, and what hypervisors call them: added, changed, removed."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.offering import os_category, os_mapping, os_type, template
from manager.model.tables.vm import vm
from manager.model.work import labels

BAD, IN_USE = 431, 536


class MappingRow(msgspec.Struct, frozen=True):
    """What a hypervisor calls an OS type."""

    id: int
    uuid: str
    hypervisor: str
    version: str
    os_type_id: int
    os_name: str
    user_defined: bool


def add_type(tx: Tx, category_id: int, description: str, name: str | None, display: bool) -> tuple[int, str]:
    """A new type; its id and uuid. Refused 431 when the name is taken."""
    uuid = new_uuid()
    try:
        return tx.insert(os_type, uuid=uuid, category_id=category_id, description=description, name=name, display=display, user_defined=True,
                         created=tx.now()), uuid
    except IntegrityError:
        raise Refused(BAD, f"The Guest OS type {description} already exists") from None


def change_type(tx: Tx, type_id: int, values: dict[str, Any]) -> None:
    """Changes columns. Refused 431 when the name is taken."""
    if not values:
        return
    try:
        with tx.conn.begin_nested():
            tx.execute(update(os_type).where(os_type.c.id == type_id).values(**values))
    except IntegrityError:
        raise Refused(BAD, f"The Guest OS type {values.get('description')} already exists") from None


def remove_type(tx: Tx, type_id: int) -> None:
    """The type is gone, with its mappings. Refused 431 for one that every cloud has, 536 while a VM or template is of it."""
    row = tx.one(select(os_type.c.description, os_type.c.user_defined).where(os_type.c.id == type_id))
    if not row.user_defined:
        raise Refused(BAD, f"Unable to remove system defined Guest OS type {row.description}")
    for table, what in ((vm, "VMs"), (template, "templates")):
        many = int(tx.scalar(select(func.count()).select_from(table).where(table.c.os_type_id == type_id, table.c.live == 1)) or 0)
        if many:
            raise Refused(IN_USE, f"Guest OS type {row.description} cannot be removed: {many} {what} are of it")
    now = tx.now()
    labels.drop(tx, ("GuestOs",), [type_id])
    tx.execute(update(os_mapping).where(os_mapping.c.os_type_id == type_id, os_mapping.c.live == 1).values(live=None, removed=now))
    tx.execute(update(os_type).where(os_type.c.id == type_id).values(live=None, removed=now))


def types_by_uuid(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Types with their categories, in this order."""
    statement = select(os_type, os_category.c.uuid.label("category_uuid"), os_category.c.name.label("category_name")).join(os_category)
    found = {row.uuid: row for row in tx.rows(statement.where(os_type.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def type_named(tx: Tx, description: str) -> int | None:
    """The id of the type with this name."""
    found = tx.scalar(select(os_type.c.id).where(os_type.c.description == description, os_type.c.live == 1))
    return None if found is None else int(found)


# ---- categories --------------------------------------------------------------------------------------------------


def add_category(tx: Tx, name: str, featured: bool) -> str:
    """A new category, the last; its uuid. Refused 431 when the name is taken."""
    uuid = new_uuid()
    last = int(tx.scalar(select(func.coalesce(func.max(os_category.c.sort_key), 0))))
    try:
        tx.insert(os_category, uuid=uuid, name=name, featured=featured, sort_key=last + 1, created=tx.now())
    except IntegrityError:
        raise Refused(BAD, f"Guest OS category {name} already exists") from None
    return uuid


def change_category(tx: Tx, category_id: int, values: dict[str, Any]) -> None:
    """Changes columns. Refused 431 when the name is taken."""
    if not values:
        return
    try:
        with tx.conn.begin_nested():
            tx.execute(update(os_category).where(os_category.c.id == category_id).values(**values))
    except IntegrityError:
        raise Refused(BAD, f"Guest OS category {values.get('name')} already exists") from None


def remove_category(tx: Tx, category_id: int, name: str) -> None:
    """The category is gone. Refused 536 while a type is in it."""
    many = int(tx.scalar(select(func.count()).select_from(os_type).where(os_type.c.category_id == category_id)) or 0)
    if many:
        raise Refused(IN_USE, f"Guest OS category {name} cannot be deleted: {many} OS types are, or were, in it")
    tx.execute(delete(os_category).where(os_category.c.id == category_id))


# ---- mappings ----------------------------------------------------------------------------------------------------


def find_mapping(tx: Tx, caller: Caller, uuid: str) -> MappingRow | None:
    """By uuid."""
    row = tx.first(select(*columns(MappingRow, os_mapping)).where(os_mapping.c.uuid == uuid, os_mapping.c.live == 1))
    return None if row is None else make(MappingRow, row)


def add_mapping(tx: Tx, hypervisor: str, version: str, type_id: int, os_name: str, forced: bool) -> str:
    """A new mapping; its uuid. Refused 431 when there is one for this hypervisor, version and type, unless `forced` replaces it."""
    same = select(os_mapping.c.uuid).where(os_mapping.c.hypervisor == hypervisor, os_mapping.c.version == version,
                                           os_mapping.c.os_type_id == type_id, os_mapping.c.live == 1)
    found = tx.scalar(same.with_for_update())
    if found is not None:
        if not forced:
            raise Refused(BAD, f"A guest OS mapping of this type for {hypervisor} {version} already exists; forced=true replaces it")
        tx.execute(update(os_mapping).where(os_mapping.c.uuid == found).values(os_name=os_name, user_defined=True))
        return str(found)
    uuid = new_uuid()
    tx.insert(os_mapping, uuid=uuid, hypervisor=hypervisor, version=version, os_type_id=type_id, os_name=os_name, user_defined=True, created=tx.now())
    return uuid


def change_mapping(tx: Tx, mapping_id: int, os_name: str) -> None:
    """The hypervisor calls it so."""
    tx.execute(update(os_mapping).where(os_mapping.c.id == mapping_id).values(os_name=os_name, user_defined=True))


def remove_mapping(tx: Tx, mapping_id: int) -> None:
    """The mapping is gone."""
    tx.execute(update(os_mapping).where(os_mapping.c.id == mapping_id).values(live=None, removed=tx.now()))


_MAPPINGS = select(os_mapping, os_type.c.uuid.label("type_uuid"), os_type.c.description).join(os_type, os_type.c.id == os_mapping.c.os_type_id)


def mappings_by_uuid(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Mappings with their types, in this order."""
    found = {row.uuid: row for row in tx.rows(_MAPPINGS.where(os_mapping.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def mapping_uuids(tx: Tx, limit: int | None, offset: int, *, keyword: str | None, exact: dict[str, Any]) -> tuple[list[str], int]:
    """A page of mappings and the count of all. `exact`: columns' values; `description`: of the type."""
    statement = select(os_mapping.c.uuid).join(os_type, os_type.c.id == os_mapping.c.os_type_id).where(os_mapping.c.live == 1)
    for name, value in exact.items():
        if value is not None:
            column = os_type.c.description if name == "description" else os_mapping.c[name]
            statement = statement.where(func.lower(column) == value.lower() if name == "hypervisor" else column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(os_mapping.c.os_name, keyword) | paging.contains(os_type.c.description, keyword))
    rows, total = paging.page(tx, statement.order_by(os_mapping.c.id), limit, offset)
    return [row[0] for row in rows], total
