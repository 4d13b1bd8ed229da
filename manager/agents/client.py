"""Commands to hosts: one gRPC channel per host, opened at the first command and kept (implements services.Agents)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import grpc
import grpc.aio
from google.protobuf.message import Message

from common import logging, tls
from manager.agents.control import ControlSessions, Enrolment
from manager.services import AgentFailure, Fence, HostPeer, SystemVmPeer, Unreachable
from manager.services.ca import Credentials
from protos.agent.v1 import agent_pb2 as pb

MAX_MESSAGE = 32 << 20
_BODIES = {field.message_type.full_name: field.name for field in pb.Command.DESCRIPTOR.oneofs_by_name["body"].fields
           if field.message_type is not None}


@dataclass
class _Peer:
    address: str
    channel: Any
    do: Any
    tunnel: Any


class AgentClient:
    """Any node can command any host; a host whose address changed is dialled anew."""

    def __init__(self, credentials: Credentials, enrolment: Enrolment) -> None:
        self._credentials = grpc.ssl_channel_credentials(credentials.ca_pem, credentials.key_pem, credentials.certificate_pem)
        self._peers: dict[str, _Peer] = {}
        self._sessions = ControlSessions(credentials.client_context(), self._open_tunnel, enrolment)

    async def do(self, host: HostPeer, body: Message, fence: Fence | None = None, seconds: float = 60) -> Any:
        """Sends one command; see services.Agents. Long work answers pb.Operation: ask again with the same body."""
        command = pb.Command(host=host.uuid, request_id=logging.fields().get("request", ""))
        getattr(command, _BODIES[body.DESCRIPTOR.full_name]).CopyFrom(body)
        if fence is not None:
            command.fence.key, command.fence.epoch, command.fence.fence, command.fence.number = (
                fence.key, fence.epoch, fence.fence, fence.number)
        try:
            result: pb.Result = await self._peer(host).do(command, timeout=seconds)
        except grpc.aio.AioRpcError as error:
            raise Unreachable(host.id, _reason(host, error)) from None
        answer = result.WhichOneof("body")
        if answer is None:
            raise AgentFailure("UNSPECIFIED", f"host {host.uuid} gave an empty answer")
        if answer == "failure":
            raise AgentFailure(pb.Failure.Code.Name(result.failure.code), result.failure.text)
        return getattr(result, answer)

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """One request to a system VM's control daemon; see services.Agents. Its refusals are AgentFailure: STALE for 409, else FAILED."""
        try:
            async with asyncio.timeout(seconds):
                return await self._sessions.call(peer, method, params)
        except TimeoutError:
            raise Unreachable(peer.host.id, f"{peer.instance_name} did not answer {method} within {seconds:g} s") from None

    async def close(self) -> None:
        """Ends all channels."""
        await self._sessions.close()
        peers, self._peers = list(self._peers.values()), {}
        for peer in peers:
            await peer.channel.close()

    def _peer(self, host: HostPeer) -> _Peer:
        peer = self._peers.get(host.uuid)
        if peer is not None and peer.address == host.address:
            return peer
        channel = grpc.aio.secure_channel(host.address, self._credentials, options=_options(host.uuid))
        fresh = _Peer(
            host.address, channel,
            channel.unary_unary("/pileus.agent.v1.Agent/Do", pb.Command.SerializeToString, pb.Result.FromString),
            channel.stream_stream("/pileus.agent.v1.Agent/Tunnel", pb.TunnelData.SerializeToString, pb.TunnelData.FromString))
        self._peers[host.uuid] = fresh
        if peer is not None:
            closing = asyncio.get_running_loop().create_task(peer.channel.close(30))
            closing.add_done_callback(lambda task: task.exception())
        return fresh

    def _open_tunnel(self, peer: SystemVmPeer) -> TunnelPipe:
        return TunnelPipe(self._peer(peer.host).tunnel(), peer)


class TunnelPipe:
    """A common.control.Pipe through the Tunnel call of a host's agent."""

    def __init__(self, call: Any, peer: SystemVmPeer) -> None:
        self._call = call
        self._peer = peer
        self._first = True

    async def read(self) -> bytes:
        """The next bytes; empty at the end. Raises Unreachable when the host or the VM does not answer."""
        try:
            message = await self._call.read()
        except grpc.aio.AioRpcError as error:
            raise self._lost(error) from None
        return b"" if message is grpc.aio.EOF else bytes(message.data)

    async def write(self, data: bytes) -> None:
        """Sends bytes. Raises Unreachable when the host or the VM does not answer."""
        message = pb.TunnelData(data=data)
        if self._first:
            self._first = False
            message.host, message.vm = self._peer.host.uuid, self._peer.instance_name
        try:
            await self._call.write(message)
        except grpc.aio.AioRpcError as error:
            raise self._lost(error) from None
        except asyncio.InvalidStateError:
            raise Unreachable(self._peer.host.id, f"the tunnel to {self._peer.instance_name} is closed") from None

    async def close(self) -> None:
        """Ends the call."""
        self._call.cancel()

    def _lost(self, error: Any) -> Unreachable:
        return Unreachable(self._peer.host.id, f"{self._peer.instance_name}: {_reason(self._peer.host, error)}")


def _options(uuid: str) -> list[tuple[str, Any]]:
    return [
        ("grpc.ssl_target_name_override", tls.host_name(uuid)),
        ("grpc.enable_retries", 0),
        ("grpc.initial_reconnect_backoff_ms", 200),
        ("grpc.min_reconnect_backoff_ms", 2_000),
        ("grpc.max_reconnect_backoff_ms", 3_000),
        ("grpc.keepalive_time_ms", 30_000),          # a host that vanished is noticed while a command waits
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 0),
        ("grpc.client_idle_timeout_ms", 600_000),
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.http2.bdp_probe", 0),
        ("grpc.max_receive_message_length", MAX_MESSAGE),
        ("grpc.max_send_message_length", MAX_MESSAGE),
    ]


def _reason(host: HostPeer, error: Any) -> str:
    return f"host {host.uuid} at {host.address}: {error.code().name}: {error.details()}"
