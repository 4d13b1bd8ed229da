"""Connections that ask nothing, ask for ever or take nothing: they end, and others are answered."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn

from manager.serve import http

CHUNKED = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
ANSWER = b"x" * (8 << 20)


async def app(scope, receive, send):
    body = ANSWER if scope["path"] == "/large" else b"ok"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


async def until(condition) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come true")


@contextlib.asynccontextmanager
async def served(**limits) -> AsyncIterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=http.protocol(**limits), lifespan="off", log_config=None, timeout_keep_alive=60))
    task = asyncio.create_task(server._serve())
    try:
        await until(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task


async def answered(port: int, address: str = "127.0.0.1") -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    with contextlib.suppress(OSError):
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        data = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        return data.startswith(b"HTTP/1.1 200")
    return False


async def ended(reader: asyncio.StreamReader) -> None:
    """It is closed within the test's patience."""
    with contextlib.suppress(ConnectionError):
        while await asyncio.wait_for(reader.read(1 << 16), 20):
            pass


def test_who_asks_nothing_or_drips_is_closed():
    async def test():
        async with served(asking=0.3) as port:
            silent, one = await asyncio.open_connection("127.0.0.1", port)
            dripping, two = await asyncio.open_connection("127.0.0.1", port)
            two.write(b"GET / HTTP/1.1\r\n")
            again, three = await asyncio.open_connection("127.0.0.1", port)
            three.write(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n")   # answered, but its body never comes
            for reader in (silent, dripping, again):
                await ended(reader)
            assert await answered(port)
            for writer in (one, two, three):
                writer.close()
    asyncio.run(test())


def test_a_request_that_never_ends_is_cut():
    async def test():
        async with served() as port:
            for room, begin in ((http.HEADER, b"GET / HTTP/1.1\r\nx: "), (http.REQUEST, CHUNKED + b"0\r\nx: ")):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(begin + b"a" * (room + 1))
                await ended(reader)
                writer.close()
            assert await answered(port)
    asyncio.run(test())


def test_who_takes_nothing_is_closed():
    async def test():
        async with served(taking=0.3) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            writer.write(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
            await asyncio.sleep(1.5)
            data = b""
            with contextlib.suppress(ConnectionError):
                while part := await asyncio.wait_for(reader.read(1 << 16), 20):
                    data += part
            assert len(data) < len(ANSWER)
            writer.close()
    asyncio.run(test())


def test_one_connection_may_ask_often():
    async def test():
        async with served(asking=0.5) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for number in range(4):
                writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n" + b"a" * 900000)
                assert (await asyncio.wait_for(reader.readuntil(b"ok"), 20)).startswith(b"HTTP/1.1 200")
                await asyncio.sleep(0.6 if number == 1 else 0)   # idle is for the time of keep-alive to end
            writer.close()
    asyncio.run(test())
