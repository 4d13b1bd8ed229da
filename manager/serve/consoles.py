"""Local mode (`consoleproxy.mode`): a console proxy runs beside this node, with a certificate of our CA; it ends with the node."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import logging
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from common import atomic, clock, tls
from manager.config import Config, endpoint
from manager.model.console import proxies
from manager.model.console.proxies import ProxyRow
from manager.model.db import Database, Tx, Unavailable
from manager.model.infra import certificates
from manager.network import console_address
from manager.services.ca import Authority

log = logging.getLogger(__name__)

LOOK_S = 2.0             # how often the mode is looked at
CALM_S = 30.0            # a proxy that lived longer is started again at once
SHORTEST_S, LONGEST_S = 0.5, 30.0
END_S = 8.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class LocalProxy:
    """Keeps one running while the mode is local. `managers`: report ports that it asks, host:port."""

    def __init__(self, config: Config, db: Database, authority: Authority, managers: Sequence[str]) -> None:
        self._config = config
        self._db = db
        self._authority = authority
        self._managers = list(managers)
        self._folder = Path(config.node.state) / "console"
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to watch the mode. Nothing happens when [console] listen is empty."""
        if self._config.console.listen:
            self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Ends it, and the proxy."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        pause = SHORTEST_S
        while True:
            if not await self._wanted():
                await clock.nap(LOOK_S)
                continue
            began = clock.monotonic()
            try:
                await self._run()
            except (OSError, Unavailable) as error:
                log.error("the local console proxy does not start: %s", error)
            pause = SHORTEST_S if clock.monotonic() - began > CALM_S else min(pause * 2, LONGEST_S)
            await clock.nap(pause)

    async def _wanted(self) -> bool:
        try:
            return await self._db.run(console_address.mode, writing=False) == proxies.LOCAL
        except Unavailable:
            return False

    async def _run(self) -> None:
        """One life of the proxy; returns when it has ended, or the mode is another."""
        proxy = await self._db.run(lambda tx: proxies.local(tx, self._config.node_name))
        await self._write(proxy)
        child = await asyncio.create_subprocess_exec(*self._argv(), stdin=asyncio.subprocess.DEVNULL, preexec_fn=_die_with_parent)
        log.info("local console proxy %s started, process %d", proxy.uuid, child.pid)
        try:
            ended = asyncio.ensure_future(child.wait())
            while not ended.done() and await self._keeps():
                await asyncio.wait([ended], timeout=LOOK_S)
            if ended.done():
                log.error("the local console proxy ended with %s", child.returncode)
        finally:
            await _end(child)

    async def _keeps(self) -> bool:
        """As `_wanted`; a database that is away ends nobody's console."""
        try:
            return await self._db.run(console_address.mode, writing=False) == proxies.LOCAL
        except Unavailable:
            return True

    def _argv(self) -> list[str]:
        program = self._config.console.program or str(Path(sys.executable).with_name("pileus-consoleproxy"))
        start = [program] if Path(program).exists() else [sys.executable, "-m", "consoleproxy.main"]
        return [*start, "serve", "--config", str(self._folder / "consoleproxy.toml")]

    async def _write(self, proxy: ProxyRow) -> None:
        """Its folder: a fresh key with its certificate, the CA, its settings."""
        host, port = self._address()
        credentials, issued = self._authority.credentials(tls.console_name(proxy.uuid), "console", [host])

        def record(tx: Tx) -> None:
            certificates.record(tx, serial=issued.serial, name=issued.name, kind="consolelocal", subject_id=proxy.id, not_after=issued.not_after,
                                key_sha256=issued.key_sha256)
            certificates.revoke(tx, "consolelocal", proxy.id, but=issued.serial)

        await self._db.run(record)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        for name, content, mode in (("key.pem", credentials.key_pem, 0o600), ("certificate.pem", credentials.certificate_pem, 0o644),
                                    ("ca.pem", credentials.ca_pem, 0o644), ("consoleproxy.toml", self._settings(f"{host}:{port}"), 0o644)):
            atomic.write(self._folder / name, content, mode=mode)

    def _settings(self, address: str) -> str:
        config = self._config
        values = {"state_dir": str(self._folder), "listen": config.console.listen, "address": address, "managers": self._managers,
                  "page": str(config.ui_root / "console"), "forwarded_from": list(config.console.trusted_proxies), "log_level": config.log.level,
                  "log_json": config.log.json}
        return "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())

    def _address(self) -> tuple[str, int]:
        console = self._config.console
        if console.advertise:
            return endpoint("console.advertise", console.advertise)
        host, port = endpoint("console.listen", console.listen)
        return (socket.gethostname() if host in ("0.0.0.0", "::") else host), port


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        try:
            async with asyncio.timeout(END_S):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()


def _die_with_parent() -> None:
    """In the child, before it runs: the kernel ends it when this process dies, however it dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
