"""Projects over the wire: their life, who may do what, what members see. Every parameter of the commands is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.wire.app import ApiFailure, Client, TestApp, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """ROOT: admin, ann, bob, cid. sales: boss (domain admin), eva."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        sales = made.admin.call("createDomain", name="sales")["domain"]["id"]
        made.sales = sales  # type: ignore[attr-defined]
        for name in ("ann", "bob", "cid"):
            made.user(name)
        made.user("boss", domainid=sales, roletype="2")
        made.user("eva", domainid=sales)
        yield made


def make(client: Client, name: str, **params: Any) -> str:
    """A new project's id."""
    return str(client.job("createProject", name=name, **params)["project"]["id"])


def listed(client: Client, **params: object) -> set[str]:
    return {one["name"] for one in client.call("listProjects", **params).get("project", [])}


def refused(client: Client, command: str, **params: object) -> tuple[int, str]:
    with pytest.raises(ApiFailure) as failed:
        client.call(command, **params)
    return failed.value.status, failed.value.text


def counted(app: TestApp, client: Client) -> int:
    return int(app.admin.call("listAccounts", id=client.account["id"])["account"][0]["projecttotal"])


def test_create_answers_the_project(app: TestApp) -> None:
    ann = app.user("ann")
    started = ann.call("createProject", name="alpha", displaytext="Alpha text")
    made = ann.wait(started["jobid"])["jobresult"]["project"]
    assert started["id"] == made["id"]
    assert made["name"] == "alpha"
    assert made["displaytext"] == "Alpha text"
    assert made["state"] == "Active"
    assert made["owner"] == [{"account": "ann"}]
    assert made["vmlimit"] == "20"
    assert made["vmtotal"] == 0
    assert made["vmavailable"] == "20"
    assert made["vmrunning"] == 0
    assert made["projectaccountname"].startswith("PrjAcct-alpha-")
    assert counted(app, ann) == 1
    assert refused(ann, "createProject", name="ALPHA")[0] == 431


def test_create_for_others(app: TestApp) -> None:
    boss, eva = app.user("boss"), app.user("eva")
    root = app.admin.call("listDomains", name="ROOT")["domain"][0]["id"]
    one = boss.job("createProject", name="for-eva", account="eva", domainid=app.sales)["project"]  # type: ignore[attr-defined]
    assert one["owner"] == [{"account": "eva"}]
    assert one["displaytext"] == "for-eva"
    two = app.admin.job("createProject", name="for-user", accountid=eva.account["id"], userid=eva.user_id)["project"]
    assert two["owner"] == [{"account": "eva", "user": "eva", "userid": eva.user_id}]
    assert refused(app.user("ann"), "createProject", name="x", account="bob", domainid=root)[0] == 431
    assert refused(app.user("ann"), "createProject", name="x", accountid=eva.account["id"])[0] == 431
    assert refused(app.admin, "createProject", name="x", account="eva")[0] == 431
    assert refused(app.admin, "createProject", name="x", accountid=eva.account["id"], userid=app.user("bob").user_id)[0] == 431
    assert refused(app.admin, "createProject", name="two\nlines")[0] == 431
    assert refused(app.admin, "createProject", name="x" * 256)[0] == 431


def test_users_may_be_kept_from_creating(app: TestApp) -> None:
    app.admin.call("updateConfiguration", name="allow.user.create.projects", value="false")
    try:
        assert refused(app.user("bob"), "createProject", name="bobs")[0] == 531
        assert app.user("bob").call("listCapabilities")["capability"]["allowusercreateprojects"] is False
        make(app.user("boss"), "admins-may")
    finally:
        app.admin.call("updateConfiguration", name="allow.user.create.projects", value="true")


def test_the_limit_of_projects(app: TestApp) -> None:
    dan = app.user("dan")
    app.admin.call("updateResourceLimit", resourcetype=5, max=1, account="dan", domainid=dan.account["domainid"])
    make(dan, "dans-only")
    assert refused(dan, "createProject", name="dans-second")[0] == 532
    assert "dans-second" not in listed(app.admin, listall=True)
    assert counted(app, dan) == 1


