"""Conversations with system VMs over their hosts' tunnels: enrolled once, kept open while they are used."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from common import clock, control, tls
from manager.services import AgentFailure, SystemVmPeer, Unreachable

IDLE = 120.0  # seconds after which a conversation is not trusted to be up any more


class Enrolment(Protocol):
    """What the database knows about the identity of system VMs."""

    async def identity(self, peer: SystemVmPeer) -> tuple[str, str]:
        """(one-time token, serial of the certificate or empty)."""

    async def sign(self, peer: SystemVmPeer, csr_pem: str) -> tuple[str, str]:
        """Signs and records before it returns: (certificate, CA), PEM."""


@dataclass
class _Conversation:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    session: control.Session | None = None
    host: str = ""
    used: float = 0.0


class ControlSessions:
    """One TLS session per system VM, one request at a time; a broken one is opened again once."""

    def __init__(self, context: ssl.SSLContext, tunnel: Callable[[SystemVmPeer], control.Pipe], enrolment: Enrolment) -> None:
        self._context = context
        self._tunnel = tunnel
        self._enrolment = enrolment
        self._open: dict[int, _Conversation] = {}
        self._tidied = clock.monotonic()

    async def call(self, peer: SystemVmPeer, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """The result of one request. Raises AgentFailure with the VM's refusal, Unreachable otherwise."""
        talk = self._open.setdefault(peer.vm_id, _Conversation())
        await self._tidy()
        async with talk.lock:
            fresh = not await self._usable(talk, peer)
            try:
                try:
                    return await self._ask(talk, peer, method, params)
                except (control.ControlError, Unreachable) as error:
                    if fresh or isinstance(error, control.Refused):
                        raise
                    await self._drop(talk)  # it had gone quietly since the last request: requests are idempotent
                    return await self._ask(talk, peer, method, params)
            except control.Refused as refusal:
                raise AgentFailure("STALE" if refusal.code == 409 else "INVALID" if refusal.code == 400 else "FAILED", refusal.text) from None
            except control.ControlError as error:
                await self._drop(talk)
                raise Unreachable(peer.host.id, f"{peer.instance_name}: {error}") from None
            except BaseException:
                await self._drop(talk)  # a request may be half sent
                raise

    async def close(self) -> None:
        """Ends all conversations."""
        talks, self._open = list(self._open.values()), {}
        for talk in talks:
            await self._drop(talk)

    async def _ask(self, talk: _Conversation, peer: SystemVmPeer, method: str, params: dict[str, Any]) -> dict[str, Any]:
        if talk.session is None:
            talk.session = await self._connect(peer)
            talk.host = peer.host.uuid
        result: dict[str, Any] = await talk.session.call(method, params)
        talk.used = clock.monotonic()
        return result

    async def _connect(self, peer: SystemVmPeer) -> control.Session:
        token, serial = await self._enrolment.identity(peer)
        if serial:
            try:
                return await self._shake(peer, serial)
            except control.ControlError:
                if not token:
                    raise
        await self._enrol(peer, token)
        _, serial = await self._enrolment.identity(peer)
        return await self._shake(peer, serial)

    async def _enrol(self, peer: SystemVmPeer, token: str) -> None:
        async def sign(csr_pem: str) -> tuple[str, str]:
            return await self._enrolment.sign(peer, csr_pem)

        pipe = self._tunnel(peer)
        try:
            await control.enrol(pipe, token, sign)
        except control.Refused as refusal:
            if refusal.code != 409:  # 409: it is enrolled, only its answer was lost
                raise
        finally:
            await pipe.close()

    async def _shake(self, peer: SystemVmPeer, serial: str) -> control.Session:
        pipe = self._tunnel(peer)
        try:
            session = await control.Session.open(pipe, self._context, tls.system_vm_name(peer.uuid, peer.role))
        except BaseException:
            await pipe.close()
            raise
        if session.peer_serial != serial:
            await session.close()
            raise control.ControlError(f"shows certificate {session.peer_serial}, issued was {serial}")
        return session

    async def _usable(self, talk: _Conversation, peer: SystemVmPeer) -> bool:
        if talk.session is not None and (talk.host != peer.host.uuid or clock.monotonic() - talk.used > IDLE):
            await self._drop(talk)
        return talk.session is not None

    async def _tidy(self) -> None:
        """Ends conversations that nobody has used for long, now and then."""
        now = clock.monotonic()
        if now - self._tidied < IDLE:
            return
        self._tidied = now
        for vm_id, talk in list(self._open.items()):
            if now - talk.used > IDLE and not talk.lock.locked() and talk.session is not None:
                self._open.pop(vm_id)
                await self._drop(talk)

    async def _drop(self, talk: _Conversation) -> None:
        session, talk.session = talk.session, None
        if session is not None:
            with contextlib.suppress(control.ControlError, Unreachable):
                await session.close()
