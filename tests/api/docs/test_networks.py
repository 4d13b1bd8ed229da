"""docs/admin/networks.md: its lines are run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.api.infra import ZONE
from tests.wire.app import running_app

PAGE = Path(__file__).parents[3] / "docs/admin/networks.md"
LINE = re.compile(r"    (?:(?P<into>[A-Z]+)=\$\()?cmk (?P<verb>\w+) (?P<noun>\w+) ?(?P<given>.*?)(?: \| jq -r (?P<path>\S+)\))?$")


def picked(answer: Any, path: str) -> str:
    """As jq: .a[0].b."""
    for step in re.findall(r"\w+", path):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return str(answer)


def test_the_lines_do_what_they_say(tmp_path: Path) -> None:
    with running_app(f"sqlite:///{tmp_path}/pileus.db") as app:
        zone = app.admin.call("createZone", name="z", **ZONE)["zone"]["id"]
        pod = app.admin.call("createPod", name="p", zoneid=zone, gateway="172.16.0.1", netmask="255.255.255.0", startip="172.16.0.10",
                             endip="172.16.0.19")["pod"]["id"]
        known = {"ZONE": zone, "POD": pod, "DOMAIN": app.user("ann").account["domainid"]}
        lines = [line for line in PAGE.read_text().splitlines() if line.startswith("    ")]
        for line in lines:
            found = LINE.fullmatch(line)
            assert found is not None, line
            text = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], found["given"])
            answer = app.admin.call(found["verb"] + found["noun"], **dict(part.split("=", 1) for part in text.split()))
            if "jobid" in answer:
                ended = app.admin.wait(answer["jobid"])
                assert ended["jobstatus"] == 1, (line, ended)
                answer = ended["jobresult"]
            assert answer, f"{line} answers nothing"
            if found["into"]:
                known[found["into"]] = picked(answer, found["path"])
        assert len(lines) > 30
