"""What runs in this proxy: sessions with their connections, counted and ended here. Nothing of it outlives the process."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from protos.consoleproxy.v1 import consoleproxy_pb2 as pb

CONNECTIONS = 8       # of one session: tabs of one browser, screen and serial line
FORGOTTEN = 120.0     # seconds after which a session without connections is not remembered


class Close(IntEnum):
    """Close codes of WebSockets; the page knows them (ui/src/console/codes.ts). Below 4010 it does not try again."""

    ENDED = 4000      # a manager said so
    IDLE = 4001
    DENIED = 4003     # no session, or no more
    MALFORMED = 4008  # not RFB, or not binary
    STALE = 4009      # of a boot log: not the one that was read before
    STOPPED = 4010    # the VM is off
    REBOOTED = 4011
    LOST = 4012       # the host or its agent does not answer
    FULL = 4029
    DRAINING = 4030   # this proxy goes; there is another, or it comes back
    NO_MANAGER = 4031


class Shut(Exception):
    """A connection is to be closed with this code, and words for the user."""

    def __init__(self, code: Close, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(eq=False)
class Connection:
    """One WebSocket."""

    bytes_in: int = 0
    bytes_out: int = 0
    shut: asyncio.Future[Shut] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self, code: Close, text: str) -> None:
        """Asks it to close; the first reason counts."""
        if not self.shut.done():
            self.shut.set_result(Shut(code, text))


@dataclass(eq=False)
class Session:
    """A console session as this proxy knows it."""

    grant: pb.Grant
    secret: bytes                 # SHA-256 of what the cookie holds
    last_input: float
    last_use: float
    connections: set[Connection] = field(default_factory=set)
    gone_in: int = 0              # bytes of connections that are closed
    gone_out: int = 0
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)   # a fresh key takes the place of the former: one at a time


class Sessions:
    """All of them, by id."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._known: dict[str, Session] = {}
        self.maximum = 0          # 0: no limit
        self.draining = False

    def live(self) -> int:
        """Sessions with connections."""
        return sum(bool(one.connections) for one in self._known.values())

    def room(self, session: str = "") -> None:
        """Raises Shut when no more may begin; a session that is connected already may open more."""
        if self.draining:
            raise Shut(Close.DRAINING, "This console proxy is being restarted.")
        known = self._known.get(session)
        if known is not None and known.connections:
            if len(known.connections) >= CONNECTIONS:
                raise Shut(Close.FULL, "This console is open in too many windows.")
        elif self.maximum and self.live() >= self.maximum:
            raise Shut(Close.FULL, "All consoles of this proxy are in use. Please try again in a moment.")

    def granted(self, grant: pb.Grant, secret: str) -> Session:
        """Remembers what a manager allowed."""
        now = self._now()
        session = self._known.get(grant.session)
        if session is None:
            session = self._known[grant.session] = Session(grant, digest(secret), now, now)
        session.grant, session.secret, session.last_use = grant, digest(secret), now
        return session

    def lock(self, session: str) -> asyncio.Lock:
        """Of one session; a session that is not known yet has nobody to wait for."""
        known = self._known.get(session)
        return known.opening if known is not None else asyncio.Lock()

    def find(self, session: str, secret: str) -> Session | None:
        """A session that is known here, to who has its secret."""
        known = self._known.get(session)
        return known if known is not None and hmac.compare_digest(known.secret, digest(secret)) else None

    def connect(self, session: Session) -> Connection:
        """A new connection of it. Raises Shut when the session was ended while it was opened, or too many were at once."""
        if self._known.get(session.grant.session) is not session:
            raise Shut(Close.ENDED, "The session was ended.")
        if len(session.connections) >= CONNECTIONS:
            raise Shut(Close.FULL, "This console is open in too many windows.")
        connection = Connection()
        session.connections.add(connection)
        session.last_input = self._now()
        return connection

    def disconnect(self, session: Session, connection: Connection) -> None:
        """It is closed."""
        session.connections.discard(connection)
        session.gone_in += connection.bytes_in
        session.gone_out += connection.bytes_out
        session.last_use = self._now()

    def input(self, session: Session) -> None:
        """A key or the pointer."""
        session.last_input = self._now()

    def activity(self) -> list[pb.Activity]:
        """For managers: sessions with connections."""
        return [pb.Activity(
            session=name, connections=len(one.connections), idle_seconds=int(self._now() - one.last_input),
            bytes_in=one.gone_in + sum(each.bytes_in for each in one.connections),
            bytes_out=one.gone_out + sum(each.bytes_out for each in one.connections),
        ) for name, one in self._known.items() if one.connections]

    def end(self, session: str, code: Close, text: str) -> None:
        """Ends all connections of one."""
        known = self._known.pop(session, None)
        for connection in list(known.connections if known is not None else ()):
            connection.end(code, text)

    def end_all(self, code: Close, text: str) -> None:
        """Ends what is there."""
        for session in list(self._known):
            self.end(session, code, text)

    def sweep(self) -> None:
        """Ends what nobody has touched for too long, forgets what is closed."""
        now = self._now()
        for name, one in list(self._known.items()):
            limit = one.grant.idle_seconds
            if one.connections and limit and now - one.last_input >= limit:
                self.end(name, Close.IDLE, "The console was closed because nothing was typed for a while.")
            elif not one.connections and now - one.last_use >= FORGOTTEN and not one.opening.locked():
                del self._known[name]


def digest(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()
