"""docs/admin/zone.md: its lines are run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.api.places.site import Hosts, join
from tests.wire.app import TestApp, running_app

PAGE = Path(__file__).parents[3] / "docs/admin/zone.md"
LINE = re.compile(r"    (?:(?P<into>[A-Z]+)=\$\()?cmk (?P<verb>\w+) (?P<noun>\w+) ?(?P<given>.*?)(?: \| jq -r (?P<path>\S+)\))?$")


def test_the_lines_do_what_they_say(tmp_path: Path) -> None:
    hosts = Hosts()
    with running_app(f"sqlite:///{tmp_path}/pileus.db", agents=hosts) as app:
        hosts.db = app.db
        join(app)
        known: dict[str, str] = {}
        lines = [line for line in PAGE.read_text().splitlines() if line.startswith("    ")]
        for line in lines:
            found = LINE.fullmatch(line)
            assert found is not None, line
            text = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], found["given"])
            answer = run(app, found["verb"] + found["noun"], dict(part.split("=", 1) for part in text.split()), line)
            if found["into"]:
                known[found["into"]] = picked(answer, found["path"])
        assert len(lines) > 35
        assert app.admin.call("listZones") == {}


def run(app: TestApp, command: str, params: dict[str, Any], line: str) -> Any:
    """The answer, or its job's result; never empty."""
    answer = app.admin.call(command, **params)
    if "jobid" in answer:
        ended = app.admin.wait(answer["jobid"])
        assert ended["jobstatus"] == 1, (line, ended)
        answer = ended["jobresult"]
    assert answer, f"{line} answers nothing"
    return answer


def picked(answer: Any, path: str) -> str:
    """As jq: .a[0].b."""
    for step in re.findall(r"\w+", path):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return str(answer)
