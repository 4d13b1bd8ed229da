"""Tables of steps: what is refused, what a plan is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from manager.saga import REGISTRY, Call, Ctx, Join, Saga, Tx, joins, register
from manager.saga.define import Step


class Params(msgspec.Struct, frozen=True):
    vm: int
    nics: list[int]


def claim(ctx: Any) -> int:
    return 7


async def plug(ctx: Any, nic: int) -> list[str]:
    return [f"tap{nic}"]


async def boot(ctx: Any) -> None: ...


def other(ctx: Any) -> Params | None: ...


@pytest.fixture(autouse=True)
def _unregister() -> Iterator[None]:
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


def table(*steps: Step, kind: str = "unit.x", version: int = 1) -> Saga[Params]:
    return Saga(kind, Params, list(steps), locks=lambda p: [f"vm:{p.vm}", f"vm:{p.vm}"], version=version)


def test_a_plan_has_one_entry_per_step_and_item() -> None:
    saga = table(Tx(claim), Call(plug, each="nics"), Call(boot))
    entries = saga.plan(Params(1, [11, 12]))
    assert [(e.seq, e.step.name, e.args) for e in entries] == [(0, "claim", ()), (1, "plug", (11,)), (2, "plug", (12,)), (3, "boot", ())]
    assert saga.keys(Params(1, [])) == ["vm:1"]


@pytest.mark.parametrize(("steps", "text"), [
    ((Tx(claim), Tx(claim)), "used twice"),
    ((Tx(boot),), "Call is a coroutine"),
    ((Call(claim),), "Call is a coroutine"),
    ((Call(boot, undo=claim),), "Call is a coroutine"),
    ((Tx(claim, undo=boot),), "Call is a coroutine"),
    ((Call(plug, each="disks"),), "has no field disks"),
    ((Step(claim),), "neither Tx nor Call nor Join"),
])
def test_a_table_that_cannot_be_right_is_refused(steps: tuple[Step, ...], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        register(table(*steps))
    assert ("unit.x", 1) not in REGISTRY


def test_a_kind_has_each_version_once() -> None:
    register(table(Tx(claim)))
    register(table(Tx(claim), version=2))
    with pytest.raises(ValueError, match="registered twice"):
        register(table(Tx(claim), version=2))


def test_joins_are_known_from_the_tables() -> None:
    lower = register(table(Tx(claim), kind="unit.lower"))
    register(table(Tx(claim), Join(lower, other), kind="unit.upper"))
    assert joins()["unit.upper"] == {"unit.lower"}


def test_outputs_are_found_by_function_and_item() -> None:
    ctx: Ctx[Params] = Ctx(1, Params(1, [11]), None, ["vm:1"])  # type: ignore[arg-type]
    entries = table(Tx(claim), Call(plug, each="nics")).plan(ctx.params)
    ctx.keep(entries[0], b"7")
    ctx.keep(entries[1], b'["tap11"]')
    assert ctx.out(claim) == 7
    assert ctx.out(plug, 11) == ["tap11"]
    assert not ctx.has(plug, 12)
    with pytest.raises(LookupError, match="plug has returned nothing yet"):
        ctx.out(plug, 12)


def test_commands_are_numbered_and_begin_again_under_new_fences() -> None:
    ctx: Ctx[Params] = Ctx(1, Params(1, []), None, ["vm:1", "ip:2"])  # type: ignore[arg-type]
    ctx.refence({"vm:1": (0, 4), "ip:2": (0, 9)})
    assert [(f.key, f.fence, f.number) for f in (ctx.fence(), ctx.fence("ip:2"))] == [("vm:1", 4, 1), ("ip:2", 9, 2)]
    assert ctx.fenced_key == "ip:2"
    ctx.refence({"vm:1": (0, 5), "ip:2": (0, 10)})
    assert (ctx.fence().fence, ctx.fence().number) == (5, 2)
