"""Tags and details over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager.model.tables import infra
from tests.api.projects.test_life import make, refused
from tests.wire.app import ApiFailure, Client, TestApp, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """ann and bob; ann's project has bob in it; a zone."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        ann = made.user("ann")
        made.user("bob")
        made.user("cid")
        made.project = make(ann, "one")  # type: ignore[attr-defined]
        ann.job("addAccountToProject", projectid=made.project, account="bob")  # type: ignore[attr-defined]
        made.zone = made.admin.call(  # type: ignore[attr-defined]
            "createZone", name="z", networktype="Advanced", dns1="192.0.2.1", internaldns1="192.0.2.1")["zone"]["id"]
        yield made


def tags(client: Client, **params: object) -> dict[str, str]:
    return {row["key"]: row.get("value", "") for row in client.call("listTags", **params).get("tag", [])}


def test_tags_of_an_account(app: TestApp) -> None:
    ann, bob, one = app.user("ann"), app.user("bob"), app.user("ann").account["id"]
    ann.job("createTags", resourceids=one, resourcetype="account", customer="c1", tags=[{"key": "a", "value": "1"}, {"key": "ü", "value": "名"}])
    assert tags(ann) == {"a": "1", "ü": "名"}
    (row,) = ann.call("listTags", key="a")["tag"]
    assert row["resourcetype"] == "Account"
    assert row["resourceid"] == one
    assert row["account"] == "ann"
    assert row["customer"] == "c1"
    assert row["domain"] == "ROOT"
    assert row["domainpath"] == "ROOT"
    assert tags(ann, value="1") == {"a": "1"}
    assert tags(ann, customer="c2") == {}
    assert tags(ann, keyword="ü") == {"ü": "名"}
    assert tags(ann, resourcetype="Account", resourceid=one) == tags(ann)
    assert tags(ann, resourcetype="Zone") == {}
    assert tags(bob) == {}
    assert tags(bob, resourceid=one) == {}
    assert tags(app.admin) == {}
    assert tags(app.admin, listall=True, key="a") == {"a": "1"}
    assert tags(app.admin, account="ann", domainid=ann.account["domainid"], key="a") == {"a": "1"}
    assert tags(app.admin, domainid=ann.account["domainid"], isrecursive=True, key="a") == {"a": "1"}
    assert len(ann.call("listTags", page=1, pagesize=1)["tag"]) == 1
    assert "already exists" in refused(ann, "createTags", resourceids=one, resourcetype="Account", tags=[{"key": "A", "value": "2"}])[1]
    assert refused(bob, "createTags", resourceids=one, resourcetype="Account", tags=[{"key": "b", "value": "2"}])[0] == 431
    assert refused(bob, "deleteTags", resourceids=one, resourcetype="Account")[0] == 431
    assert refused(ann, "deleteTags", resourceids=one, resourcetype="Account", tags=[{"key": "a", "value": "other"}])[0] == 431
    ann.job("deleteTags", resourceids=one, resourcetype="Account", tags=[{"key": "a", "value": "1"}])
    assert tags(ann) == {"ü": "名"}
    ann.job("createTags", resourceids=one, resourcetype="Account", tags=[{"key": "b", "value": ""}])
    ann.job("deleteTags", resourceids=one, resourcetype="Account", tags=[{"key": "b"}])
    ann.job("deleteTags", resourceids=one, resourcetype="Account")
    assert tags(ann) == {}


