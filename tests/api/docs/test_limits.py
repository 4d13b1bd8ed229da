"""docs/admin/limits.md: its lines are run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.api.docs.test_networks import LINE, picked
from tests.wire.app import running_app

PAGE = Path(__file__).parents[3] / "docs/admin/limits.md"


def test_the_lines_do_what_they_say(tmp_path: Path) -> None:
    with running_app(f"sqlite:///{tmp_path}/pileus.db") as app:
        zone = app.admin.call("createZone", name="z", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")["zone"]["id"]
        known = {"ZONE": zone}
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
            assert answer or found["noun"] + found["verb"] == "accountlock", f"{line} answers nothing"
            if found["into"]:
                known[found["into"]] = picked(answer, found["path"])
        assert len(lines) > 28
        assert app.admin.call("listAccounts", listall=True, name="anna") == {}
