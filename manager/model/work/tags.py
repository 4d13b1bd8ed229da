"""Tags and details of objects, whatever their kind: one table each, keyed by the kind and the object's id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, func, null, or_, select
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.net.network_views import same
from manager.model.rows import make
from manager.model.tables import infra, network, offering, tenancy
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain, tag
from manager.model.tables.vm import vm, volume

BAD = 431


@dataclass(frozen=True)
class Kind:
    """What may have tags: its table, and the columns that name its owner (None: it is the cloud's, which root admins may tag alone)."""

    table: Table
    account: str | None = "account_id"
    domain: str | None = "domain_id"
    only: tuple[ColumnElement[bool], ...] = ()


class Tagged(msgspec.Struct, frozen=True):
    """An object that gets or has tags, and who owns it (None: the cloud)."""

    id: int
    uuid: str
    account_id: int | None
    domain_id: int | None


KINDS: dict[str, Kind] = {  # by CloudStack's names of kinds
    "UserVm": Kind(vm, only=(vm.c.type == "User",)),
    "Volume": Kind(volume),
    "Template": Kind(offering.template, only=(offering.template.c.format != "ISO",)),
    "ISO": Kind(offering.template, only=(offering.template.c.format == "ISO",)),
    "Network": Kind(network.network),
    "PublicIpAddress": Kind(network.public_ip),
    "FirewallRule": Kind(network.firewall_rule, only=(network.firewall_rule.c.purpose == "Firewall",)),
    "PortForwardingRule": Kind(network.firewall_rule, only=(network.firewall_rule.c.purpose == "PortForwarding",)),
    "Project": Kind(project),
    "Account": Kind(account, account="id"),
    "User": Kind(tenancy.user),
    "Zone": Kind(infra.zone, account=None, domain=None),
}
NAMES = {name.lower(): name for name in KINDS}
MAX_KEY = MAX_VALUE = 255
MOST_TAGS = 200


def find(tx: Tx, caller: Caller, kind: str, uuids: Sequence[str]) -> dict[str, Tagged]:
    """These objects, as far as the caller sees them, by uuid."""
    known = KINDS[kind]
    c = known.table.c
    owner = c[known.account] if known.account else None
    home = _home(known)
    statement: Select[Any] = select(c.id, c.uuid, *((owner, home) if owner is not None else (null(), null()))).where(c.uuid.in_(uuids), *known.only)
    if "live" in c:
        statement = statement.where(c.live == 1)
    if owner is not None:
        if known.table is tenancy.user:
            statement = statement.join(account, account.c.id == owner)
        statement = statement.where(caller.sees(owner, home))
    return {found.uuid: found for found in (make(Tagged, row) for row in tx.rows(statement))}


def _home(known: Kind) -> Any:
    if known.table is tenancy.user:
        return account.c.domain_id
    return known.table.c[known.domain] if known.domain else None


def create(tx: Tx, kind: str, found: Tagged, owner: tuple[int, int], tags: Mapping[str, str], customer: str | None) -> None:
    """Adds tags to one object. Refused 431 when it has one of the keys already."""
    for key, value in tags.items():
        try:
            tx.insert(tag, uuid=new_uuid(), resource_type=kind, resource_id=found.id, resource_uuid=found.uuid, key=key, value=value,
                      customer=customer, account_id=owner[0], domain_id=owner[1], created=tx.now())
        except IntegrityError:
            raise Refused(BAD, f"Tag {key} already exists for resource {found.uuid} of type {kind}") from None


def room(tx: Tx, kind: str, found: Sequence[Tagged], more: int) -> None:
    """Refused 431 when an object would have more than MOST_TAGS: they are all answered whenever the object is listed."""
    have = select(tag.c.resource_uuid).where(tag.c.resource_type == kind, tag.c.resource_id.in_([one.id for one in found])).group_by(
        tag.c.resource_uuid).having(func.count() > MOST_TAGS - more)
    full = tx.first(have) if more <= MOST_TAGS else None
    if full is not None or more > MOST_TAGS:
        raise Refused(BAD, f"A resource has at most {MOST_TAGS} tags: {full.resource_uuid if full is not None else found[0].uuid} would have more")


def delete(tx: Tx, kind: str, ids: Sequence[int], tags: Mapping[str, str | None] | None) -> int:
    """Removes tags: all of them, or those of these keys (with a value: only of that value). Returns how many."""
    where: list[ColumnElement[bool]] = [tag.c.resource_type == kind, tag.c.resource_id.in_(ids)]
    if tags:
        where.append(or_(*((tag.c.key == key) if value is None else (tag.c.key == key) & (tag.c.value == value) for key, value in tags.items())))
    return tx.changed(tag.delete().where(*where))


_SHOWN = select(
    tag, account.c.name.label("account_name"), account.c.type.label("account_type"), domain.c.uuid.label("domain_uuid"),
    domain.c.name.label("domain_name"), domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"),
    project.c.name.label("project_name"),
).join(account, account.c.id == tag.c.account_id).join(domain, domain.c.id == tag.c.domain_id).outerjoin(
    project, project.c.account_id == account.c.id)


def page(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: dict[str, Any], keyword: str | None = None) -> tuple[list[Row[Any]], int]:
    """A page of tags, the oldest first, and the count of all."""
    statement = _SHOWN.where(scope.where(tag.c.account_id, tag.c.domain_id), *same(tag, exact))
    if keyword:
        statement = statement.where(or_(paging.contains(tag.c.key, keyword), paging.contains(tag.c.value, keyword)))
    return paging.page(tx, statement.order_by(tag.c.id), limit, offset)


_OF = _SHOWN.where(tag.c.resource_type == bindparam("kind"), tag.c.resource_uuid.in_(bindparam("uuids", expanding=True))).order_by(tag.c.id)


def of(tx: Tx, kind: str, uuids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The tags of these objects, by uuid; one query."""
    out: dict[str, list[Row[Any]]] = {}
    for row in tx.rows(_OF, {"kind": kind, "uuids": list(uuids)}) if uuids else []:
        out.setdefault(row.resource_uuid, []).append(row)
    return out
