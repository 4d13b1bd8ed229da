"""Console proxies: which there are, where browsers reach them, when they were last heard."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, or_, select, update

from common.ids import new_uuid
from manager.model.clock import SECOND, now_us
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.console import console_proxy
from manager.model.tables.vm import vm

LOCAL, SYSTEM_VM = "local", "systemvm"
ALIVE = 10 * SECOND       # proxies beat every two seconds
KEPT = 24 * 3600 * SECOND  # how long a silent local one is remembered
_p = console_proxy.c


class ProxyRow(msgspec.Struct, frozen=True):
    """A console proxy. No zone: it serves all."""

    id: int
    uuid: str
    kind: str
    name: str
    zone_id: int | None
    vm_id: int | None
    address: str | None
    sessions: int


_COLUMNS = columns(ProxyRow, console_proxy)
_BY_UUID = select(*_COLUMNS).where(_p.uuid == bindparam("uuid"), _p.live == 1)
_CHOOSE = select(*_COLUMNS).where(
    _p.live == 1, _p.kind == bindparam("kind_"), or_(_p.zone_id.is_(None), _p.zone_id == bindparam("zone")), _p.beat > now_us() - ALIVE,
    _p.draining.is_(False), _p.address.is_not(None), _p.sessions < bindparam("most")).order_by(_p.sessions, _p.id).limit(1)
_BEAT = update(console_proxy).where(_p.id == bindparam("proxy")).values(
    beat=now_us(), address=bindparam("where"), sessions=bindparam("many"), version=bindparam("release"), draining=bindparam("leaving"))


def local(tx: Tx, name: str) -> ProxyRow:
    """The proxy beside the node of this name, made when there is none."""
    row = tx.first(select(*_COLUMNS).where(_p.kind == LOCAL, _p.name == name, _p.live == 1))
    if row is not None:
        return make(ProxyRow, row)
    uuid = new_uuid()
    tx.insert(console_proxy, uuid=uuid, kind=LOCAL, name=name, created=tx.now())
    return make(ProxyRow, tx.one(_BY_UUID, {"uuid": uuid}))


def known(tx: Tx, uuid: str) -> ProxyRow | None:
    """The proxy whose certificate names this uuid: a local one, or a system VM that lives. Writes a row for a new system VM."""
    row = tx.first(_BY_UUID, {"uuid": uuid})
    if row is not None:
        return make(ProxyRow, row)
    found = tx.first(select(vm.c.id, vm.c.name, vm.c.zone_id).where(vm.c.uuid == uuid, vm.c.type == "ConsoleProxy", vm.c.live == 1))
    if found is None:
        return None
    tx.insert(console_proxy, uuid=uuid, kind=SYSTEM_VM, name=found.name, zone_id=found.zone_id, vm_id=found.id, created=tx.now())
    return make(ProxyRow, tx.one(_BY_UUID, {"uuid": uuid}))


def beat(tx: Tx, proxy: ProxyRow, address: str, sessions: int, version: str, draining: bool) -> None:
    """It lives."""
    tx.execute(_BEAT, {"proxy": proxy.id, "leaving": draining, "where": address[:255], "many": sessions, "release": version[:40]})


def choose(tx: Tx, kind: str, zone_id: int, most: int) -> ProxyRow | None:
    """The live proxy with the fewest sessions, and less than `most`, that serves this zone."""
    row = tx.first(_CHOOSE, {"kind_": kind, "zone": zone_id, "most": most})
    return None if row is None else make(ProxyRow, row)


def forget(tx: Tx) -> int:
    """Removes local proxies of nodes that are long gone, and those whose system VM is; returns how many."""
    gone = update(console_proxy).where(_p.live == 1).values(live=None, removed=now_us())
    many = tx.changed(gone.where(_p.kind == LOCAL, _p.beat < tx.now() - KEPT, _p.created < tx.now() - KEPT))
    return many + tx.changed(gone.where(_p.kind == SYSTEM_VM, _p.vm_id.not_in(select(vm.c.id).where(vm.c.live == 1, vm.c.type == "ConsoleProxy"))))