def test_bad_tags(app: TestApp) -> None:
    ann, one = app.user("ann"), app.user("ann").account["id"]
    for wrong in ({"key": "x" * 256, "value": "1"}, {"key": "x", "value": "v" * 256}, {"key": " ", "value": "1"}, {"key": "a"}, {"value": "a"},
                  {"key": "a\x00", "value": "1"}):
        assert refused(ann, "createTags", resourceids=one, resourcetype="Account", tags=[wrong])[0] == 431
    for kind in ("Nothing", "", "Snapshot"):
        assert refused(ann, "createTags", resourceids=one, resourcetype=kind, tags=[{"key": "k", "value": "v"}])[0] == 431
    both = [one, app.user("bob").account["id"]]
    assert refused(ann, "createTags", resourceids=both, resourcetype="Account", tags=[{"key": "k", "value": "v"}])[0] == 431
    assert refused(ann, "createTags", resourceids="", resourcetype="Account", tags=[{"key": "k", "value": "v"}])[0] == 431
    assert refused(ann, "createTags", resourceids=one, resourcetype="Account", tags="x")[0] in (430, 431)
    assert refused(ann, "createTags", resourceids=[str(n) for n in range(201)], resourcetype="Account", tags=[{"key": "k", "value": "v"}])[0] == 431
    assert tags(ann) == {}


def test_tags_are_not_without_end(app: TestApp) -> None:
    """They stand in each answer about their object."""
    ann = app.user("ann-many")
    made = ann.job("createProject", name="tagged")["project"]["id"]
    more = [{"key": f"k{number}", "value": "v"} for number in range(201)]

    def tag(some: list[dict[str, str]]) -> None:
        flat: dict[str, Any] = {f"tags[{at}].{name}": text for at, one in enumerate(some) for name, text in one.items()}
        ann.job("createTags", resourceids=made, resourcetype="Project", **flat)

    for some in (more, more[:200], more[200:]):
        if len(some) == 200:
            tag(some)
            continue
        with pytest.raises(ApiFailure) as caught:
            tag(some)
        assert caught.value.status == 431
    assert len(ann.call("listTags", resourceid=made, pagesize=-1)["tag"]) == 200


def test_tags_in_a_project(app: TestApp) -> None:
    ann, bob, cid, one = app.user("ann"), app.user("bob"), app.user("cid"), app.project  # type: ignore[attr-defined]
    bob.job("createTags", resourceids=one, resourcetype="Project", tags=[{"key": "env", "value": "test"}])
    assert tags(ann) == {}
    assert tags(ann, projectid=one) == {"env": "test"}
    assert tags(bob, projectid=-1) == {"env": "test"}
    (row,) = ann.call("listTags", projectid=one)["tag"]
    assert row["project"] == "one"
    assert row["projectid"] == one
    assert "account" not in row
    assert tags(ann, resourceid=one) == {"env": "test"}
    assert tags(cid, resourceid=one) == {}
    assert ann.call("listProjects", id=one)["project"][0]["tags"][0]["project"] == "one"
    assert refused(cid, "createTags", resourceids=one, resourcetype="Project", tags=[{"key": "x", "value": "y"}])[0] == 431


def test_the_cloud_s_own_things_are_tagged_by_root_alone(app: TestApp) -> None:
    zone = app.zone  # type: ignore[attr-defined]
    app.db.write(lambda tx: tx.execute(update(infra.zone).values(allocation_state="Enabled")))
    assert refused(app.user("ann"), "createTags", resourceids=zone, resourcetype="Zone", tags=[{"key": "k", "value": "v"}])[0] == 531
    app.admin.job("createTags", resourceids=zone, resourcetype="Zone", tags=[{"key": "k", "value": "v"}])
    assert app.admin.call("listZones", id=zone)["zone"][0]["tags"][0]["key"] == "k"
    assert app.admin.call("listZones", tags=[{"key": "k", "value": "v"}])["count"] == 1
    assert app.admin.call("listZones", tags=[{"key": "k", "value": "w"}]) == {}


def details(client: Client, kind: str, uuid: str, **params: object) -> dict[str, str]:
    rows = client.call("listResourceDetails", resourcetype=kind, resourceid=uuid, **params).get("resourcedetail", [])
    return {row["key"]: row["value"] for row in rows}


