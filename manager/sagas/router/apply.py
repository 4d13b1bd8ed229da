"""Bringing a network's present state to its router, whole. Parallel callers share one rendering: who comes while another applies
finds afterwards that the router has acknowledged what he wanted."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from manager.model.db import Tx
from manager.model.net import network, router
from manager.model.net.router import RouterRow, StateRows
from manager.network import router_state
from manager.saga import SagaFailure, Wait
from manager.services import AgentFailure, HostPeer, Services, SystemVmPeer

log = logging.getLogger(__name__)

STALE = "STALE"          # the router holds a newer generation, or other contents under this one
NOT_READY = 0.5          # seconds until a router that starts is looked at again
RUNNING, STARTING = "Running", "Starting"


class Applied(msgspec.Struct, frozen=True):
    """What a router acknowledged: to be recorded with `record`, in the next Tx step."""

    vm_id: int
    generation: int


class Goal(msgspec.Struct, frozen=True):
    """A router, and the generation that it should reach."""

    router: RouterRow
    host: tuple[int, str, str] | None
    wanted: int


class Known:
    """What this process knows of one router: who applies has the lock; `applied` holds for that start of it only."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.start = 0
        self.applied = 0


_known: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakKeyDictionary[Any, dict[int, Known]]] = WeakKeyDictionary()


async def apply_networks(services: Services, network_ids: Iterable[int]) -> list[Applied]:
    """Brings the present rows of these networks to their routers. For Call steps: idempotent, no transaction is held.

    Networks without a running router are passed over: a router that starts is told everything. Returns what to `record`.
    Raises Wait while a router starts, AgentFailure when a router refuses, Unreachable when it does not answer.
    """
    out = []
    for network_id in sorted(set(network_ids)):
        goal = await services.read(functools.partial(goal_of, network_id=network_id))
        if goal is None or goal.router.applied >= goal.wanted:
            continue
        out.append(await _reach(services, goal))
    return out


def goal_of(tx: Tx, network_id: int) -> Goal | None:
    """The network's router and generation; None when none runs. Raises Wait while it starts."""
    known = router.whereabouts(tx, network_id)
    if known is None or known[0].state not in (RUNNING, STARTING):
        return None
    if known[0].state == STARTING:
        raise Wait(NOT_READY)
    return Goal(*known)


async def _reach(services: Services, goal: Goal) -> Applied:
    of_cloud = _known.setdefault(asyncio.get_running_loop(), WeakKeyDictionary()).setdefault(services.agents, {})
    known = of_cloud.setdefault(goal.router.vm_id, Known())
    async with known.lock:
        if known.start != goal.router.state_at:
            known.start, known.applied = goal.router.state_at, 0
        if known.applied < goal.wanted:
            known.applied = await push(services, goal.router.vm_id, peer(goal))
        return Applied(goal.router.vm_id, known.applied)


def forget(services: Services, vm_id: int) -> None:
    """The router has lost what it acknowledged to this process."""
    for clouds in _known.values():
        clouds.get(services.agents, {}).pop(vm_id, None)


async def push(services: Services, vm_id: int, to: SystemVmPeer) -> int:
    """Renders the router's present state and applies it; returns the generation that the router has then.

    A router that holds a newer generation got it from somebody whose rows held ours. One that holds other contents under this generation
    (rows changed without a touch, as a zone's DNS), or a generation from before a restored backup, gets a new one. Raises as Agents.control.
    """
    rows = await _rows(services, vm_id)
    try:
        return await _send(services, to, rows)
    except AgentFailure as failure:
        if failure.code != STALE:
            raise
        health = await services.agents.control(to, "health", {})
        held = int(health.get("generation", 0))
        newest = int(await services.read(functools.partial(network.wanted, network_id=rows.network.id)))
        if rows.generation < held <= newest:
            return rows.generation
        if held < rows.generation:
            raise
    log.warning("router %s holds another state of generation %d than the rows say: raising it", rows.router.instance_name, held)
    await services.write(functools.partial(network.touch_beyond, network_id=rows.network.id, generation=held))
    return await _send(services, to, await _rows(services, vm_id))


async def _rows(services: Services, vm_id: int) -> StateRows:
    rows: StateRows = await services.read(functools.partial(router.state_rows, vm_id=vm_id))
    return rows


async def _send(services: Services, to: SystemVmPeer, rows: StateRows) -> int:
    answer = await services.agents.control(to, "apply", router_state.document(rows, services.secrets.open), seconds=60)
    log.info("router %s has generation %d, reloaded %s", rows.router.instance_name, rows.generation, answer.get("reloaded", []))
    return rows.generation


def peer(goal: Goal) -> SystemVmPeer:
    """How to reach the router. SagaFailure 534 when it is on no host."""
    return peer_of(goal.router, goal.host)


def peer_of(found: RouterRow, host: tuple[int, str, str] | None) -> SystemVmPeer:
    """How to reach a router on its host."""
    if host is None:
        raise SagaFailure(534, f"Router {found.instance_name} is on no host")
    return SystemVmPeer(found.vm_id, found.uuid, found.instance_name, HostPeer(*host))


def record(tx: Tx, applied: Iterable[Applied]) -> None:
    """Writes down what routers acknowledged. For the Tx step after `apply_networks`."""
    for one in applied:
        router.record_applied(tx, one.vm_id, one.generation)
