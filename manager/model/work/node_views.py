"""What is shown of manager nodes."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, case, delete, func, select

from manager.model import paging
from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.infra import host, host_liveness
from manager.model.tables.work import node, saga

UP, DOWN = "Up", "Down"
_UP: ColumnElement[str] = case((node.c.lease_until >= now_us(), UP), else_=DOWN)


class NodeRow(msgspec.Struct, frozen=True):
    """A manager process."""

    id: int
    uuid: str
    name: str


def find(tx: Tx, caller: Caller, uuid: str) -> NodeRow | None:
    """A node; root admins only."""
    row = tx.first(select(*columns(NodeRow, node)).where(node.c.uuid == uuid)) if caller.is_admin else None
    return None if row is None else make(NodeRow, row)


def state(tx: Tx, node_id: int) -> str:
    """Up while it holds its lease, else Down."""
    return str(tx.scalar(select(_UP).where(node.c.id == node_id)))


def busy(tx: Tx, node_id: int) -> int:
    """How many sagas it has that have not ended."""
    return int(tx.scalar(select(func.count()).select_from(saga).where(saga.c.node_id == node_id, saga.c.state.in_(("running", "unwinding")))) or 0)


def remove(tx: Tx, node_id: int) -> None:
    """Forgets it."""
    tx.execute(delete(node).where(node.c.id == node_id))


def ids(tx: Tx, limit: int | None, offset: int, *, id: int | None, name: str | None, keyword: str | None) -> tuple[list[str], int]:
    """(uuids of a page, count of all)."""
    statement = select(node.c.uuid)
    for column, value in ((node.c.id, id), (node.c.name, name)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(node.c.name, keyword))
    rows, total = paging.page(tx, statement.order_by(node.c.id), limit, offset)
    return [row.uuid for row in rows], total


def shown(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """The nodes with their `status`, in the asked order."""
    found = {row.uuid: row for row in tx.rows(select(node, _UP.label("status")).where(node.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def peers(tx: Tx) -> list[Row[Any]]:
    """All nodes with their `status`."""
    return list(tx.rows(select(node, _UP.label("status")).order_by(node.c.id)))


def agents(tx: Tx, node_ids: list[int]) -> dict[int, list[tuple[str, bool]]]:
    """Node id → (uuid, whether it is Up) of the hosts whose last report it took."""
    found: dict[int, list[tuple[str, bool]]] = {}
    rows = tx.rows(select(host_liveness.c.node_id, host.c.uuid, host_liveness.c.state).join(host, host.c.id == host_liveness.c.host_id).where(
        host_liveness.c.node_id.in_(node_ids), host.c.live == 1, host.c.cluster_id.is_not(None)).order_by(host.c.id)) if node_ids else ()
    for row in rows:
        found.setdefault(row.node_id, []).append((row.uuid, row.state == "Up"))
    return found


def pending(tx: Tx, node_ids: list[int]) -> dict[int, int]:
    """Node id → how many jobs it runs."""
    return {row.node_id: row.jobs for row in tx.rows(select(saga.c.node_id, func.count().label("jobs")).where(
        saga.c.node_id.in_(node_ids), saga.c.is_job.is_(True), saga.c.state.in_(("queued", "running", "unwinding"))).group_by(
        saga.c.node_id))} if node_ids else {}
