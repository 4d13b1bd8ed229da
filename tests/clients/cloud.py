"""A whole small cloud of real processes: a manager on SQLite, the image service, simulated hosts, a zone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.contract.called import record
from tools.cloudkit import stack
from tools.cloudkit.api import Api, log_in
from tools.cloudkit.cluster import ZONE
from tools.cloudkit.processes import Service
from tools.cloudkit.stack import ManagerPlan
from tools.cloudkit.zone import Zone, ZonePlan, enable, ensure_host, ensure_image_store, ensure_pool, ensure_zone

OFFERING, NETWORK_OFFERING = "Small Instance", "DefaultIsolatedNetworkOfferingWithSourceNatService"


@dataclass
class Cloud:
    """What runs. `admin`: the root admin; `zone`: the ids of the zone; `files`: where file:// URLs may point."""

    folder: Path
    hosts: int = 2
    base: str = "127.1.0.1"
    plan: ZonePlan = ZONE
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Free ports."""
        names = ("api", "enrol", "report", "images", "images_web", "sim")
        self.ports = dict(zip(names, stack.free_ports(len(names)), strict=True))
        self.manager = ManagerPlan(self.folder, {name: self.ports[name] for name in ("api", "enrol", "report")}, more={
            "PILEUS_LOG_LEVEL": "INFO", **self.more})
        self.files = self.folder / "files"
        self.services: list[Service] = []

    def start(self) -> None:
        """Everything, up to an enabled zone."""
        self.files.mkdir(parents=True, exist_ok=True)
        self.services.append(self.manager.start())
        self.images = stack.image_service(self.manager, self.ports, [self.files])
        self.services.append(self.images)
        self.simulator = stack.simulated_hosts(self.manager, self.hosts, self.ports["sim"], base=self.base)
        self.services.append(self.simulator)
        self.admin = watched(log_in(self.manager.endpoint, "admin", self.manager.password))
        self.zone: Zone = ensure_zone(self.admin, self.plan)
        for number in range(self.hosts):
            ensure_host(self.admin, self.plan, self.zone, f"http://sim/c0/h{number}")
        ensure_pool(self.admin, self.zone, "/simulated/pool")
        ensure_image_store(self.admin, self.zone, f"pileus://127.0.0.1:{self.ports['images']}")
        enable(self.admin, self.zone)

    def stop(self) -> None:
        """Ends the processes."""
        for service in reversed(self.services):
            service.stop(30)

    def user(self, name: str, **more: Any) -> Api:
        """A new account's user."""
        made = self.admin.call("createAccount", username=name, password="password", email=f"{name}@example.com", firstname=name, lastname="Test",
                               accounttype=more.pop("accounttype", 0), **more)["account"]["user"][0]
        keys = self.admin.call("registerUserKeys", id=made["id"])["userkeys"]
        return watched(Api(self.manager.endpoint, keys["apikey"], keys["secretkey"]))

    def id_of(self, command: str, key: str, **params: Any) -> str:
        """The id of the first item of a list."""
        return str(self.admin.listed(command, key, **params)[0]["id"])

    def template(self, api: Api | None = None, name: str = "tiny", url: str = "sim://tiny", **more: Any) -> dict[str, Any]:
        """A registered template, as answered."""
        made: dict[str, Any] = (api or self.admin).call(
            "registerTemplate", name=name, displaytext=name, format="QCOW2", hypervisor="Simulator", url=url, zoneid=self.zone.id, **{
                "ispublic": api is None, **more})["template"][0]
        return made

    def ended(self, template: str, api: Api | None = None, seconds: float = 30) -> dict[str, Any]:
        """A template once it is ready or has failed."""
        import time

        until = time.monotonic() + seconds
        while time.monotonic() < until:
            shown = (api or self.admin).listed("listTemplates", "template", templatefilter="self", id=template)[0]
            if shown["isready"] or not (shown["status"].endswith("Downloaded") or shown["status"] == "Processing"):
                return shown
            time.sleep(0.1)
        raise TimeoutError(f"template {template}: {shown['status']}")

    def check(self) -> dict[str, Any]:
        """What `pileus-manager check` found."""
        out: dict[str, Any] = json.loads(self.manager.cli("check", "--json"))
        return out


def watched(api: Api) -> Api:
    """Its calls count as called by the tests."""
    api.transport.observe = lambda command, names, worked: record(command, names, worked=worked)
    return api


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Cloud]:
    """A cloud, ended at the end."""
    cloud = Cloud(folder, **options)
    try:
        cloud.start()
        yield cloud
    finally:
        cloud.stop()
