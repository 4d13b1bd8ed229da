"""The `node` table: manager processes. A node's lease covers all sagas that it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from common.ids import new_uuid
from common.machine import Machine
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.work import node, saga

_INSERT = insert(node).values(started=now_us(), lease_until=now_us() + bindparam("lease_us"))
_INSERT_AGAIN = insert(node).values(id=bindparam("node_id"), started=now_us(), lease_until=now_us() + bindparam("lease_us"))
_RENEW = update(node).where(node.c.id == bindparam("node_id")).values(lease_until=now_us() + bindparam("lease_us"), state="Up")
_LEAVE = update(node).where(node.c.id == bindparam("node_id")).values(lease_until=0, state="Left", stopped=now_us())
_EXPIRE_OTHERS = update(node).where(node.c.id != bindparam("node_id"), node.c.lease_until > 0).values(lease_until=0, state="Down", stopped=now_us())
_LIVE_SAGA = select(saga.c.id).where(saga.c.node_id == node.c.id, saga.c.state.in_(("running", "unwinding"))).exists()
_DEAD = select(node.c.id).where(node.c.lease_until < now_us(), _LIVE_SAGA)
_ALIVE = select(node).where(node.c.lease_until >= now_us()).order_by(node.c.id)


def register(tx: Tx, name: str, address: str, pid: int, version: str, lease_us: int, *, alone: bool, machine: Machine | None = None) -> int:
    """Adds this process and returns its id. `alone`: no other process can be running (embedded database), so their leases end."""
    result = tx.execute(_INSERT, {
        "uuid": new_uuid(), "name": name, "address": address, "pid": pid, "version": version, "state": "Up", "lease_us": lease_us,
        **_told(machine)})
    node_id = int(result.lastrowid)
    if alone:
        tx.execute(_EXPIRE_OTHERS, {"node_id": node_id})
    return node_id


def restore(tx: Tx, node_id: int, name: str, address: str, pid: int, version: str, lease_us: int, machine: Machine | None = None) -> None:
    """Puts back the row of a node that was away for so long that it was purged."""
    tx.execute(_INSERT_AGAIN, {"node_id": node_id, "uuid": new_uuid(), "name": name, "address": address, "pid": pid, "version": version,
                               "state": "Up", "lease_us": lease_us, **_told(machine)})


def _told(machine: Machine | None) -> dict[str, Any]:
    if machine is None:
        return {"os": None, "kernel": None, "booted": 0}
    return {"os": machine.os[:120], "kernel": machine.kernel[:120], "booted": machine.booted}


def renew(tx: Tx, node_id: int, lease_us: int) -> bool:
    """Prolongs the lease from now on; False when the row is gone."""
    return tx.changed(_RENEW, {"node_id": node_id, "lease_us": lease_us}) == 1


def leave(tx: Tx, node_id: int) -> None:
    """Ends the lease: what the node still runs may be taken at once."""
    tx.execute(_LEAVE, {"node_id": node_id})


def dead(tx: Tx) -> list[int]:
    """Nodes whose lease ran out while they ran sagas."""
    return [row.id for row in tx.rows(_DEAD)]


def alive(tx: Tx) -> Sequence[Row[Any]]:
    """Rows of the nodes that hold their lease."""
    return tx.rows(_ALIVE)
