"""The agent's gRPC server: mutual TLS; managers may call all but Console, console proxies nothing else. One server serves all its hosts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, TypeVar

import grpc
import grpc.aio

from agent.console import stream
from agent.console.allowed import NotAllowed
from agent.dispatch import Dropped, Hung, dispatch, failure
from agent.drivers.base import DriverError
from agent.host import Host
from agent.identity import Identity
from common import control, tls
from common.logging import bound
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)
T = TypeVar("T")

MAX_MESSAGE = 32 << 20
OPENING = 10.0  # seconds in which a console stream has to say what it opens
OPTIONS = [
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", MAX_MESSAGE),
    ("grpc.max_send_message_length", MAX_MESSAGE),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 20_000),
    ("grpc.http2.max_ping_strikes", 0),
]


class PortTaken(Exception):
    """An address cannot be listened on."""


class AgentServer:
    """Serves `hosts` by uuid. Identities may change while it runs (renewal): new connections see the new certificate."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        self._hosts = hosts
        self._running: set[asyncio.Task[pb.Result]] = set()
        self._server = grpc.aio.server(options=OPTIONS)
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("pileus.agent.v1.Agent", {
            "Do": grpc.unary_unary_rpc_method_handler(self._do, pb.Command.FromString, pb.Result.SerializeToString),
            "Console": grpc.stream_stream_rpc_method_handler(self._console, pb.ConsoleData.FromString, pb.ConsoleData.SerializeToString),
            "Tunnel": grpc.stream_stream_rpc_method_handler(self._tunnel, pb.TunnelData.FromString, pb.TunnelData.SerializeToString),
        }),))

    def listen(self, address: str, identity: Callable[[], Identity]) -> int:
        """Adds a listening address (host:port; port 0: any free one); returns the port. Raises PortTaken. Only before `start`."""
        try:
            return int(self._server.add_secure_port(address, server_credentials(identity)))
        except RuntimeError:
            raise PortTaken(f"cannot listen on {address}: the port is taken, or the address is not this machine's") from None

    async def start(self) -> None:
        """Begins to answer."""
        await self._server.start()

    async def stop(self, grace: float = 5.0) -> None:
        """Takes no new commands, and waits for those that run at most `grace` seconds (their guests are not touched)."""
        await self._server.stop(grace)
        if self._running:
            await asyncio.wait(self._running, timeout=grace)

    async def _do(self, command: pb.Command, context: Any) -> pb.Result:
        await require_manager(context)
        host = self._hosts.get(command.host)
        if host is None:
            return failure("INVALID", f"host {command.host} is not here")
        task = asyncio.get_running_loop().create_task(self._run(host, command))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            return await asyncio.shield(task)  # a caller that hangs up must not free the lock of a driver call that goes on
        except Hung:
            return await _never()
        except Dropped:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the answer was dropped by an injected fault")
            raise AssertionError from None

    async def _run(self, host: Host, command: pb.Command) -> pb.Result:
        with bound(host=host.uuid, request=command.request_id or "-"):
            result = await dispatch(host, command)
            log.debug("%s: %s", command.WhichOneof("body"), result.WhichOneof("body"))
            return result

    async def _tunnel(self, requests: AsyncIterator[pb.TunnelData], context: Any) -> AsyncIterator[pb.TunnelData]:
        await require_manager(context)
        first = await anext(requests, None)
        host = None if first is None else self._hosts.get(first.host)
        if first is None or host is None:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "the first message names no host of this agent")
            raise AssertionError
        try:
            pipe = await host.tunnel(first.vm)
        except DriverError as error:
            await context.abort(grpc.StatusCode.NOT_FOUND, error.text)
            raise AssertionError from None
        if first.data:
            await pipe.write(first.data)
        up = asyncio.get_running_loop().create_task(_upwards(requests, pipe))
        try:
            while data := await pipe.read():
                yield pb.TunnelData(data=data)
        finally:
            up.cancel()
            await pipe.close()

    async def _console(self, requests: AsyncIterator[pb.ConsoleData], context: Any) -> None:
        await require_proxy(context)
        try:
            async with asyncio.timeout(OPENING):
                first = await anext(requests, None)
        except TimeoutError:
            first = None
        host = None if first is None else self._hosts.get(first.open.host)
        if first is None or host is None:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "the first message names no host of this agent")
            raise AssertionError
        try:
            allowance, ended = host.consoles.admit(first.open)
        except NotAllowed as error:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, str(error))
            raise AssertionError from None
        try:
            with bound(host=host.uuid, request=first.open.session):
                log.info("%s of %s is opened", pb.ConsoleKind.Name(first.open.kind), first.open.vm)
                await stream.run(host, first.open, requests, context, ended)
        finally:
            host.consoles.leave(allowance, ended)


def server_credentials(identity: Callable[[], Identity]) -> Any:
    """TLS with a client certificate required; asks `identity` again at each handshake, so that a renewed certificate is used."""
    shown: list[bytes] = []

    def configuration() -> Any:
        now = identity()
        shown[:] = [now.certificate_pem]
        return grpc.ssl_server_certificate_configuration([(now.key_pem, now.certificate_pem)], root_certificates=now.ca_pem)

    def changed() -> Any:
        return None if shown == [identity().certificate_pem] else configuration()

    return grpc.dynamic_ssl_server_credentials(configuration(), changed, require_client_authentication=True)


async def require_manager(context: Any) -> None:
    """Ends the call with PERMISSION_DENIED unless the client's certificate is a manager's."""
    names = context.auth_context().get("x509_subject_alternative_name", ())
    if tls.MANAGER.encode() not in names:
        await context.abort(grpc.StatusCode.PERMISSION_DENIED, f"only {tls.MANAGER} may command a host")


async def require_proxy(context: Any) -> None:
    """Ends the call with PERMISSION_DENIED unless the client's certificate is a console proxy's: managers have no business here."""
    names = context.auth_context().get("x509_subject_alternative_name", ())
    if not any(name.endswith(tls.CONSOLE_SUFFIX.encode()) for name in names):
        await context.abort(grpc.StatusCode.PERMISSION_DENIED, "only console proxies open consoles")


async def _upwards(requests: AsyncIterator[pb.TunnelData], pipe: control.Pipe) -> None:
    try:
        async for message in requests:
            await pipe.write(message.data)
    except (ConnectionError, grpc.RpcError):
        log.info("tunnel lost")
    finally:
        await pipe.close()


async def _never() -> pb.Result:
    forever: asyncio.Future[pb.Result] = asyncio.get_running_loop().create_future()
    return await forever
