"""Pods and clusters: their ranges, states and ends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manager.model.place.pod_ranges import meet
from tests.api.places.site import UNKNOWN, cluster, host, names, pod, refused, zone
from tests.wire.app import TestApp

NET = {"gateway": "172.16.0.1", "netmask": "255.255.255.0", "startip": "172.16.0.10", "endip": "172.16.0.20"}
addresses = st.integers(0, 300)


@pytest.fixture(scope="module")
def place(app: TestApp) -> dict[str, Any]:
    return zone(app.admin, "place", storageaccessgroups="z")


@pytest.fixture(scope="module")
def first(app: TestApp, place: dict[str, Any]) -> dict[str, Any]:
    return pod(app.admin, place["id"], "first", storageaccessgroups="p1,p2", allocationstate="Enabled", **NET)


def test_a_pod_shows_its_ranges(app: TestApp, place: dict[str, Any], first: dict[str, Any]) -> None:
    assert first["ipranges"] == [{"gateway": "172.16.0.1", "cidr": "172.16.0.0/24", "startip": "172.16.0.10", "endip": "172.16.0.20",
                                  "forsystemvms": "0", "vlanid": "untagged"}]
    assert (first["storageaccessgroups"], first["zonestorageaccessgroups"]) == ("p1,p2", "z")
    for params, found in (({"storageaccessgroup": "p2"}, ["first"]), ({"storageaccessgroup": "p"}, []), ({"keyword": "irs"}, ["first"]), (
            {"allocationstate": "Disabled"}, []), ({"name": "first"}, ["first"]), ({"id": first["id"]}, ["first"])):
        assert names(app.admin, "listPods", "pod", zoneid=place["id"], **params) == found, params


@pytest.mark.parametrize(("change", "words"), [
    ({}, "172.16.0.0/24 of pod first"),
    ({"gateway": "172.16.1.1", "netmask": "255.255.252.0", "startip": "172.16.2.10", "endip": "172.16.2.20"}, "172.16.0.0/24 of pod first"),
    ({"gateway": "172.16.0.129", "netmask": "255.255.255.128", "startip": "172.16.0.200", "endip": "172.16.0.201"}, "of pod first")])
def test_networks_of_two_pods_do_not_overlap(app: TestApp, place: dict[str, Any], first: dict[str, Any], change: dict[str, str], words: str) -> None:
    code, text = refused(app.admin, "createPod", name="second", zoneid=place["id"], **{**NET, **change})
    assert (code, words in text) == (431, True), text
    assert names(app.admin, "listPods", "pod", name="second") == []


def test_in_another_zone_the_same_addresses_are_others(app: TestApp, first: dict[str, Any]) -> None:
    other = zone(app.admin, "elsewhere")
    assert pod(app.admin, other["id"], "first", **NET)["startip"] == ["172.16.0.10"]


def test_a_pod_and_public_addresses_do_not_overlap(app: TestApp) -> None:
    other = zone(app.admin, "public")["id"]
    wire = app.admin.job("createPhysicalNetwork", name="w", zoneid=other)["physicalnetwork"]["id"]
    app.admin.job("addTrafficType", physicalnetworkid=wire, traffictype="Public")
    app.admin.call("createVlanIpRange", zoneid=other, forvirtualnetwork=True, vlan="untagged", gateway="172.16.0.1", netmask="255.255.255.0",
                   startip="172.16.0.15", endip="172.16.0.30")
    code, text = refused(app.admin, "createPod", name="p", zoneid=other, **NET)
    assert (code, "172.16.0.15-172.16.0.30" in text) == (431, True)


def test_changing_a_pod(app: TestApp, place: dict[str, Any]) -> None:
    made = pod(app.admin, place["id"], "moving", gateway="172.17.0.1", netmask="255.255.255.0", startip="172.17.0.10")
    changed = app.admin.call("updatePod", id=made["id"], name="moved", allocationstate="Disabled", gateway="172.18.0.1", netmask="255.255.0.0",
                             startip="172.18.3.1", endip="172.18.3.9")["pod"]
    assert (changed["name"], changed["allocationstate"], changed["gateway"], changed["netmask"], changed["startip"], changed["endip"]) == (
        "moved", "Disabled", "172.18.0.1", "255.255.0.0", ["172.18.3.1"], ["172.18.3.9"])
    for bad, word in (({"name": "first"}, "first"), ({"name": ""}, "name"), ({"gateway": "172.16.0.1", "netmask": "255.255.255.0",
                      "startip": "172.16.0.30", "endip": "172.16.0.40"}, "pod first"), ({"startip": "9.9.9.9"}, "startip")):
        code, text = refused(app.admin, "updatePod", id=made["id"], **bad)
        assert (code, word in text) == (431, True), text
    bare = pod(app.admin, place["id"], "bare")
    assert bare["ipranges"] == []
    assert "netmask" in refused(app.admin, "updatePod", id=bare["id"], gateway="172.20.0.1")[1]
    assert refused(app.admin, "updatePod", id=bare["id"], endip="Advanced")[0] == 431
    for one in (made, bare):
        app.admin.call("deletePod", id=one["id"])
    assert app.admin.call("listPods", id=made["id"]) == {}
    assert pod(app.admin, place["id"], "again", gateway="172.18.0.1", netmask="255.255.0.0", startip="172.18.3.1")["name"] == "again"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(addresses, addresses, addresses, addresses)
def test_ranges_meet_when_they_have_an_address_in_common(a: int, b: int, c: int, d: int) -> None:
    text = [f"10.0.{n >> 8}.{n & 255}" for n in (*sorted((a, b)), *sorted((c, d)))]
    ours, theirs = range(min(a, b), max(a, b) + 1), range(min(c, d), max(c, d) + 1)
    assert meet(*text) == bool(set(ours) & set(theirs))


def test_a_cluster(app: TestApp, place: dict[str, Any], first: dict[str, Any]) -> None:
    made = cluster(app.admin, first, "c1", arch="aarch64", allocationstate="Disabled", storageaccessgroups="c")
    assert (made["arch"], made["allocationstate"], made["storageaccessgroups"], made["podstorageaccessgroups"], made["zonestorageaccessgroups"]) == (
        "aarch64", "Disabled", "c", "p1,p2", "z")
    assert made["resourcedetails"] == {"cpuOvercommitRatio": "1.0", "memoryOvercommitRatio": "1.0"}
    changed = app.admin.call("updateCluster", id=made["id"], clustername="c2", allocationstate="Enabled", arch="x86_64", hypervisor="Simulator",
                             clustertype="CloudManaged", managedstate="Managed")["cluster"]
    assert (changed["name"], changed["allocationstate"], changed["arch"]) == ("c2", "Enabled", "x86_64")
    for params, found in (({"storageaccessgroup": "c"}, ["c2"]), ({"arch": "aarch64"}, []), ({"managedstate": "Managed"}, ["c2"]), (
            {"managedstate": "Unmanaged"}, []), ({"clustertype": "CloudManaged"}, ["c2"]), ({"allocationstate": "Enabled"}, ["c2"]), (
            {"keyword": "2"}, ["c2"]), ({"podid": first["id"]}, ["c2"]), ({"hypervisor": "KVM"}, [])):
        assert names(app.admin, "listClusters", "cluster", zoneid=place["id"], **params) == found, params
    cluster(app.admin, first, "c3")
    for bad, code, word in (({"clustername": "c3"}, 431, "c3"), ({"clustername": ""}, 431, "clustername"), (
            {"clustertype": "ExternalManaged"}, 431, "clustertype"), ({"managedstate": "Perhaps"}, 431, "managedstate"), (
            {"arch": "vax"}, 431, "arch")):
        assert (lambda got: (got[0], word in got[1]))(refused(app.admin, "updateCluster", id=made["id"], **bad)) == (code, True), bad
    assert refused(app.admin, "updateCluster", id=UNKNOWN)[0] == 431


def test_a_zone_of_two_architectures_says_so(app: TestApp) -> None:
    made = pod(app.admin, zone(app.admin, "mixed")["id"], "p")
    cluster(app.admin, made, "x")
    cluster(app.admin, made, "a", arch="aarch64")
    assert app.admin.call("listZones", name="mixed")["zone"][0]["ismultiarch"] is True


def test_a_cluster_with_hosts_keeps_what_they_are(app: TestApp, first: dict[str, Any]) -> None:
    inside = cluster(app.admin, first, "busy")
    made = host(app, inside, "http://sim/busy/h0")
    code, text = refused(app.admin, "updateCluster", id=inside["id"], hypervisor="KVM")
    assert (code, "it has hosts" in text) == (536, True)
    assert refused(app.admin, "deleteCluster", id=inside["id"]) == (
        536, "Cluster busy cannot be deleted: in it is 1 host (sim-busy-h0). Remove that first")
    app.admin.call("deleteHost", id=made["id"])
    app.admin.call("deleteCluster", id=inside["id"])
    assert app.admin.call("listClusters", id=inside["id"]) == {}


def test_hosts_of_an_unmanaged_cluster_are_disconnected(app: TestApp, first: dict[str, Any]) -> None:
    inside = cluster(app.admin, first, "alone")
    made = host(app, inside, "http://sim/alone/h0")
    assert app.admin.call("updateCluster", id=inside["id"], managedstate="unmanaged")["cluster"]["managedstate"] == "Unmanaged"
    assert app.admin.call("listHosts", id=made["id"])["host"][0]["state"] == "Disconnected"
    assert "Unmanaged" in refused(app.admin, "reconnectHost", id=made["id"])[1]
    assert "Unmanaged" in refused(app.admin, "addHost", hypervisor="Simulator", url="http://sim/alone/h1", zoneid=inside["zoneid"],
                                  podid=inside["podid"], clusterid=inside["id"])[1]
    app.admin.call("updateCluster", id=inside["id"], managedstate="Managed")
    assert app.admin.job("reconnectHost", id=made["id"])["host"]["state"] == "Up"
