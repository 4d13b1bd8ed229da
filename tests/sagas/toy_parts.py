"""Sagas of single purposes, for tests of the engine. What they do is written to a list, or decided by a function of the test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, register


class Job(msgspec.Struct, frozen=True):
    """Keys to lock, a name for the record, and what shall go wrong."""

    keys: list[str]
    name: str = ""
    join: str = ""
    fail: str = ""


C = Ctx[Job]

record: list[str] = []
gate: dict[str, asyncio.Event] = {}
act: dict[str, Callable[[C], Any]] = {}


def reset() -> None:
    """Forgets what earlier tests did."""
    record.clear()
    gate.clear()
    act.clear()


def enter(ctx: C) -> str:
    record.append(f"enter {ctx.params.name}")
    return ctx.params.name


def leave(ctx: C) -> None:
    record.append(f"leave {ctx.params.name}")
    if "leave" in act:
        act["leave"](ctx)


async def work(ctx: C) -> None:
    record.append(f"work {ctx.params.name}")
    if "work" in act:
        await act["work"](ctx)
    if ctx.params.name in gate:
        await gate[ctx.params.name].wait()


async def unwork(ctx: C) -> None:
    record.append(f"unwork {ctx.params.name}")
    if "unwork" in act:
        await act["unwork"](ctx)


def publish(ctx: C) -> None:
    if ctx.params.fail:
        raise SagaFailure(533, ctx.params.fail)
    record.append(f"publish {ctx.params.name}")


STEPS = [Tx(enter, undo=leave), Call(work, undo=unwork), Tx(publish)]
WORK = register(Saga("toy.work", Job, STEPS, locks=lambda p: p.keys, deadline=timedelta(seconds=30)))
HASTY = register(Saga("toy.hasty", Job, STEPS, locks=lambda p: p.keys, deadline=timedelta(seconds=0.3)))


def child(ctx: C) -> Job | None:
    return Job([ctx.params.join], f"child of {ctx.params.name}", fail=ctx.params.fail) if ctx.params.join else None


PARENT = register(Saga("toy.parent", Job, [Tx(enter, undo=leave), Join(WORK, child), Tx(publish)], locks=lambda p: p.keys,
                       deadline=timedelta(seconds=30)))
