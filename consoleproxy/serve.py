"""The daemon: HTTPS for browsers, beats to managers, until SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from common import clock
from consoleproxy import http
from consoleproxy.agents import Agents
from consoleproxy.beat import Beat
from consoleproxy.certificate import Shown
from consoleproxy.config import Config
from consoleproxy.guesses import Guesses
from consoleproxy.identity import Identity
from consoleproxy.managers import Managers, NoManager, Refused
from consoleproxy.page import Page
from consoleproxy.sessions import Close, Sessions
from consoleproxy.web import MAX_FRAME, Web

log = logging.getLogger(__name__)

CONNECTIONS = 2048     # sockets at once, of whatever kind
BACKLOG = 512
PING = 20.0            # seconds between pings; a browser that does not answer for as long again is gone


class CannotListen(Exception):
    """The address is taken, or not this machine's."""


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the daemon's."""
        yield


async def serve(config: Config, ready: Callable[[str], None] | None = None) -> None:
    """Serves until SIGTERM or SIGINT. `ready` is told the address once it listens. Raises NoIdentity, CannotListen, ConfigError."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))   # a browser and an agent are two sockets
    identity = Identity.load(config.state_dir)
    listening = _listen(config)
    port = listening.getsockname()[1]
    shown = Shown(identity.certificate_pem + identity.ca_pem, identity.key_pem)
    managers, agents, sessions = Managers(config.managers, identity), Agents(identity), Sessions(clock.monotonic)
    page = Page(config.page)
    if not page.there():
        log.warning("the console page is not in %s; WebSockets work without it", config.page)
    web = Web(managers, agents, sessions, Guesses(clock.monotonic), page)
    address = config.address or f"{config.endpoint()[0]}:{port}"
    beat = Beat(address, config.state_dir, identity, managers, sessions, web, shown)
    server = _server(config, web, shown)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tasks = [loop.create_task(beat.run()), loop.create_task(server.serve([listening]))]
    log.info("listens on %s for %s", config.listen, address)
    if ready is not None:
        ready(address)
    stopped = loop.create_task(stop.wait())
    try:
        await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()   # neither ends by itself: say why
        await _drain(beat, sessions, config.drain_seconds)
    finally:
        server.should_exit = True
        stopped.cancel()
        tasks[0].cancel()
        await asyncio.gather(*tasks, stopped, return_exceptions=True)
        await agents.close()
        await managers.close()


async def _drain(beat: Beat, sessions: Sessions, seconds: int) -> None:
    """No new ones; those that are open are told to come again."""
    log.info("drains %d sessions", sessions.live())
    sessions.draining = True
    with contextlib.suppress(NoManager, Refused, TimeoutError):
        async with asyncio.timeout(min(2, seconds)):
            await beat.once()
    sessions.end_all(Close.DRAINING, "This console proxy is being restarted.")
    end = clock.monotonic() + seconds
    while sessions.live() and clock.monotonic() < end:
        await clock.nap(0.05)


def _server(config: Config, web: Web, shown: Shown) -> _Server:
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)   # its information lines hold addresses with tokens
    return _Server(uvicorn.Config(
        web.app(), loop="none", http=http.protocol(0 if config.forwarded_from else http.OF_ONE),
        ws="websockets-sansio", ws_max_size=MAX_FRAME, ws_ping_interval=PING, ws_ping_timeout=PING,
        ws_per_message_deflate=False, lifespan="off", log_config=None, access_log=False, server_header=False, backlog=BACKLOG,
        proxy_headers=bool(config.forwarded_from), forwarded_allow_ips=list(config.forwarded_from), limit_concurrency=CONNECTIONS,
        timeout_keep_alive=10, timeout_graceful_shutdown=3, ssl_context_factory=lambda _config, _default: shown.context))


def _listen(config: Config) -> socket.socket:
    host, port = config.endpoint()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(found[0], socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listening.bind(found[4])
        listening.listen(BACKLOG)   # who is told that we are ready may connect
    except OSError as error:
        raise CannotListen(f"cannot listen on {config.listen}: {error.strerror or error}") from None
    return listening
