"""WIRE 14: wrappers, object names, and lists with a count where CloudStack answers them."""

from __future__ import annotations

from manager.api.declare import COMMANDS, Listing
from manager.api.wire import encode
from tests.contract.contract import contract
from tests.wire.app import TestApp


def test_wrappers_and_objects_are_the_contracts() -> None:
    for cls in COMMANDS.values():
        want = contract()["apis"].get(cls.NAME)
        if want is None:   # one of ours
            continue
        assert (want.get("success_wrapper") or want["response_wrapper"]) == cls.WRAPPER
        if want["returns"] in ("object", "list") and want["response"]:
            assert want["response"] == cls.OBJECT


def test_commands_that_answer_lists_with_count(app: TestApp) -> None:
    for name in ("addCluster", "addHost", "addImageStore"):
        cls = COMMANDS[name.lower()]
        if contract()["apis"][name]["returns"] != "list":
            continue
        wrapper, content = encode.body(cls, Listing([cls.RESPONSE()], 1))
        assert wrapper == f"{name.lower()}response"
        assert list(content) == ["count", cls.OBJECT]


def test_an_object(app: TestApp) -> None:
    assert list(app.admin.raw("createDomain", name="wrapped").json()["createdomainresponse"]) == ["domain"]
