"""WIRE 6: the body and header of an error."""

from __future__ import annotations

from manager.api.errors import ApiError
from manager.api.wire import encode
from tests.wire.app import TestApp


def test_body_and_header(both: TestApp) -> None:
    reply = both.admin.raw("listUsers", pagesize=1)
    body = reply.json()
    assert list(body) == ["listusersresponse"]
    content = body["listusersresponse"]
    assert list(content) == ["uuidList", "errorcode", "cserrorcode", "errortext"]
    assert (content["uuidList"], content["errorcode"], content["cserrorcode"]) == ([], 431, 4350)
    assert reply.header("x-description") == content["errortext"]


def test_header_is_short_printable_ascii_on_one_line(app: TestApp) -> None:
    header = encode.description("first\r\nSet-Cookie: x=1\n" + "ž\u2028" * 3 + "y" * 3000)
    assert len(header) == 1000
    assert all(0x20 <= octet <= 0x7E for octet in header)


def test_text_is_cut(app: TestApp) -> None:
    _, content = encode.failure(ApiError(431, "x" * 9000), "wrapper")
    assert len(content["errortext"]) == 4000


def test_user_text_in_the_header(app: TestApp) -> None:
    reply = app.admin.raw("listUsers", id="a\u010d\u2028b")
    assert reply.status == 431
    assert (reply.header("x-description") or "").isascii()
