"""The processes of a small cloud on this machine: managers, image service, simulated hosts. Ports are chosen once and remembered."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.cloudkit.processes import Service

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
GRPC = {"GRPC_ENABLE_FORK_SUPPORT": "0", "GRPC_VERBOSITY": "ERROR"}  # programs are run from these processes


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on now."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def is_free(address: str, port: int) -> bool:
    """Whether a server could listen there."""
    try:
        socket.create_server((address, port)).close()
    except OSError:
        return False
    return True


def answers(url: str) -> bool:
    """Whether an HTTP server answers with a status below 400; certificates are not looked at."""
    context = ssl._create_unverified_context()
    try:
        with urllib.request.urlopen(url, timeout=5, context=context) as reply:
            return int(reply.status) < 400
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def listens(address: str, port: int) -> bool:
    """Whether a connection opens."""
    try:
        socket.create_connection((address, port), 2).close()
    except OSError:
        return False
    return True


def remembered(path: Path, names: Sequence[str], preferred: dict[str, int]) -> dict[str, int]:
    """Ports by name, kept in a file: the preferred one where it is free, else any."""
    if path.exists():
        known: dict[str, int] = json.loads(path.read_text())
        if set(known) == set(names):
            return known
    others = free_ports(len(names))
    chosen = {name: preferred[name] if name in preferred and is_free("127.0.0.1", preferred[name]) else other
              for name, other in zip(names, others, strict=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(chosen))
    return chosen


@dataclass(frozen=True)
class ManagerPlan:
    """One manager node. `reach`: the address where hosts and the image service reach this machine."""

    folder: Path
    ports: dict[str, int]       # api, enrol, report; console, if consoles shall be opened beside it
    database: str = ""          # empty: SQLite in the folder
    name: str = "manager"
    password: str = "password"
    reach: str = "127.0.0.1"
    keys: Path | None = None
    advertise: str = ""         # where hosts shall report, when it is not this node
    more: dict[str, str] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """The API's URL."""
        return f"http://127.0.0.1:{self.ports['api']}/client/api"

    @property
    def site(self) -> str:
        """The web UI's URL."""
        return f"http://127.0.0.1:{self.ports['api']}/client/"

    @property
    def key_folder(self) -> Path:
        """The cloud's keys."""
        return self.keys or self.folder / "keys"

    def environment(self) -> dict[str, str]:
        """The node's configuration, as variables."""
        return {
            **GRPC, "PILEUS_DATABASE_URL": self.database or f"sqlite:///{self.folder}/pileus.db", "PILEUS_API_HTTP": f"127.0.0.1:{self.ports['api']}",
            "PILEUS_API_HTTPS": "", "PILEUS_API_ADMIN_PASSWORD": self.password, "PILEUS_AGENTS_ENROL": f"{self.reach}:{self.ports['enrol']}",
            "PILEUS_AGENTS_REPORT": f"{self.reach}:{self.ports['report']}",
            "PILEUS_AGENTS_ADVERTISE": self.advertise or f"{self.reach}:{self.ports['report']}", "PILEUS_NODE_KEYS": str(self.key_folder),
            "PILEUS_CONSOLE_LISTEN": f"127.0.0.1:{self.ports['console']}" if "console" in self.ports else "",
            "PILEUS_NODE_STATE": str(self.folder / f"state-{self.name}"), "PILEUS_NODE_NAME": self.name, **self.more}

    def service(self) -> Service:
        """Its process."""
        return Service(self.name, [str(BIN / "pileus-manager"), "serve"], self.folder, self.environment())

    def start(self) -> Service:
        """Starts it and waits for /readyz."""
        Path(self.environment()["PILEUS_NODE_STATE"]).mkdir(parents=True, exist_ok=True)
        self.key_folder.mkdir(parents=True, exist_ok=True)
        made = self.service()
        made.start(lambda: answers(f"http://127.0.0.1:{self.ports['api']}/readyz"))
        return made

    def cli(self, *arguments: str) -> str:
        """What a verb of pileus-manager prints."""
        import os
        done = subprocess.run([str(BIN / "pileus-manager"), *arguments], env={**os.environ, **self.environment()}, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RuntimeError(f"pileus-manager {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def token(self, uses: int = 1) -> dict[str, Any]:
        """A token for hosts to join, with the fingerprint of the CA."""
        made: dict[str, Any] = json.loads(self.cli("host", "token", "--uses", str(uses), "--json"))
        return made


def image_service(plan: ManagerPlan, ports: dict[str, int], file_roots: Sequence[Path]) -> Service:
    """The image service beside a manager, its certificate issued by it. `ports`: images, images_web."""
    keys = plan.folder / "secstorage-keys"
    if not (keys / "secstorage.pem").exists():
        plan.cli("certificate", "issue", "--kind", "secstorage", "--out", str(keys), "--name", plan.reach)
    env = {**GRPC, "PILEUS_SECSTORAGE_ROOT": str(plan.folder / "secstorage"), "PILEUS_SECSTORAGE_KEYS": str(keys),
           "PILEUS_SECSTORAGE_LISTEN": f"{plan.reach}:{ports['images']}", "PILEUS_SECSTORAGE_WEB_LISTEN": f"{plan.reach}:{ports['images_web']}",
           "PILEUS_SECSTORAGE_WEB_URL": f"https://{plan.reach}:{ports['images_web']}",
           "PILEUS_SECSTORAGE_FILE_ROOTS": ",".join(str(root) for root in file_roots)}
    made = Service("secstorage", [str(BIN / "pileus-secstorage"), "serve"], plan.folder, env)
    made.start(lambda: listens(plan.reach, ports["images"]))
    return made


def simulated_hosts(plan: ManagerPlan, count: int, port: int, boot_ms: int = 0, base: str = "127.1.0.1", enrol: str = "") -> Service:
    """One process with `count` simulated hosts, which have joined when this returns."""
    ready = plan.folder / "simulate.ready"
    argv = [str(BIN / "pileus-agent"), "simulate", "--hosts", str(count), "--state-dir", str(plan.folder / "hosts"), "--port", str(port),
            "--boot-ms", str(boot_ms), "--address-base", base, "--ready-file", str(ready), "--log-level", "WARNING"]
    made = Service("simulate", argv, plan.folder, GRPC)
    if not made.running():
        ready.unlink(missing_ok=True)
        token = plan.token(count)
        enrolment = enrol or f"{plan.reach}:{plan.ports['enrol']}"
        joining = ["--manager", enrolment, "--token", token["token"], "--ca-fingerprint", token["ca_fingerprint"]]
        made = Service("simulate", [*argv, *joining], plan.folder, GRPC)
    made.start(ready.exists, 60 + count / 5)
    return made
