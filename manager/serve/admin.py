"""The admin socket of a manager on the embedded database: the command line's verbs run in the process that has the database.

A unix socket, mode 0600, in the state folder: one JSON line asks {"verb", "arguments"}, one answers {"result"} or {"error"}.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
from pathlib import Path
from typing import Any

from manager.serve import verbs
from manager.serve.verbs import Failed, Tools

__all__ = ["Tools", "ask", "socket_path", "start"]

log = logging.getLogger(__name__)

LIMIT = 1 << 22
WAIT_S = 120.0


def socket_path(state: Path) -> Path:
    """Where it is."""
    return state / "admin.sock"


async def start(state: Path, tools: Tools) -> asyncio.Server:
    """Begins to listen."""
    path = socket_path(state)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked: dict[str, Any] = json.loads(await reader.readline())
            log.info("operator: %s", asked.get("verb"))
            try:
                result = await asyncio.to_thread(verbs.run, tools, asked["verb"], asked["arguments"])
                answer: dict[str, Any] = {"result": result}
            except Failed as error:
                answer = {"error": str(error)}
            except Exception:
                log.exception("operator's verb failed")
                answer = {"error": "internal error; see the manager's log"}
            writer.write(json.dumps(answer, default=str).encode() + b"\n")
            await writer.drain()
        finally:
            writer.close()

    mask = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(talk, str(path), limit=LIMIT)
    finally:
        os.umask(mask)


def ask(state: Path, verb: str, arguments: dict[str, Any]) -> Any:
    """Runs a verb in the running manager. ConnectionError when none runs; Failed with its text."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(WAIT_S)
        try:
            sock.connect(str(socket_path(state)))
        except FileNotFoundError:
            raise ConnectionRefusedError from None
        with sock.makefile("rwb") as talk:
            talk.write(json.dumps({"verb": verb, "arguments": arguments}).encode() + b"\n")
            talk.flush()
            answer = json.loads(talk.readline() or b'{"error": "the manager ended"}')
    if "error" in answer:
        raise Failed(answer["error"])
    return answer["result"]
