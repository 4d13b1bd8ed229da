"""Where faults are met: the engine's hook, the way to the hosts, COMMIT."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from google.protobuf.message import Message

from manager.model.db import CommitUnknown, Database, Tx
from manager.saga import SagaFailure, Wait
from manager.saga.define import Entry
from manager.services import Agents, Fence, HostPeer, SystemVmPeer, Unreachable
from tests.sagas.harness.cases import Case

T = TypeVar("T")


class Crash(BaseException):
    """The node dies here: nothing after this line runs, not even `except Exception`."""


class Faults:
    """The fault of one case: met once, at its step."""

    def __init__(self, case: Case, plan: list[Entry], loop: asyncio.AbstractEventLoop) -> None:
        self.case = case
        self.plan = plan
        self.last = len(plan) - 1
        self.met = False
        self.dead = False                       # no host answers
        self.crashed = asyncio.Event()
        self.reached = asyncio.Event()          # a stale node is about to send its command
        self.resume = asyncio.Event()
        self.late: list[tuple[Any, ...]] = []   # commands that are still under way
        self.commit: str | None = None
        self._loop = loop
        self._now: tuple[str, int] = ("", -1)

    def hook(self, when: str, name: str, seq: int) -> None:
        """The engine passed a point. Sagas that were joined pass too, and are left alone."""
        if seq > self.last or self.plan[seq].step.name != name:
            return
        self._now = (when, seq)
        if self.case.undoing and when == "after" and seq == self.last:
            raise SagaFailure(530, "the last step fails, so that everything is undone")
        before, after = ("undo", "undone") if self.case.undoing else ("before", "after")
        fault = self.case.fault.removeprefix("undo-")
        if self.met or seq != self.case.seq or when not in (before, after):
            return
        if fault.startswith("commit-") and when == after:
            self.met, self.commit = True, fault.removeprefix("commit-")
        elif fault == f"crash-{'before' if when == before else 'after'}":
            self.die()
        elif fault == "twice" and when == after:
            self.met = True
            raise Wait(0)
        elif fault == f"error-{when}" or (fault == "error" and when == before):
            self.met = True
            raise SagaFailure(530, f"injected {self.case}")

    def die(self) -> None:
        """The node crashes."""
        self.met = True
        self._loop.call_soon_threadsafe(self.crashed.set)
        raise Crash(str(self.case))

    def of_command(self) -> str | None:
        """What happens to the command that is sent now."""
        when, seq = self._now
        fault = self.case.fault
        if self.met or seq != self.case.seq or when != ("undo" if self.case.undoing else "before"):
            return None
        fault = fault.removeprefix("undo-")
        if fault not in ("lost-command", "lost-reply", "crash-inside", "late", "stale-node", "dead-host", "dead-host-fenced"):
            return None
        self.met = True
        return fault

    def in_service(self, tx: Tx, host_id: int) -> bool:
        """The manager's view of a host that does not answer."""
        return not self.dead and self.case.fault not in ("late",)


class FaultyAgents:
    """The way to the hosts, with the case's fault on it."""

    def __init__(self, inner: Agents, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    async def do(self, host: HostPeer, body: Message, fence: Fence | None = None, seconds: float = 60) -> Any:
        """As Agents.do."""
        return await self.meet(host.id, lambda: self._inner.do(host, body, fence, seconds))

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """As Agents.control."""
        return await self.meet(peer.host.id, lambda: self._inner.control(peer, method, params, seconds))  # type: ignore[no-any-return]

    async def meet(self, host_id: int, send: Callable[[], Any]) -> Any:
        """Sends, unless the fault is met here."""
        fault = self._faults.of_command()
        if fault in ("dead-host", "dead-host-fenced"):
            self._faults.dead = True
        if self._faults.dead or fault == "lost-command":
            raise Unreachable(host_id, f"host {host_id} does not answer")
        if fault == "late":
            self._faults.late.append((send,))
            raise Unreachable(host_id, f"host {host_id} does not answer")
        if fault == "stale-node":
            self._faults.reached.set()
            await self._faults.resume.wait()
        out = await send()
        if fault == "lost-reply":
            raise Unreachable(host_id, f"host {host_id} does not answer")
        if fault == "crash-inside":
            self._faults.die()
        return out


class FaultyImages:
    """The way to the image services, with the case's fault on it; to the engine they are host 0."""

    def __init__(self, inner: Any, agents: FaultyAgents) -> None:
        self._inner = inner
        self._agents = agents

    async def call(self, store: str, method: str, request: Message, seconds: float = 30) -> Any:
        """As Images.call."""
        return await self._agents.meet(0, lambda: self._inner.call(store, method, request, seconds))


class FaultyDatabase(Database):
    """A database whose COMMIT may fail in each of the four ways: it happened or not, and the node lives or not."""

    faults: Faults | None = None

    def _once(self, fn: Callable[[Tx], T], writing: bool) -> T:
        mode: str | None = None

        def wrapped(tx: Tx) -> T:
            nonlocal mode
            out = fn(tx)
            if self.faults is not None and writing and self.faults.commit is not None:
                mode, self.faults.commit = self.faults.commit, None
                tx.callbacks.clear()
                self._break(mode, "lost")
            return out

        out = super()._once(wrapped, writing)
        self._break(mode, "kept")
        return out

    def _break(self, mode: str | None, when: str) -> None:
        assert self.faults is not None or mode is None
        if mode == f"unknown-{when}":
            raise CommitUnknown("the answer to COMMIT was lost")
        if mode == f"crash-{when}" and self.faults is not None:
            self.faults.die()
