"""Ranges of addresses: public ones and whose they are, management and storage ranges, addresses of pods."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.infra import UNKNOWN, ZONE, Site, listed, refused
from tests.wire.app import Client, TestApp

PUBLIC = {"gateway": "203.0.113.1", "netmask": "255.255.255.0", "vlan": "untagged", "forvirtualnetwork": True}


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def site(admin: Client) -> Site:
    return Site(admin, "ar")


def ranges(client: Client, **params: Any) -> list[str]:
    return listed(client, "listVlanIpRanges", "vlaniprange", "startip", **params)


def free(admin: Client, range_id: str) -> int:
    """How many addresses the range has."""
    return int(admin.call("listPublicIpAddresses", vlanid=range_id, allocatedonly=False, listall=True).get("count", 0))


def test_a_public_range_answers_what_it_was_given(both: TestApp, admin: Client, site: Site) -> None:
    ann = both.user("ar-ann")
    made = admin.call("createVlanIpRange", zoneid=site.zone, physicalnetworkid=site.physical, account="ar-ann", domainid=ann.account["domainid"],
                      startip="203.0.113.10", endip="203.0.113.19", **{**PUBLIC, "vlan": "vlan://77"})["vlan"]
    wanted = {"zoneid": site.zone, "physicalnetworkid": site.physical, "account": "ar-ann", "domainid": ann.account["domainid"], "vlan": "vlan://77",
              "startip": "203.0.113.10", "endip": "203.0.113.19", "gateway": "203.0.113.1", "netmask": "255.255.255.0", "cidr": "203.0.113.0/24",
              "forvirtualnetwork": True, "forsystemvms": False}
    assert {name: made[name] for name in wanted} == wanted
    for params, there in (
            ({"id": made["id"]}, True), ({"account": "ar-ann", "domainid": ann.account["domainid"]}, True), ({"forvirtualnetwork": False}, False),
            ({"physicalnetworkid": site.physical}, True), ({"vlan": "77"}, True), ({"vlan": "78"}, False), ({"zoneid": site.zone}, True),
            ({"keyword": "113.1"}, True), ({"keyword": "%"}, False), ({"domainid": ann.account["domainid"]}, True)):
        assert ("203.0.113.10" in ranges(admin, **params)) is there, params
    pod = site.pod("ar-listed", 40)
    assert ranges(admin, podid=pod) == []
    assert admin.call("deleteVlanIpRange", id=made["id"]) == {"success": True}
    assert admin.call("listVlanIpRanges", id=made["id"]) == {}
    assert refused(admin, "deleteVlanIpRange", id=made["id"]).status == 431


def test_ranges_do_not_overlap(admin: Client, site: Site) -> None:
    pod = site.pod("ar-near", 41)
    made = admin.call("createVlanIpRange", zoneid=site.zone, startip="203.0.113.100", endip="203.0.113.109", **PUBLIC)["vlan"]
    for change, word in (
            ({"startip": "203.0.113.95", "endip": "203.0.113.100"}, "203.0.113.100-203.0.113.109"), ({"startip": "203.0.113.105"}, "overlaps"),
            ({"startip": "203.0.113.9", "gateway": "203.0.113.2"}, "gateway 203.0.113.1"),
            ({"startip": "203.0.113.9", "netmask": "255.255.0.0"}, "overlaps"),
            ({"startip": "10.0.0.1"}, "network"), ({"startip": "203.0.113.1"}, "gateway"),
            ({"startip": "203.0.113.9", "endip": "203.0.113.8"}, "after"),
            ({"startip": "x"}, "startip"), ({"startip": "fd00::1"}, "startip"), ({"startip": ""}, "startip"),
            ({"startip": "203.0.113.9", "vlan": "150"}, "guest"),
            ({"startip": "203.0.113.9", "vlan": "4095"}, "vlan"), ({"startip": "203.0.113.9", "podid": pod}, "podid"),
            ({"startip": "203.0.113.9", "forvirtualnetwork": False}, "forvirtualnetwork"),
            ({"startip": "203.0.113.9", "networkid": UNKNOWN}, "networkid"),
            ({"startip": "172.16.41.12", "gateway": "172.16.41.1"}, "management range"),
            ({"startip": "203.0.113.9", "startipv6": "fd00::1"}, "startipv6")):
        failure = refused(admin, "createVlanIpRange", **{"zoneid": site.zone, **PUBLIC, **change})
        assert (failure.status, word in failure.text) == (431, True), (change, failure.text)
    assert free(admin, made["id"]) == 10
    admin.call("deleteVlanIpRange", id=made["id"])


def test_changing_a_public_range(both: TestApp, admin: Client, site: Site) -> None:
    ann = both.user("ar-ann")
    made = admin.call("createVlanIpRange", zoneid=site.zone, startip="203.0.113.50", endip="203.0.113.55", **PUBLIC)["vlan"]["id"]
    grown = admin.call("updateVlanIpRange", id=made, startip="203.0.113.48", endip="203.0.113.59")["vlan"]
    assert (grown["startip"], grown["endip"], free(admin, made)) == ("203.0.113.48", "203.0.113.59", 12)
    moved = admin.call("updateVlanIpRange", id=made, gateway="203.0.113.254", netmask="255.255.254.0", endip="203.0.113.55")["vlan"]
    assert (moved["gateway"], moved["netmask"], moved["cidr"], free(admin, made)) == ("203.0.113.254", "255.255.254.0", "203.0.112.0/23", 8)
    net = ann.call("createNetwork", name="ar-net", zoneid=site.zone,
                   networkofferingid=site.offering("DefaultIsolatedNetworkOfferingWithSourceNatService"))["network"]["id"]
    taken = ann.call("associateIpAddress", networkid=net, ipaddress="203.0.113.50")["id"]
    for change, word in (({"startip": "203.0.113.51"}, "203.0.113.50"), ({"gateway": "203.0.113.253"}, "gateway"),
                         ({"forsystemvms": True}, "203.0.113.50")):
        busy = refused(admin, "updateVlanIpRange", id=made, **change)
        assert (busy.status, word in busy.text) == (536, True), busy.text
    busy = refused(admin, "deleteVlanIpRange", id=made)
    assert (busy.status, "203.0.113.50" in busy.text, "ar-net" in busy.text) == (536, True, True)
    assert free(admin, made) == 8
    ann.job("disassociateIpAddress", id=taken)
    ann.job("deleteNetwork", id=net)
    kept = admin.call("updateVlanIpRange", id=made, forsystemvms=True)["vlan"]
    assert kept["forsystemvms"] is True
    other = admin.call("createVlanIpRange", zoneid=site.zone, startip="203.0.114.9", forsystemvms=True, gateway="203.0.114.1",
                       netmask="255.255.255.0")["vlan"]
    assert other["forsystemvms"] is True
    admin.call("deleteVlanIpRange", id=other["id"])
    net = ann.call("createNetwork", name="ar-net", zoneid=site.zone,
                   networkofferingid=site.offering("DefaultIsolatedNetworkOfferingWithSourceNatService"))["network"]["id"]
    assert refused(ann, "associateIpAddress", networkid=net).status == 533
    assert ranges(admin, networkid=net) == []
    assert "system VMs" in refused(admin, "dedicatePublicIpRange", id=made, domainid=ann.account["domainid"]).text
    assert "dedicated" in refused(admin, "createVlanIpRange", zoneid=site.zone, startip="203.0.113.9", forsystemvms=True, account="ar-ann",
                                  domainid=ann.account["domainid"], **PUBLIC).text
    assert "startipv6" in refused(admin, "updateVlanIpRange", id=made, startipv6="fd00::1").text
    ann.job("deleteNetwork", id=net)
    admin.call("deleteVlanIpRange", id=made)


def test_dedicated_public_ranges(both: TestApp, admin: Client, site: Site) -> None:
    ann, bob = both.user("ar-ann"), both.user("ar-bob")
    root = ann.account["domainid"]
    own, common = (admin.call("createVlanIpRange", zoneid=site.zone, startip=first, endip=last, **PUBLIC)["vlan"]["id"] for first, last in (
        ("203.0.113.70", "203.0.113.70"), ("203.0.113.80", "203.0.113.84")))
    held = admin.call("dedicatePublicIpRange", id=own, domainid=root, account="ar-ann")["vlan"]
    assert (held["account"], held["domainid"]) == ("ar-ann", root)
    assert "already" in refused(admin, "dedicatePublicIpRange", id=own, domainid=root).text
    offering = site.offering("DefaultIsolatedNetworkOfferingWithSourceNatService")
    nets = {name: client.call("createNetwork", name="ar-d", zoneid=site.zone, networkofferingid=offering)["network"]["id"]
            for name, client in (("ann", ann), ("bob", bob))}

    def take(client: Client, name: str, **more: Any) -> str:
        got = client.call("associateIpAddress", networkid=nets[name], **more)["id"]
        return str(client.call("listPublicIpAddresses", id=got)["publicipaddress"][0]["ipaddress"])
    assert refused(bob, "associateIpAddress", networkid=nets["bob"], ipaddress="203.0.113.70").status in (431, 533)
    assert take(ann, "ann") == "203.0.113.70"
    admin.call("updateConfiguration", name="use.system.public.ips", value="false", accountid=ann.account["id"])
    assert refused(ann, "associateIpAddress", networkid=nets["ann"]).status == 533
    admin.call("updateConfiguration", name="use.system.public.ips", value="true", accountid=ann.account["id"])
    assert take(ann, "ann").startswith("203.0.113.8")
    busy = refused(admin, "dedicatePublicIpRange", id=common, domainid=root, account="ar-bob")
    assert (busy.status, "another account" in busy.text) == (536, True)
    assert take(bob, "bob").startswith("203.0.113.8")
    assert admin.call("releasePublicIpRange", id=own) == {"success": True}
    assert refused(admin, "releasePublicIpRange", id=own).status == 431
    assert "account" not in admin.call("listVlanIpRanges", id=own)["vlaniprange"][0]


def test_projects_and_domains_have_ranges(both: TestApp, admin: Client, site: Site) -> None:
    project = admin.job("createProject", name="ar-project", displaytext="p")["project"]["id"]
    root = both.user("ar-ann").account["domainid"]
    made = admin.call("createVlanIpRange", zoneid=site.zone, projectid=project, startip="203.0.113.120", **PUBLIC)["vlan"]
    assert (made["projectid"], made["project"], "account" in made) == (project, "ar-project", False)
    assert ranges(admin, projectid=project) == ["203.0.113.120"]
    admin.call("releasePublicIpRange", id=made["id"])
    assert ranges(admin, projectid=project) == []
    assert admin.call("dedicatePublicIpRange", id=made["id"], domainid=root, projectid=project)["vlan"]["projectid"] == project
    admin.call("releasePublicIpRange", id=made["id"])
    other = admin.call("createDomain", name="ar-domain")["domain"]["id"]
    assert admin.call("dedicatePublicIpRange", id=made["id"], domainid=other)["vlan"]["domain"] == "ar-domain"
    assert "projectid" in refused(admin, "dedicatePublicIpRange", id=made["id"], domainid=other, projectid=project).text
    admin.call("deleteVlanIpRange", id=made["id"])


def test_management_ranges(admin: Client, site: Site) -> None:
    pod = site.pod("ar-pod", 50)
    whole: dict[str, Any] = {"podid": pod, "gateway": "172.16.50.1", "netmask": "255.255.255.0"}
    made = admin.job("createManagementNetworkIpRange", startip="172.16.50.30", endip="172.16.50.39", forsystemvms=True, vlan="12", **whole)["pod"]
    assert (made["startip"], made["endip"], made["forsystemvms"], made["vlanid"]) == (
        ["172.16.50.10", "172.16.50.30"], ["172.16.50.19", "172.16.50.39"], ["0", "1"], ["untagged", "12"])
    for change, word in (({"startip": "172.16.50.35"}, "172.16.50.30-172.16.50.39"), ({"startip": "172.16.51.1"}, "startip"),
                         ({"startip": "172.16.50.40", "vlan": "x"}, "vlan"), ({"startip": "172.16.50.45", "endip": "172.16.50.44"}, "endip"),
                         ({"startip": "172.16.50.40", "gateway": "172.16.50.2"}, "gateway"), ({"startip": "172.16.50.0"}, "startip"),
                         ({"startip": "172.16.50.40", "netmask": "255.0.255.0"}, "netmask"),
                         ({"startip": "172.16.50.40", "podid": UNKNOWN}, "podid")):
        failure = refused(admin, "createManagementNetworkIpRange", **{**whole, **change})
        assert (failure.status, word in failure.text) == (431, True), failure.text
    admin.job("updatePodManagementNetworkIpRange", podid=pod, currentstartip="172.16.50.30", currentendip="172.16.50.39", newstartip="172.16.50.31",
              newendip="172.16.50.41")
    assert admin.call("listPods", id=pod)["pod"][0]["endip"] == ["172.16.50.19", "172.16.50.41"]
    gone: dict[str, Any] = {"podid": pod, "startip": "172.16.50.31", "endip": "172.16.50.41"}
    assert refused(admin, "deleteManagementNetworkIpRange", vlan="untagged", **gone).status == 431
    assert refused(admin, "updatePodManagementNetworkIpRange", podid=pod, currentstartip="172.16.50.30", currentendip="172.16.50.39",
                   newendip="172.16.50.40").status == 431
    assert "newstartip" in refused(admin, "updatePodManagementNetworkIpRange", podid=pod, currentstartip="172.16.50.31",
                                   currentendip="172.16.50.41").text
    assert admin.job("deleteManagementNetworkIpRange", vlan="12", **gone) == {"success": True}
    assert admin.call("listPods", id=pod)["pod"][0]["startip"] == ["172.16.50.10"]


def test_addresses_of_a_pod(admin: Client, site: Site) -> None:
    pod = admin.call("createPod", name="ar-two", zoneid=site.zone, gateway="172.16.60.1", netmask="255.255.255.0", startip="172.16.60.10",
                     endip="172.16.60.11")["pod"]["id"]
    got = [admin.call("acquirePodIpAddress", zoneid=site.zone, podid=pod)["acquirepodipaddress"] for _ in range(2)]
    assert {one["ipaddress"] for one in got} == {"172.16.60.10", "172.16.60.11"}
    assert {(one["gateway"], one["cidr"], one["podid"]) for one in got} == {("172.16.60.1", "172.16.60.0/24", got[0]["podid"])}
    assert len({one["hostmac"] for one in got}) == 2
    assert refused(admin, "acquirePodIpAddress", zoneid=site.zone, podid=pod).status == 533
    busy = refused(admin, "deleteManagementNetworkIpRange", podid=pod, startip="172.16.60.10", endip="172.16.60.11", vlan="untagged")
    assert (busy.status, "172.16.60.10" in busy.text) == (536, True)
    busy = refused(admin, "updatePodManagementNetworkIpRange", podid=pod, currentstartip="172.16.60.10", currentendip="172.16.60.11",
                   newstartip="172.16.60.11")
    assert (busy.status, "172.16.60.10" in busy.text) == (536, True)
    assert admin.call("releasePodIpAddress", id=got[0]["id"]) == {"success": True}
    assert refused(admin, "releasePodIpAddress", id=got[0]["id"]).status == 431
    assert refused(admin, "releasePodIpAddress", id="x").status == 431
    assert admin.call("acquirePodIpAddress", zoneid=site.zone)["acquirepodipaddress"]["ipaddress"].startswith("172.16.")
    for params in ({"zoneid": UNKNOWN}, {"zoneid": site.zone, "podid": UNKNOWN}, {"zoneid": "x' OR 1=1"}):
        failure = refused(admin, "acquirePodIpAddress", **params)
        assert (failure.status, failure.wrapper) == (431, "acquirepodipaddress")


def test_storage_ranges(admin: Client, site: Site) -> None:
    pod = site.pod("ar-storage", 70)
    whole: dict[str, Any] = {"podid": pod, "gateway": "10.70.0.1", "netmask": "255.255.255.0"}
    made = admin.job("createStorageNetworkIpRange", startip="10.70.0.10", endip="10.70.0.20", vlan=9, **whole)["storagenetworkiprange"]
    wanted = {"podid": pod, "zoneid": site.zone, "gateway": "10.70.0.1", "netmask": "255.255.255.0", "startip": "10.70.0.10", "endip": "10.70.0.20",
              "vlan": 9}
    assert {name: made[name] for name in wanted} == wanted
    for change, word in (({"startip": "10.70.0.15"}, "10.70.0.10-10.70.0.20"), ({"startip": "10.71.0.1"}, "startip"),
                         ({"startip": "10.70.0.30"}, "VLAN 9"),
                         ({"startip": "10.70.0.30", "vlan": 4095}, "vlan"),
                         ({"startip": "172.16.70.12", "gateway": "172.16.70.1"}, "management range")):
        failure = refused(admin, "createStorageNetworkIpRange", **{**whole, **change})
        assert (failure.status, word in failure.text) == (431, True), failure.text
    changed = admin.job("updateStorageNetworkIpRange", id=made["id"], startip="10.70.0.11", endip="10.70.0.30", netmask="255.255.254.0", vlan=10)[
        "storagenetworkiprange"]
    assert (changed["startip"], changed["endip"], changed["netmask"], changed["vlan"]) == ("10.70.0.11", "10.70.0.30", "255.255.254.0", 10)
    for params, there in (({"id": made["id"]}, True), ({"podid": pod}, True), ({"zoneid": site.zone}, True), ({"keyword": "70.0.1"}, True),
                          ({"keyword": "zz"}, False)):
        assert (listed(admin, "listStorageNetworkIpRange", "storagenetworkiprange", "id", **params) == [made["id"]]) is there, params
    assert admin.job("deleteStorageNetworkIpRange", id=made["id"]) == {"success": True}
    assert admin.call("listStorageNetworkIpRange", id=made["id"]) == {}
    assert refused(admin, "deleteStorageNetworkIpRange", id=made["id"]).status == 431
    bare = admin.call("createZone", name="ar-bare", **ZONE)["zone"]["id"]
    lone = admin.call("createPod", name="p", zoneid=bare)["pod"]["id"]
    assert "addTrafficType" in refused(admin, "createStorageNetworkIpRange", **{**whole, "podid": lone, "startip": "10.70.0.10"}).text
