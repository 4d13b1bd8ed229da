"""A small saga of every kind of step, and its world: two disks on a host, held by a reservation, in a room that another saga makes."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from sqlalchemy import Column, Integer, String, Table, select, update

from manager.model.db import Tx as Transaction
from manager.model.tables import metadata
from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, register
from manager.services import HostPeer
from protos.agent.v1 import agent_pb2 as pb
from tests.sagas.harness.every import FaultyDatabase, FencedHosts, fresh

thing = Table("toy_thing", metadata, Column("name", String(40), primary_key=True), Column("state", String(20)), Column("used", Integer))


class Build(msgspec.Struct, frozen=True):
    """What to build, and of which disks."""

    name: str
    disks: list[str]


class Room(msgspec.Struct, frozen=True):
    """What is built only once."""

    name: str


def state(tx: Transaction, name: str) -> str:
    """A thing's state."""
    return str(tx.scalar(select(thing.c.state).where(thing.c.name == name)))


def move(tx: Transaction, name: str, old: str, new: str) -> None:
    """Changes a thing's state, or fails."""
    if not tx.changed(update(thing).where(thing.c.name == name, thing.c.state == old).values(state=new)):
        raise SagaFailure(431, f"{name} is not {old}")


def count(tx: Transaction, by: int) -> None:
    """Changes what is used of the host."""
    tx.execute(update(thing).where(thing.c.name == "host").values(used=thing.c.used + by))


def furnish(ctx: Ctx[Room]) -> None:
    if state(ctx.tx, "room") != "made":
        move(ctx.tx, "room", "none", "making")


def unfurnish(ctx: Ctx[Room]) -> None:
    if state(ctx.tx, "room") == "making":
        move(ctx.tx, "room", "making", "none")


async def paint(ctx: Ctx[Room]) -> None:
    await ctx.services.agents.do(HOST, pb.EnsureVolume(uuid="paint"), ctx.fence())


async def unpaint(ctx: Ctx[Room]) -> None:
    await ctx.services.agents.do(HOST, pb.EnsureNoVolume(uuid="paint"), ctx.fence())


def open_room(ctx: Ctx[Room]) -> None:
    if state(ctx.tx, "room") != "made":
        move(ctx.tx, "room", "making", "made")


ROOM = register(Saga("toy.room", Room, locks=lambda p: [f"room:{p.name}"], deadline=timedelta(minutes=1), steps=[
    Tx(furnish, undo=unfurnish), Call(paint, undo=unpaint), Tx(open_room)]))

HOST = HostPeer(3, "host-3", "127.0.0.3")
C = Ctx[Build]


def claim(ctx: C) -> str:
    move(ctx.tx, "vm", "stopped", "starting")
    return "stopped"


def unclaim(ctx: C) -> None:
    move(ctx.tx, "vm", "starting", ctx.out(claim))


def room(ctx: C) -> Room | None:
    return None if state(ctx.tx, "room") == "made" else Room("r")


def reserve(ctx: C) -> int:
    count(ctx.tx, len(ctx.params.disks))
    return HOST.id


def unreserve(ctx: C) -> None:
    count(ctx.tx, -len(ctx.params.disks))


async def make_disk(ctx: C, disk: str) -> str:
    assert ctx.out(reserve) == HOST.id
    await ctx.services.agents.do(HOST, pb.EnsureVolume(uuid=disk), ctx.fence())
    return disk.upper()


async def drop_disk(ctx: C, disk: str) -> None:
    await ctx.services.agents.do(HOST, pb.EnsureNoVolume(uuid=disk), ctx.fence())


def note(ctx: C, disk: str) -> None:
    assert ctx.out(make_disk, disk) == disk.upper()
    count(ctx.tx, 10)


def unnote(ctx: C, disk: str) -> None:
    count(ctx.tx, -10)


async def boot(ctx: C) -> None:
    await ctx.services.agents.do(HOST, pb.EnsureVolume(uuid="running"), ctx.fence())


async def stop(ctx: C) -> None:
    await ctx.services.agents.do(HOST, pb.EnsureNoVolume(uuid="running"), ctx.fence())


def publish(ctx: C) -> None:
    move(ctx.tx, "vm", "starting", "running")


BUILD = register(Saga("toy.build", Build, locks=lambda p: [f"vm:{p.name}"], deadline=timedelta(minutes=1), steps=[
    Tx(claim, undo=unclaim),
    Join(ROOM, room),
    Tx(reserve, undo=unreserve, holds=True),
    Call(make_disk, undo=drop_disk, each="disks"),
    Tx(note, undo=unnote, each="disks"),
    Call(boot, undo=stop),
    Tx(publish),
]))


class ToyWorld:
    """Nothing is built."""

    def __init__(self, url: str) -> None:
        self.db: FaultyDatabase = fresh(url)
        self.agents = FencedHosts()
        self.params = Build("vm", ["a", "b"])
        self.db.write(lambda tx: tx.insert_many(thing, [
            {"name": "vm", "state": "stopped", "used": 0}, {"name": "room", "state": "none", "used": 0},
            {"name": "host", "state": "up", "used": 0}]))

    def rows(self) -> dict[str, tuple[str, int]]:
        """All things."""
        return {r.name: (r.state, r.used) for r in self.db.read(lambda tx: tx.rows(select(thing)))}

    def before(self, *, hosts: bool) -> None:
        """Only the room may be left: it is shared, and never undone by who joined it."""
        rows = self.rows()
        assert rows["vm"] == ("stopped", 0)
        assert rows["host"] == ("up", 0)
        made = rows["room"][0] == "made"
        assert made or rows["room"][0] == "none"
        if hosts:
            assert self.agents.held() == ({(3, "paint")} if made else set())

    def after(self) -> None:
        """Everything is there, once."""
        assert self.rows() == {"vm": ("running", 0), "room": ("made", 0), "host": ("up", 22)}
        assert self.agents.held() == {(3, name) for name in ("a", "b", "paint", "running")}
