"""Expunging and recovering at the same time: whoever comes second is told, and a VM that was recovered is left alone."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from manager.model.guest import vm
from manager.sagas.vm import VM_DEPLOY, VM_DESTROY, VM_EXPUNGE
from tests.sagas.harness.every import fresh
from tests.sagas.vm.world import World, build, destroyed, expunged, started


@pytest.mark.parametrize("state,ends", [("Destroyed", "done"), ("Stopped", "failed"), ("Running", "failed")])
def test_what_was_recovered_meanwhile_is_not_expunged(db_url: str, state: str, ends: str) -> None:
    """The call, or the reconciler, saw a destroyed VM; its saga waited behind another, and the VM was recovered before its turn."""
    world: World = build(fresh(db_url), 2)

    async def main() -> None:
        await world.open()
        try:
            made = world.create()
            assert (await world.run(VM_DEPLOY, started(made))).state == "done"
            if state != "Running":
                assert (await world.run(VM_DESTROY, destroyed(made))).state == "done"
            if state == "Stopped":
                world.db.write(lambda tx: vm.set_state(tx, made.id, "Stopped"))
            before = world.agents.objects()
            ended = await world.run(VM_EXPUNGE, msgspec.structs.replace(expunged(made), only_destroyed=True))
            assert ended.state == ends
            if ends == "failed":
                assert "was recovered" in (ended.error_text or "")
                assert world.state(made.id).state == state
                assert world.agents.objects() == before
        finally:
            await world.close()

    asyncio.run(main())
