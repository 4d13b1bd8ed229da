"""Storage pools through the API: made, changed, in maintenance, in another scope, deleted; hosts are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.tables import infra
from manager.model.tables.work import event
from manager.placement import fleet
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import GIB, Site

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


@pytest.fixture(scope="module")
def place(site: Site) -> dict[str, str]:
    """Where pools are made."""
    def uuid(table: Any) -> str:
        return str(site.app.read(lambda tx: tx.scalar(select(table.c.uuid).order_by(table.c.id).limit(1))))
    return {"zoneid": uuid(infra.zone), "podid": uuid(infra.pod), "clusterid": uuid(infra.cluster), "hostid": uuid(infra.host)}


def where(place: dict[str, str]) -> dict[str, str]:
    """Of a pool of the cluster."""
    return {name: place[name] for name in ("zoneid", "podid", "clusterid")}


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """Its error, or its job's."""
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value


def shown(site: Site, **params: Any) -> list[dict[str, Any]]:
    """Pools."""
    found: list[dict[str, Any]] = site.app.admin.call("listStoragePools", **params).get("storagepool", [])
    return found


def make(site: Site, place: dict[str, str], name: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = site.app.admin.call("createStoragePool", **{
        "name": name, "url": f"SharedMountPoint:///pools/{name}", **where(place), **more})["storagepool"]
    return made


def test_a_pool_answers_what_it_was_given(site: Site, place: dict[str, str]) -> None:
    made = make(site, place, "fast", tags="ssd, nvme,ssd", details={"rack": "7"}, capacitybytes=100 * GIB, capacityiops=9000, hypervisor="simulator",
                scope="cluster", provider="DefaultPrimary", managed=False)
    wanted = {"name": "fast", "state": "Up", "scope": "CLUSTER", "tags": "ssd,nvme", "details": {"rack": "7"}, "capacitybytes": 100 * GIB,
              "disksizetotal": 100 * GIB, "disksizeused": 7, "disksizeallocated": 0, "capacityiops": 9000, "allocatediops": 0,
              "type": "SharedMountPoint", "path": "/pools/fast", "provider": "DefaultPrimary", "managed": False, "hypervisor": "Simulator",
              "overprovisionfactor": "2.0", "clusterid": place["clusterid"], "podid": place["podid"], "zoneid": place["zoneid"]}
    assert {name: made.get(name) for name in wanted} == wanted
    zone = make(site, place, "wide", scope="ZONE", clusterid=None, podid=None)
    assert (zone["scope"], zone.get("clusterid"), zone["disksizetotal"]) == ("ZONE", None, 1000 * GIB)


def test_pools_that_cannot_be_are_refused(site: Site, place: dict[str, str]) -> None:
    before = len(shown(site))
    admin = site.app.admin
    other = admin.call("createZone", name="elsewhere", dns1="198.18.0.1", internaldns1="198.18.0.2", networktype="Advanced")["zone"]["id"]
    base = {"name": "bad", "url": "SharedMountPoint:///bad", **where(place)}
    for change, words in (
            ({"managed": True}, "managed"), ({"capacitybytes": 0}, "capacitybytes"), ({"capacityiops": -1}, "capacityiops"),
            ({"url": "nfs://h/x"}, "url"),
            ({"url": "SharedMountPoint:///"}, "url"), ({"url": "SharedMountPoint:///a\x00b"}, "url"), ({"scope": "Galaxy"}, "scope"),
            ({"provider": "CloudByte"}, "provider"), ({"hypervisor": "Bochs"}, "hypervisor"), ({"zoneid": other}, "clusterid"),
            ({"clusterid": UNKNOWN}, "clusterid"), ({"name": "fast"}, "exists already"),
            ({"tags": ",".join(f"tag{n}" for n in range(300))}, "tags"),
            ({"details": {"x" * 121: "y"}}, "details"), ({"scope": "CLUSTER", "clusterid": None}, "clusterid"),
            ({"capacitybytes": "many"}, "capacitybytes"),
            ({"name": "x" * 256}, "name")):
        failure = refused(admin, "createStoragePool", **{**base, **change})
        assert failure.status == 431, change
        assert words in failure.text, (change, failure.text)
    site.hosts.failing["EnsurePool"] = 1
    assert refused(admin, "createStoragePool", **base).status == 530
    assert len(shown(site)) == before
    assert refused(site.app.user("bob"), "createStoragePool", **base).status == 432


def test_identical_calls_at_once_make_one_pool(site: Site, place: dict[str, str]) -> None:
    site.hosts.down = {site.ids["host1"]}     # so that none ends before all have come
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(make, site, place, "twin", tags="t", details={"a": "b"}) for _ in range(4)]
        _until(lambda: site.hosts.sent["EnsurePool"] > 0 and len(_events(site, "twin")) == 4)
        assert "exists already" in refused(site.app.admin, "createStoragePool", name="twin", url="SharedMountPoint:///x", **where(place)).text
        site.hosts.down = set()
        answers = [one.result(60) for one in calls]
    assert len({one["id"] for one in answers}) == 1
    assert len(shown(site, name="twin")) == 1


