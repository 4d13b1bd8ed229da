"""Answers as JSON or XML (WIRE 6, 7)."""

from __future__ import annotations

import re
import tempfile
from typing import IO, Any
from xml.sax.saxutils import escape

import msgspec

from manager.api.declare import Command, Job, Listing
from manager.api.errors import ApiError
from manager.api.responses import Response

VERSION = "4.22.0.0"
JSON_TYPE = b"application/json; charset=UTF-8"
XML_TYPE = b"text/xml; charset=UTF-8"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
MAX_TEXT = 4000
SPOOL = 8 << 20
MAX_HEADER = 1000
_ENCODER = msgspec.json.Encoder()
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e]+")


def body(cls: type[Command], result: Any) -> tuple[str, Any]:
    """(wrapper, content) of a successful answer."""
    if isinstance(result, Job):
        content: Any = {"id": result.object, "jobid": result.id} if cls.CREATES and result.object else {"jobid": result.id}
    elif isinstance(result, Listing):
        content = listing(cls.OBJECT, result)
    elif cls.RETURNS == "object" and isinstance(result, Response):
        content = {cls.OBJECT: result}
    else:
        content = result
    return cls.WRAPPER, content


def listing(name: str, result: Listing[Any]) -> dict[str, Any]:
    """Nothing at all: {}; a page past the end: the count alone."""
    if not result.total and not result.items:
        return {}
    return {"count": result.total, name: result.items} if result.items else {"count": result.total}


def stream(wrapper: str, name: str, result: Listing[Any], *, json: bool) -> IO[bytes]:
    """A long list, rendered batch by batch into a file that leaves memory when it gets big; at its end."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 whoever sends it closes it
    assert result.more is not None
    if json:
        out.write(b'{"%s":{"count":%d,"%s":[' % (wrapper.encode(), result.total, name.encode()))
        comma = b""
        for batch in result.more:
            if batch:
                out.write(comma + _ENCODER.encode(batch)[1:-1])
                comma = b","
        out.write(b"]}}")
    else:
        out.write(f'{DECLARATION}<{wrapper} cloud-stack-version="{VERSION}"><count>{result.total}</count>'.encode())
        for batch in result.more:
            parts: list[str] = []
            _xml(parts, name, _plain(batch))
            out.write("".join(parts).encode())
        out.write(f"</{wrapper}>".encode())
    return out


def bare(content: Any) -> bytes:
    """JSON without a wrapper, for what is not a command."""
    return _ENCODER.encode(content)


def failure(error: ApiError, wrapper: str) -> tuple[str, Any]:
    """(wrapper, content) of an error."""
    return error.wrapper or wrapper, {
        "uuidList": [], "errorcode": error.code, "cserrorcode": error.cs_code, "errortext": error.text[:MAX_TEXT]}


def description(text: str) -> bytes:
    """The header X-Description: printable ASCII, one line, at most 1,000 bytes."""
    return _NOT_PRINTABLE.sub(" ", text)[:MAX_HEADER].encode("ascii")


def encode(wrapper: str, content: Any, *, json: bool, authenticated: bool) -> bytes:
    """The body of an answer."""
    if json:
        return _ENCODER.encode({wrapper: content})
    version = f' cloud-stack-version="{VERSION}"' if authenticated else ""
    out: list[str] = [DECLARATION, f"<{wrapper}{version}>"]
    built = _plain(content)
    for name, value in built.items():
        _xml(out, name, value)
    out.append(f"</{wrapper}>")
    return "".join(out).encode()


def _plain(content: Any) -> Any:
    """Structs as dictionaries; a job's result, kept as JSON, too."""
    return msgspec.to_builtins(content, enc_hook=msgspec.json.decode)


def _xml(out: list[str], name: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, list):
        for item in value:  # repeated elements
            _xml(out, name, item)
        if not value and name == "uuidList":
            out.append("<uuidList></uuidList>")
    elif isinstance(value, dict):
        out.append(f"<{_tag(name)}>")
        for key, item in value.items():
            _xml(out, key, item)
        out.append(f"</{_tag(name)}>")
    else:
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        out.append(f"<{_tag(name)}>{escape(_NOT_XML.sub('?', text))}</{_tag(name)}>")


def _tag(name: str) -> str:
    """Keys of detail maps come from users: what cannot be an element's name is replaced."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", "_", name)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else "_" + safe
