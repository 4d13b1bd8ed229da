"""Which console sessions a manager allowed on this host, and the streams that are open. In memory: an agent that restarts forgets them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TypeAlias

from common import clock
from protos.agent.v1 import agent_pb2 as pb

STREAMS_OF_ONE = 8      # open at once in one session: a screen, a serial line, and what has not noticed yet that it was cut
KEYS_OF_ONE = 8         # that wait for their use: a page opens screen, serial line and boot log at once
SESSIONS = 4096         # remembered at once

Ending = asyncio.Future[pb.ConsoleEnd]
Why: TypeAlias = pb.ConsoleEnd.Why.ValueType


class NotAllowed(Exception):
    """No manager allowed this, or no longer. One text whatever the reason."""


@dataclass
class _Key:
    """Opens each of `kinds` once."""

    sha256: str
    until: float                                # monotonic seconds
    kinds: set[int]


@dataclass
class Allowance:
    """One session. `streams`: what is set, with the reason, when they have to end."""

    vm: str
    keys: list[_Key] = field(default_factory=list)
    streams: set[Ending] = field(default_factory=set)


class Allowed:
    """The allowances of a host, by session."""

    def __init__(self) -> None:
        self._sessions: dict[str, Allowance] = {}

    def __len__(self) -> int:
        """How many sessions are remembered."""
        return len(self._sessions)

    def streams(self, session: str) -> int:
        """How many streams a session has open."""
        found = self._sessions.get(session)
        return 0 if found is None else len(found.streams)

    def allow(self, command: pb.AllowConsole) -> None:
        """One more key for a session. A session stays with its VM: for another one it begins anew."""
        self._forget_old()
        known = self._sessions.get(command.session)
        if known is None or known.vm != command.vm:
            self.deny(command.session, "the session went on to another VM")
            known = self._sessions[command.session] = Allowance(command.vm)
        now = clock.monotonic()
        kept = [key for key in known.keys if key.until > now and key.sha256 != command.key_sha256]
        kinds = set[int](command.kinds) or set[int](pb.ConsoleKind.values())
        known.keys = [*kept, _Key(command.key_sha256, now + command.seconds, kinds)][-KEYS_OF_ONE:]

    def deny(self, session: str, reason: str) -> None:
        """Ends a session and its streams."""
        found = self._sessions.pop(session, None)
        if found is not None:
            _end(found, pb.ConsoleEnd.DENIED, reason or "the session was ended")

    def end_vm(self, vm: str, why: Why, text: str, *, forget: bool = False) -> None:
        """Ends the streams to a VM; `forget`: its keys are worth nothing any more, too."""
        for session, one in [(session, one) for session, one in self._sessions.items() if one.vm == vm]:
            _end(one, why, text)
            if forget:
                del self._sessions[session]

    def admit(self, opening: pb.ConsoleOpen) -> tuple[Allowance, Ending]:
        """The allowance, and what is set when the stream has to end (close it with `leave`). The key is used up. NotAllowed."""
        found = self._sessions.get(opening.session)
        digest, now = hashlib.sha256(opening.key.encode()).hexdigest(), clock.monotonic()
        right = [key for key in (found.keys if found is not None else ()) if hmac.compare_digest(key.sha256, digest)]
        if found is None or not right or found.vm != opening.vm or opening.kind not in right[0].kinds or right[0].until <= now:
            raise NotAllowed("no manager allowed this console, or no longer")
        if len(found.streams) >= STREAMS_OF_ONE:
            raise NotAllowed(f"{STREAMS_OF_ONE} streams of this console session are open already")
        right[0].kinds.discard(opening.kind)
        ended: Ending = asyncio.get_running_loop().create_future()
        found.streams.add(ended)
        return found, ended

    def leave(self, allowance: Allowance, ended: Ending) -> None:
        """The stream is closed."""
        allowance.streams.discard(ended)

    def _forget_old(self) -> None:
        """Those that may open nothing more and have nothing open; the oldest ones when there are too many."""
        now = clock.monotonic()
        for session in [name for name, one in self._sessions.items() if not one.streams and all(key.until < now for key in one.keys)]:
            del self._sessions[session]
        idle = [name for name, one in self._sessions.items() if not one.streams]
        for session in idle[:max(0, len(self._sessions) - SESSIONS)]:
            del self._sessions[session]


def _end(allowance: Allowance, why: Why, text: str) -> None:
    for ended in allowance.streams:
        if not ended.done():
            ended.set_result(pb.ConsoleEnd(why=why, text=text))
