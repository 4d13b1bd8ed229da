"""The first step of sagas that change what a router does: its undo runs last, when the rows are as before, and tells the router so."""

from __future__ import annotations

import logging
from typing import Any

from manager.saga import Ctx
from manager.saga.signals import signal
from manager.sagas.router import apply
from manager.services import AgentFailure, Unreachable

log = logging.getLogger(__name__)


async def begin(ctx: Ctx[Any]) -> None:
    """Nothing: what counts is the undo."""


async def tell_again(ctx: Ctx[Any]) -> None:
    """The router does what the rows say again. When it cannot now, the routers' reconciler sees to it: no host owes anything."""
    try:
        applied = await apply.apply_networks(ctx.services, [ctx.params.network_id])
        await ctx.services.write(lambda tx: apply.record(tx, applied))
    except (AgentFailure, Unreachable) as error:
        log.warning("network %d: its router cannot be told now: %s", ctx.params.network_id, error)
        await ctx.services.write(lambda tx: signal(tx, "routers"))
