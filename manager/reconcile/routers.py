"""Routers: each does what its network's rows say, runs while its guests run, and is healthy; otherwise it is told, started or rebooted."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.net import router, router_vm
from manager.model.net.router import Watched
from manager.model.work import alerts, watch
from manager.reconcile.declare import reconciler
from manager.saga import Saga, SagaFailure, Wait, start_or_join
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob, RestartNetwork
from manager.sagas.network.restart import NETWORK_RESTART
from manager.sagas.router import apply
from manager.sagas.router.params import RouterJob
from manager.sagas.router.reboot import ROUTER_REBOOT
from manager.sagas.router.start import ROUTER_START
from manager.services import AgentFailure, Services, Unreachable

log = logging.getLogger(__name__)

DOMAIN_ROUTER = 9             # CloudStack's AlertType.DOMAIN_ROUTER
ASK_EVERY = 120 * SECOND      # how often a healthy router is asked
ASK_MOST = 400                # routers asked in one run
AT_ONCE = 16                  # conversations at one time
SECONDS = 10.0                # that a router has to answer
REBOOT_AT = 3                 # failures in a row; again after each further AGAIN
AGAIN = 10
LONGEST_PAUSE = 600 * SECOND  # between two attempts to start a router


@reconciler("routers", every=timedelta(seconds=30), setting="router.check.interval")
async def routers(services: Services) -> None:
    """One look at all routers. After a restore, until `check` passes, nothing is done."""
    if await services.read(watch.report_only):
        return
    await _each(await services.read(router.behind), functools.partial(_tell, services))
    await services.write(_start_missing)
    now = int(await services.read(Tx.now))
    await _each(await services.read(lambda tx: router.to_ask(tx, now - ASK_EVERY, ASK_MOST)), functools.partial(_ask, services))


async def _each(found: list[Watched], work: Callable[[Watched], Awaitable[None]]) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(watched: Watched) -> None:
        async with slots:
            await work(watched)

    await asyncio.gather(*(one(watched) for watched in found))


async def _tell(services: Services, found: Watched) -> None:
    """A router that is behind gets its present state."""
    try:
        applied = await apply.apply_networks(services, [found.network_id])
        await services.write(lambda tx: apply.record(tx, applied))
    except Wait:
        return  # it starts: whoever starts it tells it
    except (AgentFailure, Unreachable, SagaFailure) as error:
        await _failed(services, found, f"it cannot be told generation {found.wanted}: {error}")


async def _ask(services: Services, found: Watched) -> None:
    """A router's health; one that has lost its state gets it again."""
    try:
        goal = await services.read(functools.partial(apply.goal_of, network_id=found.network_id))
        if goal is None or goal.router.vm_id != found.vm_id:
            return
        health: dict[str, Any] = await services.agents.control(apply.peer(goal), "health", {}, seconds=SECONDS)
    except Wait:
        return
    except (AgentFailure, Unreachable, SagaFailure) as error:
        await _failed(services, found, f"it does not answer: {error}")
        return
    bad = [f"{check.get('name')}: {check.get('text', '')}" for check in health.get("checks", []) if not check.get("ok", False)]
    if bad:
        await _failed(services, found, f"checks fail: {'; '.join(bad)}")
        return
    lost = int(health.get("generation", 0)) < found.applied
    await services.write(functools.partial(_healthy, vm_id=found.vm_id, health=health, lost=lost, failed=found.failures > 0))
    if lost:
        log.warning("router %s has generation %s, not %d: telling it again", found.name, health.get("generation"), found.applied)
        apply.forget(services, found.vm_id)
        await _tell(services, found)


def _healthy(tx: Tx, vm_id: int, health: dict[str, Any], lost: bool, failed: bool) -> None:
    router.record_health(tx, vm_id, health=json.dumps(health), version=health.get("version"), failures=0)
    if failed:
        alerts.resolve(tx, f"router:{vm_id}")
    if lost:
        router.forget_applied(tx, vm_id)


async def _failed(services: Services, found: Watched, why: str) -> None:
    log.warning("router %s: %s", found.name, why)
    await services.write(functools.partial(_count_failure, found=found, why=why))


def _count_failure(tx: Tx, found: Watched, why: str) -> None:
    failures = router.count_failure(tx, found.vm_id)
    if failures < REBOOT_AT or (failures - REBOOT_AT) % AGAIN:
        return
    alerts.once(tx, DOMAIN_ROUTER, f"router:{found.vm_id}", f"Virtual router {found.name} failed {failures} times in a row: {why}",
                zone_id=found.zone_id)
    if found.host_state == "Up":
        _start(tx, ROUTER_REBOOT, RouterJob(found.vm_id, router_vm.nic_ids(tx, found.vm_id)))


def _start_missing(tx: Tx) -> None:
    """Starts routers that do not run although guests do, less often the more often it failed."""
    now = tx.now()
    for found in router.down(tx):
        if found.health_at + min(15 * SECOND << min(found.failures, 16), LONGEST_PAUSE) > now and found.failures:
            continue
        if router.count_failure(tx, found.vm_id) == REBOOT_AT:
            alerts.once(tx, DOMAIN_ROUTER, f"router:{found.vm_id}", f"Virtual router {found.name} does not come up", zone_id=found.zone_id)
        if found.state == "Stopped":
            _start(tx, ROUTER_START, RouterJob(found.vm_id, router_vm.nic_ids(tx, found.vm_id)))
        else:
            _start(tx, NETWORK_RESTART, RestartNetwork(found.network_id, cleanup=True))
    for network_id in router.without(tx):
        _start(tx, NETWORK_IMPLEMENT, NetworkJob(network_id))


def _start(tx: Tx, saga: Saga[Any], params: Any) -> None:
    start_or_join(tx, saga, params, any_params=True)
