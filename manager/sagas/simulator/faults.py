"""Telling simulated hosts what shall go wrong, asking them what is left of it, and clearing it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.infra import mocks
from manager.saga import Call, Ctx, Saga, Tx, register
from manager.services import HostPeer
from protos.agent.v1 import agent_pb2 as pb

TEXTS = {"NO_SPACE": "no space left on the host"}


class SimHost(msgspec.Struct, frozen=True):
    """A simulated host."""

    id: int
    uuid: str
    address: str

    @property
    def peer(self) -> HostPeer:
        """How it is dialled."""
        return HostPeer(self.id, self.uuid, self.address)


class Fault(msgspec.Struct, frozen=True):
    """A fault as pileus.agent.v1.Fault has it; `kind` is the enum's name."""

    command: str
    kind: str
    count: int
    delay_ms: int = 0
    code: str = ""


class SetFault(msgspec.Struct, frozen=True):
    """`boot_ms`: the boot time instead of a fault, when it is not negative."""

    mock_id: int
    hosts: list[SimHost]
    fault: Fault | None = None
    boot_ms: int = -1


class Survey(msgspec.Struct, frozen=True):
    """`clear`: the fault to remove, 0: all; None: only ask."""

    hosts: list[SimHost]
    clear: int | None = None


class Left(msgspec.Struct, frozen=True):
    """Fault id → how often it still happens on one host."""

    counts: dict[str, int]


async def tell(ctx: Ctx[SetFault], host: SimHost) -> None:
    """The host has the fault."""
    params = ctx.params
    body = pb.SetFaults(boot_ms=params.boot_ms)
    if params.fault is not None:
        body.faults.append(pb.Fault(command=params.fault.command, kind=pb.Fault.Kind.Value(params.fault.kind), count=params.fault.count,
                                    delay_ms=params.fault.delay_ms, code=params.fault.code, id=str(params.mock_id),
                                    text=f"{TEXTS.get(params.fault.code, 'made to fail')} (configureSimulator, fault {params.mock_id})"))
    await ctx.services.agents.do(host.peer, body, None)


async def untell(ctx: Ctx[SetFault], host: SimHost) -> None:
    """The host does not have it."""
    await _drop(ctx, host, str(ctx.params.mock_id))


async def survey(ctx: Ctx[Survey], host: SimHost) -> Left:
    """Removes what shall go; what is left on the host."""
    if ctx.params.clear is not None:
        await _drop(ctx, host, str(ctx.params.clear) if ctx.params.clear else None)
    found = await ctx.services.agents.do(host.peer, pb.GetFaults(), None)
    counts: dict[str, int] = {}
    for fault in found.faults:
        counts[fault.id] = counts.get(fault.id, 0) + fault.count
    return Left(counts)


async def _drop(ctx: Ctx[SetFault] | Ctx[Survey], host: SimHost, fault_id: str | None) -> None:
    found = await ctx.services.agents.do(host.peer, pb.GetFaults(), None)
    rest = [fault for fault in found.faults if fault_id is not None and fault.id != fault_id]
    if len(rest) != len(found.faults):
        await ctx.services.agents.do(host.peer, pb.SetFaults(faults=rest, clear=True, boot_ms=-1), None)


def begin(ctx: Ctx[SetFault]) -> None:
    """The row was written with the call; this step's undo takes it back."""


def forget(ctx: Ctx[SetFault]) -> None:
    """There is no such fault."""
    mocks.remove(ctx.tx, ctx.params.mock_id)


def publish(ctx: Ctx[Survey]) -> None:
    """The rows say what the hosts said."""
    if ctx.params.clear is not None:
        mocks.remove(ctx.tx, ctx.params.clear or None)
    for row in mocks.listing(ctx.tx, None):
        if row.count is not None:
            mocks.counted(ctx.tx, row.id, sum(ctx.out(survey, host).counts.get(str(row.id), 0) for host in ctx.params.hosts))


FAULT_SET = register(Saga(
    "simulator.set", SetFault, locks=lambda p: ["simulator"], deadline=timedelta(seconds=60),
    steps=[Tx(begin, undo=forget), Call(tell, undo=untell, each="hosts")]))
FAULT_SURVEY = register(Saga(
    "simulator.survey", Survey, locks=lambda p: ["simulator"], deadline=timedelta(seconds=60), steps=[Call(survey, each="hosts"), Tx(publish)]))
