"""axe-core, run in the page: what hinders people with disabilities (WCAG 2.2 A and AA)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def hindrances(page: Page) -> list[str]:
    """What is serious or critical: the rule, the element and what is wrong with it."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())   # by the debugger's protocol: the page's policy forbids foreign scripts, as it shall
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [f"{one['id']}: {node['html'][:200]}: {' '.join(check['message'] for check in [*node['any'], *node['all'], *node['none']][:1])}"
            for one in found["violations"] if one["impact"] in GRAVE for node in one["nodes"][:5]]


def told(found: Iterable[tuple[str, str]]) -> str:
    """(path, problem) pairs as lines: each problem once, with the pages that have it."""
    where: dict[str, list[str]] = {}
    for path, problem in found:
        where.setdefault(problem, []).append(path)
    return "\n".join(f"{problem}\n    on {', '.join(dict.fromkeys(paths))}" for problem, paths in where.items())
