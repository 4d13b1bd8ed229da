"""The manager's part in these tests: a CA, a config disk, enrolment and calls over a real socket."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from agent.drivers.libvirt import iso
from common import tls
from common.control import ControlError, Refused, Session, StreamPipe, enrol
from common.ids import new_uuid
from manager.services.ca import Authority

PORT = 3922
TOKEN = "one-time-token-of-a-test"  # noqa: S105 of this test only
T = TypeVar("T")


@dataclass
class Router:
    """A router as a manager knows it. `host`, `port`: where its control port is reached."""

    authority: Authority
    host: str
    port: int = PORT
    uuid: str = field(default_factory=new_uuid)

    def config(self, control: dict[str, object], interfaces: list[dict[str, str]]) -> dict[str, object]:
        """What its config disk says."""
        return {"router": self.uuid, "name": "r-1-VM", "token": TOKEN, "ca_pem": self.authority.ca_pem,
                "ca_sha256": self.authority.fingerprint(), "control": control, "interfaces": interfaces}

    def write_config(self, path: Path, control: dict[str, object], interfaces: list[dict[str, str]]) -> Path:
        """The config disk, written as agents write it; returns `path`."""
        path.write_bytes(iso.build("PILEUS", {"config.json": json.dumps(self.config(control, interfaces), sort_keys=True).encode()}))
        return path

    async def enrol(self, check: Callable[[], None], seconds: float) -> None:
        """Gives the router its certificate as soon as it answers. `check` fails when waiting has become senseless."""

        async def sign(csr: str) -> tuple[str, str]:
            return self.authority.sign(csr, tls.router_name(self.uuid), "router").certificate_pem, self.authority.ca_pem

        async def once() -> None:
            await enrol(await self._dial(), TOKEN, sign)

        await _retry(once, check, seconds)

    async def calls(self, *requests: tuple[str, dict[str, Any]]) -> list[Any]:
        """The results of requests, over one TLS session. Raises Refused, ControlError, ConnectionError."""
        credentials, _ = self.authority.credentials(tls.MANAGER, "manager")
        session = await Session.open(await self._dial(), credentials.client_context(), tls.router_name(self.uuid))
        try:
            return [await session.call(method, params) for method, params in requests]
        finally:
            await session.close()

    async def patient_calls(self, check: Callable[[], None], seconds: float, *requests: tuple[str, dict[str, Any]]) -> list[Any]:
        """As `calls`, for a router that may still be starting."""
        return await _retry(lambda: self.calls(*requests), check, seconds)

    async def _dial(self) -> StreamPipe:
        return StreamPipe(*await asyncio.open_connection(self.host, self.port))


async def _retry(once: Callable[[], Awaitable[T]], check: Callable[[], None], seconds: float) -> T:
    deadline = time.monotonic() + seconds
    while True:
        try:
            async with asyncio.timeout(max(1.0, deadline - time.monotonic())):
                return await once()
        except (ControlError, OSError, TimeoutError) as error:
            check()
            if time.monotonic() > deadline:
                raise AssertionError(f"the router's control port did not answer within {seconds:g} s: {error!r}") from error
        await asyncio.sleep(0.1)


__all__ = ["PORT", "Refused", "Router"]
