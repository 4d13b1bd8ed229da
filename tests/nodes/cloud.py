"""The cloud of this tier, as its tests see it: two managers, MariaDB, HAProxy, simulated hosts, and what each of them holds."""

from __future__ import annotations

import json
import os
import signal
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from common import clock
from tests.nodes.clients import Patient
from tools.cloudkit.api import Api
from tools.cloudkit.cluster import Cluster
from tools.cloudkit.stack import answers
from tools.cloudkit.zone import Zone

OFFERING = "DefaultIsolatedNetworkOfferingWithSourceNatService"
RUNNING = "1"


@dataclass
class Place:
    """A zone, and what VMs in it are made of."""

    zone: Zone
    template: str
    offering: str
    networks: str


@dataclass
class Cloud:
    """Everything a test needs."""

    cluster: Cluster
    api: Api
    client: Patient
    first: Place
    second: Place     # one host, which tests spoil

    def network(self, place: Place, name: str) -> str:
        """A new isolated network; it is implemented by its first VM."""
        made = self.client.call("createNetwork", name=name, displaytext=name, networkofferingid=place.networks, zoneid=place.zone.id)
        return str(made["network"]["id"])

    def vm(self, place: Place, network: str, name: str) -> dict[str, Any]:
        """The parameters of a deployment."""
        return {"zoneid": place.zone.id, "templateid": place.template, "serviceofferingid": place.offering, "networkids": network, "name": name,
                "clienttoken": name}

    def kill(self, node: str) -> None:
        """SIGKILL, from outside."""
        pid = self.cluster.plan(node).service().running()
        if pid:
            os.kill(pid, signal.SIGKILL)

    def restart(self, node: str, fault: str = "") -> None:
        """Starts a node that is dead and waits until HAProxy gives it work. `fault`: PILEUS_FAULT_KILL."""
        self.cluster.plan(node, {"PILEUS_FAULT_KILL": fault} if fault else None).start()
        until(lambda: self.cluster.proxy.sees(node), 20, f"HAProxy sees {node}")

    def running(self, node: str) -> bool:
        """Whether its process lives."""
        return self.cluster.plan(node).service().running() != 0

    def ready(self, node: str) -> bool:
        """Whether it says so."""
        return answers(f"http://127.0.0.1:{self.cluster.ports[f'{node}_api']}/readyz")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        return [tuple(row) for row in self.cluster.database.query(statement, "pileus")]

    def quiet(self, seconds: float = 90) -> None:
        """Waits until no saga lives."""
        until(lambda: not self.rows("SELECT id FROM saga WHERE state IN ('queued', 'running', 'unwinding')"), seconds, "no saga lives")

    def check(self) -> None:
        """No invariant is broken, and hosts hold the VMs that the database says, no others."""
        self.quiet()
        self.cluster.plan(self.cluster.nodes[0]).cli("check")
        meant = defaultdict(set)
        for host, name in self.rows("SELECT host.uuid, vm.instance_name FROM vm JOIN host ON host.id = vm.host_id"
                                    " WHERE vm.live = 1 AND vm.state = 'Running'"):
            meant[host].add(name)
        assert self.held("vm") == dict(meant)

    def held(self, kind: str) -> dict[str, set[str]]:
        """Names of the objects of a kind, by host: the journal of the simulated hosts."""
        found: dict[str, set[str]] = defaultdict(set)
        for line in (self.cluster.folder / "hosts" / "journal").read_text().splitlines():
            host, of, name, value = json.loads(line)
            if of == kind and value is not None:
                found[host].add(name)
            elif of == kind:
                found[host].discard(name)
        return {host: names for host, names in found.items() if names}


def until(what: Any, seconds: float, text: str) -> None:
    """Polls; TimeoutError names what did not come about."""
    end = clock.monotonic() + seconds
    while not what():
        if clock.monotonic() > end:
            raise TimeoutError(f"not within {seconds:.0f} s: {text}")
        clock.pause(0.02)