def test_lists_of_pools_are_filtered(site: Site, place: dict[str, str]) -> None:
    make(site, place, "listed", tags="gold")
    for params, wanted in (
            ({"name": "listed"}, ["listed"]), ({"keyword": "iste"}, ["listed"]), ({"path": "/pools/listed"}, ["listed"]),
            ({"status": "up", "name": "listed"}, ["listed"]), ({"status": "Maintenance"}, []), ({"scope": "host"}, []),
            ({"ipaddress": "10.0.0.1"}, []),
            ({"name": "listed", "zoneid": place["zoneid"], "podid": place["podid"], "clusterid": place["clusterid"], "hostid": place["hostid"]},
             ["listed"]), ({"id": shown(site, name="listed")[0]["id"]}, ["listed"])):
        assert [one["name"] for one in shown(site, **params)] == wanted, params
    assert site.app.admin.call("listStoragePools", page=99, pagesize=1)["count"] == len(shown(site))


def test_a_pool_for_some_hosts_only(site: Site, place: dict[str, str]) -> None:
    asked = {"name": "g", "url": "SharedMountPoint:///g", **where(place), "storageaccessgroups": "gold"}
    assert refused(site.app.admin, "createStoragePool", **asked).status == 534
    site.app.db.write(lambda tx: tx.execute(update(infra.host).where(infra.host.c.name == "h2").values(storage_access_groups="gold,iron")))
    made = make(site, place, "grouped", storageaccessgroups="gold,tin")
    assert made["storageaccessgroups"] == "gold,tin"
    assert [one["name"] for one in shown(site, storageaccessgroup="tin")] == ["grouped"]
    assert shown(site, storageaccessgroup="ti") == []
    assert "grouped" not in [one["name"] for one in shown(site, hostid=site.uuid(infra.host, "host1"))]
    assert "grouped" in [one["name"] for one in shown(site, hostid=site.uuid(infra.host, "host2"))]


def test_tags_and_providers(site: Site, place: dict[str, str]) -> None:
    make(site, place, "tagged", tags="red,blue")
    found = site.app.admin.call("listStorageTags", keyword="re")
    assert [one["name"] for one in found["storagetag"]] == ["red"]
    assert isinstance(found["storagetag"][0]["poolid"], int)
    assert site.app.admin.call("listStorageTags", page=1, pagesize=1)["count"] >= 2
    assert refused(site.app.user("bob"), "listStorageTags").status == 432
    call = site.app.admin.call
    assert [one["name"] for one in call("listStorageProviders", type="PRIMARY")["dataStoreProvider"]] == ["DefaultPrimary"]
    assert call("listStorageProviders", type="image", keyword="pil", page=1, pagesize=5) == {
        "count": 1, "dataStoreProvider": [{"name": "Pileus", "type": "image"}]}
    assert call("listStorageProviders", type="object") == {}
    assert refused(site.app.admin, "listStorageProviders", type="tape").status == 431


def test_a_pool_is_changed(site: Site, place: dict[str, str]) -> None:
    admin, pool = site.app.admin, make(site, place, "plain", details={"a": "b"})
    changed = admin.call("updateStoragePool", id=pool["id"], name="fancy", tags="x,y", details={"c": "d"}, capacitybytes=50 * GIB,
                         capacityiops=500)["storagepool"]
    assert [changed[name] for name in ("name", "tags", "details", "capacitybytes", "disksizetotal", "capacityiops")] == [
        "fancy", "x,y", {"c": "d"}, 50 * GIB, 50 * GIB, 500]
    assert admin.call("updateStoragePool", id=pool["id"], tags="")["storagepool"].get("tags", "") == ""
    assert admin.call("updateStoragePool", id=pool["id"], enabled=False)["storagepool"]["state"] == "Disabled"
    assert admin.call("updateStoragePool", id=pool["id"], enabled=True)["storagepool"]["state"] == "Up"
    types = [one["type"] for one in admin.call("listEvents", resourceid=pool["id"], resourcetype="StoragePool")["event"]]
    assert {"UPDATE.PS", "DISABLE.PS", "ENABLE.PS"} <= set(types)
    for params, words in (({"name": "fast"}, "exists already"), ({"name": ""}, "name"), ({"capacitybytes": 3}, "in use"),
                          ({"capacityiops": 0}, "iops")):
        failure = refused(admin, "updateStoragePool", id=pool["id"], **params)
        assert failure.status == 431, params
        assert words in failure.text
    assert refused(admin, "updateStoragePool", id=UNKNOWN).status == 431


