"""Lists of metrics through the API: figures as hosts report them, whatever the plain lists take, histories, retention."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from manager import settings
from manager.model.infra import metrics
from manager.model.infra.metrics import DiskFigures, VmFigures
from manager.model.tables import infra
from manager.model.tables.metrics import vm_stat, volume_stat
from manager.model.tables.vm import vm as vms
from manager.model.tables.vm import volume
from manager.reconcile import samples
from manager.services import Services
from tests.sagas.fake_agents import FakeImages, FakeSecrets
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import Site

GIB = 1 << 30
MINUTE = 60_000_000


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    made.app.db.write(lambda tx: _measured(tx, made))
    yield made
    made.app.close()


def _measured(tx: Any, site: Site) -> None:
    for number in (1, 2, 3):
        tx.insert(infra.host_load, host_id=site.ids[f"host{number}"], cpu_used=0.1 * number, memory_used=number * GIB, network_read_kbs=1024,
                  network_write_kbs=2048, load_average=number)
    tx.execute(update(infra.host_facts).values(cpu_mhz=2000, cpu_sockets=2, memory_bytes=32 * GIB))


@pytest.fixture(scope="module")
def machine(site: Site) -> dict[str, Any]:
    """A VM of bob with three looks, one minute apart."""
    made = site.deploy(site.app.user("bob"), name="measured")
    row = site.app.read(lambda tx: tx.one(select(vms).where(vms.c.uuid == made["id"])))
    disk = site.app.read(lambda tx: tx.one(select(volume).where(volume.c.vm_id == row.id)))
    for minutes in (2, 1, 0):
        figures = VmFigures(row.instance_name, 60, 25.0, 524288, 1024, 100, 50, [DiskFigures(disk.uuid, 10, 20, 3, 4)])
        wrong = VmFigures(row.instance_name, 60, 99.0, 1, 1, 1, 1, [])
        other = next(site.ids[f"host{n}"] for n in (1, 2, 3) if site.ids[f"host{n}"] != row.host_id)
        assert site.app.db.write(lambda tx, f=figures, w=wrong, o=other: metrics.record(tx, {row.host_id: [f], o: [w]}, users_only=True)) == 1
        site.app.db.write(lambda tx, m=minutes: [tx.execute(update(t).where(t.c.at > tx.now() - 10_000_000).values(at=t.c.at - m * MINUTE))
                                                 for t in (vm_stat, volume_stat)])
    return {**made, "volume": disk.uuid, "row": row}


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    with pytest.raises(ApiFailure) as caught:
        client.call(command, **params)
    return caught.value


def listed(client: Client, command: str, key: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call(command, **params).get(key, [])
    return found


def test_hosts(site: Site, machine: dict[str, Any]) -> None:
    host = {one["name"]: one for one in listed(site.app.admin, "listHostsMetrics", "host")}
    assert [host["h2"][name] for name in ("cputotalghz", "cpuusedghz", "memorytotalgb", "memoryusedgb", "networkread", "cpusockets",
                                     "cpuloadaverage")] == [
        "16.00 GHz", "3.20 GHz", "32.00 GB", "2.00 GB", "0.00 GB", 2, 2.0]
    assert sum(int(one["instances"].split(" / ")[0]) for one in host.values()) == 1
    assert sum(int(one["systeminstances"].split(" / ")[1]) for one in host.values()) == 1      # bob's router
    assert [one["name"] for one in listed(site.app.admin, "listHostsMetrics", "host", keyword="h1")] == ["h1"]
    key = "cluster.cpu.allocated.capacity.notificationthreshold"
    assert not any(one["cputhreshold"] for one in host.values())
    site.app.admin.call("updateConfiguration", name=key, value="0.25")
    settings.forget()
    assert [one["cputhreshold"] for one in listed(site.app.admin, "listHostsMetrics", "host")] == [False, False, True]
    site.app.admin.call("updateConfiguration", name=key, value="0.75")
    settings.forget()
    assert refused(site.app.user("bob"), "listHostsMetrics").status == 432


def test_places(site: Site) -> None:
    (zone,) = listed(site.app.admin, "listZonesMetrics", "zone", id=site.base["zoneid"])
    (cluster,) = listed(site.app.admin, "listClustersMetrics", "cluster", zoneid=site.base["zoneid"])
    assert (zone["clusters"], cluster["hosts"], zone["state"], cluster["state"]) == ("1 / 1", "3 / 3", "Enabled", "Enabled")
    for place in (zone, cluster):
        assert [place[name] for name in ("cputotal", "cpuused", "cpumaxdeviation", "memorytotal", "memoryused", "cputhreshold")] == [
            "48.00 GHz", "20.00%", "50.00%", "96.00 GB", "6.25%", False]
    assert listed(site.app.admin, "listClustersMetrics", "cluster", name="none") == []


def test_pools(site: Site) -> None:
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(used_bytes=800 * GIB)))
    (pool,) = listed(site.app.admin, "listStoragePoolsMetrics", "storagepool", name="nfs")
    assert (pool["disksizeusedgb"], pool["disksizetotalgb"], pool["storageusagethreshold"], pool["storageusagedisablethreshold"]) == (
        "800.00 GB", "1000.00 GB (x1.0)", True, False)
    site.app.admin.call("updateConfiguration", name="pool.storage.capacity.disablethreshold", value="0.5", storageid=pool["id"])
    settings.forget()
    (pool,) = listed(site.app.admin, "listStoragePoolsMetrics", "storagepool", id=pool["id"])
    assert pool["storageusagedisablethreshold"] is True
    site.app.admin.call("resetConfiguration", name="pool.storage.capacity.disablethreshold", storageid=pool["id"])
    settings.forget()
    assert listed(site.app.admin, "listStoragePoolsMetrics", "storagepool", id=pool["id"])[0]["storageusagedisablethreshold"] is False
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(used_bytes=0)))


def test_vms_and_volumes(site: Site, machine: dict[str, Any]) -> None:
    bob = site.app.user("bob")
    (one,) = listed(bob, "listVirtualMachinesMetrics", "virtualmachine", id=machine["id"])
    wanted = {"cpuused": "25.00%", "networkkbsread": 100, "networkkbswrite": 50, "diskkbsread": 10, "diskkbswrite": 20, "diskioread": 3,
              "diskiowrite": 4,              "diskiopstotal": 7, "memorykbs": 524288, "memoryintfreekbs": 1024,
              "memorytargetkbs": 524288, "cputotal": "0.50 GHz",
              "memorytotal": "0.50 GB", "networkread": "0.10 MB", "name": "measured"}
    assert {name: one.get(name) for name in wanted} == wanted
    (sums,) = listed(bob, "listVirtualMachinesMetrics", "virtualmachine", accumulate=True, showicon=True)
    assert (sums["networkkbsread"], sums["diskiopstotal"], sums["cpuused"]) == (300, 21, "25.00%")
    site.app.admin.call("updateConfiguration", name="vm.stats.increment.metrics", value="true")
    settings.forget()
    assert listed(bob, "listVirtualMachinesMetrics", "virtualmachine")[0]["networkkbsread"] == 300
    assert listed(bob, "listVirtualMachinesMetrics", "virtualmachine", accumulate=False)[0]["networkkbsread"] == 100
    site.app.admin.call("updateConfiguration", name="vm.stats.increment.metrics", value="false")
    assert listed(site.app.user("eve"), "listVirtualMachinesMetrics", "virtualmachine") == []
    (disk,) = listed(bob, "listVolumesMetrics", "volume", id=machine["volume"])
    assert (disk["diskkbsread"], disk["diskioread"], disk["diskiopstotal"], disk["sizegb"]) == (10, 3, 7, "1.00 GB")


def test_histories(site: Site, machine: dict[str, Any]) -> None:
    bob, admin = site.app.user("bob"), site.app.admin
    (one,) = listed(bob, "listVirtualMachinesUsageHistory", "virtualmachine", id=machine["id"])
    assert [look["networkkbsread"] for look in one["stats"]] == [100, 100, 100]
    assert one["stats"] == sorted(one["stats"], key=lambda look: str(look["timestamp"]))
    for params, wanted in (({"ids": machine["id"]}, 1), ({"name": "easur"}, 1), ({"keyword": "%"}, 0), ({"keyword": "meas"}, 1),
                           ({"page": 1, "pagesize": 1}, 1)):
        assert len(listed(bob, "listVirtualMachinesUsageHistory", "virtualmachine", **params)) == wanted, params
    middle = one["stats"][1]["timestamp"]
    assert len(listed(bob, "listVirtualMachinesUsageHistory", "virtualmachine", startdate=middle)[0]["stats"]) == 2
    assert len(listed(bob, "listVirtualMachinesUsageHistory", "virtualmachine", enddate=middle)[0]["stats"]) in (1, 2)
    (disk,) = listed(bob, "listVolumesUsageHistory", "volume", id=machine["volume"], startdate="2020-01-01", enddate="2099-01-01")
    assert [look["diskioread"] for look in disk["stats"]] == [3, 3, 3]
    for params in ({"ids": machine["volume"]}, {"name": "ROOT"}, {"keyword": "ROOT"}, {"page": 1, "pagesize": 1}):
        assert len(listed(bob, "listVolumesUsageHistory", "volume", **params)) == 1, params
    eve = site.app.user("eve")
    assert listed(eve, "listVirtualMachinesUsageHistory", "virtualmachine") == []
    assert listed(eve, "listVolumesUsageHistory", "volume") == []
    assert refused(eve, "listVirtualMachinesUsageHistory", id=machine["id"]).status == 431
    assert refused(eve, "listVolumesUsageHistory", id=machine["volume"]).status == 431
    for command, ref in (("listVirtualMachinesUsageHistory", machine["id"]), ("listVolumesUsageHistory", machine["volume"])):
        assert refused(bob, command, id=ref, ids=ref).status == 431
        assert refused(bob, command, startdate="2030-01-01", enddate="2020-01-01").status == 431
    (router,) = listed(admin, "listSystemVmsUsageHistory", "virtualmachine", keyword="r-", startdate="2020-01-01", enddate="2099-01-01")
    assert router["stats"] == []
    assert listed(admin, "listSystemVmsUsageHistory", "virtualmachine", name="r-", page=1, pagesize=1)[0]["id"] == router["id"]
    for name in ("id", "ids"):   # a user's VM is no system VM
        assert refused(admin, "listSystemVmsUsageHistory", **{name: machine["id"]}).status == 431
    for params in ({"id": router["id"]}, {"ids": router["id"]}):
        (one,) = listed(admin, "listSystemVmsUsageHistory", "virtualmachine", **params)
        assert one["name"] == router["name"], params
    assert refused(bob, "listSystemVmsUsageHistory").status == 432


def test_the_cloud(site: Site, machine: dict[str, Any]) -> None:
    admin = site.app.admin
    found = admin.call("listInfrastructure")["infrastructure"]
    assert [found[name] for name in ("zones", "pods", "clusters", "hosts", "storagepools", "routers", "cpusockets", "systemvms")] == [
        1, 1, 1, 3, 1, 1, 6, 0]
    db = admin.call("listDbMetrics")["dbMetrics"]
    assert db["version"]
    assert db["collectiontime"]
    if "mysql" in str(site.app.db.engine.url):
        assert db["queries"] > 0
        assert db["connections"] > 0
    (node,) = listed(admin, "listManagementServersMetrics", "managementserver")
    assert (node["agentcount"], node["state"]) == (0, "Up")
    assert isinstance(node["sessions"], int)
    assert "availableprocessors" not in node
    (node,) = listed(admin, "listManagementServersMetrics", "managementserver", system=True)
    assert node["availableprocessors"] > 0
    assert len(node["systemloadaverages"]) == 3
    for command in ("listInfrastructure", "listDbMetrics", "listManagementServersMetrics", "listZonesMetrics", "listClustersMetrics",
                    "listStoragePoolsMetrics"):
        assert refused(site.app.user("bob"), command).status == 432, command


def test_old_looks_are_forgotten(site: Site, machine: dict[str, Any]) -> None:
    def count(table: Any) -> int:
        return len(site.app.read(lambda tx: tx.rows(select(table.c.at))))

    def forget() -> None:
        settings.forget()
        services = Services(site.hosts, FakeImages(), FakeSecrets(), lambda fn: site.app.db.run(fn, writing=False), site.app.db.run)
        asyncio.run(samples.samples(services))

    site.app.db.write(lambda tx: [tx.execute(update(t).values(at=t.c.at - 30 * MINUTE)) for t in (vm_stat, volume_stat)])
    site.app.admin.call("updateConfiguration", name="vm.disk.stats.retention.enabled", value="true")
    forget()
    assert (count(vm_stat), count(volume_stat)) == (3, 3)
    site.app.admin.call("updateConfiguration", name="vm.disk.stats.max.retention.time", value="10")
    forget()
    assert (count(vm_stat), count(volume_stat)) == (3, 0)
    site.app.admin.call("updateConfiguration", name="vm.stats.max.retention.time", value="10")
    forget()
    assert count(vm_stat) == 0
    site.app.db.write(lambda tx: tx.execute(delete(vm_stat)))
