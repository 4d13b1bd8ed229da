"""Reboot a router: the same VM on the same host with the same key; then it is told everything again."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm as vms
from manager.model.net import router
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.router import apply, steps
from manager.sagas.router import spec as specs
from manager.sagas.router.params import RouterJob, router_key
from protos.agent.v1 import agent_pb2 as pb

C = Ctx[RouterJob]
WRONG_STATE = 431


def claim_reboot(ctx: C) -> None:
    """The router is Running. Its `state_at` moves, so that nobody trusts what it acknowledged before."""
    found = router.must(ctx.tx, ctx.params.vm_id)
    if not vms.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Running"):
        raise SagaFailure(WRONG_STATE, f"Router {found.instance_name} cannot be rebooted: it is {found.state}")
    router.forget_applied(ctx.tx, ctx.params.vm_id)


async def restart(ctx: C) -> None:
    """Off and on, once however often this step runs."""
    spec = await steps.read_spec(ctx)
    message = specs.vm_message(spec, ctx.services)
    await ctx.services.agents.do(spec.peer, pb.EnsureRebooted(vm=message, boot=f"saga-{ctx.saga_id}"), ctx.fence(), seconds=120)


def publish_reboot(ctx: C) -> None:
    """The router has acknowledged what it was told."""
    apply.record(ctx.tx, ctx.out(steps.configure))


ROUTER_REBOOT = register(Saga(
    "router.reboot", RouterJob, locks=lambda p: [router_key(p.vm_id)], deadline=timedelta(minutes=10), steps=[
        Tx(claim_reboot), Call(restart), Call(steps.greet), Call(steps.configure), Tx(publish_reboot)]))
