"""Zones: what they are given, who sees them, when they may be enabled and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.places.site import UNKNOWN, ZONE, cluster, host, names, pod, refused, zone
from tests.wire.app import TestApp


def test_what_a_zone_is_given(app: TestApp) -> None:
    domain = app.admin.call("createDomain", name="d1")["domain"]["id"]
    made = zone(app.admin, "given", dns2="198.18.0.3", internaldns2="198.18.0.4", domain="given.example", domainid=domain, isedge=True,
                guestcidraddress="10.9.0.0/16", localstorageenabled=True, securitygroupenabled=True, storageaccessgroups="fast,slow,fast",
                allocationstate="Disabled")
    wanted = {"dns2": "198.18.0.3", "internaldns2": "198.18.0.4", "domain": "given.example", "domainid": domain, "type": "Edge",
              "guestcidraddress": "10.9.0.0/16", "localstorageenabled": True, "securitygroupsenabled": True, "storageaccessgroups": "fast,slow",
              "allocationstate": "Disabled", "ismultiarch": False}
    assert {name: made[name] for name in wanted} == wanted
    for params, found in (({"storageaccessgroup": "slow"}, ["given"]), ({"storageaccessgroup": "low"}, []), ({"domainid": domain}, ["given"]), (
            {"available": True}, []), ({"available": False}, []), ({"showicon": True, "name": "given"}, ["given"])):
        assert names(app.admin, "listZones", "zone", **params) == found, params
    public = app.admin.call("updateZone", id=made["id"], ispublic=True, dhcpprovider="virtualrouter", dns1="198.18.0.9", dns2="198.18.0.8",
                            internaldns1="198.18.0.7", internaldns2="198.18.0.6", domain="new.example", guestcidraddress="10.8.0.0/16",
                            localstorageenabled=False, name="renamed", sortkey=7, details={"k": "v"}, allocationstate="Disabled")["zone"]
    wanted = {"dhcpprovider": "VirtualRouter", "dns1": "198.18.0.9", "dns2": "198.18.0.8", "internaldns1": "198.18.0.7",
              "internaldns2": "198.18.0.6", "domain": "new.example", "guestcidraddress": "10.8.0.0/16", "localstorageenabled": False,
              "name": "renamed", "resourcedetails": {"k": "v"}}
    assert {name: public[name] for name in wanted} == wanted
    assert "domainid" not in public
    app.admin.call("deleteZone", id=made["id"])


def test_the_order_of_zones(app: TestApp) -> None:
    first, second = zone(app.admin, "order-1"), zone(app.admin, "order-2")
    app.admin.call("updateZone", id=first["id"], sortkey=9)
    assert names(app.admin, "listZones", "zone", keyword="order") == ["order-2", "order-1"]
    for one in (first, second):
        app.admin.call("deleteZone", id=one["id"])


def test_a_zone_that_is_half_set_up_is_not_enabled(app: TestApp) -> None:
    made = zone(app.admin, "half")
    code, text = refused(app.admin, "updateZone", id=made["id"], allocationstate="Enabled", name="changed")
    assert (code, "no physical network of it carries Management or Public traffic" in text) == (431, True)
    assert names(app.admin, "listZones", "zone", id=made["id"]) == ["half"]
    grouped = zone(app.admin, "grouped", securitygroupenabled=True)
    assert "carries Management traffic" in refused(app.admin, "updateZone", id=grouped["id"], allocationstate="Enabled")[1]
    physical = app.admin.job("createPhysicalNetwork", name="p", zoneid=grouped["id"])["physicalnetwork"]["id"]
    app.admin.job("addTrafficType", physicalnetworkid=physical, traffictype="Management")
    assert app.admin.call("updateZone", id=grouped["id"], allocationstate="Enabled")["zone"]["allocationstate"] == "Enabled"


def test_capacities_are_shown_when_they_are_asked_for(app: TestApp) -> None:
    inside = cluster(app.admin, pod(app.admin, zone(app.admin, "counted")["id"], "pod"), "c")
    host(app, inside, "http://sim/counted/h0")
    for command, key, where in (("listZones", "zone", inside["zoneid"]), ("listPods", "pod", inside["podid"]), (
            "listClusters", "cluster", inside["id"])):
        (shown,) = app.admin.call(command, id=where, showcapacities=True)[key]
        (memory,) = [one for one in shown["capacity"] if one["name"] == "MEMORY"]
        assert (memory["capacitytotal"], memory["zonename"]) == (16 << 30, "counted")
        assert "capacity" not in app.admin.call(command, id=where)[key][0]


def test_a_zone_with_something_in_it_stays(app: TestApp) -> None:
    made = zone(app.admin, "full")
    inside = pod(app.admin, made["id"], "p1")
    cluster(app.admin, inside, "c1")
    app.admin.job("createPhysicalNetwork", name="wire", zoneid=made["id"])
    code, text = refused(app.admin, "deleteZone", id=made["id"])
    assert (code, text) == (536, "Zone full cannot be deleted: in it are 1 pod (p1); 1 cluster (c1); 1 physical network (wire). Remove that first")
    assert refused(app.admin, "deletePod", id=inside["id"]) == (536, "Pod p1 cannot be deleted: in it is 1 cluster (c1). Remove that first")


def test_a_deleted_zone_is_gone_with_what_was_said_of_it(app: TestApp) -> None:
    made = zone(app.admin, "gone")
    app.admin.call("updateZone", id=made["id"], details={"a": "b"})
    app.admin.call("addAnnotation", entitytype="ZONE", entityid=made["id"], annotation="old")
    app.admin.call("updateConfiguration", name="cpu.overprovisioning.factor", value="1.5", clusterid=cluster(
        app.admin, pod(app.admin, made["id"], "p"), "c")["id"])
    (inside,) = app.admin.call("listClusters", zoneid=made["id"])["cluster"]
    app.admin.call("deleteCluster", id=inside["id"])
    app.admin.call("deletePod", id=inside["podid"])
    assert app.admin.call("deleteZone", id=made["id"])["success"] in (True, "true")
    assert app.admin.call("listZones", id=made["id"]) == {}
    assert app.admin.call("listAnnotations", entityid=made["id"], id=UNKNOWN) == {}
    assert refused(app.admin, "deleteZone", id=made["id"])[0] == 431
    again = zone(app.admin, "gone")
    assert "resourcedetails" not in again


@pytest.mark.parametrize("parameter", ["ip6dns1", "ip6dns2", "dnssearchorder"])
def test_what_waits_for_a_later_capability_is_refused(app: TestApp, parameter: str) -> None:
    made = zone(app.admin, f"later-{parameter}")
    assert refused(app.admin, "updateZone", id=made["id"], **{parameter: "2001:db8::1"})[0] == 431


def test_users_see_no_storage_access_groups(app: TestApp) -> None:
    assert refused(app.user("ann"), "listZones", storageaccessgroup="fast")[0] == 531
    made: dict[str, Any] = zone(app.admin, "open", allocationstate="Enabled", storageaccessgroups="fast")
    (seen,) = app.user("ann").call("listZones", id=made["id"], showcapacities=True)["zone"]
    assert not {"storageaccessgroups", "capacity", "resourcedetails", "zonetoken"} & set(seen)


def test_names_in_any_script_and_bad_ones(app: TestApp) -> None:
    made = zone(app.admin, "ゾーン <b>&'\"")
    assert names(app.admin, "listZones", "zone", name="ゾーン <b>&'\"") == ["ゾーン <b>&'\""]
    for bad in ("", "x" * 256, "a\x00b", "ゾーン <b>&'\""):
        assert refused(app.admin, "createZone", **{**ZONE, "name": bad})[0] == 431, bad
    many = ",".join("y" * 250 + str(n) for n in range(5))
    assert refused(app.admin, "createZone", name="g", storageaccessgroups=many, **ZONE)[0] == 431
    app.admin.call("deleteZone", id=made["id"])