def test_who_sees_a_project(app: TestApp) -> None:
    for name in ("admin", "ann", "bob", "boss", "eva"):  # never fails for anybody
        client = app.admin if name == "admin" else app.user(name)
        client.call("listProjects")
        client.call("listProjects", listall=True)
    assert "alpha" in listed(app.user("ann"))
    assert "alpha" not in listed(app.user("bob"), listall=True)
    assert "alpha" not in listed(app.admin)
    assert "alpha" in listed(app.admin, listall=True)
    assert {"for-eva", "for-user"} <= listed(app.user("boss"), listall=True)
    assert "alpha" not in listed(app.user("boss"), listall=True)
    assert {"for-eva", "for-user"} <= listed(app.admin, domainid=app.sales)  # type: ignore[attr-defined]
    assert "alpha" in listed(app.admin, domainid=app.user("ann").account["domainid"], isrecursive=True)


def test_filters_of_list_projects(app: TestApp) -> None:
    admin, alpha = app.admin, app.user("ann").call("listProjects", name="alpha")["project"][0]
    assert listed(admin, id=alpha["id"]) == {"alpha"}
    assert listed(admin, listall=True, name="alpha") == {"alpha"}
    assert listed(admin, listall=True, displaytext="Alpha text") == {"alpha"}
    assert listed(admin, listall=True, keyword="alph") == {"alpha"}
    assert listed(admin, listall=True, state="suspended") == set()
    assert "alpha" in listed(admin, listall=True, state="Active")
    assert "alpha" in listed(admin, account="ann", domainid=app.user("ann").account["domainid"])
    assert "for-eva" not in listed(admin, account="ann", domainid=app.user("ann").account["domainid"])
    assert "for-user" in listed(admin, listall=True, username="eva")
    assert len(admin.call("listProjects", listall=True, page=1, pagesize=1)["project"]) == 1
    bare = admin.call("listProjects", id=alpha["id"], details="min", showicon=True)["project"][0]
    assert "vmlimit" not in bare
    assert "vmlimit" in admin.call("listProjects", id=alpha["id"], details="resource")["project"][0]
    assert refused(admin, "listProjects", details="everything")[0] == 431
    assert refused(admin, "listProjects", state="gone")[0] == 431
    admin.job("createTags", resourceids=alpha["id"], resourcetype="project", tags=[{"key": "team", "value": "one"}])
    assert listed(admin, listall=True, tags=[{"key": "team", "value": "one"}]) == {"alpha"}
    assert listed(admin, listall=True, tags=[{"key": "team", "value": "two"}]) == set()
    assert admin.call("listProjects", id=alpha["id"])["project"][0]["tags"][0]["value"] == "one"


def test_update(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "beta")
    answer = ann.job("updateProject", id=made, name="beta2", displaytext="new")["project"]
    assert (answer["name"], answer["displaytext"]) == ("beta2", "new")
    assert refused(ann, "updateProject", id=made, name="alpha")[0] == 431
    assert refused(bob, "updateProject", id=made, displaytext="mine")[0] == 431  # does not even see it
    assert refused(ann, "updateProject", id=made, account="bob")[0] == 431       # not a member yet
    ann.job("addAccountToProject", projectid=made, account="bob")
    assert refused(bob, "updateProject", id=made, displaytext="mine")[0] == 531
    before = counted(app, ann), counted(app, bob)
    assert ann.job("updateProject", id=made, account="bob")["project"]["owner"] == [{"account": "bob"}]
    assert (counted(app, ann), counted(app, bob)) == (before[0] - 1, before[1] + 1)
    assert refused(ann, "updateProject", id=made, displaytext="not mine any more")[0] == 531
    both = bob.job("updateProject", id=made, account="ann", roletype="Admin", swapowner=False)["project"]["owner"]
    assert {one["account"] for one in both} == {"ann", "bob"}
    bob.job("updateProject", id=made, account="bob", roletype="Regular", swapowner=False)
    assert "only admin" in refused(ann, "updateProject", id=made, account="ann", roletype="regular", swapowner=False)[1]
    assert refused(ann, "updateProject", id=made, account="bob", userid=bob.user_id, swapowner=False)[0] == 431
    assert refused(ann, "updateProject", id=made, userid=bob.user_id)[0] == 431
    assert refused(ann, "updateProject", id=made, account="bob", roletype="King", swapowner=False)[0] == 431


