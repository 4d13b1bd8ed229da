"""docs/admin/configuration.md: its lines are run as they stand there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from manager.api.declare import COMMANDS
from tests.wire.app import TestApp, running_app

PAGE = Path(__file__).parents[3] / "docs/admin/configuration.md"
LINE = re.compile(r"    (?:(?P<into>[A-Z]+)=\$\()?cmk (?:-p (?P<who>\w+) )?(?P<verb>\w+) (?P<noun>\w+) ?(?P<given>.*?)"
                  r"(?: \| jq -r (?P<path>\S+)\))?$")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        yield made


def test_the_lines_do_what_they_say(app: TestApp) -> None:
    zone = app.admin.call("createZone", name="z", networktype="Advanced", dns1="192.0.2.1", internaldns1="192.0.2.1")["zone"]["id"]
    known = {"ZONE": zone, "ACCOUNT": app.user("ann").account["id"]}
    names = {cls.NAME.lower(): cls.NAME for cls in COMMANDS.values()}
    ran = 0
    for line in PAGE.read_text().splitlines():
        if not line.startswith("    "):
            continue
        found = LINE.fullmatch(line)
        assert found is not None, line
        given = re.sub(r"\$([A-Z]+)", lambda match: known[match[1]], found["given"])
        client = app.user(found["who"]) if found["who"] else app.admin
        answer = client.call(names[found["verb"] + found["noun"]], **dict(part.split("=", 1) for part in shlex.split(given)))
        if found["into"]:
            for step in found["path"].strip(".").split("."):
                answer = answer[step]
            known[found["into"]] = str(answer)
        ran += 1
    assert ran >= 15
