"""axe-core, run in the page: what hinders people with disabilities (WCAG 2.2 A and AA)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def hindrances(page: Page) -> list[str]:
    """What is serious or critical: the rule, what it says, and the elements."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())   # by the debugger's protocol: the page's policy forbids foreign scripts, as it shall
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [f"{page.url}: {one['id']}: {one['help']}: " + "; ".join(
        f"{node['html'][:160]} ({' '.join(check['message'] for check in node['any'][:1])})" for node in one["nodes"][:3])
        for one in found["violations"] if one["impact"] in GRAVE]
