"""Zones, physical networks, pods, clusters: each command's parameters, answers, lists, roles and errors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.app import ApiFailure, Client, TestApp

UNKNOWN = "00000000-0000-4000-8000-000000000000"
ZONE = {"dns1": "198.18.0.1", "internaldns1": "198.18.0.2", "networktype": "Advanced"}


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def zone(admin: Client) -> dict[str, Any]:
    made: dict[str, Any] = admin.call("createZone", name="z1", dns2="198.18.0.3", guestcidraddress="10.9.0.0/16", domain="z1.example", **ZONE)["zone"]
    return made


@pytest.fixture(scope="module")
def physical(admin: Client, zone: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = admin.job("createPhysicalNetwork", name="p1", zoneid=zone["id"], isolationmethods="vlan", vlan="100-199,300-399", tags="a",
                                     networkspeed="10G")["physicalnetwork"]
    return made


@pytest.fixture(scope="module")
def pod(admin: Client, zone: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = admin.call("createPod", name="pod1", zoneid=zone["id"], gateway="172.16.0.1", netmask="255.255.255.0",
                                      startip="172.16.0.10", endip="172.16.0.20")["pod"]
    return made


@pytest.fixture(scope="module")
def cluster(admin: Client, zone: dict[str, Any], pod: dict[str, Any]) -> dict[str, Any]:
    made = admin.call("addCluster", clustername="c1", clustertype="CloudManaged", hypervisor="simulator", podid=pod["id"], zoneid=zone["id"])
    assert list(made) == ["count", "cluster"]
    first: dict[str, Any] = made["cluster"][0]
    return first


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """Its error."""
    with pytest.raises(ApiFailure) as caught:
        client.call(command, **params)
    return caught.value


def names(client: Client, command: str, key: str, **params: Any) -> list[str]:
    """Of what a list holds."""
    return [one["name"] for one in client.call(command, **params).get(key, [])]


def test_a_zone_answers_what_it_was_given(zone: dict[str, Any]) -> None:
    wanted = {"name": "z1", "dns1": "198.18.0.1", "dns2": "198.18.0.3", "internaldns1": "198.18.0.2", "guestcidraddress": "10.9.0.0/16",
              "domain": "z1.example", "networktype": "Advanced", "allocationstate": "Disabled"}
    assert {name: zone[name] for name in wanted} == wanted
    assert zone["zonetoken"]
    assert zone["localstorageenabled"] is False


def test_updating_a_zone(both: TestApp, admin: Client, zone: dict[str, Any]) -> None:
    user = both.user("ann")
    assert names(user, "listZones", "zone") == []
    early = refused(admin, "updateZone", id=zone["id"], allocationstate="Enabled")
    assert (early.status, "Management or Public" in early.text) == (431, True)
    carrier = admin.job("createPhysicalNetwork", name="p0", zoneid=zone["id"])["physicalnetwork"]["id"]
    for kind in ("Management", "Public"):
        admin.job("addTrafficType", physicalnetworkid=carrier, traffictype=kind)
    changed = admin.call("updateZone", id=zone["id"], allocationstate="enabled", dns1="198.18.0.9", details={"a": "b"},
                         localstorageenabled=True)["zone"]
    assert (changed["allocationstate"], changed["dns1"], changed["resourcedetails"], changed["localstorageenabled"]) == (
        "Enabled", "198.18.0.9", {"a": "b"}, True)
    (seen,) = user.call("listZones")["zone"]
    assert "internaldns1" not in seen
    assert "zonetoken" not in seen
    assert user.call("listZones", id=zone["id"])["count"] == 1


def test_lists_of_zones_are_filtered(admin: Client, zone: dict[str, Any]) -> None:
    other = admin.call("createZone", name="other", **ZONE)["zone"]
    for params, wanted in (({}, ["z1", "other"]), ({"name": "other"}, ["other"]), ({"keyword": "z"}, ["z1"]), ({"id": other["id"]}, ["other"]), (
            {"ids": [zone["id"], other["id"]]}, ["z1", "other"]), ({"networktype": "Basic"}, []), ({"page": 2, "pagesize": 1}, ["other"])):
        assert sorted(names(admin, "listZones", "zone", **params)) == sorted(wanted), params
    assert admin.call("listZones", page=9, pagesize=1) == {"count": 2}
    assert refused(admin, "listZones", id=UNKNOWN).status == 431


@pytest.mark.parametrize(("change", "word"), [
    ({"dns1": "nonsense"}, "dns1"), ({"networktype": "Basic"}, "networktype"), ({"guestcidraddress": "10.0.0.1/8"}, "guestcidraddress"),
    ({"name": "z1"}, "z1"), ({"name": ""}, "name"), ({"name": None}, "name"), ({"domainid": UNKNOWN}, "domainid"), ({"name": "x" * 256}, "name"),
    ({"allocationstate": "Perhaps"}, "allocationstate")])
def test_what_a_zone_may_not_be(admin: Client, zone: dict[str, Any], change: dict[str, Any], word: str) -> None:
    failure = refused(admin, "createZone", **{"name": "bad", **ZONE, **change})
    assert failure.status == 431
    assert failure.wrapper == "createzoneresponse"
    assert word in failure.text


def test_a_zone_of_one_domain_is_seen_there_only(both: TestApp, admin: Client) -> None:
    domain = admin.call("createDomain", name="closed")["domain"]["id"]
    inside = both.user("inside", domainid=domain)
    made = admin.call("createZone", name="private", allocationstate="Enabled", domainid=domain, **ZONE)["zone"]
    assert made["domainid"] == domain
    assert "private" in names(inside, "listZones", "zone")
    assert "private" not in names(both.user("ann"), "listZones", "zone")
    assert refused(both.user("ann"), "listZones", id=made["id"]).status == 431


@pytest.mark.parametrize("command", ["createZone", "updateZone", "createPhysicalNetwork", "updatePhysicalNetwork", "addTrafficType", "createPod",
                                     "addCluster", "addHost", "createStoragePool", "addImageStore", "configureSimulator", "listHosts", "listPods",
                                     "listClusters", "listStoragePools", "listImageStores", "listCapacity", "createServiceOffering",
                                     "listPhysicalNetworks", "listTrafficTypes", "updateNetworkServiceProvider", "createNetworkOffering"])
def test_users_are_not_told_of_admins_commands(both: TestApp, command: str) -> None:
    failure = refused(both.user("ann"), command)
    assert failure.status == 432
    assert "does not exist or is not available" in failure.text


def test_a_physical_network(admin: Client, zone: dict[str, Any], physical: dict[str, Any]) -> None:
    assert (physical["state"], physical["vlan"], physical["isolationmethods"], physical["networkspeed"], physical["tags"], physical["zoneid"]) == (
        "Disabled", "100-199,300-399", "VLAN", "10G", "a", zone["id"])
    changed = admin.job("updatePhysicalNetwork", id=physical["id"], state="Enabled", vlan="500-600")["physicalnetwork"]
    assert (changed["state"], changed["vlan"], changed["tags"]) == ("Enabled", "500-600", "a")
    assert names(admin, "listPhysicalNetworks", "physicalnetwork", zoneid=zone["id"], name="p1") == ["p1"]
    assert names(admin, "listPhysicalNetworks", "physicalnetwork", name="p2") == []


@pytest.mark.parametrize(("change", "word"), [
    ({"vlan": "0-99999"}, "vlan"), ({"vlan": "x"}, "vlan"), ({"vlan": "200-100"}, "vlan"), ({"isolationmethods": "GRE"}, "isolationmethods"),
    ({"zoneid": UNKNOWN}, "zoneid"), ({"broadcastdomainrange": "WORLD"}, "broadcastdomainrange")])
def test_what_a_physical_network_may_not_be(admin: Client, zone: dict[str, Any], change: dict[str, Any], word: str) -> None:
    failure = refused(admin, "createPhysicalNetwork", **{"name": "bad", "zoneid": zone["id"], **change})
    assert failure.status == 431
    assert word in failure.text
    assert names(admin, "listPhysicalNetworks", "physicalnetwork", name="bad") == []


def test_traffic_types(admin: Client, physical: dict[str, Any]) -> None:
    made = admin.job("addTrafficType", physicalnetworkid=physical["id"], traffictype="guest", kvmnetworklabel="cloudbr0")["traffictype"]
    assert (made["traffictype"], made["kvmnetworklabel"], made["physicalnetworkid"]) == ("Guest", "cloudbr0", physical["id"])
    assert admin.call("listTrafficTypes", physicalnetworkid=physical["id"])["count"] == 1
    assert refused(admin, "addTrafficType", physicalnetworkid=physical["id"], traffictype="Guest").status in (431, 536)
    assert "traffictype" in refused(admin, "addTrafficType", physicalnetworkid=physical["id"], traffictype="Radio").text
    assert "kvmnetworklabel" in refused(admin, "addTrafficType", physicalnetworkid=physical["id"], traffictype="Public", kvmnetworklabel="a b").text


def test_providers_and_their_routers(admin: Client, physical: dict[str, Any]) -> None:
    found = {one["name"]: one for one in admin.call("listNetworkServiceProviders", physicalnetworkid=physical["id"])["networkserviceprovider"]}
    router = found["VirtualRouter"]
    assert router["state"] == "Disabled"
    assert {"Dhcp", "Dns", "SourceNat", "Firewall", "PortForwarding", "StaticNat", "UserData"} <= set(router["servicelist"])
    (element,) = admin.call("listVirtualRouterElements", nspid=router["id"])["virtualrouterelement"]
    assert element["enabled"] is False
    assert admin.job("configureVirtualRouterElement", id=element["id"], enabled=True)["virtualrouterelement"]["enabled"] is True
    assert admin.call("listVirtualRouterElements", nspid=router["id"], enabled=False) == {}
    assert admin.job("updateNetworkServiceProvider", id=router["id"], state="Enabled")["networkserviceprovider"]["state"] == "Enabled"
    enabled = admin.call("listNetworkServiceProviders", physicalnetworkid=physical["id"], state="Enabled", name="VirtualRouter")
    assert enabled["count"] == 1


def test_a_pod(admin: Client, zone: dict[str, Any], pod: dict[str, Any]) -> None:
    assert (pod["gateway"], pod["netmask"], pod["startip"], pod["endip"], pod["allocationstate"], pod["zonename"]) == (
        "172.16.0.1", "255.255.255.0", ["172.16.0.10"], ["172.16.0.20"], "Enabled", "z1")
    assert names(admin, "listPods", "pod", zoneid=zone["id"]) == ["pod1"]
    assert names(admin, "listPods", "pod", allocationstate="Disabled") == []
    assert names(admin, "listPods", "pod", id=pod["id"], keyword="od") == ["pod1"]


@pytest.mark.parametrize(("change", "word"), [
    ({"name": "pod1"}, "pod1"), ({"gateway": "1.2.3.4"}, "netmask"), ({"startip": "10.0.0.9"}, "startip"), ({"gateway": "172.16.0.10"}, "gateway"),
    ({"netmask": "255.0.255.0"}, "netmask"), ({"endip": "172.16.0.1"}, "startip")])
def test_what_a_pod_may_not_be(admin: Client, zone: dict[str, Any], pod: dict[str, Any], change: dict[str, Any], word: str) -> None:
    plan = {"name": "bad", "gateway": "172.16.0.1", "netmask": "255.255.255.0", "startip": "172.16.0.10"}
    if "gateway" in change and word == "netmask":
        plan = {"name": "bad"}
    failure = refused(admin, "createPod", zoneid=zone["id"], **{**plan, **change})
    assert failure.status == 431
    assert word in failure.text


def test_a_cluster(admin: Client, zone: dict[str, Any], pod: dict[str, Any], cluster: dict[str, Any]) -> None:
    assert (cluster["name"], cluster["hypervisortype"], cluster["clustertype"], cluster["podid"], cluster["allocationstate"]) == (
        "c1", "Simulator", "CloudManaged", pod["id"], "Enabled")
    for params, wanted in (({"zoneid": zone["id"]}, ["c1"]), ({"podid": pod["id"]}, ["c1"]), ({"hypervisor": "KVM"}, []), ({"name": "c1"}, ["c1"]), (
            {"name": "c2"}, []), ({"id": cluster["id"]}, ["c1"])):
        assert names(admin, "listClusters", "cluster", **params) == wanted, params
    whole = {"clustertype": "CloudManaged", "hypervisor": "Simulator", "podid": pod["id"], "zoneid": zone["id"]}
    assert "c1" in refused(admin, "addCluster", clustername="c1", **whole).text
    assert "hypervisor" in refused(admin, "addCluster", clustername="c3", **{**whole, "hypervisor": "VMware"}).text
    other = admin.call("listZones", name="other")["zone"][0]["id"]
    assert refused(admin, "addCluster", clustername="c3", **{**whole, "zoneid": other}).status == 431


def test_what_needs_hosts_says_so(admin: Client, zone: dict[str, Any], cluster: dict[str, Any]) -> None:
    assert refused(admin, "configureSimulator", name="*", value="result:fail").status == 534
    pool = refused(admin, "createStoragePool", name="p", url="SharedMountPoint:///mnt", zoneid=zone["id"], clusterid=cluster["id"])
    assert (pool.status, "add a host first" in pool.text) == (534, True)
    for url in ("nonsense", "filesystem://x", "nfs://h/x", "SharedMountPoint:///"):
        assert "url" in refused(admin, "createStoragePool", name="p", url=url, zoneid=zone["id"]).text
    host = refused(admin, "addHost", url="http://nobody", hypervisor="Simulator", zoneid=zone["id"], podid=cluster["podid"], clusterid=cluster["id"])
    assert "nobody" in host.text
    assert admin.call("listHosts") == {}
    store = refused(admin, "registerTemplate", name="t", format="QCOW2", hypervisor="Simulator", url="sim://t")
    assert (store.status, "addImageStore" in store.text) == (534, True)


def test_events_tell_who_did_it(admin: Client, zone: dict[str, Any]) -> None:
    found = admin.call("listEvents", type="ZONE.CREATE")["event"]
    assert any(one["resourceid"] == zone["id"] and one["username"] == "admin" for one in found)
