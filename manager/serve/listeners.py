"""Sockets and HTTP servers of a node."""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from common import atomic
from manager.config import Config, endpoint
from manager.serve import http
from manager.services.ca import Authority

BACKLOG = 2048
KEEP_ALIVE_S = 75


class PortTaken(Exception):
    """An address cannot be listened on; the text says which and why."""


def bind(key: str, address: str) -> socket.socket:
    """A listening socket. Raises PortTaken."""
    host, port = endpoint(key, address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise PortTaken(f"{key}: cannot listen on {address}: {error.strerror}") from None
    sock.set_inheritable(True)
    return sock


def bind_all(config: Config) -> dict[str, socket.socket]:
    """The sockets of the API: http, https and integration, as configured. Raises PortTaken."""
    wanted = {"http": config.api.http, "https": config.api.https,
              "integration": f"127.0.0.1:{config.api.integration_port}" if config.api.integration_port else ""}
    out: dict[str, socket.socket] = {}
    try:
        for name, address in wanted.items():
            if address:
                out[name] = bind(f"api.{name}" if name != "integration" else "api.integration_port", address)
    except PortTaken:
        for sock in out.values():
            sock.close()
        raise
    return out


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: the node handles signals once for all its servers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


def server(app: Any, tls: Callable[[], ssl.SSLContext] | None) -> Server:
    """An HTTP server for this ASGI application."""
    config = uvicorn.Config(
        app, loop="none", http=http.protocol(), ws="none", lifespan="off", log_config=None, access_log=False, proxy_headers=False,
        server_header=False, date_header=True, backlog=BACKLOG, timeout_keep_alive=KEEP_ALIVE_S, timeout_graceful_shutdown=180,
        ssl_context_factory=None if tls is None else lambda config, default: tls())
    return Server(config)


def tls_context(config: Config, authority: Authority) -> ssl.SSLContext:
    """The operator's certificate, or a fresh one of the cloud's CA for all names that this machine is known by."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if config.api.tls_cert:
        context.load_cert_chain(config.api.tls_cert, config.api.tls_key)
        return context
    names = {"localhost", "127.0.0.1", socket.gethostname(), socket.getfqdn()}
    host, _ = endpoint("api.https", config.api.https)
    if host not in ("0.0.0.0", "::", ""):
        names.add(host)
    credentials, _ = authority.credentials("manager.pileus", "manager", sorted(names))
    with tempfile.TemporaryDirectory(prefix="pileus-") as folder:
        key, certificate = Path(folder) / "key", Path(folder) / "certificate"
        atomic.write(key, credentials.key_pem, mode=0o600, durable=False)
        atomic.write(certificate, credentials.certificate_pem + credentials.ca_pem, durable=False)
        context.load_cert_chain(certificate, key)
    return context
