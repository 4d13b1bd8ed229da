"""Many deployments at once in one account that may not have them all: the limit holds exactly, and how often the database made one wait."""

from __future__ import annotations

import asyncio

from tools.benchkit.client import Refused
from tools.benchkit.world import World

AT_ONCE = 50


def measure(world: World, deploys: int) -> dict[str, float]:
    """`deploys` of one account with a limit of three quarters of them."""
    limit = deploys * 3 // 4
    name = world.api.list_accounts(keyword="bench0", listall=True)[0]
    world.api.call("updateResourceLimit", resourcetype=0, max=limit, account=name["name"], domainid=name["domainid"])
    before = _deadlocks(world)
    made, refused = asyncio.run(_deploy(world, deploys))
    deadlocks = _deadlocks(world) - before
    if (made, refused) != (limit, deploys - limit):
        raise RuntimeError(f"the limit is {limit}: {made} VMs were made and {refused} refused of {deploys}")
    print(f"  {made} made, {refused} refused, {deadlocks} deadlocks", flush=True)
    return {"deadlocks_per_limited_deploy": deadlocks / deploys}


async def _deploy(world: World, deploys: int) -> tuple[int, int]:
    user, networks, slots = world.users[0], world.networks[0], asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> bool:
        async with slots:
            try:
                started = await user.call("deployVirtualMachine", zoneid=world.zone.id, templateid=world.template, name=f"limited{number}",
                                          networkids=networks[number % len(networks)], serviceofferingid=world.offering)
            except Refused as refused:
                if "limit" not in str(refused).lower():
                    raise
                return False
            await user.job(started["jobid"])
            return True

    ended = await asyncio.gather(*(one(number) for number in range(deploys)))
    return sum(ended), len(ended) - sum(ended)


def _deadlocks(world: World) -> int:
    ((_, count),) = world.cluster.database.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
    return int(str(count))