def test_members(app: TestApp) -> None:
    ann, bob, cid = app.user("ann"), app.user("bob"), app.user("cid")
    made = make(ann, "gamma")
    ann.job("addAccountToProject", projectid=made, account="bob", roletype="Regular")
    ann.job("addAccountToProject", projectid=made, account="bob", roletype="Admin")  # is there already: stays
    ann.job("addUserToProject", projectid=made, username="cid", roletype="regular")
    rows = {row["account"]: row for row in bob.call("listProjectAccounts", projectid=made)["projectaccount"]}
    assert {name: row["role"] for name, row in rows.items()} == {"ann": "Admin", "bob": "Regular", "cid": "Regular"}
    assert rows["cid"]["username"] == "cid"
    assert rows["cid"]["userid"] == cid.user_id
    assert "userid" not in rows["bob"]
    assert rows["bob"]["user"][0]["username"] == "bob"
    assert "apikey" not in rows["ann"]["user"][0]

    def who(**params: object) -> set[str]:
        return {row["account"] for row in ann.call("listProjectAccounts", projectid=made, **params).get("projectaccount", [])}

    assert who(account="bob") == {"bob"}
    assert who(role="Admin") == {"ann"}
    assert who(keyword="ci") == {"cid"}
    assert who(userid=cid.user_id) == {"cid"}
    assert who(userid=bob.user_id) == {"bob"}
    assert len(ann.call("listProjectAccounts", projectid=made, page=2, pagesize=2)["projectaccount"]) == 1
    assert "gamma" in listed(bob)
    assert "gamma" in listed(cid)
    assert refused(bob, "addAccountToProject", projectid=made, account="cid")[0] == 531
    assert refused(ann, "addAccountToProject", projectid=made, account="eva")[0] == 431  # of another domain
    assert refused(ann, "addAccountToProject", projectid=made)[0] == 431
    assert refused(ann, "addUserToProject", projectid=made, username="bob")[0] == 431     # its account is in it
    assert refused(ann, "addUserToProject", projectid=made, username="nobody")[0] == 431
    assert refused(ann, "deleteAccountFromProject", projectid=made, account="ann")[0] == 431
    assert refused(ann, "deleteAccountFromProject", projectid=made, account="cid")[0] == 431
    assert refused(ann, "deleteUserFromProject", projectid=made, userid=bob.user_id)[0] == 431
    ann.job("updateProject", id=made, userid=cid.user_id, roletype="Admin", swapowner=False)
    cid.job("deleteUserFromProject", projectid=made, userid=cid.user_id)
    ann.job("deleteAccountFromProject", projectid=made, account="bob")
    assert "gamma" not in listed(bob)
    assert "gamma" not in listed(cid)
    assert refused(bob, "listProjectAccounts", projectid=made)[0] == 431
    assert counted(app, cid) == 0


def test_a_project_that_is_suspended_takes_nothing(app: TestApp) -> None:
    ann = app.user("ann")
    made = make(ann, "delta")
    assert ann.job("suspendProject", id=made)["project"]["state"] == "Suspended"
    assert refused(ann, "createSSHKeyPair", name="key", projectid=made)[0] == 531
    assert refused(ann, "addAccountToProject", projectid=made, account="bob")[0] in (431, 531)
    assert ann.call("listSSHKeyPairs", projectid=made) == {}
    assert ann.job("activateProject", id=made)["project"]["state"] == "Active"
    ann.call("createSSHKeyPair", name="key", projectid=made)
    assert refused(app.user("bob"), "suspendProject", id=made)[0] == 431


def test_what_a_project_owns(app: TestApp) -> None:
    ann, bob, cid = app.user("ann"), app.user("bob"), app.user("cid")
    made = make(ann, "epsilon")
    ann.job("addAccountToProject", projectid=made, account="bob")
    ann.call("registerSSHKeyPair", name="shared", projectid=made, publickey="ssh-ed25519 "
             "AAAAC3NzaC1lZDI1NTE5AAAAIJ1J9VYlqUuvkLmZ1D0rDDHHmUQ0kTwO0bTq0bGqQqLq a@b")
    ann.call("createSSHKeyPair", name="own")

    def keys(client: Client, **params: object) -> set[str]:
        return {key["name"] for key in client.call("listSSHKeyPairs", **params).get("sshkeypair", [])}

    row = bob.call("listSSHKeyPairs", projectid=made)["sshkeypair"][0]
    assert row["project"] == "epsilon"
    assert row["projectid"] == made
    assert "account" not in row
    assert keys(ann) == {"own"}
    assert keys(ann, projectid=made) == keys(bob, projectid=made) == {"shared"}
    assert keys(bob, listall=True) == set()
    assert "shared" in keys(bob, projectid=-1)
    assert "own" not in keys(ann, projectid=-1)
    assert {"own", "shared"} <= keys(ann, projectid=-1, listall=True)
    assert "shared" in keys(app.admin, projectid=-1)
    assert "own" not in keys(app.admin, projectid=-1)
    assert "shared" not in keys(app.admin, listall=True)
    assert {"own", "shared"} <= keys(app.admin, projectid=-1, listall=True)
    assert "shared" not in keys(app.user("boss"), projectid=-1, listall=True)
    assert refused(cid, "listSSHKeyPairs", projectid=made)[0] == 431
    assert refused(cid, "createSSHKeyPair", name="intruder", projectid=made)[0] == 431
    assert refused(ann, "listSSHKeyPairs", projectid=made, account="ann")[0] == 431
    assert refused(ann, "createSSHKeyPair", name="x", projectid=made, account="ann", domainid=ann.account["domainid"])[0] == 431
    assert refused(ann, "createSSHKeyPair", name="x", projectid=-1)[0] == 431
    bob.call("deleteSSHKeyPair", name="shared", projectid=made)
    assert keys(ann, projectid=made) == set()


