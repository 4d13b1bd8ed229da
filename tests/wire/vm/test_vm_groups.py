"""VM groups: four commands, and `group` of deploy, update and list."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.wire.placement.site import Site, refused


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, 2)
    yield made
    made.app.close()


def test_groups(site: Site) -> None:
    ann, eve, admin = site.app.user("ann1"), site.app.user("eve1"), site.admin
    made = ann.call("createInstanceGroup", name="Web 網")["instancegroup"]
    assert (made["name"], made["account"], made["domain"]) == ("Web 網", "ann1", "ROOT")
    assert made["created"]
    owner = {"account": "ann1", "domainid": ann.account["domainid"]}
    admin.call("createInstanceGroup", name="db", **owner)
    for params in ({"name": "DB"}, {"name": " x"}, {"name": "x" * 256}, {"name": "x", "account": "nobody"}):
        assert refused(ann, "createInstanceGroup", **params).status == 431, params
    for params, wanted in (({}, 2), ({"id": made["id"]}, 1), ({"name": "db"}, 1), ({"keyword": "Web"}, 1), ({"keyword": "_"}, 0), (
            {"page": 2, "pagesize": 1}, 2), ({"listall": True}, 2)):
        assert ann.call("listInstanceGroups", **params).get("count", 0) == wanted, params
    assert admin.call("listInstanceGroups", isrecursive=True, **owner)["count"] == 2
    assert admin.call("listInstanceGroups", projectid=-1) == {}
    assert eve.call("listInstanceGroups", listall=True) == {}
    for command in ("listInstanceGroups", "updateInstanceGroup", "deleteInstanceGroup"):
        assert refused(eve, command, id=made["id"]).status == 431
    assert ann.call("updateInstanceGroup", id=made["id"], name="front")["instancegroup"]["name"] == "front"
    assert refused(ann, "updateInstanceGroup", id=made["id"], name="db").status == 431
    assert ann.call("deleteInstanceGroup", id=made["id"]) == {"success": True}
    assert ann.call("listInstanceGroups", id=made["id"]) == {}


def test_vms_in_groups(site: Site) -> None:
    bob = site.app.user("bob")
    with ThreadPoolExecutor(4) as pool:
        vms = list(pool.map(lambda _: site.deploy(bob, group="new"), range(4)))
    (made,) = bob.call("listInstanceGroups")["instancegroup"]                    # one, whoever came first
    assert {(vm["group"], vm["groupid"]) for vm in vms} == {("new", made["id"])}
    assert bob.call("listVirtualMachines", groupid=made["id"])["count"] == 4
    assert bob.call("updateVirtualMachine", id=vms[0]["id"], group="second")["virtualmachine"]["group"] == "second"
    assert "group" not in bob.call("updateVirtualMachine", id=vms[1]["id"], group="")["virtualmachine"]
    bob.call("updateInstanceGroup", id=made["id"], name="renamed")
    assert bob.call("listVirtualMachines", groupid=made["id"])["virtualmachine"][0]["group"] == "renamed"
    bob.call("deleteInstanceGroup", id=made["id"])
    assert "group" not in bob.call("listVirtualMachines", id=vms[2]["id"])["virtualmachine"][0]
    bob.job("createAffinityGroup", name="soft", type="non-strict host anti-affinity")
    soft = site.deploy(bob, affinitygroupnames="soft")["affinitygroup"][0]["id"]
    assert bob.call("listVirtualMachines", affinitygroupid=soft)["count"] == 1
