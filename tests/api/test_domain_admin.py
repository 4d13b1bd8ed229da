"""Domains over the wire: made, listed, renamed, moved, deleted with all that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from manager.model import check
from tests.api.test_account_admin import NONE, PERSON, account, domain, refused
from tests.wire.app import TestApp, running_app
from tests.wire.vm.test_vms import Site


@pytest.fixture(scope="module")
def app(db_url: str) -> Iterator[TestApp]:
    with running_app(db_url) as made:
        yield made


def shown(app: TestApp, uuid: str, **more: Any) -> dict[str, Any]:
    return dict(app.admin.call("listDomains", id=uuid, **more)["domain"][0])


def test_create(app: TestApp) -> None:
    made = app.admin.call("createDomain", name="North", networkdomain="North.Example", domainid="33333333-3333-4333-8333-333333333333")["domain"]
    assert (made["id"], made["path"], made["networkdomain"], made["state"], made["level"], made["haschild"]) == (
        "33333333-3333-4333-8333-333333333333", "ROOT/North", "north.example", "Active", 1, False)
    below = app.admin.call("createDomain", name="Far", parentdomainid=made["id"])["domain"]
    assert (below["parentdomainid"], below["parentdomainname"], below["path"]) == (made["id"], "North", "ROOT/North/Far")
    assert "already exists" in refused(app.admin, "createDomain", name="north").text
    assert refused(app.admin, "createDomain", name="a/b").status == 431
    assert refused(app.admin, "createDomain", name="x", parentdomainid=NONE).status == 431
    assert refused(app.admin, "createDomain", name="x", domainid=made["id"]).status == 431
    chief = app.user("chief", domainid=made["id"], roletype="2")
    assert chief.call("createDomain", name="Own")["domain"]["path"] == "ROOT/North/Own"
    other = domain(app, "Foreign")
    assert refused(chief, "createDomain", name="x", parentdomainid=other).status == 431


def test_lists(app: TestApp) -> None:
    top = domain(app, "lists")
    one, two = domain(app, "one", top), domain(app, "two", top)
    deep = domain(app, "deep", one)

    def paths(command: str, **filters: Any) -> list[str]:
        return [each["path"].removeprefix("ROOT/lists").lstrip("/") for each in app.admin.call(command, **filters).get("domain", [])]

    assert paths("listDomainChildren", id=top) == ["one", "two"]
    assert paths("listDomainChildren", id=top, isrecursive=True, showicon=True) == ["one", "one/deep", "two"]
    assert paths("listDomainChildren", id=top, isrecursive=True, name="deep") == ["one/deep"]
    assert paths("listDomainChildren", id=top, keyword="w") == ["two"]
    assert paths("listDomainChildren", id=top, page=2, pagesize=1) == ["two"]
    assert "one/deep" in paths("listDomainChildren", listall=True)
    assert "one/deep" not in paths("listDomainChildren")
    assert paths("listDomains", level=3, keyword="ee") == ["one/deep"]
    assert paths("listDomains", name="two", listall=True, showicon=True) == ["two"]
    assert paths("listDomains", id=deep) == ["one/deep"]
    assert "vmlimit" in shown(app, top)
    assert "vmlimit" not in shown(app, top, details="min")
    assert shown(app, top, details="resource")["vmlimit"] == "40"
    assert refused(app.admin, "listDomains", details="everything").status == 431
    app.admin.call("updateConfiguration", name="resource.limit.storage.tags", value="ssd")
    try:
        assert {each["resourcetypename"] for each in shown(app, two, tag="ssd")["taggedresources"]} == {"volume", "primary_storage"}
        assert shown(app, two, tag="none")["taggedresources"] == []
    finally:
        app.admin.call("updateConfiguration", name="resource.limit.storage.tags", value="")


def test_rename_reaches_all_below(app: TestApp) -> None:
    top = domain(app, "old")
    below = domain(app, "below", top)
    domain(app, "taken")
    changed = app.admin.call("updateDomain", id=top, name="new", networkdomain="new.example")["domain"]
    assert (changed["name"], changed["path"], changed["networkdomain"]) == ("new", "ROOT/new", "new.example")
    assert shown(app, below)["path"] == "ROOT/new/below"
    assert "networkdomain" not in app.admin.call("updateDomain", id=top, networkdomain="")["domain"]
    assert "already exists" in refused(app.admin, "updateDomain", id=top, name="TAKEN").text
    assert shown(app, top)["path"] == "ROOT/new"
    assert refused(app.admin, "updateDomain", id=top, name="a/b").status == 431
    assert refused(app.admin, "updateDomain", id=NONE, name="x").status == 431
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    assert "ROOT domain" in refused(app.admin, "updateDomain", id=root, name="base").text
    lou = app.user("lou", domainid=below)
    body = "command=login&username=lou&password=password&domain=/new/below&response=json"
    assert app.http("POST", body=body.encode()).status == 200
    assert refused(lou, "updateDomain", id=below, name="mine").status == 432


def test_move(app: TestApp) -> None:
    left, right = domain(app, "left"), domain(app, "right")
    moving = domain(app, "moving", left)
    inner = domain(app, "inner", moving)
    ned = app.user("ned", domainid=inner)
    before = shown(app, left)["templatetotal"]
    assert before == 0
    used = {"account": "ned", "domainid": inner}
    take(app, ned.account["id"], 3)
    assert [shown(app, each)["templatetotal"] for each in (left, moving, inner, right)] == [3, 3, 3, 0]
    app.admin.call("updateResourceLimit", domainid=right, resourcetype=4, max=2)
    late = refused(app.admin, "moveDomain", domainid=moving, parentdomainid=right)
    assert late.status == 532
    assert shown(app, moving)["path"] == "ROOT/left/moving"
    assert [shown(app, each)["templatetotal"] for each in (left, moving, inner, right)] == [3, 3, 3, 0]
    app.admin.call("updateResourceLimit", domainid=right, resourcetype=4, max=-1)
    moved = app.admin.call("moveDomain", domainid=moving, parentdomainid=right)["domain"]
    assert (moved["path"], moved["parentdomainid"], moved["level"]) == ("ROOT/right/moving", right, 2)
    assert shown(app, inner)["path"] == "ROOT/right/moving/inner"
    assert shown(app, inner)["level"] == 3
    assert [shown(app, each)["templatetotal"] for each in (left, moving, inner, right)] == [0, 3, 3, 3]
    assert "below itself" in refused(app.admin, "moveDomain", domainid=right, parentdomainid=inner).text
    assert "below itself" in refused(app.admin, "moveDomain", domainid=right, parentdomainid=right).text
    assert "already" in refused(app.admin, "moveDomain", domainid=moving, parentdomainid=right).text
    domain(app, "moving", left)
    assert "already exists" in refused(app.admin, "moveDomain", domainid=moving, parentdomainid=left).text
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    assert "ROOT" in refused(app.admin, "moveDomain", domainid=root, parentdomainid=left).text
    give(app, ned.account["id"], 3)
    assert shown(app, right)["templatetotal"] == 0
    assert app.admin.call("listResourceLimits", **used)["count"] == 12


def take(app: TestApp, uuid: str, many: int) -> None:
    from manager.model.tenancy import counters
    app.db.write(lambda tx: counters.take(tx, *where(tx, uuid), {"template": many}))


def give(app: TestApp, uuid: str, many: int) -> None:
    from manager.model.tenancy import counters
    app.db.write(lambda tx: counters.give(tx, *where(tx, uuid), {"template": many}))


def where(tx: Any, uuid: str) -> tuple[int, str]:
    from manager.model.tables.tenancy import account as table
    from manager.model.tables.tenancy import domain as home
    row = tx.one(table.select().with_only_columns(table.c.id, home.c.path).join(home, home.c.id == table.c.domain_id).where(table.c.uuid == uuid))
    return row.id, row.path


def test_delete(app: TestApp) -> None:
    top = domain(app, "doomed")
    below = domain(app, "below", top)
    app.admin.call("createAccount", username="pia", accounttype=0, domainid=below, **PERSON)
    app.admin.call("updateResourceLimit", domainid=below, resourcetype=0, max=1)
    late = refused(app.admin, "deleteDomain", id=top)
    assert late.status == 536
    assert "1 domains and 1 accounts" in late.text
    assert shown(app, top)["state"] == "Active"
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    assert "ROOT" in refused(app.admin, "deleteDomain", id=root, cleanup=True).text
    chief = app.user("boss", domainid=top, roletype="2")
    assert refused(chief, "deleteDomain", id=top, cleanup=True).status == 531
    assert refused(chief, "deleteDomain", id=domain(app, "beside"), cleanup=True).status == 431
    assert chief.job("deleteDomain", id=below, cleanup=True)["success"]
    assert app.admin.call("listDomains", id=below) == {}
    assert app.admin.job("deleteDomain", id=top, cleanup=True)["success"]
    assert app.admin.call("listAccounts", listall=True, name="pia") == {}
    assert "entity does not exist" in refused(app.admin, "deleteDomain", id=top).text
    empty = domain(app, "doomed")
    assert app.admin.job("deleteDomain", id=empty, cleanup=False)["success"]
    assert app.read(check.problems) == []


def test_delete_with_everything(db_url: str) -> None:
    site = Site(db_url)
    try:
        app = site.app
        top = domain(app, "full")
        below = domain(app, "below", top)
        people = [app.user(name, domainid=home) for name, home in (("uma", top), ("vic", below))]
        machines = [site.deploy(each)["id"] for each in people]
        assert shown(app, top)["vmtotal"] == 2
        assert account(app, name="uma")["vmrunning"] == 1
        assert app.admin.job("deleteDomain", id=top, cleanup=True)["success"]
        assert [app.admin.call("listVirtualMachines", listall=True, id=each) for each in machines] == [{}, {}]
        assert app.admin.call("listAccounts", listall=True, name="vic") == {}
        assert app.read(check.problems) == []
    finally:
        site.app.close()