def test_delete(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "zeta")
    ann.job("addAccountToProject", projectid=made, account="bob")
    before = counted(app, ann)
    ann.call("createSSHKeyPair", name="goes", projectid=made)
    assert refused(bob, "deleteProject", id=made)[0] == 531
    ann.job("deleteProject", id=made, cleanup=True)
    assert "zeta" not in listed(ann)
    assert counted(app, ann) == before - 1
    assert refused(ann, "deleteProject", id=made)[0] == 431
    assert listed(app.admin, id=made) == set()
    assert make(ann, "zeta") != made  # the name is free again


def test_a_user_that_goes_leaves_its_projects(app: TestApp) -> None:
    admin, ann = app.admin, app.user("ann")
    account = {"account": "ann", "domainid": ann.account["domainid"]}
    person = admin.call("createUser", username="anna", password="password", email="a@example.com", firstname="A", lastname="A", **account)["user"]
    made = make(admin, "anna-s", userid=person["id"], **account)
    assert refused(admin, "deleteUser", id=person["id"])[0] == 536   # its only admin
    admin.job("addAccountToProject", projectid=made, account="bob", roletype="Admin")
    before = counted(app, ann)
    admin.call("deleteUser", id=person["id"])
    assert {row["account"] for row in admin.call("listProjectAccounts", projectid=made)["projectaccount"]} == {"bob"}
    assert counted(app, ann) == before - 1


def test_an_account_that_alone_manages_a_project_stays(app: TestApp) -> None:
    admin = app.admin
    dora = app.user("dora")
    made = make(dora, "dora-s")
    assert refused(admin, "deleteAccount", id=dora.account["id"])[0] == 536
    dora.job("addAccountToProject", projectid=made, account="bob", roletype="Admin")
    admin.job("deleteAccount", id=dora.account["id"])
    assert {row["account"] for row in admin.call("listProjectAccounts", projectid=made)["projectaccount"]} == {"bob"}


def test_counters_of_projects_say_what_is_there(app: TestApp) -> None:
    for name in ("ann", "bob", "cid", "dan", "eva"):
        client = app.user(name)
        shown = counted(app, client)
        right = app.admin.call("updateResourceCount", account=name, domainid=client.account["domainid"], resourcetype=5)["resourcecount"][0]
        assert right["resourcecount"] == shown, name


def test_a_project_s_account_is_nobody_s(app: TestApp) -> None:
    ann = app.user("ann")
    made = ann.job("createProject", name="hidden")["project"]
    given = {"account": made["projectaccountname"], "domainid": ann.account["domainid"]}
    person = {"username": "spy", "password": "password12", "email": "s@example.com", "firstname": "s", "lastname": "s"}
    for command, more in (("createUser", person), ("createProject", {"name": "inner"}), ("createSSHKeyPair", {"name": "k"})):
        assert refused(app.admin, command, **given, **more)[0] == 431, command
    assert app.admin.call("listAccounts", listall=True, name=given["account"]) == {}
    for name in (given["account"], "system"):
        assert refused(ann, "addAccountToProject", projectid=made["id"], account=name)[0] == 431
    assert refused(ann, "addUserToProject", projectid=made["id"], username="system")[0] == 431


def test_events_of_a_project(app: TestApp) -> None:
    ann = app.user("ann")
    made = ann.job("createProject", name="told")["project"]["id"]
    ann.job("addAccountToProject", projectid=made, account="bob")
    ann.call("createProjectRole", projectid=made, name="r")
    seen = {event["type"] for event in ann.call("listEvents")["event"]}
    assert {"PROJECT.CREATE", "PROJECT.ACCOUNT.ADD", "PROJECT.ROLE.CREATE"} <= seen
    assert "PROJECT.ACCOUNT.ADD" not in {event["type"] for event in app.user("cid").call("listEvents").get("event", [])}
