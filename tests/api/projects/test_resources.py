"""What projects own: VMs, volumes, networks, addresses; who sees and operates them. Hosts are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.projects.test_life import make, refused
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import Site


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    """amy's project "one" has bob as a member; cid is in no project; boss rules another domain."""
    made = Site(db_url)
    app = made.app
    other = app.admin.call("createDomain", name="other")["domain"]["id"]
    for name in ("amy", "bob", "cid"):
        app.user(name)
    app.user("boss", domainid=other, roletype="2")
    made.one = make(app.user("amy"), "one")  # type: ignore[attr-defined]
    app.user("amy").job("addAccountToProject", projectid=made.one, account="bob")  # type: ignore[attr-defined]
    yield made
    app.close()


def ids(client: Client, command: str = "listVirtualMachines", key: str = "virtualmachine", **params: Any) -> set[str]:
    return {row["id"] for row in client.call(command, **params).get(key, [])}


def failed(client: Client, command: str, **params: Any) -> int:
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value.status


def test_a_vm_of_a_project(site: Site) -> None:
    app, one = site.app, site.one  # type: ignore[attr-defined]
    ann, bob, cid = app.user("amy"), app.user("bob"), app.user("cid")
    vm = site.deploy(ann, name="shared", projectid=one)
    assert vm["project"] == "one"
    assert vm["projectid"] == one
    assert "account" not in vm
    mine = site.deploy(ann, name="own")
    assert mine["account"] == "amy"
    assert ids(ann) == {mine["id"]}
    assert ids(ann, listall=True) == {mine["id"]}
    assert ids(ann, projectid=one) == ids(bob, projectid=one) == ids(bob, projectid=-1) == {vm["id"]}
    assert ids(ann, projectid=-1, listall=True) == {vm["id"], mine["id"]}
    assert ids(bob, id=vm["id"]) == {vm["id"]}
    assert ids(bob, projectid=one, keyword="sha", state="Running") == {vm["id"]}
    assert ids(app.admin, listall=True) == {mine["id"]}
    assert ids(app.admin, projectid=-1) == {vm["id"]}
    assert ids(app.admin, projectid=-1, listall=True) == {vm["id"], mine["id"]}
    assert ids(app.user("boss"), projectid=-1, listall=True) == ids(cid, projectid=-1, listall=True) == set()
    for outsider in (cid, app.user("boss")):
        assert refused(outsider, "listVirtualMachines", projectid=one)[0] == 431
        assert refused(outsider, "listVirtualMachines", id=vm["id"])[0] == 431
        for command in ("stopVirtualMachine", "destroyVirtualMachine", "updateVirtualMachine"):
            assert refused(outsider, command, id=vm["id"])[0] == 431
        assert refused(outsider, "deployVirtualMachine", **site.base, projectid=one)[0] == 431
    assert bob.job("stopVirtualMachine", id=vm["id"])["virtualmachine"]["project"] == "one"
    assert bob.job("startVirtualMachine", id=vm["id"])["virtualmachine"]["state"] == "Running"
    volume = bob.call("listVolumes", projectid=one)["volume"][0]
    assert (volume["project"], volume["projectid"]) == ("one", one)
    (network,) = bob.call("listNetworks", projectid=one)["network"]
    assert (network["project"], network["projectid"]) == ("one", one)
    assert ids(ann, "listNetworks", "network").isdisjoint({network["id"]})
    assert ann.call("listProjects", id=one)["project"][0]["vmrunning"] == 1
    assert ann.call("listEvents", projectid=one, type="VM.START")["event"][0]["project"] == "one"


def test_tags_of_a_project_s_vm(site: Site) -> None:
    app, one = site.app, site.one  # type: ignore[attr-defined]
    bob = app.user("bob")
    (vm,) = ids(bob, projectid=one)
    (volume,) = ids(bob, "listVolumes", "volume", projectid=one)
    (network,) = ids(bob, "listNetworks", "network", projectid=one)
    for kind, command, key, one_id in (("UserVm", "listVirtualMachines", "virtualmachine", vm), ("Volume", "listVolumes", "volume", volume),
                                       ("Network", "listNetworks", "network", network)):
        bob.job("createTags", resourceids=one_id, resourcetype=kind, tags=[{"key": "tier", "value": kind}])
        assert ids(bob, command, key, projectid=one, tags=[{"key": "tier", "value": kind}]) == {one_id}
        assert ids(bob, command, key, projectid=one, tags=[{"key": "tier", "value": "other"}]) == set()
        (tag,) = bob.call(command, id=one_id)[key][0]["tags"]
        assert (tag["key"], tag["value"], tag["project"], tag["resourceid"]) == ("tier", kind, "one", one_id)
        assert "account" not in tag
        assert refused(app.user("cid"), "createTags", resourceids=one_id, resourcetype=kind, tags=[{"key": "x", "value": "y"}])[0] == 431
        assert refused(app.user("cid"), "deleteTags", resourceids=one_id, resourcetype=kind)[0] == 431
    assert {row["resourcetype"] for row in bob.call("listTags", projectid=one)["tag"]} == {"UserVm", "Volume", "Network"}


