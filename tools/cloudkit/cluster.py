"""Several manager nodes on one MariaDB behind HAProxy, with simulated hosts: a developer's cloud, and what the tests of several nodes break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.cloudkit import stack
from tools.cloudkit.api import Api, log_in
from tools.cloudkit.haproxy import HaProxy, names
from tools.cloudkit.mariadb import MariaDb
from tools.cloudkit.processes import Service
from tools.cloudkit.stack import ManagerPlan
from tools.cloudkit.zone import Zone, ZonePlan, enable, ensure_host, ensure_image_store, ensure_pool, ensure_zone

WHICH = ("api", "enrol", "report")
ZONE = ZonePlan("dev", "Simulator", "VLAN", "100-1099", "cloudbr0", "198.18.0.1", "255.255.0.0", "198.18.1.1", "198.18.8.250", "198.18.0.1")


@dataclass
class Cluster:
    """`more`: further variables of all managers."""

    folder: Path
    nodes: Sequence[str] = ("manager-a", "manager-b")
    preferred: Mapping[str, int] = field(default_factory=dict)
    password: str = "password"
    more: Mapping[str, str] = field(default_factory=dict)
    db_options: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Ports are chosen once and kept."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        wanted = [*names(self.nodes), "sim", *(f"{node}_console" for node in self.nodes)]
        self.ports = stack.remembered(self.folder / "ports.json", wanted, dict(self.preferred))
        self.database = MariaDb(self.folder, self.db_options)
        self.proxy = HaProxy(self.folder, self.ports, {node: {which: self.ports[f"{node}_{which}"] for which in WHICH} for node in self.nodes})

    @property
    def endpoint(self) -> str:
        """The API, through HAProxy."""
        return f"http://127.0.0.1:{self.ports['api']}/client/api"

    def plan(self, node: str, more: Mapping[str, str] | None = None) -> ManagerPlan:
        """One node."""
        ports = {which: self.ports[f"{node}_{which}"] for which in (*WHICH, "console")}
        return ManagerPlan(
            self.folder, ports, self.database.url(), node, self.password, keys=self.folder / "keys", advertise=f"127.0.0.1:{self.ports['report']}",
            more={"PILEUS_API_TRUSTED_PROXIES": "127.0.0.1/32", **self.more, **(more or {})})

    def start(self) -> None:
        """Database, schema, all nodes (the first one makes the cloud's keys), HAProxy. Raises NotInstalled, NotReady."""
        self.proxy.service()  # says what is not installed before anything starts
        self.database.start()
        self.plan(self.nodes[0]).cli("db", "upgrade")
        for node in self.nodes:
            self.plan(node).start()
        self.proxy.start()

    def hosts(self, count: int, boot_ms: int = 0) -> Service:
        """Simulated hosts that report through HAProxy."""
        return stack.simulated_hosts(self.plan(self.nodes[0]), count, self.ports["sim"], boot_ms, enrol=f"127.0.0.1:{self.ports['enrol']}")

    def admin(self) -> Api:
        """The admin's Api, with keys."""
        return log_in(self.endpoint, "admin", self.password)

    def zone(self, api: Api, hosts: Iterable[int], plan: ZonePlan = ZONE) -> Zone:
        """An enabled zone of simulated hosts, given by number, with a template `tiny` that they can boot."""
        zone = ensure_zone(api, plan)
        for number in hosts:
            ensure_host(api, plan, zone, f"http://sim/c0/h{number}")
        ensure_pool(api, zone, "/simulated/pool")
        ensure_image_store(api, zone, None)
        enable(api, zone)
        if not api.listed("listTemplates", "template", templatefilter="self", name="tiny", zoneid=zone.id):
            api.call("registerTemplate", name="tiny", displaytext="tiny", format="QCOW2", hypervisor="Simulator", url="sim://tiny", zoneid=zone.id,
                     ispublic=True, isfeatured=True)
        return zone

    def stop(self) -> bool:
        """Ends all processes; False when none ran."""
        names = ("simulate", "haproxy", *self.nodes)
        ran = [Service(name, [], self.folder).stop(40) for name in names]
        return any([*ran, Service("mariadb", [], self.folder).stop(60)])
