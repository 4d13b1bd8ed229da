"""The pages that the UI has, read from its descriptions: nobody has to add a new one here."""

from __future__ import annotations

import re
from pathlib import Path

PARTS = {"listTrafficTypes"}   # of a physical network
SOURCES = Path(__file__).parents[2] / "ui" / "src"
NOUN = re.compile(r"^\s*noun: '([a-z]+)'", re.MULTILINE)
LIST = re.compile(r"\blist: '(\w+)'")
PATH = re.compile(r"\bpath: '(/[^']*)'")


def resources() -> dict[str, str]:
    """Noun → list command; without those that are shown only as a part of something else, which their list command asks for."""
    out = {}
    for path in sorted((SOURCES / "resources").glob("*.ts")):
        text = path.read_text()
        if (noun := NOUN.search(text)) and (command := LIST.search(text)) and command[1] not in PARTS:
            out[noun[1]] = command[1]
    return out


def pages() -> list[str]:
    """Paths of the pages beside lists and details; those with parameters are opened by other tests."""
    found = {path for index in (SOURCES / "pages").glob("*/index.ts") for path in PATH.findall(index.read_text())}
    return sorted(path for path in found if ":" not in path and path != "/login")
