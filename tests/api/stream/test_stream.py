"""The event stream: who may listen, what is told to whom, resuming, limits, ends."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from common import clock
from manager.api.stream import hub as hubs
from manager.api.stream.view import View
from manager.api.wire.app import App
from manager.model.caller import Caller, Role
from manager.model.db import Tx
from manager.model.tables.work import alert
from manager.model.work.stream import Change
from tests.api.auth.access import browser, second_user
from tests.api.stream.listening import Listening, listening, query
from tests.wire.app import PASSWORD, TestApp


def key(client_app: TestApp, name: str) -> str:
    """An SSH key's name, made by this user: an event of its account."""
    client_app.user(name).call("createSSHKeyPair", name=f"key-{name}-{clock.wall_us()}")
    return name


def told(heard: Listening, kind: str = "SSHKeyPair") -> list[dict[str, Any]]:
    """The changes of this kind that were told."""
    return [one for one in heard.named("change") if one["type"] == kind]


def quiet(heard: Listening, other: Listening) -> None:
    """`heard` has got nothing that it should not: whatever was told to `other` was told to all in the same look."""
    assert told(other)
    assert told(heard) == []


def test_a_change_is_told_to_its_account_and_to_nobody_elses(both: TestApp) -> None:
    with listening(both, both.user("ann")) as ann, listening(both, both.user("bob")) as bob, listening(both, both.admin) as admin:
        assert ann.status == 200
        key(both, "ann")
        assert ann.until("change", type="SSHKeyPair")["state"] == "Completed"
        admin.until("change", type="SSHKeyPair")
        quiet(bob, ann)


def test_a_session_listens_until_it_logs_out(both: TestApp) -> None:
    both.user("cid")
    page = browser(both, "cid")
    with listening(both, page) as heard:
        assert heard.named("hello") == [{"jobs": []}]
        page.raw("logout")
        assert heard.until("end", seconds=10)["reason"] == "session"
        heard.ended()


def test_a_disabled_user_hears_no_more(both: TestApp) -> None:
    account = both.user("dan").account
    with listening(both, both.user("dan")) as heard:
        both.admin.call("disableUser", id=account["user"][0]["id"])
        assert heard.until("end")["reason"] == "session"


def test_who_may_not_call_may_not_listen(both: TestApp) -> None:
    both.user("eve")
    page = browser(both, "eve")
    text, headers = query(page)
    for given, cookie in (("", {}), ("", headers), ("sessionkey=wrong", headers), (text, {}), ("apikey=x&signature=y", {})):
        assert both.http("GET", "/client/api/stream", given, headers=cookie).status == 401
    assert both.http("POST", "/client/api/stream", text, headers=headers).status == 405
    trusted = App(both.api, trusted=True)
    assert both.http("GET", "/client/api/stream", app=trusted).status in (404, 432)  # there it is a command that does not exist


def test_domain_admins_hear_of_their_subtree(both: TestApp) -> None:
    domain = both.admin.call("createDomain", name="north")["domain"]["id"]
    below = both.admin.call("createDomain", name="far", parentdomainid=domain)["domain"]["id"]
    other = both.admin.call("createDomain", name="south")["domain"]["id"]
    boss, tenant, stranger = both.user("nboss", domainid=domain, roletype="2"), both.user("ntom", domainid=below), both.user("sue", domainid=other)
    with listening(both, boss) as heard, listening(both, both.admin) as all_of_it:
        stranger.call("createSSHKeyPair", name="s")
        all_of_it.until("change", type="SSHKeyPair")
        assert told(heard) == []
        tenant.call("createSSHKeyPair", name="t")
        heard.until("change", type="SSHKeyPair")


def test_members_hear_of_their_project_until_they_leave(both: TestApp) -> None:
    owner, member = both.user("pam"), both.user("mel")
    made = owner.job("createProject", name="works", displaytext="works")["project"]["id"]
    owner.job("addAccountToProject", projectid=made, account="mel")
    with listening(both, member) as heard, listening(both, owner) as owners:
        owner.call("createSSHKeyPair", name="p1", projectid=made)
        heard.until("change", type="SSHKeyPair")
        owner.job("deleteAccountFromProject", projectid=made, account="mel")
        hub, end = both.app.hub, clock.monotonic() + 30
        assert hub is not None
        while any(view.projects for client, view in list(hub.clients.items()) if client.key == member.key):
            assert clock.monotonic() < end, "who has left is a member for the stream"
            clock.pause(0.02)
        before = len(told(heard))
        so_far = len(told(owners))
        owner.call("createSSHKeyPair", name="p2", projectid=made)
        end = clock.monotonic() + 20
        while len(told(owners)) == so_far:
            assert clock.monotonic() < end
            clock.pause(0.02)
        assert len(told(heard)) == before


def test_a_role_without_the_list_hears_nothing_of_it(both: TestApp) -> None:
    role = both.admin.call("createRole", name="keyless", type="User")["role"]["id"]
    both.admin.call("createRolePermission", roleid=role, rule="listSSHKeyPairs", permission="deny")
    both.admin.call("createRolePermission", roleid=role, rule="*", permission="allow")
    made = both.admin.call("createAccount", username="kim", password=PASSWORD, email="k@example.com", firstname="k", lastname="k", roleid=role)
    assert made["account"]["roleid"] == role
    with listening(both, browser(both, "kim")) as heard, listening(both, both.admin) as admin:
        keys = both.admin.call("registerUserKeys", id=made["account"]["user"][0]["id"])["userkeys"]
        assert keys
        browser(both, "kim").raw("createSSHKeyPair", name="x")
        admin.until("change", type="SSHKeyPair")
        assert told(heard) == []


