"""WIRE 13: listApis."""

from __future__ import annotations

import time

import pytest

from manager.api.declare import COMMANDS
from tests.wire.app import TestApp


def test_each_command_is_described(both: TestApp) -> None:
    apis = both.admin.call("listApis")["api"]
    assert {api["name"] for api in apis} == {cls.NAME for cls in COMMANDS.values() if not cls.AUTHENTICATOR}
    for api in apis:
        assert api["description"], api["name"]
        assert isinstance(api["isasync"], bool)
        assert isinstance(api["response"], list)
        for param in api["params"]:
            assert param["description"], f"{api['name']}.{param['name']}"
            assert {"name", "type", "required"} <= set(param)


def test_for_this_caller(both: TestApp) -> None:
    mine = {api["name"] for api in both.user("reader").call("listApis")["api"]}
    assert "listZones" in mine
    assert "createZone" not in mine


def test_parameters_of_admins_are_not_shown_to_users(app: TestApp) -> None:
    for cls in COMMANDS.values():
        for param in cls.PARAMS.values():
            if not all(role in param.given.roles for role in cls.ROLES) and app.user("reader2"):
                shown = app.user("reader2").call("listApis", name=cls.NAME)["api"][0]["params"]
                assert param.name not in {entry["name"] for entry in shown}
                return
    pytest.fail("no command has a parameter for admins alone")


def test_one_command(app: TestApp) -> None:
    (api,) = app.admin.call("listApis", name="listZones")["api"]
    params = {param["name"]: param for param in api["params"]}
    assert params["id"]["type"] == "uuid"
    assert "listZones" in params["id"]["related"]
    assert {"id", "name", "networktype"} <= {field["name"] for field in api["response"]}


def test_nested_responses(app: TestApp) -> None:
    (api,) = app.admin.call("listApis", name="listAccounts")["api"]
    user = next(field for field in api["response"] if field["name"] == "user")
    assert user["type"] == "list"
    assert "username" in {field["name"] for field in user["response"]}


def test_within_100_ms(both: TestApp) -> None:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        both.admin.call("listApis")
        took.append(time.perf_counter() - began)
    assert min(took) <= 0.1
