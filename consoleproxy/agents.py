"""Streams to the agents of hosts: one channel per host, however many screens it shows."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import grpc
import grpc.aio

from common import tls
from consoleproxy.identity import Identity
from protos.agent.v1 import agent_pb2 as pb
from protos.consoleproxy.v1 import consoleproxy_pb2 as console_pb

log = logging.getLogger(__name__)

CHUNK = 64 << 10          # bytes in one message, either way
OPENING = 10.0            # seconds for the agent to connect the guest's end
SPARE = 32                # channels that are kept though nothing runs over them
Kind: TypeAlias = pb.ConsoleKind.ValueType


class Ended(Exception):
    """The agent ended the stream; `why` as in ConsoleEnd, the text is for the user."""

    def __init__(self, why: int, text: str) -> None:
        super().__init__(text)
        self.why = why


@dataclass
class _Link:
    channel: Any
    streams: int = 0


class Stream:
    """One guest's screen or serial line."""

    def __init__(self, call: Any, link: _Link) -> None:
        self._call = call
        self._link = link
        self._open = True

    async def read(self) -> bytes:
        """The next bytes, never none. Reads ahead only as far as the transport's window. Raises Ended."""
        while True:
            try:
                message = await self._call.read()
            except (grpc.aio.AioRpcError, asyncio.InvalidStateError) as error:
                raise _lost(error) from None
            if message is grpc.aio.EOF:
                raise await self._finished()
            if message.HasField("end"):
                raise Ended(message.end.why, message.end.text)
            if message.data:
                return bytes(message.data)

    async def write(self, data: bytes) -> None:
        """Sends bytes; waits while the agent does not take them. Raises Ended."""
        try:
            for begin in range(0, len(data), CHUNK):
                await self._call.write(pb.ConsoleData(data=data[begin:begin + CHUNK]))
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError) as error:
            raise _lost(error) from None

    def close(self) -> None:
        """Ends it. May be called twice."""
        if self._open:
            self._open = False
            self._link.streams -= 1
            self._call.cancel()

    async def _finished(self) -> Ended:
        text = ""
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.CancelledError):
            if await self._call.code() != grpc.StatusCode.OK:
                text = await self._call.details()
        return Ended(pb.ConsoleEnd.FAILED if text else pb.ConsoleEnd.UNSPECIFIED, text or "The connection to the host ended.")


@dataclass
class Agents:
    """All channels of this proxy."""

    identity: Identity
    _links: dict[tuple[str, str, bytes], _Link] = field(default_factory=dict)

    async def open(self, grant: console_pb.Grant, kind: Kind) -> Stream:
        """A stream whose other end is connected. Raises Ended."""
        link = await self._link(grant)
        link.streams += 1
        call = link.channel.stream_stream(
            "/pileus.agent.v1.Agent/Console", pb.ConsoleData.SerializeToString, pb.ConsoleData.FromString)()
        stream = Stream(call, link)
        try:
            async with asyncio.timeout(OPENING):
                await call.write(pb.ConsoleData(open=pb.ConsoleOpen(
                    host=grant.host, vm=grant.vm, session=grant.session, key=grant.key, kind=kind)))
                first = await call.read()
            if first is grpc.aio.EOF:
                raise await stream._finished()
            if first.HasField("end"):
                raise Ended(first.end.why, first.end.text)
        except TimeoutError:
            stream.close()
            raise Ended(pb.ConsoleEnd.FAILED, "The host does not answer.") from None
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError) as error:
            stream.close()
            raise _lost(error) from None
        except BaseException:
            stream.close()
            raise
        return stream

    async def close(self) -> None:
        """Drops all connections."""
        await asyncio.gather(*(link.channel.close() for link in self._links.values()))

    async def _link(self, grant: console_pb.Grant) -> _Link:
        key = (grant.agent_address, grant.host, self.identity.certificate_pem)
        found = self._links.pop(key, None)
        if found is None:
            await self._forget()
            credentials = grpc.ssl_channel_credentials(self.identity.ca_pem, self.identity.key_pem, self.identity.certificate_pem)
            found = _Link(grpc.aio.secure_channel(grant.agent_address, credentials, options=[
                ("grpc.ssl_target_name_override", tls.host_name(grant.host)),
                ("grpc.max_receive_message_length", 2 * CHUNK),
                ("grpc.initial_reconnect_backoff_ms", 300),
                ("grpc.max_reconnect_backoff_ms", 2_000),
                ("grpc.keepalive_time_ms", 30_000),
                ("grpc.keepalive_timeout_ms", 10_000),
                ("grpc.enable_retries", 0),
                ("grpc.use_local_subchannel_pool", 1),
                ("grpc.http2.bdp_probe", 0),        # a probe per burst costs more than a larger window gains
                ("grpc.http2.lookahead_bytes", CHUNK),
            ]))
        self._links[key] = found  # the one used last is last
        return found

    async def _forget(self) -> None:
        unused = [key for key, link in self._links.items() if link.streams == 0]
        for key in unused[:max(0, len(unused) - SPARE)]:
            await self._links.pop(key).channel.close()


def _lost(error: Exception) -> Ended:
    if isinstance(error, grpc.aio.AioRpcError):
        if error.code() == grpc.StatusCode.PERMISSION_DENIED:
            return Ended(pb.ConsoleEnd.DENIED, error.details() or "The host refused.")
        if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:
            return Ended(pb.ConsoleEnd.TOO_LARGE, "The guest's display sent a message that is too large.")
        log.info("stream lost: %s %s", error.code().name, error.details())
    return Ended(pb.ConsoleEnd.FAILED, "The connection to the host was lost.")
