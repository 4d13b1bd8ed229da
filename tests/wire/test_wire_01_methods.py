"""WIRE 1: methods and parameters."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.wire.app import ApiFailure, TestApp, signed


def query(app: TestApp, **params: str) -> str:
    return urlencode(signed({"response": "json", **params}, app.admin.key, app.admin.secret))


@pytest.mark.parametrize("path", ["/client/api", "/client/api/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_get_and_post(both: TestApp, method: str, path: str) -> None:
    text = query(both, command="listZones")
    reply = both.http("GET", path, text) if method == "GET" else both.http("POST", path, "", text.encode())
    assert (reply.status, reply.json()) == (200, {"listzonesresponse": {}})


def test_query_and_form_together_query_wins(app: TestApp) -> None:
    reply = app.http("POST", query=query(app, command="listUsers", username="admin"), body=b"username=nobody&command=listZones")
    assert reply.json()["listusersresponse"]["count"] == 1


def test_a_name_given_twice_the_last(app: TestApp) -> None:
    reply = app.http("GET", query="username=nobody&" + query(app, command="listUsers", username="admin"))
    assert reply.json()["listusersresponse"]["count"] == 1


def test_login_by_post_only(app: TestApp) -> None:
    reply = app.http("GET", query="command=login&username=admin&password=password&response=json")
    assert reply.status == 405
    assert reply.json()["loginresponse"]["errorcode"] == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(app: TestApp, method: str) -> None:
    assert app.http(method, query=query(app, command="listZones")).status == 405


def test_parameter_names_are_case_blind(app: TestApp) -> None:
    reply = app.http("GET", query=query(app, Command="listUsers", UserName="admin"))
    assert reply.json()["listusersresponse"]["count"] == 1


def test_unknown_parameters_are_ignored(app: TestApp) -> None:
    assert app.admin.call("listZones", timestamp="1", _="2", whatever="3") == {}


def test_known_but_unsupported_parameters_are_refused(app: TestApp) -> None:
    with pytest.raises(ApiFailure, match="vpcid is not supported") as failed:
        app.admin.call("listNetworks", vpcid="00000000-0000-4000-8000-000000000000")
    assert failed.value.status == 431


def test_job_parameters_are_refused_not_ignored(app: TestApp) -> None:
    with pytest.raises(ApiFailure, match="customjobid") as failed:
        app.admin.call("stopVirtualMachine", id="00000000-0000-0000-0000-000000000000", customjobid="x")
    assert failed.value.status == 431


def test_body_limit(app: TestApp) -> None:
    assert app.http("POST", body=b"command=listZones&x=" + b"y" * (1 << 20)).status == 413


def test_key_limit(app: TestApp) -> None:
    many = "&".join(f"k{number}=1" for number in range(5001))
    reply = app.http("POST", query="response=json", body=many.encode())
    assert (reply.status, reply.json()["errorresponse"]["errorcode"]) == (431, 431)


def test_text_that_is_not_utf8(app: TestApp) -> None:
    reply = app.http("GET", query="response=json&command=listZones&keyword=%ff")
    assert reply.status == 431


def test_another_path(app: TestApp) -> None:
    assert app.http("GET", "/client").status == 404