def test_details(app: TestApp) -> None:
    admin, ann, zone = app.admin, app.user("ann"), app.zone  # type: ignore[attr-defined]
    admin.job("addResourceDetail", resourceid=zone, resourcetype="zone", details=[{"key": "a", "value": "1"}, {"key": "b", "value": "2"}])
    admin.job("addResourceDetail", resourceid=zone, resourcetype="Zone", details=[{"key": "hidden", "value": "3"}], fordisplay=False)
    assert details(admin, "Zone", zone) == {"a": "1", "b": "2", "hidden": "3"}
    assert details(ann, "Zone", zone) == {"a": "1", "b": "2"}
    assert details(admin, "Zone", zone, fordisplay=False) == {"hidden": "3"}
    assert details(admin, "Zone", zone, key="a") == {"a": "1"}
    assert details(admin, "Zone", zone, value="2") == {"b": "2"}
    assert details(admin, "Zone", zone, keyword="hid") == {"hidden": "3"}
    assert len(admin.call("listResourceDetails", resourcetype="Zone", page=1, pagesize=2)["resourcedetail"]) == 2
    assert refused(ann, "listResourceDetails", resourcetype="Zone")[0] == 431
    assert refused(ann, "listResourceDetails", resourcetype="Zone", resourceid=zone, value="2")[0] == 531
    assert refused(ann, "addResourceDetail", resourceid=zone, resourcetype="Zone", details=[{"key": "x", "value": "1"}])[0] == 432
    admin.job("addResourceDetail", resourceid=zone, resourcetype="Zone", details=[{"key": "a", "value": "9"}])
    admin.job("removeResourceDetail", resourceid=zone, resourcetype="Zone", key="b")
    assert details(admin, "Zone", zone) == {"a": "9", "hidden": "3"}
    assert refused(admin, "removeResourceDetail", resourceid=zone, resourcetype="Zone", key="b")[0] == 431
    admin.job("removeResourceDetail", resourceid=zone, resourcetype="Zone")
    assert details(admin, "Zone", zone) == {}
    assert refused(admin, "addResourceDetail", resourceid=zone, resourcetype="Zone", details=[{"key": "x" * 121, "value": "1"}])[0] == 431
    assert refused(admin, "addResourceDetail", resourceid=app.project, resourcetype="Zone", details=[{"key": "x", "value": "1"}])[0] == 431  # type: ignore[attr-defined]
    assert refused(admin, "addResourceDetail", resourceid=zone, resourcetype="Moon", details=[{"key": "x", "value": "1"}])[0] == 431


def test_details_of_users(app: TestApp) -> None:
    admin, ann, bob = app.admin, app.user("ann"), app.user("bob")
    admin.job("addResourceDetail", resourceid=ann.user_id, resourcetype="User", details=[{"key": "desk", "value": "7"}])
    assert details(ann, "User", ann.user_id) == {"desk": "7"}
    assert refused(bob, "listResourceDetails", resourcetype="User", resourceid=ann.user_id)[0] == 431
    assert ann.call("listResourceDetails", resourcetype="User")["count"] == 1
    assert bob.call("listResourceDetails", resourcetype="User") == {}
    assert admin.call("listResourceDetails", resourcetype="User", account="ann", domainid=ann.account["domainid"])["count"] == 1
    assert admin.call("listResourceDetails", resourcetype="User", domainid=ann.account["domainid"], isrecursive=True)["count"] == 1
    assert admin.call("listResourceDetails", resourcetype="User", listall=True)["count"] == 1
    assert ann.call("listResourceDetails", resourcetype="User", projectid=app.project) == {}  # type: ignore[attr-defined]


def test_detail_options(app: TestApp) -> None:
    options = app.user("ann").call("listDetailOptions", resourcetype="uservm")["detailoptions"]["details"]
    assert {"cpunumber", "memory", "rootdisksize"} <= set(options)
    assert app.admin.call("listDetailOptions", resourcetype="Zone", resourceid=app.zone)["detailoptions"]["details"] == {}  # type: ignore[attr-defined]
    assert refused(app.admin, "listDetailOptions", resourcetype="Zone", resourceid="nothing")[0] == 431