def test_what_has_no_event_is_told_to_admins_alone(both: TestApp) -> None:
    both.user("fay")
    with listening(both, both.admin) as admin, listening(both, both.user("fay")) as fay:
        both.db.write(lambda tx: tx.insert(
            alert, uuid=f"alert-{tx.now()}", type=7, name="ALERT.X", subject="s", last_sent=tx.now(), created=tx.now()))
        assert admin.until("change", type="Alert")["state"] == "Raised"
        assert told(fay, "Alert") == []


def test_jobs_are_told_to_their_account(both: TestApp) -> None:
    owner, other = both.user("gus"), both.user("hal")
    with listening(both, owner) as heard, listening(both, other) as others:
        owner.job("createProject", name="alone", displaytext="alone")
        job = heard.until("job", status=1)
        assert job["cmd"] == "createProject"
        assert job["progress"] == 100
        assert others.named("job") == []


def test_nothing_is_missed_and_too_long_ago_is_a_reset(both: TestApp) -> None:
    user = both.user("ida")
    with listening(both, user) as heard:
        key(both, "ida")
        heard.until("change", type="SSHKeyPair")
        last = heard.last
    assert last > 0
    user.call("createSSHKeyPair", name="meanwhile")
    clock.pause(1.5)
    again = App(both.api)   # another process: it has heard of nothing yet
    first, both.app = both.app, again
    try:
        with listening(both, user, last=last) as heard:
            assert told(heard)
            assert heard.named("reset") == []
        with listening(both, user, last=last - 10_000_000_000) as heard:
            assert heard.named("reset")
        with listening(both, user, lasteventid=str(last)) as heard:
            assert told(heard)
    finally:
        both.app = first
        both.background.run(again.drain())


def test_a_listener_that_takes_nothing_begins_anew(both: TestApp) -> None:
    user = both.user("jim")
    with listening(both, user, slow=True) as heard:
        assert both.app.hub is not None
        (client,) = [one for one in both.app.hub.clients if one.key == user.key]
        for _ in range(40):
            both.background.loop.call_soon_threadsafe(client.put, b": " + b"x" * 10_000 + b"\n\n")
        clock.pause(0.2)
        both.background.loop.call_soon_threadsafe(heard.flowing.set)
        heard.until("reset")


def test_limits_are_said_in_words(both: TestApp) -> None:
    hub = hubs.Hub(both.api, most=3, most_of_user=2)
    first, both.app = both.app, App(both.api, hub=hub)
    try:
        user = both.user("lea")
        with ExitStack() as open_ones:
            for _ in range(2):
                open_ones.enter_context(listening(both, user))
            with listening(both, user) as third:
                assert third.status == 429
                assert "close a page" in third.text
            open_ones.enter_context(listening(both, both.user("max")))
            with listening(both, both.user("ned")) as fourth:
                assert fourth.status == 503
                assert "no more" in fourth.text
        both.background.run(hub.drain())
        with listening(both, user) as late:
            assert late.status == 503
    finally:
        both.app = first


def test_draining_sends_listeners_away(both: TestApp) -> None:
    first, both.app = both.app, App(both.api)
    try:
        with listening(both, both.user("ola")) as heard:
            both.background.run(both.app.drain())
            assert heard.until("end")["reason"] == "drain"
            heard.ended()
    finally:
        both.app = first


def test_statements_do_not_grow_with_listeners(both: TestApp) -> None:
    first, both.app = both.app, App(both.api)
    looks: list[int] = []
    look = both.db.look

    async def counted(work: object) -> object:
        def within(tx: Tx) -> object:
            out = work(tx)  # type: ignore[operator]
            looks.append(tx.statements)
            return out
        return await look(within)

    both.db.look = counted  # type: ignore[method-assign, assignment]
    try:
        with ExitStack() as open_ones:
            many = [open_ones.enter_context(listening(both, both.user(f"many{number % 10}"))) for number in range(100)]
            looks.clear()
            began = clock.monotonic()
            while sum(statements > 1 for statements in looks) < 3:   # the saga worker's looks are of one
                assert clock.monotonic() < began + 60
                clock.pause(0.05)
            mine = [statements for statements in looks if statements > 1]
            assert len(mine) <= clock.monotonic() - began + 2, "one look a second, for all of them"
            assert max(mine) <= 14
            key(both, "many1")
            many[1].until("change", type="SSHKeyPair")
            many[11].until("change", type="SSHKeyPair")
            assert not told(many[2])
    finally:
        both.background.run(both.app.drain())
        both.db.look = look  # type: ignore[method-assign]
        both.app = first


def test_a_hidden_vm_is_not_told_to_its_user() -> None:
    change = Change(("vm", 1, 1, "Running"), 1, "VirtualMachine", "u", None, "Running", None, 5, "/1/", hidden=True)

    def sees(role: Role) -> bool:
        return View(Caller(1, "", "", 5, "", "", 1, "", "/1/", role, 0), frozenset({"listvirtualmachines"})).sees(change)

    assert not sees(Role.USER)
    assert sees(Role.DOMAIN_ADMIN)
    assert sees(Role.ADMIN)


def test_a_second_user_hears_what_its_account_hears(both: TestApp) -> None:
    both.user("pia")
    second = second_user(both, "pia", "pia2")
    with listening(both, second) as heard:
        key(both, "pia")
        heard.until("change", type="SSHKeyPair")
