"""WIRE 2: signatures and expiry."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
from urllib.parse import quote, quote_plus, urlencode

import pytest

from common import clock
from tests.wire.app import TestApp, signed


def send(app: TestApp, params: dict[str, str], text: str, method: str = "GET", secret: str | None = None) -> int:
    digest = hmac.new((secret or app.admin.secret).encode(), text.encode(), hashlib.sha1).digest()
    full = urlencode({**params, "signature": base64.b64encode(digest).decode()})
    return (app.http("GET", query=full) if method == "GET" else app.http("POST", body=full.encode())).status


def base(app: TestApp, **params: str) -> dict[str, str]:
    return {"command": "listZones", "response": "json", "apikey": app.admin.key, **params}


def text(params: dict[str, str], encode=lambda value: quote(value, safe="*-._"), key=lambda name: name) -> str:  # type: ignore[no-untyped-def]
    return "&".join(f"{name}={encode(params[name])}" for name in sorted(params, key=key)).lower()


def java(value: str) -> str:
    return quote_plus(value, safe="*-._").replace("~", "%7E").replace("+", "%20")


def test_documented_form(both: TestApp) -> None:
    params = base(both, keyword="a b*c~d-._é/+", name="Ünï")
    assert send(both, params, text(params, java)) == 200


@pytest.mark.parametrize("safe", ["-._~", "*-._~", "-._"])
def test_rfc_3986_forms_of_star_and_tilde(app: TestApp, safe: str) -> None:
    params = base(app, keyword="a*b~c")
    assert send(app, params, text(params, lambda value: quote(value, safe=safe))) == 200


def test_sorted_by_raw_name(app: TestApp) -> None:
    params = base(app, apiKeyX="1", Zeta="2", alpha="3")
    assert send(app, params, text(params, java)) == 200


def test_sorted_by_lower_case_name(app: TestApp) -> None:
    params = base(app, Zeta="2", alpha="3")
    assert send(app, params, text(params, java, str.lower)) == 200


def test_map_names_are_not_encoded(app: TestApp) -> None:
    params = base(app, command="listVirtualMachines", **{"tags[0].key": "a", "tags[0].value": "b"})
    assert send(app, params, text(params, java)) == 200


def test_wrong_signature(both: TestApp) -> None:
    params = base(both)
    assert send(both, params, text(params) + "x") == 401
    assert send(both, params, text(params), secret="other") == 401


def test_unknown_key(app: TestApp) -> None:
    params = {**base(app), "apikey": "nobody"}
    assert send(app, params, text(params)) == 401


def test_missing_signature(app: TestApp) -> None:
    reply = app.http("GET", query=urlencode(base(app)))
    assert reply.status == 401
    assert reply.json()["listzonesresponse"]["errortext"] == "unable to verify user credentials and/or request signature"


def when(seconds: int, form: str = "%Y-%m-%dT%H:%M:%S+0000") -> str:
    moment = datetime.datetime.fromtimestamp(clock.wall_us() / 1e6 + seconds, datetime.UTC)
    return moment.strftime(form)


FORMS = ["%Y-%m-%dT%H:%M:%S+0000", "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%S.123+0000"]


@pytest.mark.parametrize("form", FORMS)
def test_expiry_forms(app: TestApp, form: str) -> None:
    for seconds, status in ((60, 200), (-60, 401)):
        params = base(app, signatureversion="3", expires=when(seconds, form))
        assert send(app, params, text(params, java)) == status


def test_other_zone(app: TestApp) -> None:
    moment = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=5, minutes=30))) + datetime.timedelta(minutes=1)
    params = base(app, signatureversion="3", expires=moment.strftime("%Y-%m-%dT%H:%M:%S+0530"))
    assert send(app, params, text(params, java)) == 200


@pytest.mark.parametrize("expires", [None, "", "tomorrow"])
def test_version_3_needs_a_readable_expiry(app: TestApp, expires: str | None) -> None:
    params = base(app, signatureversion="3", **({} if expires is None else {"expires": expires}))
    assert send(app, params, text(params, java)) == 401


def test_expires_counts_only_with_version_3(app: TestApp) -> None:
    params = base(app, expires=when(-3600))
    assert send(app, params, text(params, java)) == 200


def test_post_and_timestamps_can_be_enforced(app: TestApp) -> None:
    app.admin.call("updateConfiguration", name="enforce.post.requests.and.timestamps", value="true")
    try:
        good = base(app, signatureversion="3", expires=when(60))
        late = base(app, signatureversion="3", expires=when(16 * 60))
        assert send(app, base(app), text(base(app)), "POST") == 401
        assert send(app, good, text(good, java), "GET") == 401
        assert send(app, late, text(late, java), "POST") == 401
        assert send(app, good, text(good, java), "POST") == 200
        reset = base(app, command="updateConfiguration", name="enforce.post.requests.and.timestamps", value="false", signatureversion="3",
                     expires=when(60))
        assert send(app, reset, text(reset, java), "POST") == 200
    finally:
        assert app.admin.call("listZones") == {}


def test_disabled_and_new_keys_are_refused_within_two_seconds(both: TestApp) -> None:
    user = both.user("rekeyed")
    assert user.call("listZones") == {}
    both.admin.call("registerUserKeys", id=user.user_id)
    until = clock.monotonic() + 2.5
    while (status := user.raw("listZones").status) == 200 and clock.monotonic() < until:
        clock.pause(0.1)
    assert status == 401


def test_clients_signature(app: TestApp) -> None:
    assert signed({"command": "listZones"}, "k", "s")["signature"] == base64.b64encode(
        hmac.new(b"s", b"apikey=k&command=listzones", hashlib.sha1).digest()).decode()
