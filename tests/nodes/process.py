"""A manager as an operator runs it: `pileus-manager serve` in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Manager:
    """One node. `folder` holds its keys and state; `url` its database (default: SQLite in the folder)."""

    folder: Path
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)
    integration: int = field(default_factory=free_port)
    enrol: int = field(default_factory=free_port)
    report: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        """All configuration by variables."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PILEUS_")},
            "PILEUS_DATABASE_URL": self.url or f"sqlite:///{self.folder}/pileus.db", "PILEUS_API_HTTP": f"127.0.0.1:{self.http}",
            "PILEUS_API_HTTPS": f"127.0.0.1:{self.https}", "PILEUS_API_INTEGRATION_PORT": str(self.integration),
            "PILEUS_AGENTS_ENROL": f"127.0.0.1:{self.enrol}", "PILEUS_AGENTS_REPORT": f"127.0.0.1:{self.report}",
            "PILEUS_NODE_KEYS": str(self.folder / "keys"), "PILEUS_NODE_STATE": str(self.folder), "PILEUS_CONSOLE_LISTEN": "", **self.extra}

    def cli(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs one verb."""
        done = subprocess.run([sys.executable, "-m", "manager.main", *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True,
                              timeout=120, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *arguments: str, seconds: float = 60) -> Manager:
        """Starts serving; returns once /readyz says so."""
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            self.process = subprocess.Popen([sys.executable, "-m", "manager.main", "serve", *arguments], env=self.environment, cwd=ROOT, stdout=out,
                                            stderr=err)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log()
            if self.get("/readyz")[0] == 200:
                return self
            time.sleep(0.05)
        raise TimeoutError(self.log())

    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "out").read_text() + (self.folder / "err").read_text()

    def get(self, path: str, *, port: int | None = None, scheme: str = "http", headers: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, body); status 0: no connection."""
        context = ssl._create_unverified_context() if scheme == "https" else None
        request = urllib.request.Request(f"{scheme}://127.0.0.1:{port or self.http}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30, context=context) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, urllib.error.URLError):
            return 0, ""

    def root(self, command: str, **params: str) -> Any:
        """A call by the integration port, as root admin; the content of the answer."""
        query = "&".join(f"{name}={value}" for name, value in {"command": command, "response": "json", **params}.items())
        status, body = self.get(f"/client/api?{query}", port=self.integration)
        assert status == 200, body
        (content,) = json.loads(body).values()
        return content

    def password(self) -> str | None:
        """The first password, if it was printed."""
        found = re.search(r"first password of user admin is (\S+)", self.log())
        return found[1] if found else None

    def stop(self, seconds: float = 60) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """SIGKILL, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
