"""The router's daemon: what the manager can ask, over what holds the machine together."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import router
from common import clock, tls
from common.control import Message, Refused, StoredIdentity, serve
from common.exec import CommandFailed, Runner
from router.apply import devices, firewall
from router.apply.whole import Router
from router.config import Config
from router.guest.services import GuestServices, Passwords
from router.identity import make_key
from router.render.links import plan

log = logging.getLogger(__name__)


class Daemon:
    """One router. `start`, then `stop`; `port` is where the manager finds it."""

    def __init__(self, config: Config, folder: Path, run: Runner, *, listen: str, port: int, dns_user: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._run = run
        self._listen = listen
        self.port = port
        self._started = clock.monotonic()
        self.services = GuestServices(Passwords(folder / "passwords.json"))
        self.router = Router(config.boot_state(), config.control, folder, run, self.services.publish, dns_user)
        self._identity = StoredIdentity(
            folder / "identity",
            name=tls.router_name(str(config.router)),
            token=config.token,
            ca_sha256=config.ca_sha256,
            make_key=lambda name: make_key(name, run),
        )
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Applies what is stored and opens the control port. Raises Refused, CommandFailed, or OSError when the port is taken."""
        await self.router.start()
        await asyncio.to_thread(self._identity.prepare)
        self._server = await serve(self._listen, self.port, self._identity, self.handle)
        self.port = self._server.sockets[0].getsockname()[1]
        log.info("router %s answers on %s:%d, generation %d", self.router.state.router, self._listen, self.port, self.router.generation)

    async def stop(self) -> None:
        """Ends the services; the kernel goes on forwarding."""
        if self._server is not None:
            self._server.close()
        await self.services.listeners.ensure(set())
        await self.router.stop()

    async def handle(self, method: str, params: Message) -> Any:
        """Answers one request of the manager. Raises Refused."""
        if method == "apply":
            return await self.router.apply(params)
        if method == "health":
            return await asyncio.to_thread(self.health)
        if method == "traffic":
            return await asyncio.to_thread(self.traffic)
        raise Refused(404, f"this router knows no method {method!r}")

    def traffic(self) -> dict[str, Any]:
        """Octets by public address since the machine started, as protos/router/v1 Traffic. Raises Refused (500)."""
        try:
            totals = firewall.traffic(self._run)
        except CommandFailed as error:
            raise Refused(500, str(error)) from error
        rows = [{"public_address": a, "bytes_in": str(came), "bytes_out": str(went)} for a, (came, went) in sorted(totals.items())]
        return {"traffic": rows}

    def health(self) -> dict[str, Any]:
        """What works and what does not, as protos/router/v1 RouterHealth."""
        checks = [self._firewall(), self._interfaces(), self._names(), self._services()]
        return {
            "generation": str(self.router.generation),
            "checks": [{"name": name, "ok": not text, "text": text} for name, text in checks],
            "uptime_seconds": str(int(clock.monotonic() - self._started)),
            "version": router.__version__,
            "memory_free_kib": str(memory_free_kib()),
        }

    def _firewall(self) -> tuple[str, str]:
        try:
            return "nftables", "" if firewall.loaded(self._run) else "the ruleset is not loaded"
        except CommandFailed as error:
            return "nftables", str(error)

    def _interfaces(self) -> tuple[str, str]:
        state, found = self.router.state, devices.by_mac()
        if missing := [i.mac for i in state.interfaces if i.mac not in found]:
            return "interfaces", f"no network device has the MAC {', '.join(missing)}"
        links = plan(state, found).links
        down = [link.device for link in links if not devices.is_up(link.device)]
        lost = [str(address.ip) for link in links for address in link.addresses if not devices.is_local(str(address.ip))]
        faults = [f"{device} is down" for device in down] + [f"{address} is not on this machine" for address in lost]
        return "interfaces", "; ".join(faults)

    def _names(self) -> tuple[str, str]:
        if not self.router.state.guests:
            return "dnsmasq", ""
        if not self.router.dnsmasq.alive:
            return "dnsmasq", "it does not run"
        return "dnsmasq", "" if self.router.dnsmasq.answers() else "it does not answer DNS queries"

    def _services(self) -> tuple[str, str]:
        wanted = {str(network.gateway) for network in self.router.state.guests}
        lacking = wanted - {address for address, _ in self.services.listeners.bound}
        return "metadata", f"nothing listens on {', '.join(sorted(lacking))}" if lacking else ""


def memory_free_kib() -> int:
    """What the kernel could still give to processes (proc(5), MemAvailable), KiB; 0 when it does not say."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1])
    return 0
