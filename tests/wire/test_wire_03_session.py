"""WIRE 3: sessions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.clock import now_us
from manager.model.tables.tenancy import session, user
from manager.model.tenancy.sessions import LIFE
from tests.wire.app import PASSWORD, Reply, TestApp

STRINGS = ["username", "userid", "domainid", "account", "firstname", "lastname", "type", "timezoneoffset", "sessionkey", "is2faenabled",
           "registered"]


def login(app: TestApp, username: str = "admin", password: str = PASSWORD, **more: str) -> Reply:
    fields = {"command": "login", "username": username, "password": password, "response": "json", **more}
    return app.http("POST", body="&".join(f"{name}={value}" for name, value in fields.items()).encode())


def cookie(reply: Reply) -> str:
    return "; ".join(value.split(";")[0] for name, value in reply.headers if name == "set-cookie")


def listing(app: TestApp, cookies: str, sessionkey: str, command: str = "listZones") -> Reply:
    return app.http("GET", query=f"command={command}&response=json&sessionkey={sessionkey}", headers={"cookie": cookies})


def test_login_answers_strings_and_cookies(both: TestApp) -> None:
    reply = login(both)
    answer: dict[str, Any] = reply.json()["loginresponse"]
    assert reply.status == 200
    assert {name for name in STRINGS if not isinstance(answer.get(name), str)} == set()
    assert (answer["username"], answer["account"], answer["type"], answer["timeout"]) == ("admin", "admin", "1", 1800)
    cookies = [value for name, value in reply.headers if name == "set-cookie"]
    assert {value.split("=")[0] for value in cookies} == {"JSESSIONID", "sessionkey"}
    assert all("HttpOnly" in value and "SameSite=Lax" in value for value in cookies)
    assert listing(both, cookie(reply), answer["sessionkey"]).status == 200


def test_later_calls_need_cookie_and_key(app: TestApp) -> None:
    reply = login(app)
    key = reply.json()["loginresponse"]["sessionkey"]
    assert listing(app, cookie(reply), "").status == 401
    assert listing(app, cookie(reply), "x" * 43).status == 401
    assert listing(app, "JSESSIONID=nothing", key).status == 401
    assert app.http("GET", query=f"command=listZones&response=json&sessionkey={key}").status == 401
    assert listing(app, cookie(reply), key).status == 200


@pytest.mark.parametrize("path", ["", "/", "ROOT", "/ROOT/", "%2F"])
def test_root_domain_forms(app: TestApp, path: str) -> None:
    assert login(app, domain=path).status == 200


@pytest.mark.parametrize("path", ["sales", "/sales", "sales/", "/sales/", "ROOT/sales"])
def test_domain_is_a_path(app: TestApp, path: str) -> None:
    if not app.admin.call("listDomains", name="sales"):
        domain = app.admin.call("createDomain", name="sales")["domain"]
        app.user("seller", domainid=domain["id"])
    assert login(app, "seller", domain=path).status == 200
    assert login(app, "seller").status == 531


def test_wrong_password(both: TestApp) -> None:
    for username in ("admin", "nobody"):
        reply = login(both, username, "wrong")
        assert (reply.status, reply.json()["loginresponse"]["errorcode"]) == (531, 531)
        assert "provide valid credentials" in reply.json()["loginresponse"]["errortext"]


def test_missing_password_is_a_parameter_error(app: TestApp) -> None:
    reply = app.http("POST", body=b"command=login&username=admin&response=json")
    assert (reply.status, reply.json()["loginresponse"]["errorcode"]) == (431, 431)


def test_login_is_throttled(app: TestApp) -> None:
    app.user("guessed")
    for _ in range(5):
        assert login(app, "guessed", "wrong").status == 531
    assert login(app, "guessed").status == 531
    app.db.write(lambda tx: tx.execute(update(user).where(user.c.username == "guessed").values(locked_until=0)))
    assert login(app, "guessed").status == 200


def test_sessions_are_stored_hashed_and_slide(both: TestApp) -> None:
    reply = login(both)
    key = reply.json()["loginresponse"]["sessionkey"]
    cookies = cookie(reply)
    rows = both.read(lambda tx: tx.rows(select(session)))
    stored = {value for row in rows for value in (row.id_hash, row.sessionkey_hash)}
    assert not any(part.split("=")[1] in stored for part in cookies.split("; "))
    both.db.write(lambda tx: tx.execute(update(session).values(expires=now_us() + LIFE // 2)))
    assert listing(both, cookies, key).status == 200
    assert both.read(lambda tx: tx.scalar(select(session.c.expires - now_us()).order_by(session.c.expires.desc()))) > LIFE * 0.9
    both.db.write(lambda tx: tx.execute(update(session).values(expires=now_us() - 1)))
    assert listing(both, cookies, key).status == 401


def test_logout(app: TestApp) -> None:
    reply = login(app)
    key = reply.json()["loginresponse"]["sessionkey"]
    done = listing(app, cookie(reply), key, "logout")
    assert (done.status, done.json()) == (200, {"logoutresponse": {"description": "success"}})
    assert listing(app, cookie(reply), key).status == 401


def test_what_answers_without_a_session(app: TestApp) -> None:
    def status(command: str) -> int:
        return app.http("GET", query=f"command={command}&response=json").status

    assert status("logout") == 431
    assert {status(name) for name in ("forgotPassword", "resetPassword", "listGuiThemes", "listOauthProvider")} == {432}
    assert status("listIdps") == 401
    assert status("listZones") == 401


def test_a_new_password_ends_sessions(app: TestApp) -> None:
    from manager.api.passwords import hashed
    from manager.model.tenancy import users

    app.user("forgetful")
    reply = login(app, "forgetful")
    key = reply.json()["loginresponse"]["sessionkey"]
    user_id = app.read(lambda tx: tx.scalar(select(user.c.id).where(user.c.username == "forgetful")))
    app.db.write(lambda tx: users.set_password(tx, user_id, hashed("another")))
    assert listing(app, cookie(reply), key).status == 401
    assert login(app, "forgetful", "another").status == 200
