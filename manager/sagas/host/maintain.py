"""prepareHostForMaintenance: a host leaves placement at once, and is in Maintenance when its last VM, router or system VM has left.

Nothing moves VMs yet: whoever has them stops them, or moves them once there is live migration. While the saga waits it holds no key that other
work wants, and its job names who is still there. cancelHostMaintenance changes the host's state, which ends the wait.
"""

from __future__ import annotations

import functools
from datetime import timedelta

import msgspec

from manager.model.db import Tx as Db
from manager.model.infra import host_parts, hosts
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, Wait, register

QUIET = ("Stopped", "Error", "Destroyed", "Expunging")
ENABLED, DEGRADED, PREPARING, MAINTENANCE = "Enabled", "Degraded", "PrepareForMaintenance", "Maintenance"
LOOK = 2.0        # seconds between two looks at who is still there
NAMED = 5
REFUSED, CANCELLED = 431, 530


class MaintainHost(msgspec.Struct, frozen=True):
    """A host to empty."""

    host_id: int


C = Ctx[MaintainHost]


def close_host(ctx: C) -> str:
    """Nothing new is placed on it; returns the resource state before."""
    found = hosts.by_id(ctx.tx, ctx.params.host_id)
    if found is None or found.live is None:
        raise SagaFailure(REFUSED, f"Host {ctx.params.host_id} does not exist")
    for before in (ENABLED, DEGRADED):
        if host_parts.change_resource_state(ctx.tx, found.id, [before], PREPARING):
            return before
    raise SagaFailure(REFUSED, f"Host {found.uuid} cannot be prepared for maintenance: it is {found.resource_state}, not {ENABLED} or {DEGRADED}")


def reopen_host(ctx: C) -> None:
    """As before, unless somebody has changed it meanwhile."""
    host_parts.change_resource_state(ctx.tx, ctx.params.host_id, [PREPARING], ctx.out(close_host))


def who_stays(tx: Db, host_id: int) -> list[str]:
    """The VMs, routers and system VMs that have their place on a host that is being prepared. SagaFailure when it is not any more."""
    found = hosts.by_id(tx, host_id)
    if found is None or found.live is None or found.resource_state != PREPARING:
        state = "removed" if found is None or found.live is None else found.resource_state
        raise SagaFailure(CANCELLED, f"Maintenance of host {found.uuid if found else host_id} was cancelled: it is {state}")
    return [vm.instance_name for vm in host_parts.vms_on(tx, host_id) if vm.state not in QUIET]


async def wait_for_vms(ctx: C) -> None:
    """Everybody has left; the job says who has not."""
    staying = await ctx.read(functools.partial(who_stays, host_id=ctx.params.host_id))
    if staying:
        more = f" and {len(staying) - NAMED} more" if len(staying) > NAMED else ""
        ctx.progress(50, f"waiting for {', '.join(staying[:NAMED])}{more} to leave: stop them")
        raise Wait(LOOK)


def enter_maintenance(ctx: C) -> None:
    """The host is in Maintenance."""
    if who_stays(ctx.tx, ctx.params.host_id):
        raise Wait(LOOK)
    host_parts.change_resource_state(ctx.tx, ctx.params.host_id, [PREPARING], MAINTENANCE)


HOST_MAINTAIN = register(Saga(
    "host.maintain", MaintainHost, locks=lambda p: [f"maintenance:{p.host_id}"], deadline=timedelta(hours=24),
    steps=[Tx(close_host, undo=reopen_host), Call(wait_for_vms), Tx(enter_maintenance)]))
