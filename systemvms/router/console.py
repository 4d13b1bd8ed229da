"""The system VM's other role: it holds a console proxy. Networks and firewall from the config disk, a certificate by the control port, then
`pileus-consoleproxy` as a child without privileges, started again whenever it ends."""

import asyncio
import ipaddress
import json
import logging
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from common import atomic, clock, tls
from common.control import Refused, StoredIdentity, serve
from common.exec import CommandFailed, run
from router.apply.devices import by_mac
from router.daemon import memory_free_kib
from router.identity import make_key

CONTROL_PORT = 3922
STATE = Path("/var/lib/pileus-consoleproxy")
USER = "pileus-console"
CODE, WHEELS = "/usr/lib/pileus", "/usr/lib/pileus-wheels"
PAGE = "/usr/share/pileus/console"
AGAIN = 2.0  # seconds between two starts of the proxy
FILES = ("key.pem", "certificate.pem", "ca.pem")
START = f"import sys; sys.path[:0] = [{CODE!r}, {WHEELS!r}]; from consoleproxy.main import main; sys.exit(main(sys.argv[1:]))"
RULES = """flush ruleset
table inet pileus {{
    chain input {{
        type filter hook input priority 0; policy drop;
        iif lo accept
        ct state established,related accept
        ct state invalid drop
        meta l4proto {{ 1, 58 }} accept comment "ICMP: the image has no names of protocols"
        iifname "{control}" tcp dport {control_port} accept
        iifname != "{control}" tcp dport {port} accept
    }}
    chain forward {{ type filter hook forward priority 0; policy drop; }}
}}
"""
log = logging.getLogger("console")


class ConsoleVm:
    """One console proxy's machine. `config`: what the config disk holds."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._managers = [str(one) for one in config["managers"]]
        self._port = int(config["port"])
        self._started = clock.monotonic()
        self._devices: dict[str, str] = {}
        self._child: asyncio.subprocess.Process | None = None
        self._done = ""                 # the refresh that was done last
        self.identity = StoredIdentity(
            STATE / "identity", name=tls.console_name(config["uuid"]), token=config.get("token") or "", ca_sha256=config["ca_sha256"],
            make_key=lambda name: make_key(name, run))

    @property
    def address(self) -> str:
        """Where browsers reach it: the address of the default route's interface."""
        first = sorted(self._config["interfaces"], key=lambda one: not one["default"])[0]
        return str(ipaddress.ip_interface(first["address"]).ip)

    def network(self) -> None:
        """Addresses, the default route, the firewall. Raises CommandFailed; OSError when a card is not there."""
        found = by_mac()
        control = self._config["control"]
        wanted = [(control["mac"], f"{control['address']}/{control['prefix']}", "")]
        wanted += [(one["mac"], one["address"], one["gateway"] if one["default"] else "") for one in self._config["interfaces"]]
        if lacking := [mac for mac, _, _ in wanted if mac not in found]:
            raise OSError(f"no network card has the MAC {lacking[0]}")
        rules = RULES.format(control=found[control["mac"]], control_port=CONTROL_PORT, port=self._port)
        run(["nft", "-f", "-"], stdin=rules, timeout=120)
        for name, value in (("ip_unprivileged_port_start", min(self._port, 1024)), ("ip_forward", 0)):
            Path("/proc/sys/net/ipv4", name).write_text(str(value))
        for mac, address, gateway in wanted:
            device = self._devices[mac] = found[mac]
            run(["ip", "link", "set", device, "up"])
            if address:
                run(["ip", "address", "replace", str(ipaddress.ip_interface(address)), "dev", device])
            if gateway:
                run(["ip", "route", "replace", "default", "via", str(ipaddress.ip_address(gateway)), "dev", device])

    async def hold(self) -> None:
        """Keeps the proxy running, from enrolment on."""
        while self.identity.context() is None:
            await clock.nap(0.1)
        self._furnish()
        while True:
            settings = {"state_dir": str(STATE / "proxy"), "listen": f"0.0.0.0:{self._port}", "address": f"{self.address}:{self._port}",
                        "managers": ",".join(self._managers), "page": PAGE}
            environment = {f"PILEUS_CONSOLEPROXY_{name.upper()}": value for name, value in settings.items()}
            log.info("starting the console proxy")
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, "-s", "-S", "-c", START, "serve", env=environment, cwd="/", user=USER, group=USER, extra_groups=[])
            status = await self._child.wait()
            log.warning("the console proxy ended with %d", status)
            await clock.nap(AGAIN)

    def _furnish(self) -> None:
        """The proxy has its own copies: what it renews, it renews there."""
        folder = STATE / "proxy"
        STATE.chmod(0o711)  # the proxy passes through to its own folder; what is beside it is root's
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / "certificate.pem").exists():
            for name in FILES:
                atomic.write(folder / name, (STATE / "identity" / name).read_bytes(), mode=0o600)
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, USER, USER)

    async def handle(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Answers one request of a manager. Raises Refused."""
        if method == "health":
            return await asyncio.to_thread(self._health)
        if method == "refresh":
            return self._refresh(params)
        raise Refused(404, f"a console proxy knows no method {method!r}")

    def _refresh(self, params: dict[str, Any]) -> dict[str, Any]:
        managers, once = params.get("managers"), str(params.get("once") or "")
        if not isinstance(managers, list) or not managers or not all(isinstance(one, str) and "," not in one for one in managers):
            raise Refused(400, "managers is a list of host:port")
        if once and once == self._done:
            return {}
        self._managers, self._done = managers, once
        if self._child is not None and self._child.returncode is None:
            self._child.send_signal(signal.SIGTERM)  # `hold` starts it with these
        return {}

    def _health(self) -> dict[str, Any]:
        checks = [("proxy", self._serves()), ("firewall", self._firewall())]
        return {"generation": "0", "checks": [{"name": name, "ok": not text, "text": text} for name, text in checks],
                "uptime_seconds": str(int(clock.monotonic() - self._started)), "memory_free_kib": str(memory_free_kib())}

    def _serves(self) -> str:
        try:
            with socket.create_connection(("127.0.0.1", self._port), 3):
                return ""
        except OSError as error:
            return f"nothing answers on port {self._port}: {error}"

    def _firewall(self) -> str:
        try:
            return "" if "policy drop" in run(["nft", "list", "table", "inet", "pileus"]).out else "the ruleset is not loaded"
        except CommandFailed as error:
            return str(error)


async def live(config: dict[str, Any]) -> None:
    """Runs until the machine stops."""
    machine = ConsoleVm(config)
    machine.network()
    await asyncio.to_thread(machine.identity.prepare)
    server = await serve(config["control"]["address"], CONTROL_PORT, machine.identity, machine.handle)
    log.info("console proxy %s answers on %s:%d", config["uuid"], config["control"]["address"], CONTROL_PORT)
    async with server:
        await machine.hold()


def main(path: Path) -> int:
    """The exit status: 1 it could not go on; init starts it again."""
    logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stdout)
    config = json.loads(path.read_bytes())
    os.umask(0o077)
    try:
        socket.sethostname(config["name"])
        asyncio.run(live(config))
    except (Refused, CommandFailed, OSError) as error:
        log.error("%s", error)
    return 1
