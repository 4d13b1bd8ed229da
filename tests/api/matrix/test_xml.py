"""Proof that XML is well-formed and carries the same data as JSON, for every command: called by root with real ids, and with wrong ones."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest

from manager.api.declare import COMMANDS
from manager.api.execute import load_commands
from tests.api.matrix import expected as who
from tests.api.matrix import observe
from tests.api.matrix.world import World

load_commands()
NAMES = sorted(cls.NAME for cls in COMMANDS.values() if not cls.AUTHENTICATOR and cls.NAME != "logout")
# New in each of the two calls: ids, tokens, keys and times.
FRESH = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{80,}|(?<![\w-])[\w-]{43}(?![\w-])|"
                   r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000|-----BEGIN.*|[0-9a-f:]{47}", re.DOTALL)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("xml"))
    yield made
    made.close()


def from_json(value: Any) -> Any:
    """As (tag, children) and texts: what the XML of it must be."""
    if isinstance(value, dict):
        return {key: [from_json(one) for one in (item if isinstance(item, list) else [item])] for key, item in value.items()
                if item is not None and (item != [] or key == "uuidList")}
    if isinstance(value, bool):
        return "true" if value else "false"
    return FRESH.sub("…", str(value))


def from_xml(element: ET.Element) -> Any:
    """The same of an element."""
    if len(element) == 0:
        return FRESH.sub("…", element.text or "")
    out: dict[str, list[Any]] = {}
    for child in element:
        out.setdefault(child.tag, []).append(from_xml(child))
    return out


def plain(value: Any) -> Any:
    """What XML cannot tell apart: nothing, an empty text and an object without fields; tags of details with other letters."""
    if isinstance(value, dict):
        return {re.sub(r"[^A-Za-z0-9_.-]", "_", key): [plain(one) for one in items] if items else [""] for key, items in value.items()} or ""
    return value


@pytest.mark.parametrize("name", NAMES)
def test_xml_says_what_json_says(world: World, name: str) -> None:
    cls = COMMANDS[name.lower()]
    good = observe.fill(cls, "", world.own[who.ROOT])
    for params in (good, {**good, **dict.fromkeys(good, "<&'\">")}):
        answers = {}
        for form in ("json", "xml"):
            answers[form] = world.admin.raw(name, method="POST", **{**params, "response": form})
            if answers[form].status == 200 and not cls.READS:
                world.undo()
        assert answers["json"].status == answers["xml"].status, params
        ((wrapper, content),) = answers["json"].json().items()
        root = ET.fromstring(answers["xml"].body)
        assert root.tag == wrapper
        assert (from_xml(root) or "") == plain(from_json(content))
