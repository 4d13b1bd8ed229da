"""Invitations to projects over the wire: accepted, declined, too late, withdrawn, asked for twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from manager.model.clock import SECOND
from manager.model.tables.project import project_invitation
from manager.reconcile.invitations import expire
from tests.api.projects.test_life import listed, make, refused
from tests.wire.app import Client, TestApp, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """ann, bob, cid in ROOT, eva elsewhere; invitations are required."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        sales = made.admin.call("createDomain", name="sales")["domain"]["id"]
        for name in ("ann", "bob", "cid"):
            made.user(name)
        made.user("boss", domainid=sales, roletype="2")
        made.user("eva", domainid=sales)
        made.admin.call("updateConfiguration", name="project.invite.required", value="true")
        yield made


def older(app: TestApp, project: str, seconds: int) -> None:
    """As if its invitations had been made so much earlier."""
    app.db.write(lambda tx: tx.execute(update(project_invitation).values(created=project_invitation.c.created - seconds * SECOND)))


def invitations(client: Client, **params: object) -> list[dict[str, str]]:
    return list(client.call("listProjectInvitations", **params).get("projectinvitation", []))


def test_clients_are_told(app: TestApp) -> None:
    assert app.user("bob").call("listCapabilities")["capability"]["projectinviterequired"] is True


def test_accepting(app: TestApp) -> None:
    ann, bob, cid = app.user("ann"), app.user("bob"), app.user("cid")
    made = make(ann, "accept")
    ann.job("addAccountToProject", projectid=made, account="bob", roletype="Admin")
    assert "accept" not in listed(bob)
    assert "already a pending" in refused(ann, "addAccountToProject", projectid=made, account="bob")[1]
    (row,) = invitations(bob)
    assert row["project"] == "accept"
    assert row["state"] == "Pending"
    assert row["account"] == "bob"
    assert row["projectid"] == made
    assert invitations(bob, projectid=made)
    assert invitations(bob, id=row["id"])
    assert invitations(bob, activeonly=True)
    assert invitations(ann) == []
    assert len(invitations(ann, projectid=made)) == 1
    assert len(invitations(ann, listall=True)) >= 1
    assert invitations(cid, listall=True) == []
    assert refused(cid, "listProjectInvitations", projectid=made)[0] == 431
    assert refused(cid, "listProjectInvitations", id=row["id"])[0] == 431
    assert len(invitations(app.admin, account="bob", domainid=bob.account["domainid"])) == 1
    assert len(invitations(app.admin, domainid=bob.account["domainid"], isrecursive=True)) == 1
    assert invitations(bob, state="declined") == []
    assert invitations(bob, state="Declined", activeonly=True) == []
    assert invitations(bob, keyword="acc")
    assert invitations(bob, keyword="zzz") == []
    assert invitations(bob, page=1, pagesize=1)
    assert refused(bob, "listProjectInvitations", state="lost")[0] == 431
    assert refused(cid, "updateProjectInvitation", projectid=made)[0] == 431
    assert refused(cid, "updateProjectInvitation", projectid=made, account="bob")[0] == 531
    bob.job("updateProjectInvitation", projectid=made, accept=True)
    assert "accept" in listed(bob)
    assert invitations(bob)[0]["state"] == "Completed"
    assert {row["role"] for row in bob.call("listProjectAccounts", projectid=made)["projectaccount"]} == {"Admin"}
    assert refused(bob, "updateProjectInvitation", projectid=made)[0] == 431  # once


def test_declining_and_being_asked_again(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "decline")
    ann.job("addUserToProject", projectid=made, username="bob")
    (row,) = invitations(bob, projectid=made)
    assert row["userid"] == bob.user_id
    assert invitations(ann, projectid=made, userid=bob.user_id)
    bob.job("updateProjectInvitation", projectid=made, userid=bob.user_id, accept=False)
    assert "decline" not in listed(bob)
    assert invitations(ann, projectid=made, state="Declined")
    ann.job("addUserToProject", projectid=made, username="bob")
    assert [row["state"] for row in invitations(ann, projectid=made)] == ["Pending"]
    bob.job("updateProjectInvitation", projectid=made, userid=bob.user_id)
    assert "decline" in listed(bob)


def test_too_late(app: TestApp) -> None:
    ann, bob = app.user("ann"), app.user("bob")
    made = make(ann, "late")
    ann.job("addAccountToProject", projectid=made, account="bob")
    older(app, made, 3601)
    assert invitations(bob, projectid=made, activeonly=True)
    app.admin.call("updateConfiguration", name="project.invite.timeout", value="3600")
    try:
        assert "expired" in refused(bob, "updateProjectInvitation", projectid=made)[1]
        assert invitations(bob, projectid=made, activeonly=True) == []
        assert app.db.write(expire) == 1
        assert invitations(ann, projectid=made)[0]["state"] == "Expired"
        ann.job("addAccountToProject", projectid=made, account="bob")   # makes room for another
        bob.job("updateProjectInvitation", projectid=made, account="bob", accept=True)
        assert "late" in listed(bob)
    finally:
        app.admin.call("updateConfiguration", name="project.invite.timeout", value="86400")


def test_withdrawing(app: TestApp) -> None:
    ann, bob, cid = app.user("ann"), app.user("bob"), app.user("cid")
    made = make(ann, "withdraw")
    ann.job("addAccountToProject", projectid=made, account="cid")
    (row,) = invitations(cid, projectid=made)
    assert refused(bob, "deleteProjectInvitation", id=row["id"])[0] == 431
    assert refused(cid, "deleteProjectInvitation", id=row["id"])[0] == 531
    ann.job("deleteProjectInvitation", id=row["id"])
    assert refused(cid, "updateProjectInvitation", projectid=made)[0] == 431
    ann.job("addAccountToProject", projectid=made, account="cid")
    ann.job("suspendProject", id=made)
    assert refused(cid, "updateProjectInvitation", projectid=made)[0] == 431   # takes nobody now
    ann.job("activateProject", id=made)
    ann.job("deleteProject", id=made)
    assert invitations(cid, listall=True, state="Pending") == []


def test_admins_answer_for_their_accounts(app: TestApp) -> None:
    boss, eva = app.user("boss"), app.user("eva")
    made = make(boss, "theirs")
    boss.job("addAccountToProject", projectid=made, account="eva")
    boss.job("updateProjectInvitation", projectid=made, account="eva")
    assert "theirs" in listed(eva)
    assert refused(boss, "updateProjectInvitation", projectid=made, account="eva", userid=eva.user_id)[0] == 431
    assert refused(app.user("ann"), "addAccountToProject", projectid=made, email="a@example.com")[0] == 431  # no e-mail is sent


def test_the_reconciler_is_declared() -> None:
    from manager.reconcile import RECONCILERS

    assert "invitations" in RECONCILERS
