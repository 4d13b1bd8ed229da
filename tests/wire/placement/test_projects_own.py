"""Affinity groups, VM groups and user data that projects own: members use them, others do not see them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from tests.wire.placement.site import Site, refused

DATA = base64.b64encode(b"#!/bin/sh\n").decode()


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, 2)
    yield made
    made.app.close()


@pytest.fixture(scope="module")
def project(site: Site) -> str:
    made: dict[str, Any] = site.app.user("pam").job("createProject", name="p", displaytext="p")["project"]
    return str(made["id"])


def test_affinity_groups(site: Site, project: str) -> None:
    pam, eve = site.app.user("pam"), site.app.user("eve")
    made = pam.job("createAffinityGroup", name="apart", type="host anti-affinity", projectid=project)["affinitygroup"]
    assert (made["projectid"], made["project"], made.get("account")) == (project, "p", None)
    assert pam.call("listAffinityGroups") == {}
    assert pam.call("listAffinityGroups", projectid=project)["count"] == 1
    assert pam.call("listAffinityGroups", projectid=-1)["count"] == 1
    assert refused(eve, "listAffinityGroups", projectid=project).status == 431
    assert refused(eve, "createAffinityGroup", name="x", type="host affinity", projectid=project).status == 431
    vm = site.deploy(pam, projectid=project, affinitygroupnames="apart")
    assert vm["affinitygroup"][0]["id"] == made["id"]
    assert refused(pam, "deployVirtualMachine", **site.base, affinitygroupids=made["id"]).status == 531   # for an own VM
    assert refused(eve, "deleteAffinityGroup", name="apart", projectid=project).status == 431
    assert pam.job("deleteAffinityGroup", name="apart", projectid=project) == {"success": True}


def test_vm_groups(site: Site, project: str) -> None:
    pam, eve = site.app.user("pam"), site.app.user("eve")
    made = pam.call("createInstanceGroup", name="g", projectid=project)["instancegroup"]
    assert (made["projectid"], made.get("account")) == (project, None)
    assert pam.call("listInstanceGroups", projectid=project)["count"] == 1
    assert pam.call("listInstanceGroups") == {}
    assert refused(eve, "createInstanceGroup", name="g", projectid=project).status == 431
    assert site.deploy(pam, projectid=project, group="g")["groupid"] == made["id"]


def test_user_data(site: Site, project: str) -> None:
    pam, eve = site.app.user("pam"), site.app.user("eve")
    made = pam.call("registerUserData", name="u", userdata=DATA, projectid=project)["userdata"]
    assert (made["projectid"], made.get("account")) == (project, None)
    assert pam.call("listUserData", projectid=project)["count"] == 1
    assert refused(eve, "listUserData", projectid=project).status == 431
    vm = site.deploy(pam, projectid=project, userdataid=made["id"])
    assert refused(pam, "deployVirtualMachine", **site.base, userdataid=made["id"]).status == 431
    site.admin.job("destroyVirtualMachine", id=vm["id"], expunge=True)
    assert pam.call("deleteUserData", id=made["id"], projectid=project) == {"success": True}


def test_a_plan_in_a_project(site: Site, project: str) -> None:
    found = site.app.user("pam").call("deployVirtualMachine", **site.base, projectid=project, plan=True)["plan"]
    assert found["possible"] is True
