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

from manager.model import network, router
from manager.model.db import Tx
from manager.model.router import RouterRow, StateRows
from manager.network import router_state
from manager.saga import SagaFailure, Wait
from manager.services import AgentFailure, HostPeer, Services, SystemVmPeer

log = logging.getLogger(__name__)

OLDER = "STALE"          # the router has acknowledged a newer generation
DIFFERENT = "CONFLICT"   # it has acknowledged other contents at this generation
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


_known: WeakKeyDictionary[Any, dict[int, Known]] = WeakKeyDictionary()


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
    found = router.of_network(tx, network_id)
    if found is None or found.state not in (RUNNING, STARTING):
        return None
    if found.state == STARTING:
        raise Wait(NOT_READY)
    return Goal(found, router.host_of(tx, found), network.wanted(tx, network_id))


async def _reach(services: Services, goal: Goal) -> Applied:
    known = _known.setdefault(services.agents, {}).setdefault(goal.router.vm_id, Known())
    async with known.lock:
        if known.start != goal.router.state_at:
            known.start, known.applied = goal.router.state_at, 0
        if known.applied < goal.wanted:
            known.applied = await push(services, goal.router.vm_id, peer(goal))
        return Applied(goal.router.vm_id, known.applied)


async def push(services: Services, vm_id: int, to: SystemVmPeer) -> int:
    """Renders the router's present state and applies it; returns the generation that the router has then."""
    rows: StateRows = await services.read(functools.partial(router.state_rows, vm_id=vm_id))
    document = router_state.document(rows, services.secrets.open)
    try:
        answer = await services.agents.control(to, "apply", document, seconds=60)
    except AgentFailure as failure:
        if failure.code == OLDER:  # somebody brought newer rows, which hold ours
            return rows.generation
        if failure.code == DIFFERENT:  # rows changed without a touch (a zone's DNS): a new generation tells them apart
            log.warning("router %s has other contents at generation %d: raising it", rows.router.instance_name, rows.generation)
            await services.write(functools.partial(network.touch, network_id=rows.network.id))
            rows = await services.read(functools.partial(router.state_rows, vm_id=vm_id))
            answer = await services.agents.control(to, "apply", router_state.document(rows, services.secrets.open), seconds=60)
        else:
            raise
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
