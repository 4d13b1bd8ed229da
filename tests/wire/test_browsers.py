"""What a single-page UI does: it logs in with a POST form, keeps `sessionkey`, reads listApis to know its pages, and calls many lists at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from manager.api.declare import COMMANDS
from tests.api.auth.access import Browser, browser
from tests.wire.app import PASSWORD, Client, TestApp, running_app

FIRST = ("listCapabilities", "listUsers", "listZones", "listProjects", "listLdapConfigurations")
BUILT_IN = ("Root Admin", "Resource Admin", "Domain Admin", "User", "Read-Only Admin - Default", "Read-Only User - Default",
            "Support Admin - Default", "Support User - Default")
FEW = {  # roles of somebody's own, with the type and rules
    "no rules": ("User", ()), "one rule": ("User", (("listVirtualMachines", "allow"),)),
    "two rules": ("DomainAdmin", (("listZones", "allow"), ("create*", "deny"))),
    "nothing": ("User", (("*", "deny"),)), "an admin of nothing": ("Admin", (("*", "deny"),)),
    "an admin of all but those": ("Admin", (("list*", "deny"), ("create*", "deny"))),
    "lists without those": ("ResourceAdmin", (*((name, "deny") for name in FIRST), ("list*", "allow"), ("*", "deny")))}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db", worker=False) as made:
        made.admin.call("createZone", name="z", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")
        for name, (kind, rules) in FEW.items():
            role = made.admin.call("createRole", name=name, type=kind)["role"]["id"]
            for rule, permission in rules:
                made.admin.call("createRolePermission", roleid=role, rule=rule, permission=permission)
        yield made


def logged_in(app: TestApp, role: str) -> Browser:
    """A session of a new account with this role, in a domain of its own."""
    (found,) = app.admin.call("listRoles", name=role)["role"]
    name = role.lower().replace(" ", "")
    home = None if found["type"] == "Admin" else app.admin.call("createDomain", name=name)["domain"]["id"]
    app.admin.call("createAccount", username=name, password=PASSWORD, email="x@example.com", firstname="x", lastname="x", roleid=found["id"],
                   **({"domainid": home} if home else {}))
    return browser(app, name, **({"domain": name} if home else {}))


def lists(session: Browser) -> list[str]:
    """The lists that this caller's listApis has, and that need nothing to be given."""
    apis = session.raw("listApis").json()["listapisresponse"]["api"]
    return sorted(api["name"] for api in apis if api["name"].startswith("list") and not any(param["required"] for param in api["params"]))


@pytest.mark.parametrize("role", [*BUILT_IN, *(name for name in FEW if name != "an admin of all but those")])
def test_pages_of_every_role(app: TestApp, role: str) -> None:
    """What a page asks first never fails; nor does any list of the caller's listApis, all asked at once."""
    session = logged_in(app, role)
    wanted = sorted({*FIRST, *lists(session)})
    with ThreadPoolExecutor(16) as pool:
        replies = dict(zip(wanted, pool.map(session.raw, wanted), strict=True))
    assert {name: (reply.status, reply.body) for name, reply in replies.items() if reply.status != 200} == {}
    for name, reply in replies.items():
        ((wrapper, content),) = reply.json().items()
        assert wrapper == COMMANDS[name.lower()].WRAPPER
        assert isinstance(content, dict), name
    assert replies["listLdapConfigurations"].json() == {"ldapconfigurationresponse": {}}
    assert session.answer["username"] in {user["username"] for user in replies["listUsers"].json()["listusersresponse"]["user"]}
    assert {*FIRST, "listApis"} <= {api["name"] for api in session.raw("listApis").json()["listapisresponse"]["api"]}


def test_what_a_role_denies_shows_no_more_than_the_own(app: TestApp) -> None:
    """Rules bind: a denied list answers a session with its account's own things, a signed call with 432, and everything else is denied."""
    session = logged_in(app, "an admin of all but those")
    users = [user["username"] for user in session.raw("listUsers", listall="true").json()["listusersresponse"]["user"]]
    assert users == [session.answer["username"]]
    why = session.raw("explainPermission", apiname="listUsers").json()["explainpermissionresponse"]["permission"]
    assert (why["allowed"], "denies listUsers" in why["text"], "sessions" in why["text"]) == (True, True, True)
    keys = app.admin.call("registerUserKeys", id=session.answer["userid"])["userkeys"]
    signing = Client(app, keys["apikey"], keys["secretkey"], session.answer["userid"])
    assert {signing.raw(name).status for name in (*FIRST, "listApis")} == {432}
    assert session.status("createDomain", name="x") == 432
    role = app.admin.call("listRoles", name="an admin of all but those")["role"][0]["id"]
    app.admin.call("disableRole", id=role)
    assert {session.status(name) for name in (*FIRST, "listApis")} <= {401, 432}


def test_a_dead_session_logs_out_and_nothing_else_does(app: TestApp) -> None:
    """401 ends a browser's session: lists that the role denies are no 401."""
    session = logged_in_again(app)
    denied: dict[str, Any] = {name: session.status(name) for name in ("listHosts", "listConfigurations", "noSuchCommand")}
    assert set(denied.values()) == {432}, denied
    session.raw("logout")
    assert session.status("listZones") == 401


def logged_in_again(app: TestApp) -> Browser:
    """A user's session."""
    app.user("page")
    return browser(app, "page")