def test_details_of_a_vm_stand_in_its_answer(site: Site) -> None:
    app, one = site.app, site.one  # type: ignore[attr-defined]
    bob = app.user("bob")
    (vm,) = ids(bob, projectid=one)
    app.admin.job("addResourceDetail", resourceid=vm, resourcetype="UserVm", details=[{"key": "shown", "value": "1"}])
    app.admin.job("addResourceDetail", resourceid=vm, resourcetype="UserVm", details=[{"key": "hidden", "value": "2"}], fordisplay=False)
    assert bob.call("listVirtualMachines", id=vm)["virtualmachine"][0]["details"] == {"shown": "1"}
    rows = bob.call("listResourceDetails", resourcetype="UserVm", resourceid=vm)["resourcedetail"]
    assert {row["key"] for row in rows} == {"shown"}
    assert app.admin.call("listResourceDetails", resourcetype="UserVm", projectid=one)["count"] == 2
    assert refused(app.user("cid"), "listResourceDetails", resourcetype="UserVm", resourceid=vm)[0] == 431
    app.admin.job("removeResourceDetail", resourceid=vm, resourcetype="UserVm")
    assert "shown" not in bob.call("listVirtualMachines", id=vm)["virtualmachine"][0].get("details", {})
    assert "cpunumber" not in bob.call("listDetailOptions", resourcetype="UserVm", resourceid=vm)["detailoptions"]["details"]


def test_a_role_binds_also_where_the_project_is_not_named(site: Site) -> None:
    app, one = site.app, site.one  # type: ignore[attr-defined]
    ann, cid = app.user("amy"), app.user("cid")
    role = ann.call("createProjectRole", projectid=one, name="viewer")["projectrole"]["id"]
    ann.call("createProjectRolePermission", projectid=one, projectroleid=role, rule="list*", permission="allow")
    ann.call("createProjectRolePermission", projectid=one, projectroleid=role, rule="*", permission="deny")
    ann.job("addAccountToProject", projectid=one, account="cid", projectroleid=role)
    (vm,) = ids(cid, projectid=one)
    for command in ("stopVirtualMachine", "rebootVirtualMachine", "destroyVirtualMachine"):
        assert refused(cid, command, id=vm)[0] == 531
    assert refused(cid, "createTags", resourceids=vm, resourcetype="UserVm", tags=[{"key": "x", "value": "y"}])[0] == 531
    assert ids(cid, id=vm) == {vm}
    ann.job("deleteAccountFromProject", projectid=one, account="cid")
    assert ids(cid, projectid=-1) == set()
    assert refused(cid, "listVirtualMachines", id=vm)[0] == 431


def test_suspension_stops_and_keeps_stopped(site: Site) -> None:
    app, one = site.app, site.one  # type: ignore[attr-defined]
    ann, bob = app.user("amy"), app.user("bob")
    (vm,) = ids(bob, projectid=one)
    (network,) = ids(bob, "listNetworks", "network", projectid=one)
    assert refused(bob, "suspendProject", id=one)[0] == 531
    assert ann.job("suspendProject", id=one)["project"]["state"] == "Suspended"
    assert bob.call("listVirtualMachines", id=vm)["virtualmachine"][0]["state"] == "Stopped"
    for client in (ann, bob, app.admin):
        assert refused(client, "startVirtualMachine", id=vm)[0] == 531
        assert refused(client, "deployVirtualMachine", **site.base, projectid=one)[0] == 531
        assert refused(client, "associateIpAddress", projectid=one, networkid=network)[0] == 531
        assert refused(client, "createSSHKeyPair", name="k", projectid=one)[0] == 531
    ann.job("suspendProject", id=one)   # is so already
    assert ann.job("activateProject", id=one)["project"]["state"] == "Active"
    assert bob.job("startVirtualMachine", id=vm)["virtualmachine"]["state"] == "Running"


def test_two_members_at_once_never_pass_the_project_s_limit(site: Site) -> None:
    app = site.app
    ann, bob = app.user("amy"), app.user("bob")
    two = make(ann, "two")
    ann.job("addAccountToProject", projectid=two, account="bob")
    app.admin.call("updateResourceLimit", resourcetype=0, max=3, projectid=two)

    def deploy(number: int) -> bool:
        try:
            site.deploy((ann, bob)[number % 2], name=f"p{number}", projectid=two)
        except ApiFailure as failure:
            if failure.status not in (532, 535):
                raise
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(deploy, range(6)))
    assert sum(done) == 3
    shown = ann.call("listProjects", id=two)["project"][0]
    assert (shown["vmlimit"], shown["vmtotal"], shown["vmavailable"]) == ("3", 3, "0")
    assert len(ids(bob, projectid=two)) == 3


def test_deleting_a_project_that_owns_something(site: Site) -> None:
    app = site.app
    ann = app.user("amy")
    three = make(ann, "three")
    vm = site.deploy(ann, name="goes", projectid=three)["id"]
    assert "1 VMs" in refused(ann, "deleteProject", id=three)[1]
    assert ann.call("listProjects", id=three)["project"][0]["state"] == "Active"
    ann.job("deleteProject", id=three, cleanup=True)
    assert ids(app.admin, projectid=-1, id=vm) == set()
    assert refused(ann, "listVirtualMachines", projectid=three)[0] == 431
    assert "three" not in {row["name"] for row in app.admin.call("listProjects", listall=True)["project"]}
