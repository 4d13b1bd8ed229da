"""Resource limits and counts over the wire: of accounts, projects and domains, per tag; every parameter has its effect or its refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager.model import check
from manager.model.tables import offering, tenancy
from manager.model.tenancy import limits
from tests.api.test_account_admin import NONE, domain, refused
from tests.wire.app import ApiFailure, TestApp, running_app
from tests.wire.vm.test_vms import GIB, Site

TAGS = "resource.limit.host.tags"


@pytest.fixture(scope="module")
def app(db_url: str) -> Iterator[TestApp]:
    with running_app(db_url) as made:
        yield made


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


def most(app: TestApp, kind: str, **of: Any) -> int:
    found = app.admin.call("listResourceLimits", resourcetypename=kind, **of)["resourcelimit"]
    assert len(found) == 1
    return int(found[0]["max"])


def test_the_defaults_are_cloudstacks_and_change_with_the_keys(app: TestApp) -> None:
    home = domain(app, "defaults")
    app.user("ada", domainid=home)
    of = {"account": "ada", "domainid": home}
    assert (most(app, "user_vm", **of), most(app, "user_vm", domainid=home), most(app, "memory", domainid=home)) == (20, 40, 81920)
    for key, value in (("max.account.user.vms", "7"), ("max.domain.user.vms", "9")):
        app.admin.call("updateConfiguration", name=key, value=value)
    assert (most(app, "user_vm", **of), most(app, "user_vm", domainid=home)) == (7, 9)
    for key, value in (("max.account.user.vms", "-1"), ("max.domain.user.vms", "40")):
        app.admin.call("updateConfiguration", name=key, value=value)
    assert most(app, "user_vm", **of) == -1
    app.admin.call("updateConfiguration", name="max.account.user.vms", value="20")
    assert most(app, "user_vm", account="admin", domainid=app.admin.call("listDomains", level=0)["domain"][0]["id"]) == -1


def test_the_list(app: TestApp) -> None:
    home = domain(app, "listed")
    below = domain(app, "below", home)
    bo, cy = app.user("bo", domainid=home), app.user("cy", domainid=below)

    def rows(client: Any = app.admin, **filters: Any) -> list[dict[str, Any]]:
        return list(client.call("listResourceLimits", **filters).get("resourcelimit", []))

    assert len(rows(bo)) == 12
    assert {row["account"] for row in rows(bo)} == {"bo"}
    one = rows(bo, resourcetype=9)[0]
    assert one == {"account": "bo", "domainid": home, "domain": "listed", "domainpath": "ROOT/listed", "resourcetype": "9",
                   "resourcetypename": "memory", "max": 40960}
    assert [row["resourcetypename"] for row in rows(bo, keyword="stor")] == ["primary_storage", "secondary_storage"]
    assert len(rows(domainid=home)) == 12
    assert "account" not in rows(domainid=home)[0]
    assert len(rows(domainid=home, isrecursive=True)) == 24
    assert {row["account"] for row in rows(domainid=home, listall=True)} == {"bo"}
    assert {row["account"] for row in rows(domainid=home, listall=True, isrecursive=True)} == {"bo", "cy"}
    assert {row["account"] for row in rows(account="cy", domainid=below)} == {"cy"}
    assert len(rows(domainid=home, page=2, pagesize=5)) == 5
    assert [row["resourcetype"] for row in rows(domainid=home, page=3, pagesize=5)] == ["10", "11"]
    assert refused(app.admin, "listResourceLimits", id=1).status == 431
    assert refused(app.admin, "listResourceLimits", resourcetype=99).status == 431
    assert refused(app.admin, "listResourceLimits", resourcetypename="dogs").status == 431
    assert refused(app.admin, "listResourceLimits", resourcetype=1, resourcetypename="cpu").status == 431
    assert refused(app.admin, "listResourceLimits", tag="fast").status == 431
    assert refused(bo, "listResourceLimits", domainid=home).status == 531
    assert refused(bo, "listResourceLimits", account="cy", domainid=below).status == 431
    assert cy.call("listResourceLimits")["count"] == 12


def test_update(app: TestApp) -> None:
    home = domain(app, "updated")
    below = domain(app, "below", home)
    chief, dan = app.user("chief", domainid=home, roletype="2"), app.user("dan", domainid=below)
    set_to = app.admin.call("updateResourceLimit", account="dan", domainid=below, resourcetype=2, max=5)["resourcelimit"]
    assert (set_to["account"], set_to["resourcetypename"], set_to["max"], set_to["domainid"]) == ("dan", "volume", 5, below)
    assert dan.call("listResourceLimits", resourcetype=2)["resourcelimit"][0]["max"] == 5
    assert app.admin.call("updateResourceLimit", account="dan", domainid=below, resourcetype=2)["resourcelimit"]["max"] == -1
    assert chief.call("updateResourceLimit", account="dan", domainid=below, resourcetype=2, max=6)["resourcelimit"]["max"] == 6
    assert app.admin.call("updateResourceLimit", domainid=home, resourcetype=0, max=8)["resourcelimit"]["max"] == 8
    assert most(app, "user_vm", domainid=below) == 8   # that of the domain above, as long as it has none of its own
    assert "limit of the domain above, which is 8" in refused(app.admin, "updateResourceLimit", domainid=below, resourcetype=0, max=9).text
    assert chief.call("updateResourceLimit", domainid=below, resourcetype=0, max=3)["resourcelimit"]["max"] == 3
    assert "own domain" in refused(chief, "updateResourceLimit", domainid=home, resourcetype=0, max=100).text
    assert "own account" in refused(chief, "updateResourceLimit", account="chief", domainid=home, resourcetype=0, max=100).text
    assert refused(chief, "updateResourceLimit", domainid=domain(app, "else"), resourcetype=0, max=1).status == 431
    assert refused(dan, "updateResourceLimit", account="dan", domainid=below, resourcetype=0, max=1).status == 432
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    assert "ROOT domain has no limits" in refused(app.admin, "updateResourceLimit", domainid=root, resourcetype=0, max=1).text
    assert "only -1" in refused(app.admin, "updateResourceLimit", account="admin", domainid=root, resourcetype=0, max=1).text
    for bad in ({"resourcetype": 99, "domainid": home}, {"resourcetype": 0}, {"resourcetype": 0, "domainid": home, "max": -2},
                {"resourcetype": 0, "domainid": home, "max": 1 << 60}, {"resourcetype": 0, "domainid": NONE},
                {"resourcetype": 0, "domainid": home, "account": "nobody"}, {"resourcetype": 0, "projectid": NONE},
                {"resourcetype": "many", "domainid": home}, {"resourcetype": 0, "domainid": home, "tag": "none"}):
        assert refused(app.admin, "updateResourceLimit", **bad).status == 431


def test_projects(app: TestApp) -> None:
    made = app.admin.job("createProject", name="p", displaytext="p")["project"]["id"]
    assert most(app, "user_vm", projectid=made) == 20
    app.admin.call("updateConfiguration", name="max.project.user.vms", value="4")
    shown = app.admin.call("listResourceLimits", projectid=made, resourcetypename="user_vm")["resourcelimit"][0]
    assert (shown["projectid"], shown["project"], shown["max"], "account" in shown) == (made, "p", 4, False)
    app.admin.call("updateConfiguration", name="max.project.user.vms", value="20")
    assert app.admin.call("updateResourceLimit", projectid=made, resourcetype=0, max=6)["resourcelimit"]["max"] == 6
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    assert refused(app.admin, "updateResourceLimit", projectid=made, account="admin", resourcetype=0, max=6).status == 431
    counted = app.admin.call("updateResourceCount", domainid=root, projectid=made, resourcetype=0)["resourcecount"]
    assert [(each["project"], each["resourcecount"]) for each in counted] == [("p", 0)]


def test_a_domains_limit_binds_all_below(site: Site) -> None:
    app = site.app
    home = domain(app, "bound")
    below = domain(app, "below", home)
    eli, flo = app.user("eli", domainid=home), app.user("flo", domainid=below)
    app.admin.call("updateResourceLimit", domainid=home, resourcetype=0, max=2)
    site.deploy(eli, startvm=False)
    kept = site.deploy(flo, startvm=False)
    late = refused(flo, "deployVirtualMachine", startvm=False, **site.base)
    assert late.status == 532
    assert "'user_vm' for Domain Name = bound is exceeded: Domain Resource Limit = 2" in late.text
    shown = app.admin.call("listDomains", id=home)["domain"][0]
    assert (shown["vmlimit"], shown["vmtotal"], shown["vmavailable"], shown["cputotal"]) == ("2", 2, "0", 2)
    flo.job("destroyVirtualMachine", id=kept["id"])
    site.deploy(eli, startvm=False)
    assert app.read(check.problems) == []


def test_tags(site: Site) -> None:
    app = site.app
    home = domain(app, "tagged")
    gil = app.user("gil", domainid=home)
    with_tags(site, "fast", "ssd")
    try:
        machine = site.deploy(gil, startvm=False)
        assert refused(app.admin, "updateResourceLimit", account="gil", domainid=home, resourcetype=0, tag="fast", max=1).status == 431
        app.admin.call("updateConfiguration", name=TAGS, value="fast")
        app.admin.call("updateConfiguration", name="resource.limit.storage.tags", value="ssd")
        set_to = app.admin.call("updateResourceLimit", account="gil", domainid=home, resourcetype=0, tag="fast", max=1)["resourcelimit"]
        assert (set_to["tag"], set_to["max"], set_to["resourcetypename"]) == ("fast", 1, "user_vm")
        assert refused(app.admin, "updateResourceLimit", account="gil", domainid=home, resourcetype=0, tag="fast", max=21).status == 431
        assert refused(app.admin, "updateResourceLimit", account="gil", domainid=home, resourcetype=0, tag="ssd", max=1).status == 431
        late = refused(gil, "deployVirtualMachine", startvm=False, **site.base)
        assert late.status == 532
        assert "user_vm:fast" in late.text
        rows = gil.call("listResourceLimits", tag="fast")["resourcelimit"]
        assert {(row["resourcetypename"], row["max"]) for row in rows} == {("user_vm", 1), ("cpu", 40), ("memory", 40960)}
        counted = app.admin.call("updateResourceCount", account="gil", domainid=home, tag="ssd", resourcetype=10)["resourcecount"]
        assert counted == [{"account": "gil", "domainid": home, "domain": "tagged", "domainpath": "ROOT/tagged", "resourcetype": "10",
                            "resourcetypename": "primary_storage", "resourcecount": GIB, "tag": "ssd"}]
        app.admin.call("updateConfiguration", name=TAGS, value="")
        second = site.deploy(gil, startvm=False)   # a tag that the key does not name has no limit
        with_tags(site, "slow", None)              # what is given back is what was taken, whatever becomes of the offering
        for each in (machine, second):
            app.admin.job("destroyVirtualMachine", id=each["id"], expunge=True)
        assert app.read(check.problems) == []
    finally:
        with_tags(site, None, None)
        app.admin.call("updateConfiguration", name=TAGS, value="")
        app.admin.call("updateConfiguration", name="resource.limit.storage.tags", value="")


def with_tags(site: Site, host: str | None, storage: str | None) -> None:
    site.app.db.write(lambda tx: tx.execute(update(offering.service_offering).where(
        offering.service_offering.c.id == site.ids["offering"]).values(host_tags=host, tags=storage)))


def test_counts_are_put_right(site: Site) -> None:
    app = site.app
    home = domain(app, "counted")
    hip = app.user("hip", domainid=home)
    site.deploy(hip, startvm=False)
    assert app.read(check.problems) == []

    def damage(tx: Any) -> None:
        tx.execute(update(tenancy.resource_count).where(tenancy.resource_count.c.type == "user_vm").values(used=7))

    app.db.write(damage)
    assert any("counter user_vm is 7" in line for line in app.read(check.problems))
    rows = app.admin.call("updateResourceCount", domainid=home, account="hip", resourcetype=0)["resourcecount"]
    assert [(row["account"], row["resourcecount"]) for row in rows] == [("hip", 1)]
    root = app.admin.call("listDomains", level=0)["domain"][0]["id"]
    rows = app.admin.call("updateResourceCount", domainid=root)["resourcecount"]
    assert {row["resourcetypename"] for row in rows} >= {"user_vm", "cpu", "primary_storage"}
    assert app.read(check.problems) == []
    chief = app.user("chief2", domainid=home, roletype="2")
    assert chief.call("updateResourceCount", domainid=home, resourcetype=0)["resourcecount"][0]["resourcecount"] == 1
    assert refused(chief, "updateResourceCount", domainid=root).status == 431
    assert refused(hip, "updateResourceCount", domainid=home).status == 432
    assert refused(app.admin, "updateResourceCount", resourcetype=0).status == 431
    assert refused(app.admin, "updateResourceCount", domainid=home, account="nobody").status == 431
    assert refused(app.admin, "updateResourceCount", domainid=home, tag="none").status == 431


def test_preview_says_what_a_change_would_do(site: Site) -> None:
    app = site.app
    home = domain(app, "looking")
    ivo = app.user("ivo", domainid=home)
    site.deploy(ivo, startvm=False)

    def look(tx: Any) -> list[limits.Outlook]:
        number = tx.scalar(tenancy.account.select().with_only_columns(tenancy.account.c.id).where(tenancy.account.c.uuid == ivo.account["id"]))
        return limits.preview(tx, number, {"user_vm": 20, "primary_storage": GIB, "cpu": 0})

    found = {(each.owner, each.kind): each for each in app.read(look)}
    assert set(found) == {(owner, kind) for owner in ("account", "domain") for kind in ("user_vm", "primary_storage")}
    mine = found["account", "user_vm"]
    assert (mine.name, mine.limit, mine.before, mine.after, mine.passes) == ("ivo", 20, 1, 21, False)
    assert found["domain", "user_vm"].passes
    assert found["account", "primary_storage"].after == 2 * GIB
    with pytest.raises(ApiFailure):
        ivo.call("listDomains")
