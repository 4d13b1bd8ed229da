"""The VLAN ids and VNIs of physical networks, one by one: which networks have them, and to whom they are dedicated. And dedications, as shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, and_, select

from manager.model import paging
from manager.model.db import Tx
from manager.model.infra.physical import isolation_of, top_tag
from manager.model.net import ipam
from manager.model.tables.infra import physical_network, zone
from manager.model.tables.network import guest_vlan_dedication, guest_vnet, network
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain

BITS = 24  # of a tag; a tag's id is the physical network's, and the tag below it
d, g, p = guest_vlan_dedication.c, guest_vnet.c, physical_network.c
WHOSE = (account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
         domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"), project.c.name.label("project_name"))
_DEDICATIONS = (
    select(guest_vlan_dedication, *WHOSE, p.zone_id, p.name.label("physical_name"))
    .select_from(guest_vlan_dedication).join(physical_network, p.id == d.physical_network_id).join(account, account.c.id == d.account_id)
    .join(domain, domain.c.id == d.domain_id).outerjoin(project, and_(project.c.account_id == d.account_id, project.c.live == 1)))


class Tag(msgspec.Struct, frozen=True):
    """One VLAN id or VNI of a physical network. `dedication`: the row with its owner; `taken`: when the networks got it, 0: they did not."""

    id: int
    tag: int
    physical: Any
    dedication: Any
    taken: int
    networks: list[str]


def tags(tx: Tx, limit: int | None, offset: int, *, id: int | None, zone_id: int | None, physical_id: int | None, tag: str | None,
         allocated: bool, keyword: str | None) -> tuple[list[Tag], int]:
    """(a page, the count of all) of the tags in the ranges of physical networks, and those that networks have. `tag`: exactly this one;
    `keyword`: part of it; `allocated`: only those that networks have."""
    if id is not None:
        physical_id, tag = id >> BITS if physical_id in (None, id >> BITS) else -1, _both(tag, str(id & ((1 << BITS) - 1)))
    statement = select(physical_network, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name")).join(
        zone, zone.c.id == p.zone_id).where(p.live == 1).order_by(p.id)
    if zone_id is not None:
        statement = statement.where(p.zone_id == zone_id)
    if physical_id is not None:
        statement = statement.where(p.id == physical_id)
    found: list[Tag] = []
    total = 0
    physicals = tx.rows(statement)
    all_taken, all_held = _taken(tx, physicals), _held(tx, physicals)
    for physical in physicals:
        taken = all_taken.get(physical.id, {})
        spans = _spans(physical, taken, tag, allocated, keyword)
        many = sum(map(len, spans))
        wanted = _slice(spans, max(0, offset - total), None if limit is None else limit - len(found))
        total += many
        found += [_tag(physical, one, taken, all_held.get(physical.id, [])) for one in wanted]
    return found, total


def _both(given: str | None, meant: str) -> str:
    return meant if given in (None, "", meant) else "0"  # 0 is no tag


def _taken(tx: Tx, physicals: Sequence[Row[Any]]) -> dict[int, dict[int, list[Any]]]:
    """By physical network and tag."""
    out: dict[int, dict[int, list[Any]]] = {}
    for row in tx.rows(select(g.physical_network_id, g.vnet, g.taken, network.c.uuid).outerjoin(network, network.c.id == g.network_id).where(
            g.physical_network_id.in_([physical.id for physical in physicals])).order_by(g.vnet)):
        out.setdefault(row.physical_network_id, {}).setdefault(row.vnet, []).append(row)
    return out


def _held(tx: Tx, physicals: Sequence[Row[Any]]) -> dict[int, list[Any]]:
    out: dict[int, list[Any]] = {}
    for row in tx.rows(_DEDICATIONS.where(d.physical_network_id.in_([physical.id for physical in physicals])).order_by(d.first)):
        out.setdefault(row.physical_network_id, []).append(row)
    return out


def _spans(physical: Any, taken: dict[int, list[Any]], tag: str | None, allocated: bool, keyword: str | None) -> list[range]:
    own = [range(one, one + 1) for one in taken]
    if not allocated:
        top = top_tag(isolation_of(physical.isolation_methods))
        ranges = ipam.parse_tags(physical.vlan or "", top)
        own = [*ranges, *ipam.without(own, ranges)]
    own.sort(key=lambda span: span.start)
    if tag:
        if not (tag.isascii() and tag.isdigit()):
            return []
        own = ipam.common(own, [range(int(tag), int(tag) + 1)])
    if keyword:
        own = [range(one, one + 1) for span in own for one in span if keyword in str(one)]
    return own


def _slice(spans: Sequence[range], offset: int, limit: int | None) -> list[int]:
    def each() -> Iterator[int]:
        skip, left = offset, limit
        for span in spans:
            part = span[skip:] if left is None else span[skip:skip + max(0, left)]
            skip = max(0, skip - len(span))
            left = None if left is None else left - len(part)
            yield from part
    return list(each())


def _tag(physical: Any, tag: int, taken: dict[int, list[Any]], held: Sequence[Any]) -> Tag:
    rows = taken.get(tag, [])
    mine = next((row for row in held if row.first <= tag <= row.last), None)
    return Tag(id=physical.id << BITS | tag, tag=tag, physical=physical, dedication=mine, taken=rows[0].taken if rows else 0,
               networks=[row.uuid for row in rows if row.uuid])


def dedication_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Dedications with whose they are, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_DEDICATIONS.where(d.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def dedication_ids(tx: Tx, limit: int | None, offset: int, *, id: int | None, account_id: int | None, domain_id: int | None, zone_id: int | None,
                   physical_id: int | None, first: int | None, last: int | None, keyword: str | None) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of dedications. `first`, `last`: exactly this range; `keyword`: part of the account's name."""
    statement = select(d.uuid).join(physical_network, p.id == d.physical_network_id)
    for column, value in ((d.id, id), (d.account_id, account_id), (d.domain_id, domain_id), (p.zone_id, zone_id),
                          (d.physical_network_id, physical_id), (d.first, first), (d.last, last)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.join(account, account.c.id == d.account_id).where(paging.contains(account.c.name, keyword))
    rows, total = paging.page(tx, statement.order_by(d.id), limit, offset)
    return [row.uuid for row in rows], total
