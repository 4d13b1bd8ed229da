#!/usr/bin/env python3
"""What of the API contract works, is refused or is absent, by group of commands.

Without arguments it prints the table. --write makes docs/api-coverage.md, --check fails when that is out of date. --called fails when a
declared command or parameter of the control plane was sent by no test of the last whole run (build/called/).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from manager.api.declare import COMMANDS  # noqa: E402
from manager.api.execute import load_commands  # noqa: E402
from tests.contract import called, groups  # noqa: E402
from tests.contract.contract import contract, not_yet  # noqa: E402

PAGE = ROOT / "docs" / "api-coverage.md"


@dataclass
class Group:
    """Of one group: commands that work, parameters that work and that are refused, commands that are absent."""

    works: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    parameters: int = 0
    refused: list[str] = field(default_factory=list)


def found() -> dict[tuple[str, str], Group]:
    """{(part of the control plane or "", group): what there is}, of all groups of the contract that have a command here or ought to."""
    out: dict[tuple[str, str], Group] = {}
    for name, entry in sorted(contract()["apis"].items()):
        row = out.setdefault((groups.capability(name), entry["group"]), Group())
        cls = COMMANDS.get(name.lower())
        if cls is None:
            row.absent.append(name)
            continue
        row.works.append(name)
        row.parameters += len(cls.PARAMS)
        row.refused += [f"{name}.{param}" for param in sorted(cls.UNSUPPORTED)]
    return {key: row for key, row in sorted(out.items()) if key[0] or row.works}


def page() -> str:
    """docs/api-coverage.md."""
    rows = found()
    ours, others = {k: v for k, v in rows.items() if k[0]}, {k: v for k, v in rows.items() if not k[0]}
    out = ["# What of the API works", "", "Made by `tools/coverage_api.py --write` from the declarations and the contract of CloudStack 4.22.",
           "A command that is absent answers 432, a parameter that is refused 431: nothing is accepted and then ignored.", "",
           "## The control plane", "", *_table(ours), "", "What is left, and what it waits for:", ""]
    for part, names in sorted(not_yet().items()):
        listed = [f"`{name}`" for kind in ("commands", "parameters") for name in names.get(kind, [])]
        out.append(f"- **{part}**: {', '.join(listed)}")
    out += ["", "## Commands of later capabilities that are here already", "", *_table(others), ""]
    return "\n".join(out)


def _table(rows: dict[tuple[str, str], Group]) -> Iterator[str]:
    yield "| part | group | commands | absent | parameters | refused |"
    yield "|---|---|---:|---:|---:|---:|"
    for (part, group), row in rows.items():
        absent = len(row.absent) if part else ""
        yield f"| {part or 'later'} | {group} | {len(row.works)} | {absent} | {row.parameters} | {len(row.refused)} |"
    total = [sum(len(row.works) for row in rows.values()), sum(len(row.absent) for row in rows.values()),
             sum(row.parameters for row in rows.values()), sum(len(row.refused) for row in rows.values())]
    yield f"| | **all** | {total[0]} | {total[1] if any(part for part, _ in rows) else ''} | {total[2]} | {total[3]} |"


def never_called() -> list[str]:
    """Declared commands and parameters of the control plane that no test sent."""
    seen, out = called.read(), []
    for name in sorted(groups.commands()):
        cls = COMMANDS.get(name.lower())
        if cls is None:
            continue
        mine = seen.get(name.lower(), {})
        if mine.get("") != 2:
            out.append(f"{name} {'was only refused' if mine else 'was never called'}")
        out += [f"{name}.{param} was never sent" for param in cls.PARAMS if param not in mine]
    return out


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("write", "check", "called"):
        parser.add_argument(f"--{option}", action="store_true")
    options = parser.parse_args()
    load_commands()
    text = page()
    if options.called:
        problems = never_called()
        print("\n".join(problems) or "every declared command and parameter of the control plane was sent by a test")
        return 1 if problems else 0
    if options.check:
        stale = not PAGE.exists() or PAGE.read_text() != text
        if stale:
            print("docs/api-coverage.md is out of date: run tools/coverage_api.py --write")
        return 1 if stale else 0
    if options.write:
        PAGE.write_text(text)
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