def test_a_disabled_pool_gets_no_volumes_and_thresholds_count(site: Site, place: dict[str, str]) -> None:
    admin, bob = site.app.admin, site.app.user("bob")
    pools = [one["id"] for one in shown(site)]
    for pool in pools:
        admin.call("updateStoragePool", id=pool, enabled=False)
    fleet.forget(site.app.db.engine)
    assert "Disabled" in refused(admin, "deployVirtualMachine", **site.base, name="nowhere").text
    for pool in pools:
        admin.call("updateStoragePool", id=pool, enabled=True)
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(used_bytes=7)))
    for name in ("pool.storage.capacity.disablethreshold", "pool.storage.allocated.capacity.disablethreshold"):
        admin.call("updateConfiguration", name=name, value="0")
        fleet.forget(site.app.db.engine)
        assert refused(bob, "deployVirtualMachine", **site.base).status == 533, name
        admin.call("updateConfiguration", name=name, value="0.85")
    fleet.forget(site.app.db.engine)
    assert site.deploy(bob, name="somewhere")["state"] == "Running"


def test_maintenance_stops_what_is_on_the_pool_and_its_end_starts_it(site: Site, place: dict[str, str]) -> None:
    admin, carol = site.app.admin, site.app.user("carol")
    fleet.forget(site.app.db.engine)
    vm = site.deploy(carol, name="kept")
    pool = admin.call("listVolumes", virtualmachineid=vm["id"], listall=True)["volume"][0]["storageid"]
    site.hosts.failing["EnsureStopped"] = 1
    assert refused(admin, "enableStorageMaintenance", id=pool).status == 530
    assert shown(site, id=pool)[0]["state"] == "ErrorInMaintenance"
    closed = admin.job("enableStorageMaintenance", id=pool)["storagepool"]
    assert closed["state"] == "Maintenance"
    assert carol.call("listVirtualMachines", id=vm["id"])["virtualmachine"][0]["state"] == "Stopped"
    fleet.forget(site.app.db.engine)
    assert refused(admin, "startVirtualMachine", id=vm["id"]).status == 533
    assert "Maintenance" in refused(admin, "enableStorageMaintenance", id=pool).text
    failure = refused(admin, "deleteStoragePool", id=pool)
    assert "volumes are on it" in failure.text
    assert refused(admin, "updateStoragePool", id=pool, enabled=True).status == 431
    opened = admin.job("cancelStorageMaintenance", id=pool)["storagepool"]
    assert opened["state"] == "Up"
    fleet.forget(site.app.db.engine)
    _until(lambda: carol.call("listVirtualMachines", id=vm["id"])["virtualmachine"][0]["state"] == "Running")
    assert refused(admin, "cancelStorageMaintenance", id=pool).status == 431
    assert refused(carol, "enableStorageMaintenance", id=pool).status == 432


def _events(site: Site, name: str) -> list[Any]:
    return list(site.app.read(lambda tx: tx.rows(select(event).where(event.c.description == f"Created storage pool {name}"))))


def _until(holds: Any, seconds: float = 20) -> None:
    import time

    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_scopes_change_while_the_pool_is_disabled(site: Site, place: dict[str, str]) -> None:
    admin, pool = site.app.admin, make(site, place, "scoped")
    assert "Disabled" in refused(admin, "changeStoragePoolScope", id=pool["id"], scope="ZONE").text
    admin.call("updateStoragePool", id=pool["id"], enabled=False)
    for params, words in (({"scope": "CLUSTER"}, "already"), ({"scope": "HOST"}, "scope"), ({"scope": "ZONE", "clusterid": UNKNOWN}, "clusterid")):
        assert words in refused(admin, "changeStoragePoolScope", id=pool["id"], **params).text
    assert admin.job("changeStoragePoolScope", id=pool["id"], scope="zone")["success"] is True
    assert [(one["scope"], one.get("clusterid")) for one in shown(site, name="scoped")] == [("ZONE", None)]
    assert "clusterid" in refused(admin, "changeStoragePoolScope", id=pool["id"], scope="CLUSTER").text
    admin.job("changeStoragePoolScope", id=pool["id"], scope="CLUSTER", clusterid=place["clusterid"])
    assert [(one["scope"], one["clusterid"]) for one in shown(site, name="scoped")] == [("CLUSTER", place["clusterid"])]


def test_a_pool_is_deleted_in_maintenance_by_force_with_destroyed_vms(site: Site, place: dict[str, str]) -> None:
    admin, dora = site.app.admin, site.app.user("dora")
    only = make(site, place, "doomed")
    others = [one["id"] for one in shown(site) if one["id"] != only["id"] and one["state"] == "Up"]
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).where(infra.storage_pool.c.uuid.in_(others)).values(state="Disabled")))
    fleet.forget(site.app.db.engine)
    vm = site.deploy(dora, name="lost")
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).where(infra.storage_pool.c.uuid.in_(others)).values(state="Up")))
    assert "in maintenance" in refused(admin, "deleteStoragePool", id=only["id"]).text
    admin.job("enableStorageMaintenance", id=only["id"])
    dora.job("destroyVirtualMachine", id=vm["id"])
    assert "volumes are on it" in refused(admin, "deleteStoragePool", id=only["id"], forced=False).text
    assert admin.call("deleteStoragePool", id=only["id"], forced=True)["success"] is True
    assert shown(site, id=only["id"]) == []
    assert refused(admin, "deleteStoragePool", id=only["id"]).status == 431
    again = make(site, place, "doomed")
    assert again["id"] != only["id"]
