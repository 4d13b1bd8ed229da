"""A command by its path, and the document that needs such paths."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.wire.app import TestApp, signed


def form(app: TestApp, **params: str) -> bytes:
    return urlencode(signed({"response": "json", **params}, app.admin.key, app.admin.secret)).encode()


def test_the_path_names_the_command_and_the_signature_covers_it(app: TestApp) -> None:
    reply = app.http("POST", "/client/api/listUsers", body=form(app, command="listUsers", username="admin"))
    assert reply.json()["listusersresponse"]["count"] == 1
    assert app.http("POST", "/client/api/LISTUSERS", body=form(app, command="listUsers")).status == 200
    signed_without = app.http("POST", "/client/api/listUsers", body=form(app))
    assert signed_without.status == 401


def test_a_signature_for_one_command_is_none_for_another(app: TestApp) -> None:
    reply = app.http("POST", "/client/api/listZones", body=form(app, command="listUsers"))
    assert reply.status == 431
    assert "listZones" in reply.json()["listusersresponse"]["errortext"]


def test_login_by_path_needs_post_too(app: TestApp) -> None:
    assert app.http("GET", "/client/api/login", query="username=admin&password=password&response=json").status == 405
    assert app.http("POST", "/client/api/login", body=b"username=admin&password=password&response=json").status == 200


def test_an_unknown_path(app: TestApp) -> None:
    assert app.http("GET", "/client/api/../admin").status == 404
    assert app.http("POST", "/client/api/noSuchCommand", body=form(app, command="noSuchCommand")).status == 432


def test_the_document_needs_no_credentials(app: TestApp) -> None:
    reply = app.http("GET", "/client/api/openapi.json")
    assert reply.status == 200
    assert reply.header("content-type") == "application/json"
    assert reply.json()["openapi"] == "3.1.0"
    assert app.http("POST", "/client/api/openapi.json").status == 405
    assert app.http("HEAD", "/client/api/openapi.json").body == b""
