"""An empty installation with everything but a zone: a manager on SQLite with a console proxy beside it, the image service, hosts that have joined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.cloudkit import stack
from tools.cloudkit.api import Api, log_in
from tools.cloudkit.stack import ManagerPlan

HOSTS = 2


@dataclass
class Beginning:
    """`base`: where browsers go, without /client."""

    manager: ManagerPlan
    images: int   # the image service's port

    @property
    def base(self) -> str:
        """Without /client."""
        return self.manager.endpoint.removesuffix("/client/api")

    def admin(self) -> Api:
        """The root admin's API."""
        return log_in(self.manager.endpoint, "admin", self.manager.password)


@contextmanager
def beginning(folder: Path) -> Iterator[Beginning]:
    """Runs until the end."""
    names = ("api", "enrol", "report", "console", "images", "images_web", "sim")
    ports = dict(zip(names, stack.free_ports(len(names)), strict=True))
    manager = ManagerPlan(folder, {name: ports[name] for name in ("api", "enrol", "report", "console")})
    services = [manager.start()]
    try:
        services.append(stack.image_service(manager, ports, [folder]))
        services.append(stack.simulated_hosts(manager, HOSTS, ports["sim"], base="127.31.0.1"))
        yield Beginning(manager, ports["images"])
    finally:
        for service in reversed(services):
            service.stop(30)
