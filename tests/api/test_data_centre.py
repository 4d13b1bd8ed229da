"""A whole data centre from a script: two zones from nothing to Enabled and back to nothing, signed and by the integration port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from manager.model.tables import metadata
from manager.model.tables.infra import certificate, host
from tests.api.data_centre import Door, Integration, Zone, set_up, tear_down
from tests.clients.cloud import watched
from tools.cloudkit import stack
from tools.cloudkit.api import ApiFailed, log_in
from tools.cloudkit.processes import Service
from tools.cloudkit.stack import ManagerPlan

HISTORY = {  # what stays on purpose: events, ended work, what was once issued, counters that only rise
    "event", "saga", "saga_step", "lock", "node", "certificate", "host_token", "mac_counter", "epoch", "tombstone", "alert"}


def rows(database: Path) -> dict[str, int]:
    """Table → how many rows of things that exist (`live`), or rows at all."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = {}
        for table in metadata.sorted_tables:
            counted = select(func.count()).select_from(table)
            if "live" in table.c:
                counted = counted.where(table.c.live == 1)
            found[table.name] = int(connection.execute(counted).scalar() or 0)
    engine.dispose()
    return found


@pytest.fixture(params=["signed", "integration"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Door, Path, dict[str, int]]]:
    """A way into a manager, its database, what was in it before eight simulated hosts joined, which belong to nobody."""
    api, enrol, report, integration, sim = stack.free_ports(5)
    plan = ManagerPlan(tmp_path, {"api": api, "enrol": enrol, "report": report}, more={"PILEUS_API_INTEGRATION_PORT": str(integration)})
    services: list[Service] = []
    try:
        services.append(plan.start())
        signed = request.param == "signed"
        door: Door = watched(log_in(plan.endpoint, "admin", plan.password)) if signed else Integration(integration)
        empty = rows(tmp_path / "pileus.db")
        services.append(stack.simulated_hosts(plan, 8, sim, base="127.41.0.1" if signed else "127.42.0.1"))
        yield door, tmp_path / "pileus.db", empty
    finally:
        for service in reversed(services):
            service.stop(30)


def test_two_zones_from_nothing_and_back(place: tuple[Door, Path, dict[str, int]]) -> None:
    door, database, empty = place
    zones = [set_up(door, number) for number in (1, 2)]
    for zone in zones:
        looks_right(door, zone)
    hosts_renew(door, zones[0], database)
    assert refusal(door, "deleteZone", id=zones[0].id) == (
        536, "Zone zone-1 cannot be deleted: in it are 1 pod (pod-1); 2 clusters (cluster-1-1, cluster-1-2); 4 hosts (sim-z1c1-h1, sim-z1c1-h2,"
             " sim-z1c2-h1, …); 2 storage pools (pool-1-1, pool-1-2); 1 image store (images-1); 1 public IP range (198.18.1.10); 1 physical network"
             " (physical-1). Remove that first")
    for zone in reversed(zones):
        tear_down(door, zone)
    assert door.call("listZones") == {}
    after = rows(database)
    assert {name: (empty[name], count) for name, count in after.items() if name not in HISTORY and count != empty[name]} == {}


def looks_right(door: Door, zone: Zone) -> None:
    """Enabled, all hosts Up, pools Up, the built-in template ready."""
    (shown,) = door.call("listZones", id=zone.id, showcapacities=True)["zone"]
    assert shown["allocationstate"] == "Enabled"
    capacities = {one["name"]: one for one in shown["capacity"]}
    assert capacities["VIRTUAL_NETWORK_PUBLIC_IP"]["capacitytotal"] == 41
    assert capacities["MEMORY"]["capacitytotal"] > 0
    hosts = door.call("listHosts", zoneid=zone.id, type="Routing", state="Up")
    assert hosts["count"] == 4
    assert len({host["clusterid"] for host in hosts["host"]}) == 2
    assert {pool["state"] for pool in door.call("listStoragePools", zoneid=zone.id)["storagepool"]} == {"Up"}
    (template,) = door.call("listTemplates", templatefilter="featured", zoneid=zone.id)["template"]
    assert (template["isready"], template["isfeatured"], template["templatetype"], template["hypervisor"]) == (True, True, "BUILTIN", "Simulator")


def hosts_renew(door: Door, zone: Zone, database: Path) -> None:
    """A running agent takes a new certificate when it is told to, reports with it, and the old one is refused; it reconnects when it is asked."""
    def serials() -> list[tuple[str, bool]]:
        engine = create_engine(f"sqlite:///{database}")
        with engine.connect() as connection:
            found = connection.execute(select(certificate.c.serial, certificate.c.revoked.is_(None)).join(
                host, host.c.id == certificate.c.subject_id).where(certificate.c.kind == "host", host.c.uuid == zone.hosts[0]).order_by(
                certificate.c.created)).all()
        engine.dispose()
        return [(row[0], bool(row[1])) for row in found]

    ((old, _),) = serials()
    door.call("provisionCertificate", hostid=zone.hosts[0])
    (first, fresh) = serials()
    assert first == (old, False)
    assert fresh[1] is True
    assert door.call("reconnectHost", id=zone.hosts[0])["state"] == "Up"


def refusal(door: Door, command: str, **params: object) -> tuple[int, str]:
    """(code, text) of its error."""
    with pytest.raises(ApiFailed) as caught:
        door.call(command, **params)
    return caught.value.code, caught.value.text
