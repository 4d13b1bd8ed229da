"""Project roles over the wire: they restrict what a member may call in the project, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.projects.test_life import make, refused
from tests.wire.app import Client, TestApp, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """ann's project "one" has bob as a member."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        for name in ("ann", "bob", "cid"):
            made.user(name)
        made.one = make(made.user("ann"), "one")  # type: ignore[attr-defined]
        yield made


def role(app: TestApp, name: str, *rules: tuple[str, str], project: str = "") -> str:
    ann, project = app.user("ann"), project or app.one  # type: ignore[attr-defined]
    made = ann.call("createProjectRole", projectid=project, name=name, description="d")["projectrole"]
    for rule, permission in rules:
        ann.call("createProjectRolePermission", projectid=project, projectroleid=made["id"], rule=rule, permission=permission)
    return str(made["id"])


def rules(client: Client, app: TestApp, **params: object) -> list[dict[str, str]]:
    return list(client.call("listProjectRolePermissions", projectid=app.one, **params).get("projectrolepermission", []))  # type: ignore[attr-defined]


def test_roles(app: TestApp) -> None:
    ann, one = app.user("ann"), app.one  # type: ignore[attr-defined]
    made = ann.call("createProjectRole", projectid=one, name="reader", description="reads")["projectrole"]
    assert made["name"] == "reader"
    assert made["description"] == "reads"
    assert made["projectid"] == one
    assert made["ispublic"] is True
    assert refused(ann, "createProjectRole", projectid=one, name="Reader")[0] == 431
    assert refused(ann, "createProjectRole", projectid=one, name="two\nlines")[0] == 431
    assert refused(app.user("cid"), "createProjectRole", projectid=one, name="x")[0] == 431
    changed = ann.call("updateProjectRole", id=made["id"], projectid=one, name="readers", description="all")["projectrole"]
    assert changed["name"] == "readers"
    assert changed["description"] == "all"

    def names(**params: object) -> set[str]:
        return {row["name"] for row in ann.call("listProjectRoles", projectid=one, **params).get("projectrole", [])}

    other = role(app, "other")
    assert names() == {"readers", "other"}
    assert names(name="other") == {"other"}
    assert names(keyword="read") == {"readers"}
    assert names(projectroleid=other) == {"other"}
    assert names(page=1, pagesize=1) == {"other"}
    assert refused(ann, "updateProjectRole", id=other, projectid=one, name="readers")[0] == 431
    two = make(ann, "two")
    for command in ("updateProjectRole", "deleteProjectRole"):
        assert refused(ann, command, id=other, projectid=two)[0] == 431
    assert refused(ann, "listProjectRoles", projectid=two, projectroleid=other)[0] == 431
    assert refused(ann, "addAccountToProject", projectid=two, account="bob", projectroleid=other)[0] == 431
    assert ann.call("deleteProjectRole", id=other, projectid=one)["success"] is True
    assert names() == {"readers"}


def test_rules(app: TestApp) -> None:
    ann, one = app.user("ann"), app.one  # type: ignore[attr-defined]
    made = role(app, "ruled")
    first = ann.call("createProjectRolePermission", projectid=one, projectroleid=made, rule="list*", permission="ALLOW", description="see")
    assert first["projectrolepermission"]["permission"] == "allow"
    assert first["projectrolepermission"]["description"] == "see"
    assert first["projectrolepermission"]["projectrolename"] == "ruled"
    assert first["projectrolepermission"]["projectid"] == one
    second = ann.call("createProjectRolePermission", projectid=one, projectroleid=made, rule="*", permission="deny")["projectrolepermission"]
    assert refused(ann, "createProjectRolePermission", projectid=one, projectroleid=made, rule="*", permission="allow")[0] == 431
    assert refused(ann, "createProjectRolePermission", projectid=one, projectroleid=made, rule="a b", permission="allow")[0] == 431
    assert refused(ann, "createProjectRolePermission", projectid=one, projectroleid=made, rule="x", permission="maybe")[0] == 431
    ids = [row["id"] for row in rules(ann, app, projectroleid=made)]
    assert ids == [first["projectrolepermission"]["id"], second["id"]]
    ann.call("updateProjectRolePermission", projectid=one, projectroleid=made, ruleorder=ids[::-1])
    assert [row["id"] for row in rules(ann, app, projectroleid=made)] == ids[::-1]
    assert refused(ann, "updateProjectRolePermission", projectid=one, projectroleid=made, ruleorder=ids[:1])[0] == 431
    ann.call("updateProjectRolePermission", projectid=one, projectroleid=made, projectrolepermissionid=ids[0], permission="deny")
    assert {row["permission"] for row in rules(ann, app, projectroleid=made)} == {"deny"}
    assert refused(ann, "updateProjectRolePermission", projectid=one, projectroleid=made)[0] == 431
    assert refused(ann, "updateProjectRolePermission", projectid=one, projectroleid=made, projectrolepermissionid=ids[0])[0] == 431
    ann.call("deleteProjectRolePermission", id=ids[0], projectid=one)
    assert [row["id"] for row in rules(ann, app, projectroleid=made)] == ids[1:]


