"""Hosts: what they are given, their lists, reconnection, reservations and ends."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.tables import infra, offering, work
from manager.model.tables.vm import vm, volume
from tests.api.places.site import Hosts, cluster, host, join, names, pod, refused, zone
from tests.wire.app import TestApp


@pytest.fixture(scope="module")
def inside(app: TestApp) -> dict[str, Any]:
    return cluster(app.admin, pod(app.admin, zone(app.admin, "z")["id"], "p"), "c", storageaccessgroups="c")


@pytest.fixture(scope="module")
def first(app: TestApp, inside: dict[str, Any]) -> dict[str, Any]:
    return host(app, inside, "http://sim/c0/h0", hosttags="a,b,a", storageaccessgroups="fast")


def test_what_a_host_is_given(app: TestApp, inside: dict[str, Any], first: dict[str, Any]) -> None:
    assert (first["state"], first["resourcestate"], first["hosttags"], first["storageaccessgroups"], first["clusterstorageaccessgroups"]) == (
        "Up", "Enabled", "a,b", "fast", "c")
    assert first["details"] == {"Host.OS": "Debian GNU/Linux 13", "Host.OS.Kernel.Version": "6.12", "Host.CPU.Model": "cpu"}
    join(app)
    off = app.admin.call("addHost", hypervisor="Simulator", url="http://sim/c0/off", zoneid=inside["zoneid"], podid=inside["podid"],
                         clustername="c", allocationstate="Disabled", username="root", password="ignored")["host"][0]
    assert off["resourcestate"] == "Disabled"
    assert "username" in refused(app.admin, "addHost", hypervisor="KVM", url="http://x", zoneid=inside["zoneid"], podid=inside["podid"],
                                 clusterid=inside["id"], username="root", password="secret")[1]
    assert "has joined" in refused(app.admin, "addHost", hypervisor="Simulator", url="http://sim/none", zoneid=inside["zoneid"],
                                   podid=inside["podid"], clusterid=inside["id"])[1]


def test_adding_a_host_again_does_not_end_its_maintenance(app: TestApp, inside: dict[str, Any]) -> None:
    made = host(app, inside, "http://sim/c0/kept")
    app.admin.job("prepareHostForMaintenance", id=made["id"])
    again = app.admin.call("addHost", hypervisor="Simulator", url="http://sim/c0/kept", zoneid=inside["zoneid"], podid=inside["podid"],
                           clusterid=inside["id"], allocationstate="Enabled")["host"][0]
    assert (again["id"], again["resourcestate"], again["hasenoughcapacity"]) == (made["id"], "Maintenance", False)
    app.admin.job("cancelHostMaintenance", id=made["id"])
    app.admin.call("deleteHost", id=made["id"])


def test_a_cluster_gets_no_more_hosts_than_its_hypervisor_allows(app: TestApp, inside: dict[str, Any]) -> None:
    there = len(app.admin.call("listHosts", clusterid=inside["id"])["host"])
    app.admin.call("updateHypervisorCapabilities", hypervisor="Simulator", hypervisorversion="default", maxhostspercluster=there)
    try:
        join(app)
        code, text = refused(app.admin, "addHost", hypervisor="Simulator", url="http://sim/c0/more", zoneid=inside["zoneid"], podid=inside["podid"],
                             clusterid=inside["id"])
        assert (code, f"has {there} hosts" in text) == (533, True), text
        assert len(app.admin.call("listHosts", clusterid=inside["id"])["host"]) == there
    finally:
        app.admin.call("updateHypervisorCapabilities", hypervisor="Simulator", hypervisorversion="default", maxhostspercluster=-1)


def test_changing_a_host(app: TestApp, first: dict[str, Any]) -> None:
    category = app.admin.call("listOsCategories", name="Debian")["oscategory"][0]["id"]
    changed = app.admin.call("updateHost", id=first["id"], name="named", hosttags="x, y", istagarule=False, oscategoryid=category,
                             url="http://sim/new", annotation="look here", allocationstate="Disable")["host"]
    assert (changed["name"], changed["hosttags"], changed["oscategoryname"], changed["oscategoryid"], changed["annotation"],
            changed["resourcestate"]) == ("named", "x,y", "Debian", category, "look here", "Disabled")
    assert app.admin.call("listAnnotations", entityid=first["id"], entitytype="HOST")["annotation"][0]["annotation"] == "look here"
    again = app.admin.call("addHost", hypervisor="Simulator", url="http://sim/new", zoneid=first["zoneid"], podid=first["podid"],
                           clusterid=first["clusterid"])["host"][0]
    assert again["id"] == first["id"]
    for bad, word in (({"istagarule": True}, "istagarule"), ({"name": ""}, "name"), ({"url": "http://sim/c0/off"}, "sim-c0-off"), (
            {"name": "sim-c0-off"}, "sim-c0-off"), ({"allocationstate": "Perhaps"}, "allocationstate"), ({"hosttags": ",".join(
            f"{n}{'t' * 200}" for n in range(6))}, "hosttags")):
        code, text = refused(app.admin, "updateHost", id=first["id"], **bad)
        assert (code, word in text) == (431, True), text
    back = app.admin.call("updateHost", id=first["id"], hosttags="", allocationstate="Enable")["host"]
    assert (back.get("hosttags", ""), back["resourcestate"]) == ("", "Enabled")


def test_lists_of_hosts_are_filtered(app: TestApp, inside: dict[str, Any], first: dict[str, Any]) -> None:
    made = host(app, inside, "http://sim/listed", storageaccessgroups="gold")
    (node,) = app.admin.call("listManagementServers")["managementserver"]
    app.db.write(lambda tx: tx.execute(update(infra.host_liveness).where(infra.host_liveness.c.host_id == tx.scalar(
        select(infra.host.c.id).where(infra.host.c.uuid == made["id"]))).values(node_id=tx.scalar(select(work.node.c.id)))))
    for params, found in (({"storageaccessgroup": "gold"}, ["sim-listed"]), ({"storageaccessgroup": "gol"}, []), (
            {"managementserverid": node["id"]}, ["sim-listed"]), ({"arch": "aarch64"}, []), (
            {"type": "Routing", "name": "sim-listed"}, ["sim-listed"]), (
            {"clusterid": inside["id"], "keyword": "listed"}, ["sim-listed"]), ({"zoneid": inside["zoneid"], "state": "Down"}, [])):
        assert names(app.admin, "listHosts", "host", **params) == found, params
    assert app.admin.call("listManagementServers")["managementserver"][0]["agents"] == [made["id"]]
    full, small, stats = (app.admin.call("listHosts", id=made["id"], **more)["host"][0] for more in ({}, {"details": "min"}, {"details": "stats"}))
    assert {"cpuallocated", "cpuused"} <= set(full)
    assert not {"cpuallocated", "cpuused"} & set(small)
    assert "cpuused" in stats
    assert "cpuallocated" not in stats
    assert "details" in refused(app.admin, "listHosts", details="everything")[1]


def test_tags_of_hosts_are_listed_once(app: TestApp, inside: dict[str, Any]) -> None:
    host(app, inside, "http://sim/t1", hosttags="ssd,gpu")
    host(app, inside, "http://sim/t2", hosttags="ssd")
    assert names(app.admin, "listHostTags", "hosttag", keyword="S") == ["ssd"]
    assert {"ssd", "gpu"} <= set(names(app.admin, "listHostTags", "hosttag"))
    assert len(names(app.admin, "listHostTags", "hosttag", page=1, pagesize=1)) == 1


def test_reconnecting_a_host(app: TestApp, hosts: Hosts, first: dict[str, Any]) -> None:
    ended = app.admin.job("reconnectHost", id=first["id"])["host"]
    assert (ended["id"], ended["state"]) == (first["id"], "Up")
    hosts.silent = True
    try:
        code, text = refused(app.admin, "reconnectHost", id=first["id"])
    finally:
        hosts.silent = False
    assert (code, "cannot be reconnected" in text) == (530, True)
    assert app.admin.call("listHosts", id=first["id"])["host"][0]["state"] == "Up"


def _vm(app: TestApp, on: dict[str, Any], state: str, *, local: bool) -> str:
    """A VM that holds a place on the host, with a disk on a pool of the cluster or of the host itself."""
    uuid = new_uuid()

    def rows(tx: Any) -> None:
        row = tx.one(select(infra.host).where(infra.host.c.uuid == on["id"]))
        small = tx.scalar(select(offering.service_offering.c.id).limit(1))
        owner = {"account_id": 2, "domain_id": 1, "zone_id": row.zone_id}
        made = tx.insert(vm, uuid=uuid, name=uuid[:8], instance_name=f"i-{uuid[:8]}", offering_id=small, state=state, host_id=row.id,
                         reserved_host_id=row.id, reserved_cpu=500, reserved_memory=512 << 20, hypervisor="Simulator", **owner)
        tx.execute(update(infra.host_capacity).where(infra.host_capacity.c.host_id == row.id).values(
            cpu_used=500, memory_used=512 << 20, vm_count=1))
        pool = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=row.zone_id, cluster_id=row.cluster_id, name=uuid, type="Filesystem",
                         path="/p", scope="HOST" if local else "CLUSTER", host_id=row.id if local else None, allocated_bytes=1 << 30)
        tx.insert(volume, uuid=new_uuid(), name="d", type="ROOT", vm_id=made, pool_id=pool, state="Ready", size_bytes=1 << 30, **owner)

    app.db.write(rows)
    return uuid


def test_reservations_of_what_does_not_run_are_released(app: TestApp, inside: dict[str, Any]) -> None:
    made = host(app, inside, "http://sim/reserved")
    _vm(app, made, "Stopped", local=False)
    assert app.admin.call("listHosts", id=made["id"])["host"][0]["memoryallocated"] == 512 << 20
    assert app.admin.job("releaseHostReservation", id=made["id"]) == {"success": True}
    assert app.admin.call("listHosts", id=made["id"])["host"][0]["memoryallocated"] == 0


def test_a_host_with_local_disks_goes_only_with_them(app: TestApp, inside: dict[str, Any]) -> None:
    made = host(app, inside, "http://sim/local")
    uuid = _vm(app, made, "Running", local=True)
    assert app.admin.call("listHosts", id=made["id"])["host"][0]["islocalstorageactive"] is True
    assert "VMs are on it" in refused(app.admin, "deleteHost", id=made["id"])[1]
    assert "local storage" in refused(app.admin, "deleteHost", id=made["id"], forced=True)[1]
    app.admin.call("deleteHost", id=made["id"], forced=True, forcedestroylocalstorage=True)
    assert app.admin.call("listHosts", id=made["id"]) == {}
    shown = app.read(lambda tx: tx.one(select(vm.c.state, vm.c.reserved_host_id).where(vm.c.uuid == uuid)))
    assert tuple(shown) == ("Destroyed", None)
    assert app.read(lambda tx: tx.scalar(select(volume.c.live).join(vm, vm.c.id == volume.c.vm_id).where(vm.c.uuid == uuid))) is None
