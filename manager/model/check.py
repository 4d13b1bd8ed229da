"""The invariants of DESIGN 3 that the database can show. UNIQUE constraints see to the second; hosts are compared by reconcilers."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import String, cast, func, literal, select

from manager.model.db import Tx
from manager.model.tables.infra import host, host_capacity
from manager.model.tables.network import network, public_ip
from manager.model.tables.vm import vm
from manager.model.tables.work import debt, event, saga, saga_key
from manager.model.tenancy.recount import differences

VM_MOVING = ("Starting", "Stopping", "Migrating", "Expunging", "Restoring")
NETWORK_MOVING = ("Implementing", "Shutdown", "Destroy")
ADDRESS_MOVING = ("Allocating", "Releasing")


def problems(tx: Tx) -> list[str]:
    """One line for each thing that is wrong; empty: all is well."""
    checks: list[Callable[[Tx], list[str]]] = [_running_somewhere, _capacity, differences, _transitional, _stuck, _locks, _events]
    return [line for check in checks for line in check(tx)]


def _running_somewhere(tx: Tx) -> list[str]:
    rows = tx.rows(select(vm.c.instance_name).where(vm.c.live == 1, vm.c.state == "Running", vm.c.host_id.is_(None)))
    return [f"VM {row.instance_name} is Running, but on no host" for row in rows]


def _capacity(tx: Tx) -> list[str]:
    held = (select(vm.c.reserved_host_id.label("host_id"), func.sum(vm.c.reserved_cpu).label("cpu"), func.sum(vm.c.reserved_memory).label("memory"))
            .where(vm.c.reserved_host_id.is_not(None)).group_by(vm.c.reserved_host_id).subquery())
    rows = tx.rows(select(host.c.name, host_capacity.c.cpu_used, host_capacity.c.memory_used, func.coalesce(held.c.cpu, 0).label("cpu"),
                          func.coalesce(held.c.memory, 0).label("memory")).select_from(host_capacity)
                   .join(host, host.c.id == host_capacity.c.host_id).outerjoin(held, held.c.host_id == host_capacity.c.host_id))
    out = []
    for row in rows:
        if int(row.cpu) != row.cpu_used or int(row.memory) != row.memory_used:
            out.append(f"host {row.name}: used {row.cpu_used} MHz, {row.memory_used} B; its reservations are {int(row.cpu)} MHz, {int(row.memory)} B")
    return out


def _transitional(tx: Tx) -> list[str]:
    out = []
    for table, states, key, name in ((vm, VM_MOVING, "vm:", vm.c.instance_name), (network, NETWORK_MOVING, "network:", network.c.name),
                                     (public_ip, ADDRESS_MOVING, "ip:", public_ip.c.address)):
        held = select(saga_key.c.saga_id).where(saga_key.c.lock_key == literal(key) + cast(table.c.id, String(20))).exists()
        owed = select(debt.c.id).where(debt.c.lock_key == literal(key) + cast(table.c.id, String(20))).exists()
        rows = tx.rows(select(name.label("name"), table.c.state).where(table.c.state.in_(states), table.c.live == 1, ~held, ~owed))
        out += [f"{key[:-1]} {row.name} is {row.state}, but no saga holds it" for row in rows]
    return out


def _stuck(tx: Tx) -> list[str]:
    return [f"saga {row.uuid} ({row.kind}) is stuck: {row.error_text or ''}" for row in tx.rows(
        select(saga.c.uuid, saga.c.kind, saga.c.error_text).where(saga.c.state == "stuck"))]


def _locks(tx: Tx) -> list[str]:
    rows = tx.rows(select(saga_key.c.lock_key, saga.c.uuid).join(saga, saga.c.id == saga_key.c.saga_id).where(saga.c.state.in_(("done", "failed"))))
    return [f"{row.lock_key} is held by saga {row.uuid}, which has ended" for row in rows]


def _events(tx: Tx) -> list[str]:
    done = select(event.c.id).where(event.c.parent_id == saga.c.event_id, event.c.state == "Completed").exists()
    rows = tx.rows(select(saga.c.uuid, saga.c.kind).where(saga.c.state.in_(("done", "failed")), saga.c.event_id.is_not(None), ~done))
    return [f"saga {row.uuid} ({row.kind}) has ended without its event" for row in rows]
