"""GET /client/session: the reloaded page finds its session; nobody else gets its key."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.wire.app import PASSWORD, Reply, TestApp, running_app

PAGE = {"x-pileus-client": "ui"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db", worker=False) as made:
        yield made


def log_in(app: TestApp) -> tuple[str, str]:
    """(the Cookie header of a new session, its key)."""
    answer = app.http("POST", body=f"command=login&username=admin&password={PASSWORD}&response=json".encode())
    cookies = [value.split(";")[0] for name, value in answer.headers if name == "set-cookie"]
    return "; ".join(cookies), answer.json()["loginresponse"]["sessionkey"]


def resume(app: TestApp, cookie: str, method: str = "GET", **headers: str) -> Reply:
    """What the page asks after a reload."""
    given = {"cookie": cookie, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return app.http(method, path="/client/session", headers=given)


def test_a_reloaded_page_gets_what_login_answered(app: TestApp) -> None:
    cookie, key = log_in(app)
    answer = resume(app, cookie, x_pileus_client="ui", sec_fetch_site="same-origin")
    assert answer.status == 200
    assert (answer.json()["sessionkey"], answer.json()["username"], answer.json()["type"]) == (key, "admin", "1")
    assert dict(answer.headers)["cache-control"] == "no-store"
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("headers", [
    {}, {"x_pileus_client": "other"}, {"x_pileus_client": "ui", "sec_fetch_site": "cross-site"}, {"x_pileus_client": "ui", "sec_fetch_site": "none"},
    {"x_pileus_client": "ui", "sec_fetch_site": "same-site"}])
def test_no_link_form_or_other_site_gets_the_key(app: TestApp, headers: dict[str, str]) -> None:
    cookie, key = log_in(app)
    answer = resume(app, cookie, **headers)
    assert answer.status == 531
    assert key.encode() not in answer.body


def test_a_preflight_is_not_answered(app: TestApp) -> None:
    """Scripts of other origins ask with OPTIONS before they may send the header."""
    cookie, _ = log_in(app)
    answer = resume(app, cookie, "OPTIONS", origin="https://evil.example", access_control_request_headers="x-pileus-client")
    assert answer.status != 200
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]


def test_cookies_alone_still_call_nothing(app: TestApp) -> None:
    """CSRF: what a foreign form can send, cookies without the key, is refused."""
    cookie, key = log_in(app)
    forged = app.http("POST", body=b"command=createZone&name=evil&response=json", headers={"cookie": cookie})
    assert forged.status == 401
    assert app.http("POST", body=f"command=listZones&response=json&sessionkey={key}".encode(), headers={"cookie": cookie}).status == 200


def test_long_answers_are_compressed_for_the_page_alone(app: TestApp) -> None:
    cookie, key = log_in(app)
    asked = f"command=listApis&response=json&sessionkey={key}".encode()
    packed = app.http("POST", body=asked, headers={"cookie": cookie, "accept-encoding": "gzip, br", **PAGE})
    plain = app.http("POST", body=asked, headers={"cookie": cookie, "accept-encoding": "gzip"})
    assert dict(packed.headers)["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 5


def test_mixed_or_ended_sessions_are_refused(app: TestApp) -> None:
    one, key = log_in(app)
    other, _ = log_in(app)
    mixed = f"{one.split('; ')[0]}; {other.split('; ')[1]}"
    assert resume(app, mixed, x_pileus_client="ui").status == 204
    assert resume(app, "", x_pileus_client="ui").status == 204
    app.http("POST", body=f"command=logout&response=json&sessionkey={key}".encode(), headers={"cookie": one})
    assert resume(app, one, x_pileus_client="ui").status == 204


def test_login_never_keeps_a_session_that_was_given(app: TestApp) -> None:
    """Session fixation."""
    planted = "JSESSIONID=planted; sessionkey=planted"
    answer = app.http("POST", body=f"command=login&username=admin&password={PASSWORD}&response=json".encode(), headers={"cookie": planted})
    assert answer.status == 200
    assert not any("planted" in value for _, value in answer.headers)
