"""HAProxy before the manager nodes: the API by HTTP, the agents' connections passed through.

It never replays a request that was sent: another try is made only when no connection could be opened (`retry-on conn-failure`).
A node gets work while its /readyz says so.
"""

from __future__ import annotations

import csv
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.cloudkit.mariadb import program
from tools.cloudkit.processes import Service

HEAD = """\
global
    maxconn 8000
    stats socket {folder}/haproxy.sock mode 600
defaults
    timeout connect 2s
    timeout check 5s
    timeout client 300s
    timeout server 300s
    timeout tunnel 24h
    retries 3
    option redispatch 1
    retry-on conn-failure
    default-server check inter 1s fastinter 200ms fall 3 rise 1
frontend api
    mode http
    bind 127.0.0.1:{api}
    option forwardfor
    default_backend api
backend api
    mode http
    balance roundrobin
    option httpchk GET /readyz
    http-check expect status 200
"""
PASSED = """\
listen {name}
    mode tcp
    bind 127.0.0.1:{port}
    balance leastconn
    option httpchk GET /readyz
    http-check expect status 200
"""


@dataclass(frozen=True)
class HaProxy:
    """`ports`: api, enrol, report, where it listens. `nodes`: name → the same three ports of a manager."""

    folder: Path
    ports: Mapping[str, int]
    nodes: Mapping[str, Mapping[str, int]]

    def configuration(self) -> str:
        """The text of its file."""
        out = [HEAD.format(folder=self.folder, api=self.ports["api"])]
        out += [f"    server {name} 127.0.0.1:{ports['api']}\n" for name, ports in self.nodes.items()]
        for which in ("enrol", "report"):
            out.append(PASSED.format(name=which, port=self.ports[which]))
            out += [f"    server {name} 127.0.0.1:{ports[which]} check port {ports['api']}\n" for name, ports in self.nodes.items()]
        return "".join(out)

    def service(self) -> Service:
        """Its process."""
        return Service("haproxy", [program("haproxy", "haproxy"), "-db", "-f", str(self.folder / "haproxy.cfg")], self.folder)

    def start(self) -> Service:
        """Writes its file and starts it. Raises NotInstalled, NotReady."""
        from tools.cloudkit.stack import answers

        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "haproxy.cfg").write_text(self.configuration())
        made = self.service()
        made.start(lambda: answers(f"http://127.0.0.1:{self.ports['api']}/readyz"))
        return made

    def sees(self, node: str) -> bool:
        """Whether it gives API calls to a node."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.folder / "haproxy.sock"))
            line.sendall(b"show stat\n")
            rows = csv.DictReader(line.makefile())
            return any(row["# pxname"] == "api" and row["svname"] == node and row["status"].startswith("UP") for row in rows)


def names(nodes: Sequence[str]) -> list[str]:
    """The ports of a cluster behind HAProxy, by name."""
    return ["api", "enrol", "report", *(f"{node}_{which}" for node in nodes for which in ("api", "enrol", "report"))]
