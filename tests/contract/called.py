"""Which commands the tests call with which parameters: each process of the tests appends to build/called/, tools/coverage_api.py reads it.

A parameter counts when a call that carried it was answered, well or with a refusal that a test expects: what is declared and never sent
by any test fails the run. Calls of tests/api/matrix and tests/fuzz, which send everything, do not count: `TestApp.counted`.
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "build" / "called"
_SEEN: dict[str, dict[str, int]] = {}


def record(command: str, names: Iterable[str], *, worked: bool) -> None:
    """One call that was answered. `names`: the parameters' names on the wire; those of maps may carry [0].key."""
    if not _SEEN:
        atexit.register(_write)
    seen = _SEEN.setdefault(command.lower(), {})
    for name in ["", *(name.partition("[")[0].lower() for name in names)]:
        seen[name] = max(seen.get(name, 0), 1 + worked)


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{os.getpid()}.json").write_text(json.dumps(_SEEN))


def read(folder: Path = FOLDER) -> dict[str, dict[str, int]]:
    """{command: {parameter: 2 worked, 1 only refused}} of all processes; the empty name is the call itself."""
    out: dict[str, dict[str, int]] = {}
    for seen in _files(folder):
        for command, names in seen.items():
            mine = out.setdefault(command, {})
            for name, grade in names.items():
                mine[name] = max(mine.get(name, 0), grade)
    return out


def _files(folder: Path) -> Iterator[dict[str, dict[str, int]]]:
    for path in sorted(folder.glob("*.json")) if folder.exists() else []:
        yield json.loads(path.read_text())
