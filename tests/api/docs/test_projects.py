"""docs/admin/projects.md: its lines are run as they stand there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire.app import TestApp, running_app

PAGE = Path(__file__).parents[3] / "docs/admin/projects.md"
LINE = re.compile(r"    (?:(?P<into>[A-Z]+)=\$\()?cmk (?:-p (?P<who>\w+) )?(?P<verb>\w+) (?P<noun>\w+) ?(?P<given>.*?)"
                  r"(?: \| jq -r (?P<path>\S+)\))?$")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        for name in ("ann", "bob", "cid", "dan"):
            made.user(name)
        yield made


def lines() -> list[str]:
    """The page's commands, without their comments."""
    return [re.sub(r"\s{2,}# .*$", "", line) for line in PAGE.read_text().splitlines() if line.startswith("    ")]


def test_the_lines_do_what_they_say(app: TestApp) -> None:
    zone = app.admin.call("createZone", name="z", networktype="Advanced", dns1="192.0.2.1", internaldns1="192.0.2.1")["zone"]["id"]
    known = {"ZONE": zone, "CID": app.user("cid").user_id}
    ran = 0
    for line in lines():
        found = LINE.fullmatch(line)
        assert found is not None, line
        client = app.user(found["who"]) if found["who"] else app.admin
        text = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], found["given"])
        given: dict[str, Any] = dict(part.split("=", 1) for part in shlex.split(text))
        answer = client.call(found["verb"] + found["noun"], **given)
        if "jobid" in answer:
            ended = client.wait(answer["jobid"])
            assert ended["jobstatus"] == 1, (line, ended)
            answer = ended["jobresult"]
        assert answer, f"{line} answers nothing"
        if found["into"]:
            for step in found["path"].strip(".").split("."):
                answer = answer[step]
            known[found["into"]] = str(answer)
        ran += 1
    assert ran > 30
