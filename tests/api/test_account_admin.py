"""Accounts over the wire: made, changed, listed, locked, disabled, deleted; every parameter has its effect or its refusal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from manager.model import check
from manager.model.tables import tenancy
from manager.model.tenancy import belongings
from manager.reconcile import accounts as reconciler
from tests.wire.app import PASSWORD, ApiFailure, Client, TestApp, running_app
from tests.wire.vm.test_vms import Site

PERSON = {"password": PASSWORD, "email": "x@example.com", "firstname": "X", "lastname": "Y"}
NONE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def app(db_url: str) -> Iterator[TestApp]:
    with running_app(db_url) as made:
        yield made


def domain(app: TestApp, name: str, parent: str | None = None) -> str:
    more = {"parentdomainid": parent} if parent else {}
    return str(app.admin.call("createDomain", name=name, **more)["domain"]["id"])


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params) if "jobid" in params else client.call(command, **params)
    return caught.value


def account(app: TestApp, **filters: Any) -> dict[str, Any]:
    found = app.admin.call("listAccounts", listall=True, **filters)
    assert found["count"] == 1
    return dict(found["account"][0])


def test_every_parameter_of_create(app: TestApp) -> None:
    home, role = domain(app, "made"), app.admin.call("listRoles", name="Domain Admin")["role"][0]["id"]
    made = app.admin.call(
        "createAccount", username="maria", account="Team M", accounttype=2, roleid=role, domainid=home, networkdomain="Team.Example.ORG",
        accountdetails={"crm": "17"}, timezone="Europe/Prague", accountid="11111111-1111-4111-8111-111111111111",
        userid="22222222-2222-4222-8222-222222222222", **PERSON)["account"]
    assert (made["id"], made["name"], made["accounttype"], made["roletype"]) == (
        "11111111-1111-4111-8111-111111111111", "Team M", 2, "DomainAdmin")
    assert (made["networkdomain"], made["accountdetails"], made["domainpath"]) == ("team.example.org", {"crm": "17"}, "ROOT/made")
    user = made["user"][0]
    assert (user["id"], user["timezone"], user["email"], user["firstname"], user["lastname"]) == (
        "22222222-2222-4222-8222-222222222222", "Europe/Prague", "x@example.com", "X", "Y")
    assert (made["state"], made["iscleanuprequired"], made["isdefault"], made["apikeyaccess"], made["vmlimit"]) == (
        "enabled", False, False, "INHERIT", "20")
    again = refused(app.admin, "createAccount", username="other", account="team m", accounttype=0, domainid=home, **PERSON)
    assert again.status == 431
    assert "already exists" in again.text
    assert refused(app.admin, "createAccount", username="other", accounttype=0, domainid=NONE, **PERSON).status == 431
    assert refused(app.admin, "createAccount", username="other", accounttype=0, accountdetails={"x" * 121: "1"}, **PERSON).status == 431
    assert refused(app.admin, "createAccount", username="other", account="a\tb", accounttype=0, **PERSON).status == 431


def test_every_filter_of_the_list(app: TestApp) -> None:
    home = domain(app, "filters")
    below = domain(app, "below", home)
    for name, where in (("fay", home), ("gus", below)):
        app.admin.call("createAccount", username=name, accounttype=0, domainid=where, **PERSON)

    def names(**filters: Any) -> list[str]:
        return [each["name"] for each in app.admin.call("listAccounts", **filters).get("account", [])]

    assert names(domainid=home) == ["fay"]
    assert names(domainid=home, isrecursive=True) == ["fay", "gus"]
    assert names(domainid=home, isrecursive=True, keyword="u") == ["gus"]
    assert names(domainid=home, isrecursive=True, name="fay") == ["fay"]
    assert names(domainid=home, isrecursive=True, accounttype=1) == []
    assert names(domainid=home, isrecursive=True, state="Enabled") == ["fay", "gus"]
    assert names(domainid=home, isrecursive=True, state="locked") == []
    assert names(domainid=home, isrecursive=True, iscleanuprequired=True) == []
    assert names(domainid=home, isrecursive=True, iscleanuprequired=False, showicon=True) == ["fay", "gus"]
    assert names(domainid=home, isrecursive=True, apikeyaccess="inherit") == ["fay", "gus"]
    assert names(domainid=home, isrecursive=True, apikeyaccess="disabled") == []
    assert names(domainid=home, isrecursive=True, page=2, pagesize=1) == ["gus"]
    assert refused(app.admin, "listAccounts", state="asleep").status == 431
    fay = account(app, name="fay")
    assert names(id=fay["id"]) == ["fay"]
    assert "vmlimit" in fay
    small = account(app, id=fay["id"], details="min")
    assert "vmlimit" not in small
    assert small["user"][0]["username"] == "fay"
    assert account(app, id=fay["id"], details="resource")["vmtotal"] == 0
    assert "not one of all" in refused(app.admin, "listAccounts", details="everything").text
    app.admin.call("updateConfiguration", name="resource.limit.host.tags", value="fast,big")
    try:
        tagged = account(app, id=fay["id"], tag="fast")["taggedresources"]
        assert {(each["resourcetypename"], each["tag"]) for each in tagged} == {("user_vm", "fast"), ("cpu", "fast"), ("memory", "fast")}
        assert tagged[0] | {"resourcetype": 0} == {
            "resourcetype": 0, "resourcetypename": "user_vm", "tag": "fast", "limit": 20, "total": 0, "available": 20}
        assert len(account(app, id=fay["id"])["taggedresources"]) == 6
    finally:
        app.admin.call("updateConfiguration", name="resource.limit.host.tags", value="")


def test_update(app: TestApp) -> None:
    home = domain(app, "updates")
    app.admin.call("createAccount", username="hal", accounttype=0, domainid=home, accountdetails={"a": "1", "b": "2"}, **PERSON)
    app.admin.call("createAccount", username="ian", accounttype=0, domainid=home, **PERSON)
    role = app.admin.call("listRoles", name="Domain Admin")["role"][0]["id"]
    changed = app.admin.call("updateAccount", account="hal", domainid=home, newname="hall", roleid=role, networkdomain="hal.example",
                             accountdetails={"b": "3", "c": "4"}, apikeyaccess="disabled")["account"]
    assert (changed["name"], changed["roleid"], changed["accounttype"], changed["networkdomain"], changed["apikeyaccess"]) == (
        "hall", role, 2, "hal.example", "DISABLED")
    assert changed["accountdetails"] == {"a": "1", "b": "3", "c": "4"}
    same = app.admin.call("updateAccount", id=changed["id"], networkdomain="")["account"]
    assert "networkdomain" not in same
    assert same["name"] == "hall"
    assert "already exists" in refused(app.admin, "updateAccount", id=changed["id"], newname="IAN").text
    assert refused(app.admin, "updateAccount", id=changed["id"], apikeyaccess="perhaps").status == 431
    assert refused(app.admin, "updateAccount", id=changed["id"], networkdomain="-bad-").status == 431
    assert refused(app.admin, "updateAccount", newname="x").status == 431
    assert refused(app.admin, "updateAccount", account="nobody", domainid=home, newname="x").status == 431
    admin_role = app.admin.call("listRoles", name="Root Admin")["role"][0]["id"]
    assert "ROOT alone" in refused(app.admin, "updateAccount", id=changed["id"], roleid=admin_role).text
    default = account(app, name="admin")
    assert "default one" in refused(app.admin, "updateAccount", id=default["id"], newname="boss").text
    assert "default one" in refused(app.admin, "updateAccount", id=default["id"], roleid=role).text


def test_keys_that_are_switched_off_are_refused(app: TestApp) -> None:
    kim = app.user("kim")
    assert kim.call("listAccounts")["count"] == 1
    app.admin.call("updateAccount", id=kim.account["id"], apikeyaccess="disabled")
    until(lambda: kim.raw("listAccounts").status == 401)
    app.admin.call("updateAccount", id=kim.account["id"], apikeyaccess="enabled")
    until(lambda: kim.raw("listAccounts").status == 200)


def until(true: Callable[[], bool]) -> None:
    """Within the 2 s in which a change is in force everywhere."""
    end = time.monotonic() + 3
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_who_may_change_whom(app: TestApp) -> None:
    home, beside = domain(app, "left"), domain(app, "right")
    chief = app.user("chief", domainid=home, roletype="2")
    inner = app.user("inner", domainid=home)
    other = app.user("outer", domainid=beside)
    assert chief.call("updateAccount", id=inner.account["id"], accountdetails={"k": "v"})["account"]["accountdetails"] == {"k": "v"}
    assert refused(chief, "updateAccount", id=other.account["id"], newname="mine").status == 431
    assert refused(chief, "updateAccount", account="outer", domainid=beside, newname="mine").status == 431
    assert refused(inner, "updateAccount", id=inner.account["id"], newname="mine").status == 432
    assert refused(chief, "updateAccount", id=inner.account["id"], apikeyaccess="disabled").status == 531
    role = app.admin.call("listRoles", name="Root Admin")["role"][0]["id"]
    assert refused(chief, "updateAccount", id=inner.account["id"], roleid=role).status in (431, 531)
    mine = app.admin.call("listRoles", name="User")["role"][0]["id"]
    assert "own account" in refused(chief, "updateAccount", id=chief.account["id"], roleid=mine).text
    for command in ("deleteAccount", "enableAccount"):
        assert refused(chief, command, id=other.account["id"]).status == 431
    assert refused(chief, "disableAccount", id=other.account["id"], lock=True).status == 431
    assert refused(chief, "lockAccount", account="outer", domainid=beside).status == 431
    assert refused(chief, "deleteAccount", id=chief.account["id"]).status == 531
    assert refused(chief, "disableAccount", id=chief.account["id"], lock=True).status == 531


def test_lock_and_enable(app: TestApp) -> None:
    home = domain(app, "locks")
    lea = app.user("lea", domainid=home)
    assert app.admin.call("lockAccount", account="lea", domainid=home) == {}
    assert account(app, name="lea", state="locked")["id"] == lea.account["id"]
    until(lambda: lea.raw("listAccounts").status == 401)
    assert refused(app.admin, "createNetwork", name="n", account="lea", domainid=home, zoneid=NONE, networkofferingid=NONE).status == 431
    login = app.http("POST", body=f"command=login&username=lea&password={PASSWORD}&domain=/locks&response=json".encode())
    assert login.status == 531
    assert app.admin.call("enableAccount", account="lea", domainid=home)["account"]["state"] == "enabled"
    until(lambda: lea.raw("listAccounts").status == 200)
    login = app.http("POST", body=f"command=login&username=lea&password={PASSWORD}&domain=/locks&response=json".encode())
    assert login.status == 200
    done = app.admin.job("disableAccount", id=lea.account["id"], lock=True)["account"]
    assert done["state"] == "locked"
    assert app.admin.job("disableAccount", account="lea", domainid=home, lock=False)["account"]["state"] == "disabled"
    assert "it is disabled" in refused(app.admin, "lockAccount", account="lea", domainid=home).text
    assert app.admin.call("enableAccount", id=lea.account["id"])["account"]["state"] == "enabled"
    default = account(app, name="admin")
    assert "default one" in refused(app.admin, "disableAccount", id=default["id"], lock=False).text
    assert "default one" in refused(app.admin, "lockAccount", account="admin", domainid=default["domainid"]).text
    assert "default one" in refused(app.admin, "deleteAccount", id=default["id"]).text
    assert refused(app.admin, "disableAccount", id=lea.account["id"]).status == 431


def test_default_zone(app: TestApp) -> None:
    home = domain(app, "zoned")
    zed = app.user("zed", domainid=home)
    zone = app.admin.call("createZone", name="default zone", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")["zone"]["id"]
    shown = app.admin.job("markDefaultZoneForAccount", account="zed", domainid=home, zoneid=zone)["account"]
    assert shown["defaultzoneid"] == zone
    assert account(app, id=zed.account["id"])["defaultzoneid"] == zone
    assert refused(app.admin, "markDefaultZoneForAccount", account="zed", domainid=home, zoneid=NONE).status == 431
    assert refused(app.admin, "markDefaultZoneForAccount", account="nobody", domainid=home, zoneid=zone).status == 431


def test_delete_without_belongings(app: TestApp) -> None:
    home = domain(app, "ends")
    eve = app.user("eve", domainid=home)
    eve.call("createSSHKeyPair", name="key")
    app.admin.call("updateResourceLimit", account="eve", domainid=home, resourcetype=0, max=3)
    app.admin.call("updateConfiguration", name="allow.user.force.stop.vm", value="false", accountid=eve.account["id"])
    assert app.admin.job("deleteAccount", id=eve.account["id"])["success"]
    assert app.admin.call("listAccounts", id=eve.account["id"]) == {}
    assert app.admin.call("listUsers", id=eve.user_id) == {}
    gone = refused(app.admin, "deleteAccount", id=eve.account["id"])
    assert gone.status == 431
    assert "entity does not exist" in gone.text
    number = app.read(lambda tx: tx.scalar(select(tenancy.account.c.id).where(tenancy.account.c.uuid == eve.account["id"])))
    for table, column in ((tenancy.ssh_key, "account_id"), (tenancy.resource_limit, "owner_id"), (tenancy.resource_count, "owner_id")):
        left = app.read(lambda tx, t=table, c=column: tx.rows(select(t).where(t.c[c] == number, *([t.c.live == 1] if "live" in t.c else []))))
        assert left == [], table.name
    app.admin.call("createAccount", username="eve", accounttype=0, domainid=home, **PERSON)  # the name is free again
    events = [each["type"] for each in app.admin.call("listEvents", listall=True, pagesize=50, page=1)["event"]]
    assert "ACCOUNT.DELETE" in events


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


def test_delete_with_everything(site: Site) -> None:
    app = site.app
    rich = app.user("rich")
    machines = [site.deploy(rich) for _ in range(2)]
    rich.job("destroyVirtualMachine", id=machines[1]["id"])
    rich.call("createSSHKeyPair", name="key")
    before = app.read(check.problems)
    assert app.admin.job("deleteAccount", id=rich.account["id"])["success"]
    assert app.admin.call("listVirtualMachines", listall=True, id=machines[0]["id"]) == {}
    assert app.admin.call("listNetworks", listall=True, account=None, keyword="rich") == {}
    assert app.read(check.problems) == before == []


def test_disable_stops_the_vms(site: Site) -> None:
    app = site.app
    sue = app.user("sue")
    machine = site.deploy(sue)
    assert app.admin.job("disableAccount", id=sue.account["id"], lock=False)["account"]["vmrunning"] == 0
    assert app.admin.call("listVirtualMachines", listall=True, id=machine["id"])["virtualmachine"][0]["state"] == "Stopped"
    assert refused(app.admin, "deployVirtualMachine", account="sue", domainid=sue.account["domainid"], **site.base).status == 531
    assert app.admin.call("enableAccount", id=sue.account["id"])["account"]["state"] == "enabled"


def test_what_could_not_go_is_tried_again_after_the_interval(app: TestApp) -> None:
    home = domain(app, "stuck")
    uli = app.user("uli", domainid=home)
    table = tenancy.account.c

    def doom(tx: Any) -> None:
        number = tx.scalar(select(table.id).where(table.uuid == uli.account["id"]))
        belongings.doom(tx, number)
        tx.execute(tenancy.account.update().where(table.id == number).values(doomed=tx.now() - 5_000_000))

    app.db.write(doom)
    services = app.worker.services if app.worker is not None else None
    app.background.run(reconciler.accounts(services))
    shown = account(app, id=uli.account["id"], iscleanuprequired=True)
    assert (shown["state"], shown["iscleanuprequired"]) == ("disabled", True)
    assert "being deleted" in refused(app.admin, "enableAccount", id=uli.account["id"]).text
    app.admin.call("updateConfiguration", name="account.cleanup.interval", value="2")
    try:
        app.background.run(reconciler.accounts(services))
        until(lambda: app.admin.call("listAccounts", id=uli.account["id"]) == {})
    finally:
        app.admin.call("updateConfiguration", name="account.cleanup.interval", value="86400")
