"""One WebSocket and one stream, joined. Each side is read only when the other has taken what came before: memory does not grow with a slow one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

from consoleproxy.agents import Ended
from consoleproxy.rfb import ClientFilter, Malformed
from consoleproxy.sessions import Close, Connection, Shut
from protos.agent.v1 import agent_pb2

_WHY: dict[int, tuple[Close, str]] = {
    agent_pb2.ConsoleEnd.STOPPED: (Close.STOPPED, "The instance is stopped."),
    agent_pb2.ConsoleEnd.REBOOTED: (Close.REBOOTED, "The instance is restarting."),
    agent_pb2.ConsoleEnd.DENIED: (Close.DENIED, "You have no access to this console any more."),
    agent_pb2.ConsoleEnd.TOO_LARGE: (Close.MALFORMED, "The display sent something that is too large."),
}


class Line(Enum):
    """What is looked at."""

    VNC = agent_pb2.ConsoleKind.VNC
    SERIAL = agent_pb2.ConsoleKind.SERIAL


class Far(Protocol):
    """The agent's side."""

    async def read(self) -> bytes: ...
    async def write(self, data: bytes) -> None: ...


async def relay(socket: WebSocket, far: Far, line: Line, view_only: bool, connection: Connection, touched: Callable[[], None]) -> None:
    """Until one side ends. Raises Shut with what to tell the browser, or WebSocketDisconnect when it has gone by itself."""
    tasks: list[asyncio.Future[Any]] = [
        asyncio.ensure_future(_down(socket, far, connection)),
        asyncio.ensure_future(_up(socket, far, _taker(line, view_only, touched), connection)), connection.shut]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks[:2]:
            task.cancel()
        await asyncio.gather(*tasks[:2], return_exceptions=True)
    if connection.shut.done():
        raise connection.shut.result()
    for task in done:
        task.result()


def shut_of(ended: Ended) -> Shut:
    """The words for a stream's end."""
    code, text = _WHY.get(ended.why, (Close.LOST, "The connection to the instance was lost."))
    return Shut(code, str(ended) or text)


async def _down(socket: WebSocket, far: Far, connection: Connection) -> None:
    try:
        while True:
            data = await far.read()
            connection.bytes_out += len(data)
            await socket.send_bytes(data)   # waits while the browser does not take it
    except Ended as ended:
        raise shut_of(ended) from None


async def _up(socket: WebSocket, far: Far, take: Callable[[bytes], bytes], connection: Connection) -> None:
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            data = message.get("bytes")
            if data is None:
                raise Shut(Close.MALFORMED, "Only binary messages are understood.")
            connection.bytes_in += len(data)
            if passed := take(data):
                await far.write(passed)
    except Ended as ended:
        raise shut_of(ended) from None
    except Malformed as error:
        raise Shut(Close.MALFORMED, f"This is not a VNC client: {error}.") from None


def _taker(line: Line, view_only: bool, touched: Callable[[], None]) -> Callable[[bytes], bytes]:
    if line is Line.SERIAL:
        def serial(data: bytes) -> bytes:
            touched()
            return b"" if view_only else data
        return serial
    client = ClientFilter(view_only)

    def vnc(data: bytes) -> bytes:
        before = client.inputs
        passed = client.feed(data)
        if client.inputs != before:
            touched()
        return passed
    return vnc
