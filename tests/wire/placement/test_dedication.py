"""Dedicated zones, pods, clusters and hosts: who may use them, and what overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sagas.harness.rows import fresh
from tests.wire.app import ApiFailure, Client
from tests.wire.placement.site import Site, refused

KINDS = ("Zone", "Pod", "Cluster", "Host")


@pytest.fixture
def site(db_url: str) -> Iterator[Site]:
    fresh(db_url)
    made = Site(db_url, 3)
    yield made
    made.app.close()


def dedicated(site: Site, kind: str, **params: Any) -> dict[str, Any]:
    """The dedication, as the job shows it."""
    result = site.admin.job(f"dedicate{kind}", **params)
    if kind == "Cluster":
        return dict(result["dedicatedcluster"])
    (one,) = result["null"]["responses"]
    return dict(one)


def group_of(client: Client) -> str:
    """The name of the group through which the caller uses what is dedicated to it."""
    (found,) = client.call("listAffinityGroups", type="ExplicitDedication")["affinitygroup"]
    return str(found["name"])


def test_a_host_for_one_account(site: Site) -> None:
    bob, eve, domain = site.app.user("bob"), site.app.user("eve"), site.app.user("bob").account["domainid"]
    host = site.host_id("h1")
    made = dedicated(site, "Host", hostid=host, domainid=domain, account="bob")
    assert (made["hostid"], made["hostname"], made["domainid"], made["accountid"]) == (host, "h1", domain, bob.account["id"])
    assert {site.host_of(site.deploy(who)) for who in (bob, eve) for _ in range(3)} <= {"h2", "h3"}  # not through the group: not there
    mine = [site.deploy(bob, affinitygroupnames=group_of(bob)) for _ in range(2)]
    assert {site.host_of(vm) for vm in mine} == {"h1"}
    shown = site.admin.call("listAffinityGroups", id=made["affinitygroupid"])["affinitygroup"][0]
    assert shown["dedicatedresources"] == [{"resourcetype": "Host", "resourceid": host, "resourcename": "h1"}]
    assert "dedicatedresources" not in bob.call("listAffinityGroups", id=made["affinitygroupid"])["affinitygroup"][0]
    assert eve.call("listAffinityGroups") == {}
    text = refused(site.admin, "deployVirtualMachine", **site.base, hostid=host).text
    assert "1 failed dedication. h1 (dedication): is dedicated to another owner" in text
    assert "already dedicated" in refused(site.admin, "dedicateHost", hostid=host, domainid=domain).text
    site.admin.job("deployVirtualMachine", **site.base, hostid=site.host_id("h2"), account="eve", domainid=eve.account["domainid"])
    busy = refused(site.admin, "dedicateHost", hostid=site.host_id("h2"), domainid=domain, account="bob")
    assert "running instances of another owner" in busy.text
    for params, wanted in (({}, 1), ({"hostid": host}, 1), ({"domainid": domain}, 1), ({"domainid": domain, "account": "bob"}, 1), (
            {"domainid": domain, "account": "eve"}, 0), ({"affinitygroupid": made["affinitygroupid"]}, 1), ({"keyword": "h1"}, 1), (
                {"keyword": "h2"}, 0), ({"page": 1, "pagesize": 1}, 1)):
        assert site.admin.call("listDedicatedHosts", **params).get("count", 0) == wanted, params
    assert refused(site.admin, "listDedicatedHosts", account="bob").status == 431
    assert refused(site.admin, "listDedicatedHosts", account="nope", domainid=domain).status == 431
    assert refused(site.admin, "releaseDedicatedHost", hostid=site.host_id("h2")).status == 431
    assert site.admin.job("releaseDedicatedHost", hostid=host) == {"success": True}
    assert site.admin.call("listDedicatedHosts") == {}
    assert bob.call("listAffinityGroups") == {}                       # it went with the last thing dedicated through it
    site.deploy(eve, hostid=None)
    assert site.admin.job("deployVirtualMachine", **site.base, hostid=host)["virtualmachine"]["hostname"] == "h1"


def test_routers_of_others_keep_off(site: Site) -> None:
    domain = site.app.user("bob").account["domainid"]
    for name in ("h1", "h2"):
        dedicated(site, "Host", hostid=site.host_id(name), domainid=domain, account="bob")
    eve = site.app.user("eve")
    site.deploy(eve)
    routers = site.admin.call("listRouters", listall=True)["router"]
    assert {one["hostname"] for one in routers} == {"h3"}


def test_a_cluster_for_a_domain(site: Site) -> None:
    domain = site.admin.call("createDomain", name="sales")["domain"]["id"]
    below = site.admin.call("createDomain", name="east", parentdomainid=domain)["domain"]["id"]
    tom, out = site.app.user("tom", domainid=below), site.app.user("out")
    cluster = site.admin.call("listClusters")["cluster"][0]["id"]
    made = dedicated(site, "Cluster", clusterid=cluster, domainid=domain)
    assert "accountid" not in made
    assert site.admin.call("listDedicatedClusters", clusterid=cluster, affinitygroupid=made["affinitygroupid"], domainid=domain, keyword="c",
                           page=1, pagesize=1)["count"] == 1
    assert site.admin.call("listDedicatedClusters", account="tom", domainid=below) == {}
    assert refused(out, "deployVirtualMachine", **site.base).status == 533
    assert refused(tom, "deployVirtualMachine", **site.base).status == 533       # not through the group
    vm = site.deploy(tom, affinitygroupnames=None, affinitygroupids=made["affinitygroupid"])
    assert vm["state"] == "Running"                                              # its router is there, too
    other = site.admin.call("createDomain", name="other")["domain"]["id"]
    host = site.host_id("h1")
    assert "already dedicated to another owner" in refused(site.admin, "dedicateHost", hostid=host, domainid=other).text
    assert site.admin.job("releaseDedicatedCluster", clusterid=cluster) == {"success": True}
    assert site.deploy(out)["state"] == "Running"


@pytest.mark.parametrize("kind", ["Pod", "Cluster"])
def test_a_place_for_one_account(site: Site, kind: str) -> None:
    bob, eve = site.app.user("bob"), site.app.user("eve")
    domain, key = bob.account["domainid"], kind.lower()
    place = {f"{key}id": site.admin.call(f"list{kind}s")[key][0]["id"]}
    made = dedicated(site, kind, **place, domainid=domain, account="bob")
    assert made["accountid"] == bob.account["id"]
    for account, wanted in (("bob", 1), ("eve", 0)):
        assert site.admin.call(f"listDedicated{kind}s", domainid=domain, account=account).get("count", 0) == wanted
    assert refused(eve, "deployVirtualMachine", **site.base).status == 533
    assert site.deploy(bob, affinitygroupnames=group_of(bob))["state"] == "Running"
    assert refused(site.admin, f"dedicate{kind}", **place, domainid=domain, account="nobody").status == 431


def test_an_outer_dedication_takes_in_the_inner_ones(site: Site) -> None:
    admin = site.admin
    domain = admin.call("createDomain", name="whole")["domain"]["id"]
    other = admin.call("createDomain", name="else")["domain"]["id"]
    site.app.user("wes", domainid=domain)
    ids = {"Zone": site.base["zoneid"], "Pod": admin.call("listPods")["pod"][0]["id"], "Host": site.host_id("h2")}
    dedicated(site, "Host", hostid=ids["Host"], domainid=other)
    clash = refused(admin, "dedicatePod", podid=ids["Pod"], domainid=domain)
    assert "h2 under this pod" in clash.text
    admin.job("releaseDedicatedHost", hostid=ids["Host"])
    dedicated(site, "Host", hostid=ids["Host"], domainid=domain)
    pod = dedicated(site, "Pod", podid=ids["Pod"], domainid=domain)
    assert admin.call("listDedicatedHosts") == {}                                # part of the pod's now
    for params, wanted in (({"podid": ids["Pod"]}, 1), ({"affinitygroupid": pod["affinitygroupid"]}, 1), ({"domainid": other}, 0), (
            {"keyword": "x"}, 0), ({"page": 1, "pagesize": 2}, 1), ({"account": "wes", "domainid": domain}, 0)):
        assert admin.call("listDedicatedPods", **params).get("count", 0) == wanted, params
    inner = dedicated(site, "Host", hostid=ids["Host"], domainid=domain, account="wes")  # an account of the pod's domain
    assert inner["accountid"]
    assert refused(admin, "dedicateZone", zoneid=ids["Zone"], domainid=other).status == 536
    admin.job("releaseDedicatedPod", podid=ids["Pod"])
    assert refused(admin, "dedicateZone", zoneid=ids["Zone"], domainid=domain, account="nope").status == 431


def test_a_dedicated_zone_is_seen_by_its_owner_alone(site: Site) -> None:
    admin = site.admin
    domain = admin.call("createDomain", name="mine")["domain"]["id"]
    zed, out = site.app.user("zed", domainid=domain), site.app.user("out")
    zone = site.base["zoneid"]
    made = dedicated(site, "Zone", zoneid=zone, domainid=domain, account="zed")
    assert made["zonename"] == "z"
    assert out.call("listZones") == {}
    assert zed.call("listZones")["count"] == 1
    assert site.deploy(zed)["state"] == "Running"                                # a zone needs no group
    with pytest.raises(ApiFailure) as caught:
        site.deploy(out)
    assert caught.value.status == 431
    assert refused(admin, "deployVirtualMachine", **site.base).status == 533     # the root admin's own VMs have no place there
    for params, wanted in (({"zoneid": zone}, 1), ({"account": "zed", "domainid": domain}, 1), ({"affinitygroupid": made["affinitygroupid"]}, 1), (
            {"keyword": "nope"}, 0), ({"page": 1, "pagesize": 2}, 1), ({"domainid": domain}, 1)):
        assert admin.call("listDedicatedZones", **params).get("count", 0) == wanted, params
    assert refused(zed, "listDedicatedZones").status == 432
    assert admin.job("releaseDedicatedZone", zoneid=zone) == {"success": True}
    assert out.call("listZones")["count"] == 1


def test_deleting_the_group_releases_what_is_dedicated(site: Site) -> None:
    made = dedicated(site, "Zone", zoneid=site.base["zoneid"], domainid=site.admin.call("createDomain", name="d")["domain"]["id"])
    site.admin.job("deleteAffinityGroup", id=made["affinitygroupid"])
    for kind in KINDS:
        assert site.admin.call(f"listDedicated{kind}s") == {}
    assert site.app.user("anyone").call("listZones")["count"] == 1


@pytest.mark.parametrize("account", [None, "owner"])
def test_a_zone_of_an_owner_that_goes_is_anybodys_again(site: Site, account: str | None) -> None:
    """Else nothing could release it: the dedication is gone, and no tenant would see the zone."""
    domain = site.admin.call("createDomain", name="leaves")["domain"]["id"]
    owner, anyone = site.app.user("owner", domainid=domain), site.app.user("anyone")
    dedicated(site, "Zone", zoneid=site.base["zoneid"], domainid=domain, **({"account": account} if account else {}))
    if account is None:
        site.admin.job("deleteDomain", id=domain, cleanup=True)
    else:
        site.admin.job("deleteAccount", id=owner.account["id"])
    assert anyone.call("listZones")["count"] == 1


def test_dedicating_while_others_deploy(site: Site) -> None:
    """Whoever comes second loses: no VM of another owner is ever on a host that was dedicated."""
    bob, eve = site.app.user("bob"), site.app.user("eve")
    site.deploy(eve)                                                             # its network and router are there
    domain, free = bob.account["domainid"], [site.host_id(f"h{number}") for number in (1, 2, 3)]

    def dedicate(host: str) -> bool:
        return int(site.admin.raw("dedicateHost", hostid=host, domainid=domain, account="bob").status) == 200

    def deploy(_: int) -> int:
        return int(eve.wait(eve.call("deployVirtualMachine", **site.base)["jobid"])["jobresultcode"])

    with ThreadPoolExecutor(9) as pool:
        deploys = [pool.submit(deploy, number) for number in range(6)]
        taken = list(pool.map(dedicate, free))
        assert {one.result() for one in deploys} <= {0, 533}
    names = {one["hostname"] for one in site.admin.call("listDedicatedHosts").get("dedicatedhost", [])}
    assert len(names) == sum(taken)
    assert names.isdisjoint(one.get("hostname") for one in site.admin.call("listVirtualMachines", listall=True)["virtualmachine"])
