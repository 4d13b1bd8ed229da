"""Guest VLANs one by one, and their dedication to accounts and projects."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.infra import UNKNOWN, Site, listed, refused
from tests.wire.app import Client, TestApp


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def site(admin: Client) -> Site:
    return Site(admin, "gv", "100-104,300")


def tags(client: Client, **params: Any) -> list[str]:
    return listed(client, "listGuestVlans", "guestvlan", "vlan", **params)


def test_guest_vlans_are_listed(both: TestApp, admin: Client, site: Site) -> None:
    ann = both.user("gv-ann")
    here = {"physicalnetworkid": site.physical}
    assert tags(admin, **here) == ["100", "101", "102", "103", "104", "300"]
    net = site.l2(ann, "gv-net", 102)
    outside = site.l2(ann, "gv-outside", 900)
    admin.call("dedicateGuestVlanRange", physicalnetworkid=site.physical, vlanrange="101-102", account="gv-ann", domainid=ann.account["domainid"])
    (one,) = admin.call("listGuestVlans", vnet="102", **here)["guestvlan"]
    wanted = {"vlan": "102", "account": "gv-ann", "domainid": ann.account["domainid"], "zoneid": site.zone, "zonename": "gv",
              "physicalnetworkid": site.physical, "physicalnetworkname": "gv-p", "isdedicated": True, "allocationstate": "Allocated"}
    assert {name: one[name] for name in wanted} == wanted
    assert [found["id"] for found in one["network"]] == [net["id"]]
    assert one["taken"]
    assert tags(admin, id=one["id"]) == ["102"]
    assert tags(admin, id=one["id"], vnet="103") == []
    assert tags(admin, allocatedonly=True, **here) == ["102", "900"]
    assert tags(admin, zoneid=site.zone, keyword="10") == ["100", "101", "102", "103", "104"]
    assert tags(admin, page=2, pagesize=3, **here) == ["103", "104", "300"]
    assert admin.call("listGuestVlans", page=9, pagesize=3, **here) == {"count": 7}
    (clear,) = admin.call("listGuestVlans", vnet="100", **here)["guestvlan"]
    assert (clear["allocationstate"], clear["isdedicated"], "account" in clear) == ("Free", False, False)
    assert refused(ann, "listGuestVlans").status == 432
    for gone in (net, outside):
        ann.job("deleteNetwork", id=gone["id"])


def test_a_range_of_vnis_is_not_written_out(admin: Client, site: Site) -> None:
    wide = admin.job("createPhysicalNetwork", zoneid=site.zone, name="wide", isolationmethods="VXLAN", vlan="1-16777215")["physicalnetwork"]["id"]
    assert admin.call("listGuestVlans", physicalnetworkid=wide, page=30000, pagesize=500)["count"] == 16777215


def test_dedications(both: TestApp, admin: Client) -> None:
    here = Site(admin, "gv-d", "100-120")
    ann, bob = both.user("gv-ann"), both.user("gv-bob")
    root, plan = ann.account["domainid"], {"physicalnetworkid": here.physical}
    made = admin.call("dedicateGuestVlanRange", vlanrange="100-102", account="gv-ann", domainid=root, **plan)["dedicatedguestvlanrange"]
    assert (made["account"], made["domainid"], made["guestvlanrange"]) == ("gv-ann", root, "100-102")
    joined = admin.call("dedicateGuestVlanRange", vlanrange="103", account="gv-ann", domainid=root, **plan)["dedicatedguestvlanrange"]
    assert (joined["id"], joined["guestvlanrange"]) == (made["id"], "100-103")
    project = admin.job("createProject", name="gv-project", displaytext="p")["project"]["id"]
    theirs = admin.call("dedicateGuestVlanRange", vlanrange="110-111", projectid=project, **plan)["dedicatedguestvlanrange"]
    assert (theirs["projectid"], theirs["project"], "account" in theirs) == (project, "gv-project", False)
    here.l2(bob, "gv-bobs", 115)
    for change, code, word in (
            ({"vlanrange": "102-105"}, 431, "100-103"), ({"vlanrange": "118-125"}, 431, "121-125"), ({"vlanrange": "x"}, 431, "vlanrange"),
            ({"vlanrange": "112,113"}, 431, "vlanrange"), ({"vlanrange": "114-116"}, 536, "gv-bobs"), ({"account": "nobody"}, 431, "nobody"),
            ({"account": None}, 431, "account"), ({"projectid": project}, 431, "together"),
            ({"physicalnetworkid": UNKNOWN}, 431, "physicalnetworkid")):
        failure = refused(admin, "dedicateGuestVlanRange", **{"vlanrange": "112", "account": "gv-ann", "domainid": root, **plan, **change})
        assert (failure.status, word in failure.text) == (code, True), failure.text
    key = "dedicatedguestvlanrange"
    for params, there in (
            ({"id": made["id"]}, True), ({"account": "gv-ann", "domainid": root}, True), ({"account": "gv-bob", "domainid": root}, False),
            ({"guestvlanrange": "100-103"}, True), ({"guestvlanrange": "100-102"}, False), (plan, True), ({"projectid": project}, False),
            ({"zoneid": here.zone}, True), ({"keyword": "v-an"}, True), ({"keyword": "zz"}, False), ({"domainid": root}, True)):
        assert (made["id"] in listed(admin, "listDedicatedGuestVlanRanges", key, "id", **params)) is there, params
    taken = refused(admin, "createNetwork", name="n", zoneid=here.zone, networkofferingid=here.offering("DefaultL2NetworkOfferingVlan"), vlan=101,
                    account="gv-bob", domainid=root)
    assert (taken.status, "dedicated" in taken.text) == (431, True)
    here.l2(ann, "gv-anns", 101)
    assert admin.job("releaseDedicatedGuestVlanRange", id=made["id"]) == {"success": True}
    assert refused(admin, "releaseDedicatedGuestVlanRange", id=made["id"]).status == 431
    here.l2(bob, "gv-bobs-too", 102)
    assert listed(admin, "listDedicatedGuestVlanRanges", key, "id", **plan) == [theirs["id"]]


def test_what_an_account_had_alone_is_anybodys_when_it_goes(both: TestApp, admin: Client) -> None:
    here, gone = Site(admin, "gv-gone", "100-101"), both.user("gv-gone")
    root, plan = gone.account["domainid"], {"account": "gv-gone", "domainid": gone.account["domainid"]}
    admin.call("dedicateGuestVlanRange", physicalnetworkid=here.physical, vlanrange="100-101", **plan)
    span = admin.call("createVlanIpRange", zoneid=here.zone, gateway="203.0.113.1", netmask="255.255.255.0", startip="203.0.113.5", vlan="untagged",
                      **plan)["vlan"]
    assert (span["account"], span["domainid"]) == ("gv-gone", root)
    admin.job("deleteAccount", id=gone.account["id"])
    assert listed(admin, "listDedicatedGuestVlanRanges", "dedicatedguestvlanrange", "id", physicalnetworkid=here.physical) == []
    assert "account" not in admin.call("listVlanIpRanges", id=span["id"])["vlaniprange"][0]
    here.l2(both.user("gv-bob"), "gv-free", 100)
