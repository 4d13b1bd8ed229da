"""Affinity groups: who makes them, who sees them, and where VMs go because of them, also when they start at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from manager.model import check
from manager.model.place.affinity import APART, APART_SOFT, DEDICATED, TOGETHER, TOGETHER_SOFT
from tests.wire.app import ApiFailure, Client
from tests.wire.placement.site import Site, refused

HOSTS = 4


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, HOSTS)
    yield made
    made.app.close()


def group(client: Client, name: str, type: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.job("createAffinityGroup", name=name, type=type, **more)["affinitygroup"]
    return made


def test_groups_are_made_listed_and_deleted(site: Site) -> None:
    ann, eve, admin = site.app.user("ann1"), site.app.user("eve1"), site.admin
    made = group(ann, "Web 網", "HOST anti-affinity", description="apart")
    assert (made["name"], made["type"], made["description"], made["account"], made["virtualmachineIds"]) == ("Web 網", APART, "apart", "ann1", [])
    assert refused(ann, "createAffinityGroup", name="web 網", type=APART).status == 431
    assert "is not one of" in refused(ann, "createAffinityGroup", name="x", type="nonsense").text
    assert refused(ann, "createAffinityGroup", name=" x", type=APART).status == 431
    assert refused(ann, "createAffinityGroup", name="x", type=DEDICATED).status == 531
    assert refused(ann, "createAffinityGroup", name="x", type=APART, account="eve1", domainid=ann.account["domainid"]).status == 431
    other = group(admin, "for ann", TOGETHER, account="ann1", domainid=ann.account["domainid"])
    assert other["account"] == "ann1"
    assert [one["type"] for one in ann.call("listAffinityGroupTypes")["affinityGroupType"]] == [TOGETHER, APART, TOGETHER_SOFT, APART_SOFT]
    assert ann.call("listAffinityGroupTypes", keyword="anti", page=1, pagesize=1) == {"count": 2, "affinityGroupType": [{"type": APART}]}
    for params, wanted in (({}, 2), ({"id": made["id"]}, 1), ({"name": "for ann"}, 1), ({"type": "host affinity"}, 1), ({"keyword": "Web"}, 1),
                           ({"keyword": "%"}, 0), ({"page": 1, "pagesize": 1}, 2), ({"listall": True}, 2)):
        assert ann.call("listAffinityGroups", **params).get("count", 0) == wanted, params
    assert eve.call("listAffinityGroups", listall=True) == {}
    assert refused(eve, "listAffinityGroups", id=made["id"]).status == 431
    assert refused(eve, "deleteAffinityGroup", id=made["id"]).status == 431
    domain = ann.account["domainid"]
    assert admin.call("listAffinityGroups", account="ann1", domainid=domain, isrecursive=True)["count"] == 2
    assert admin.call("listAffinityGroups", projectid=-1) == {}
    assert "must be specified" in refused(ann, "deleteAffinityGroup").text
    assert refused(ann, "deleteAffinityGroup", name="nope").status == 431
    assert ann.job("deleteAffinityGroup", id=made["id"]) == {"success": True}
    assert admin.job("deleteAffinityGroup", name="for ann", account="ann1", domainid=domain) == {"success": True}
    assert ann.call("listAffinityGroups", id=made["id"]) == {}
    assert {entry["state"] for entry in ann.call("listEvents", type="AG.CREATE")["event"]} >= {"Completed"}


def test_a_group_that_a_domain_shares(site: Site) -> None:
    admin = site.admin
    domain = admin.call("createDomain", name="shared")["domain"]["id"]
    inner = admin.call("createDomain", name="inner", parentdomainid=domain)["domain"]["id"]
    tom, out = site.app.user("tom", domainid=inner), site.app.user("outsider")
    assert "cannot be shared" in refused(admin, "createAffinityGroup", name="all", type=APART, domainid=domain).text
    made = group(admin, "all", DEDICATED, domainid=domain)
    assert tom.call("listAffinityGroups")["affinitygroup"][0]["id"] == made["id"]
    assert out.call("listAffinityGroups", listall=True) == {}
    assert refused(tom, "deleteAffinityGroup", id=made["id"]).status == 531
    assert refused(out, "deployVirtualMachine", **site.base, affinitygroupids=made["id"]).status == 431
    assert admin.job("deleteAffinityGroup", name="all", domainid=domain) == {"success": True}


def test_anti_affinity_keeps_vms_apart(site: Site) -> None:
    bob, eve = site.app.user("bob"), site.app.user("eve")
    apart = group(bob, "apart", APART)
    vms = [site.deploy(bob, affinitygroupids=apart["id"]) for _ in range(HOSTS)]
    assert len({site.host_of(vm) for vm in vms}) == HOSTS
    assert [one["name"] for one in vms[0]["affinitygroup"]] == ["apart"]
    full = refused(bob, "deployVirtualMachine", **site.base, affinitygroupnames="apart")
    assert full.status == 533
    assert "insufficient capacity" in full.text
    assert "anti-affinity" not in full.text                       # nothing about hosts for a tenant
    shown = refused(site.admin, "deployVirtualMachine", **site.base, affinitygroupnames="apart", account="bob", domainid=bob.account["domainid"])
    assert "4 failed affinity" in shown.text
    assert sorted(bob.call("listAffinityGroups", id=apart["id"])["affinitygroup"][0]["virtualmachineIds"]) == sorted(vm["id"] for vm in vms)
    assert bob.call("listAffinityGroups", virtualmachineid=vms[0]["id"])["count"] == 1
    for params in ({"affinitygroupids": apart["id"], "affinitygroupnames": "apart"}, {"affinitygroupnames": "nope"}):
        assert refused(bob, "deployVirtualMachine", **site.base, **params).status == 431
    assert refused(eve, "deployVirtualMachine", **site.base, affinitygroupids=apart["id"]).status == 431
    assert refused(site.admin, "deployVirtualMachine", **site.base, affinitygroupids=apart["id"]).status == 531  # another account's
    freed = site.host_of(vms[0])
    bob.job("stopVirtualMachine", id=vms[0]["id"])
    assert site.host_of(site.deploy(bob, affinitygroupnames="apart")) == freed
    assert refused(bob, "startVirtualMachine", id=vms[0]["id"]).status == 533
    moved = bob.job("updateVMAffinityGroup", id=vms[0]["id"], affinitygroupids="")["virtualmachine"]
    assert moved["affinitygroup"] == []
    assert bob.job("startVirtualMachine", id=vms[0]["id"])["virtualmachine"]["state"] == "Running"
    assert "in state Running" in refused(bob, "updateVMAffinityGroup", id=vms[0]["id"], affinitygroupnames="apart").text
    assert refused(bob, "updateVMAffinityGroup", id=vms[0]["id"]).status == 431
    bob.job("stopVirtualMachine", id=vms[0]["id"])
    assert refused(eve, "updateVMAffinityGroup", id=vms[0]["id"], affinitygroupids=apart["id"]).status == 431
    joined = bob.job("updateVMAffinityGroup", id=vms[0]["id"], affinitygroupids=apart["id"])["virtualmachine"]
    assert [one["id"] for one in joined["affinitygroup"]] == [apart["id"]]
    site.admin.job("destroyVirtualMachine", id=vms[1]["id"], expunge=True)
    assert vms[1]["id"] not in bob.call("listAffinityGroups", id=apart["id"])["affinitygroup"][0]["virtualmachineIds"]


def test_host_affinity_keeps_vms_together(site: Site) -> None:
    cid = site.app.user("cid")
    group(cid, "together", TOGETHER)
    first = site.deploy(cid, affinitygroupnames="together")
    assert {site.host_of(site.deploy(cid, affinitygroupnames="together")) for _ in range(3)} == {site.host_of(first)}
    other = next(f"h{number}" for number in range(1, HOSTS + 1) if f"h{number}" != site.host_of(first))
    text = refused(site.admin, "deployVirtualMachine", **site.base, affinitygroupnames="together", account="cid",
                   domainid=cid.account["domainid"], hostid=site.host_id(other)).text
    assert "1 failed affinity" in text
    alone = site.deploy(cid, startvm=False, name="alone")
    assert cid.job("updateVMAffinityGroup", id=alone["id"], affinitygroupnames="together")["virtualmachine"]["affinitygroup"][0]["name"] == "together"
    cid.job("startVirtualMachine", id=alone["id"])
    assert site.host_of(alone) == site.host_of(first)


def test_soft_groups_are_wishes(site: Site) -> None:
    dan = site.app.user("dan")
    group(dan, "rather apart", APART_SOFT)
    group(dan, "rather together", TOGETHER_SOFT)
    apart = [site.deploy(dan, affinitygroupnames="rather apart") for _ in range(HOSTS + 1)]
    assert len({site.host_of(vm) for vm in apart[:HOSTS]}) == HOSTS
    assert apart[HOSTS]["state"] == "Running"
    together = [site.deploy(dan, affinitygroupnames="rather together") for _ in range(3)]
    assert len({site.host_of(vm) for vm in together}) == 1


def test_ten_anti_affine_deploys_at_once_on_four_hosts(site: Site) -> None:
    kim = site.app.user("kim")
    site.deploy(kim)                                              # its network and router are there
    apart = group(kim, "apart", APART)["id"]

    def deploy(_: int) -> dict[str, Any] | ApiFailure:
        try:
            return site.deploy(kim, affinitygroupids=apart)
        except ApiFailure as failure:
            return failure

    with ThreadPoolExecutor(10) as pool:
        ends = list(pool.map(deploy, range(10)))
    ran = [end for end in ends if isinstance(end, dict)]
    failed = [end for end in ends if isinstance(end, ApiFailure)]
    assert (len(ran), len(failed)) == (HOSTS, 10 - HOSTS)
    assert set(Counter(site.host_of(vm) for vm in ran).values()) == {1}
    for failure in failed:
        assert failure.status == 533
        assert "insufficient capacity" in failure.text


def test_four_starts_at_once_stay_apart(site: Site) -> None:
    lea = site.app.user("lea")
    group(lea, "apart", APART)
    vms = [site.deploy(lea, affinitygroupnames="apart", startvm=False) for _ in range(6)]

    def start(vm: dict[str, Any]) -> int:
        return int(lea.wait(lea.call("startVirtualMachine", id=vm["id"])["jobid"])["jobresultcode"])

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(start, vms))
    assert set(codes) == {0, 533}
    started = [vm for vm, code in zip(vms, codes, strict=True) if code == 0]
    assert len({site.host_of(vm) for vm in started}) == len(started) == HOSTS


def test_planners(site: Site) -> None:
    admin, mia = site.admin, site.app.user("mia")
    names = [one["name"] for one in admin.call("listDeploymentPlanners")["deploymentPlanner"]]
    assert "ImplicitDedicationPlanner" in names
    assert admin.call("listDeploymentPlanners", keyword="implicit", page=1, pagesize=5)["count"] == 1
    owner = {"account": "mia", "domainid": mia.account["domainid"]}
    spread = [site.deploy(admin, deploymentplanner="UserDispersingPlanner", **owner) for _ in range(HOSTS)]
    assert len({site.host_of(vm) for vm in spread}) == HOSTS
    assert refused(mia, "deployVirtualMachine", **site.base, deploymentplanner="FirstFitPlanner").status == 531
    assert refused(admin, "deployVirtualMachine", **site.base, deploymentplanner="x").status == 431
    text = refused(admin, "deployVirtualMachine", **site.base, **owner, deploymentplanner="ImplicitDedicationPlanner").text
    assert "4 failed implicit" in text                            # each host runs VMs of others
    admin.job("stopVirtualMachine", id=spread[0]["id"])
    assert "failed implicit" in refused(admin, "startVirtualMachine", id=spread[0]["id"], deploymentplanner="ImplicitDedicationPlanner").text
    started = admin.job("startVirtualMachine", id=spread[0]["id"], deploymentplanner="UserConcentratedPodPlanner")
    assert started["virtualmachine"]["state"] == "Running"


def test_no_invariant_is_broken_after_all_this(site: Site) -> None:
    assert [line for line in site.app.read(check.problems) if "account ann:" not in line] == []  # whose networks are made by hand
