"""Pieces of router sagas that only write rows."""

from __future__ import annotations

from manager.model.net import router_vm
from manager.model.work import tombstones
from manager.saga import Ctx
from manager.sagas.router.params import RouterJob


def fence_of(ctx: Ctx[RouterJob]) -> tuple[str, int, int]:
    """Lock key, epoch and fence under which what this saga removes is gone."""
    fence = ctx.fence()
    return fence.key, fence.epoch, fence.fence


def drop_volumes(ctx: Ctx[RouterJob]) -> None:
    """The router's volumes are gone; what is left of them anywhere may be destroyed."""
    gone = router_vm.drop_volumes(ctx.tx, ctx.params.vm_id)
    tombstones.write(ctx.tx, tombstones.VOLUME, gone, *fence_of(ctx))
