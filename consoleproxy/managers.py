"""How the proxy asks managers: any that answers will do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, TypeVar

import grpc
import grpc.aio
from google.protobuf.message import Message

from common import tls
from consoleproxy.identity import Identity
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb

log = logging.getLogger(__name__)
Reply = TypeVar("Reply", bound=Message)

PATIENCE = 15.0   # seconds for a question that makes a manager ask an agent
OPTIONS = [
    ("grpc.ssl_target_name_override", tls.MANAGER),
    ("grpc.initial_reconnect_backoff_ms", 300),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.enable_retries", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.http2.bdp_probe", 0),
]
_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN,
          grpc.StatusCode.INTERNAL)


class Refused(Exception):
    """A manager said no; the text is for the user. `full`: it has no room now, which may pass."""

    def __init__(self, text: str, full: bool = False) -> None:
        super().__init__(text)
        self.full = full


class NoManager(Exception):
    """None could answer; the text is for the user. It may be better in a moment."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or "The cloud's management cannot be reached at the moment. Sessions that are open go on.")


class Managers:
    """Channels to all known managers; the one that answered last is asked first."""

    def __init__(self, addresses: Sequence[str], identity: Identity) -> None:
        self._addresses = list(addresses)
        self._first = 0
        self._channels: dict[str, Any] = {}
        self._identity = identity

    async def redeem(self, request: pb.RedeemRequest) -> pb.Grant:
        """A one-time token becomes a session. Raises Refused, NoManager."""
        return await self._ask("Redeem", request, pb.Grant, PATIENCE)

    async def attach(self, request: pb.AttachRequest) -> pb.Grant:
        """A key for the agent. Raises Refused, NoManager."""
        return await self._ask("Attach", request, pb.Grant, PATIENCE)

    async def share(self, request: pb.ShareRequest) -> pb.ShareReply:
        """A link to look on. Raises Refused, NoManager."""
        return await self._ask("Share", request, pb.ShareReply, PATIENCE)

    async def beat(self, request: pb.BeatRequest) -> pb.BeatReply:
        """Tells what runs; learns what must end. Raises Refused, NoManager."""
        return await self._ask("Beat", request, pb.BeatReply, 4.0)

    async def settings(self) -> pb.SettingsReply:
        """What all proxies work with. Raises Refused, NoManager."""
        return await self._ask("Settings", pb.SettingsRequest(), pb.SettingsReply, 4.0)

    async def renew(self, csr_pem: bytes) -> pb.RenewReply:
        """A new certificate for the same key. Raises Refused, NoManager."""
        return await self._ask("Renew", pb.RenewRequest(csr_pem=csr_pem.decode()), pb.RenewReply, PATIENCE)

    async def use(self, identity: Identity) -> None:
        """From the next question on."""
        old, self._channels, self._identity = self._channels, {}, identity
        await asyncio.gather(*(channel.close(5) for channel in old.values()))

    async def close(self) -> None:
        """Drops all connections."""
        await asyncio.gather(*(channel.close() for channel in self._channels.values()))

    async def _ask(self, name: str, request: Message, reply: type[Reply], patience: float) -> Reply:
        count, said = len(self._addresses), ""
        for step in range(count):
            number = (self._first + step) % count
            call = self._channel(self._addresses[number]).unary_unary(
                f"/pileus.consoleproxy.v1.Console/{name}", type(request).SerializeToString, reply.FromString)
            try:
                answer: Reply = await call(request, timeout=patience)
            except grpc.aio.AioRpcError as error:
                if error.code() in _AGAIN:
                    log.debug("manager %s: %s", self._addresses[number], error.code().name)
                    if error.code() == grpc.StatusCode.UNAVAILABLE and "received from peer" in (error.debug_error_string() or ""):
                        said = error.details() or ""   # it answered, but cannot do it now: a host is silent, the database is away
                    continue
                raise Refused(error.details() or "This was refused.", error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED) from None
            self._first = number
            return answer
        raise NoManager(said)

    def _channel(self, address: str) -> Any:
        if address not in self._channels:
            credentials = grpc.ssl_channel_credentials(self._identity.ca_pem, self._identity.key_pem, self._identity.certificate_pem)
            self._channels[address] = grpc.aio.secure_channel(address, credentials, options=OPTIONS)
        return self._channels[address]
