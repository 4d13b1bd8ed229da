"""Hosts, pools, image stores, capacity and public addresses of a real cloud of simulated hosts; processes that cannot start."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.clients.cloud import Cloud
from tools.cloudkit import stack
from tools.cloudkit.api import Api, ApiFailed
from tools.cloudkit.cluster import ZONE
from tools.cloudkit.processes import NotReady
from tools.cloudkit.stack import ManagerPlan
from tools.cloudkit.zone import enable, ensure_zone

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def refused(api: Api, command: str, **params: Any) -> tuple[int, str]:
    """(code, text) of the error."""
    with pytest.raises(ApiFailed) as caught:
        api.call(command, **params)
    return caught.value.code, str(caught.value)


def test_hosts_show_what_they_have(cloud: Cloud) -> None:
    first, second = sorted(cloud.admin.listed("listHosts", "host", type="Routing"), key=lambda one: str(one["name"]))
    for host in (first, second):
        assert (host["state"], host["resourcestate"], host["hypervisor"], host["zoneid"], host["clusterid"]) == (
            "Up", "Enabled", "Simulator", cloud.zone.id, cloud.zone.cluster)
        assert host["cpunumber"] > 0
        assert host["memorytotal"] > 0
        assert host["version"]
        assert host["lastpinged"]
    for params, wanted in (({"id": first["id"]}, 1), ({"name": first["name"]}, 1), ({"keyword": "sim"}, 2), ({"state": "Down"}, 0), (
            {"hypervisor": "KVM"}, 0), ({"podid": cloud.zone.pod}, 2), ({"resourcestate": "Disabled"}, 0), ({"page": 1, "pagesize": 1}, 1)):
        assert len(cloud.admin.listed("listHosts", "host", **params)) == wanted, params


def test_adding_a_host_again_answers_it(cloud: Cloud) -> None:
    whole = {"hypervisor": "Simulator", "zoneid": cloud.zone.id, "podid": cloud.zone.pod, "clusterid": cloud.zone.cluster}
    before = {one["id"] for one in cloud.admin.listed("listHosts", "host")}
    again = cloud.admin.call("addHost", url="http://sim/c0/h0", **whole)
    assert list(again) == ["count", "host"]
    assert again["host"][0]["id"] in before
    assert {one["id"] for one in cloud.admin.listed("listHosts", "host")} == before
    code, text = refused(cloud.admin, "addHost", url="http://sim/c0/h99", **whole)
    assert code in (431, 530, 534)
    assert "h99" in text
    assert "podid" in refused(cloud.admin, "addHost", url="http://sim/c0/h0", **{**whole, "podid": UNKNOWN})[1]


def test_a_disabled_host_gets_no_vms(cloud: Cloud, base: dict[str, str], network_offering: str) -> None:
    user = cloud.user("disabled")
    network = user.call("createNetwork", name="n", displaytext="n", networkofferingid=network_offering, zoneid=cloud.zone.id)["network"]["id"]
    hosts = cloud.admin.listed("listHosts", "host")
    try:
        for host in hosts:
            changed = cloud.admin.call("updateHost", id=host["id"], allocationstate="Disable", hosttags="a,b", annotation="off")["host"]
            assert (changed["resourcestate"], changed["hosttags"], changed["annotation"]) == ("Disabled", "a,b", "off")
        code, _ = refused(user, "deployVirtualMachine", name="nowhere", networkids=network, **base)
        assert code == 533
    finally:
        for host in hosts:
            cloud.admin.call("updateHost", id=host["id"], allocationstate="Enable", hosttags="", annotation="")
    assert user.call("deployVirtualMachine", name="somewhere", networkids=network, **base)["state"] == "Running"


def test_pools(cloud: Cloud) -> None:
    (pool,) = cloud.admin.listed("listStoragePools", "storagepool")
    assert (pool["state"], pool["type"], pool["scope"], pool["path"], pool["clusterid"]) == (
        "Up", "SharedMountPoint", "CLUSTER", "/simulated/pool", cloud.zone.cluster)
    assert pool["disksizetotal"] > 0
    host = cloud.id_of("listHosts", "host")
    for params, wanted in (({"hostid": host}, 1), ({"path": "/x"}, 0), ({"scope": "CLUSTER"}, 1), ({"status": "Up"}, 1), ({"name": "disks"}, 1)):
        assert len(cloud.admin.listed("listStoragePools", "storagepool", **params)) == wanted, params
    cloud.admin.call("configureSimulator", name="ensure_pool", value="result:fail")
    try:
        code, text = refused(cloud.admin, "createStoragePool", name="broken", url="SharedMountPoint:///b", zoneid=cloud.zone.id,
                             clusterid=cloud.zone.cluster)
    finally:
        cloud.admin.call("cleanupSimulatorMock")
    assert code == 530
    assert "broken" in text
    assert cloud.admin.listed("listStoragePools", "storagepool", name="broken") == []
    assert "name one" in refused(cloud.admin, "createStoragePool", name="local", url="filesystem:///l", zoneid=cloud.zone.id)[1]


def test_image_stores(cloud: Cloud) -> None:
    (store,) = cloud.admin.listed("listImageStores", "imagestore", zoneid=cloud.zone.id)
    assert (store["providername"], store["protocol"], store["scope"], store["name"]) == ("Pileus", "pileus", "ZONE", "images")
    assert store["disksizetotal"] > 0
    (free,) = stack.free_ports(1)
    code, text = refused(cloud.admin, "addImageStore", provider="Pileus", name="dead", url=f"pileus://127.0.0.1:{free}", zoneid=cloud.zone.id)
    assert code == 534
    assert str(free) in text
    assert cloud.admin.listed("listImageStores", "imagestore", name="dead") == []
    assert "url" in refused(cloud.admin, "addImageStore", provider="Pileus", url="nfs://x/y")[1]


def test_capacity_follows_what_runs(cloud: Cloud, base: dict[str, str], network_offering: str) -> None:
    user = cloud.user("counted")
    network = user.call("createNetwork", name="n", displaytext="n", networkofferingid=network_offering, zoneid=cloud.zone.id)["network"]["id"]
    user.call("deployVirtualMachine", name="first", networkids=network, **base)
    before = {one["type"]: one["capacityused"] for one in cloud.admin.listed("listCapacity", "capacity", zoneid=cloud.zone.id)}
    assert {0, 1, 3, 4, 7} <= set(before)
    vm = user.call("deployVirtualMachine", name="second", networkids=network, **base)
    after = {one["type"]: one["capacityused"] for one in cloud.admin.listed("listCapacity", "capacity", zoneid=cloud.zone.id)}
    assert after[0] - before[0] == 512 << 20
    assert after[1] - before[1] == 500
    assert after[3] - before[3] == 1 << 30
    cloud.admin.call("destroyVirtualMachine", id=vm["id"], expunge=True)
    (memory,) = cloud.admin.listed("listCapacity", "capacity", zoneid=cloud.zone.id, type=0)
    assert memory["capacityused"] == before[0]


def test_no_public_address_left(cloud: Cloud, network_offering: str) -> None:
    plan = replace(ZONE, name="dry", public_gateway="198.19.0.1", public_netmask="255.255.255.0", public_start="198.19.0.9", public_end="198.19.0.9",
                   tags="3000-3001")
    other = ensure_zone(cloud.admin, plan)
    enable(cloud.admin, other)
    user = cloud.user("dry")
    network = user.call("createNetwork", name="n", displaytext="n", networkofferingid=network_offering, zoneid=other.id)["network"]["id"]
    (address,) = [user.call("associateIpAddress", networkid=network)]
    code, text = refused(user, "associateIpAddress", networkid=network)
    assert code == 533
    assert "no public address is left" in text
    user.call("disassociateIpAddress", id=address["id"])
    user.call("deleteNetwork", id=network)
    assert "all invariants hold" in cloud.manager.cli("check")


def test_a_port_that_is_taken(cloud: Cloud, tmp_path: Path) -> None:
    enrol, report = stack.free_ports(2)
    plan = ManagerPlan(tmp_path, {"api": cloud.ports["api"], "enrol": enrol, "report": report})
    plan.key_folder.mkdir(parents=True)
    service = plan.service()
    with pytest.raises(NotReady) as caught:
        service.start(lambda: False, 20)
    assert "ended" in str(caught.value)
    assert str(cloud.ports["api"]) in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_two_managers_with_different_keys(cloud: Cloud, tmp_path: Path) -> None:
    api, enrol, report = stack.free_ports(3)
    with closing(sqlite3.connect(cloud.folder / "pileus.db")) as source, closing(sqlite3.connect(tmp_path / "pileus.db")) as copy:
        source.backup(copy)
    plan = ManagerPlan(tmp_path, {"api": api, "enrol": enrol, "report": report}, name="stranger")
    plan.key_folder.mkdir(parents=True)
    with pytest.raises(NotReady) as caught:
        plan.service().start(lambda: False, 20)
    assert "ended" in str(caught.value)
    assert "keys" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_an_agent_whose_port_is_taken(cloud: Cloud, tmp_path: Path) -> None:
    argv = [str(stack.BIN / "pileus-agent"), "simulate", "--hosts", "1", "--state-dir", str(tmp_path), "--port", str(cloud.ports["sim"]),
            "--address-base", cloud.base]
    token = cloud.manager.token()
    done = subprocess.run([*argv, "--manager", f"127.0.0.1:{cloud.ports['enrol']}", "--token", token["token"], "--ca-fingerprint",
                           token["ca_fingerprint"]], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert str(cloud.ports["sim"]) in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