def test_a_role_restricts_its_members_in_the_project_alone(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    three = make(ann, "three")
    made = role(app, "viewer", ("list*", "allow"), ("*", "deny"), project=three)
    ann.job("addAccountToProject", projectid=three, account="bob", projectroleid=made)
    ann.call("createSSHKeyPair", name="theirs", projectid=three)
    assert bob.call("listProjectAccounts", projectid=three, projectroleid=made)["projectaccount"][0]["account"] == "bob"
    assert bob.call("listSSHKeyPairs", projectid=three)["count"] == 1
    status, text = refused(bob, "createSSHKeyPair", name="mine", projectid=three)
    assert status == 531
    assert "denied" in text
    assert refused(bob, "deleteSSHKeyPair", name="theirs", projectid=three)[0] == 531
    bob.call("createSSHKeyPair", name="mine")           # in its own account
    four = make(ann, "four")
    ann.job("addAccountToProject", projectid=four, account="bob")
    bob.call("createSSHKeyPair", name="free", projectid=four)
    blind = role(app, "blind", ("listSSHKeyPairs", "deny"), project=four)
    ann.job("deleteAccountFromProject", projectid=four, account="bob")
    ann.job("addUserToProject", projectid=four, username="bob", projectroleid=blind)
    assert refused(bob, "listSSHKeyPairs", projectid=four)[0] == 531
    assert {key["name"] for key in bob.call("listSSHKeyPairs", projectid=-1)["sshkeypair"]} == {"theirs"}
    assert refused(ann, "deleteProjectRole", id=blind, projectid=four)[0] == 536   # somebody has it
    ann.job("updateProject", id=four, userid=bob.user_id, roletype="Admin", swapowner=False)
    assert bob.call("listSSHKeyPairs", projectid=four)["count"] == 1               # admins are not bound
    assert app.admin.call("listSSHKeyPairs", projectid=four)["count"] == 1


def test_a_change_of_rules_holds_at_once(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    five = make(ann, "five")
    made = role(app, "changing", project=five)
    ann.job("addAccountToProject", projectid=five, account="bob", projectroleid=made)
    bob.call("createSSHKeyPair", name="a", projectid=five)
    ann.call("createProjectRolePermission", projectid=five, projectroleid=made, rule="create*", permission="deny")
    assert refused(bob, "createSSHKeyPair", name="b", projectid=five)[0] == 531


def test_the_name_of_a_projects_account_is_no_way_round(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "behind")
    held = role(app, "no-keys", ("listSSHKeyPairs", "deny"), project=made)
    ann.call("createSSHKeyPair", name="k", projectid=made)
    ann.job("addAccountToProject", projectid=made, account="bob", projectroleid=held)
    name = ann.call("listProjects", id=made)["project"][0]["projectaccountname"]
    assert refused(bob, "listSSHKeyPairs", projectid=made)[0] == 531
    for client in (ann, bob):
        assert refused(client, "listSSHKeyPairs", account=name)[0] == 431


def test_events_and_annotations_are_bound_too(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "logged")
    held = role(app, "looks-on", ("archiveEvents", "deny"), ("deleteEvents", "deny"), ("addAnnotation", "deny"), project=made)
    ann.job("addAccountToProject", projectid=made, account="bob", projectroleid=held)
    key = ann.call("createSSHKeyPair", name="noted", projectid=made)["keypair"]["id"]

    def shown() -> list[str]:
        return [one["id"] for one in ann.call("listEvents", projectid=made).get("event", [])]

    before = shown()
    assert before
    for command in ("archiveEvents", "deleteEvents"):
        assert refused(bob, command, ids=before[0])[0] == 531
        bob.call(command, enddate="2999-01-01")         # its own account's alone
    assert shown() == before
    assert refused(bob, "addAnnotation", entitytype="SSH_KEYPAIR", entityid=key, annotation="mine")[0] == 531
    ann.call("addAnnotation", entitytype="SSH_KEYPAIR", entityid=key, annotation="ours")
    assert ann.call("archiveEvents", ids=before[0])["success"] is True
    assert before[0] not in shown()
