"""No configuration key without a test that changes it and sees its effect: configuration.toml names it."""

from __future__ import annotations

import ast
import functools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from manager.settings import KEYS

ROOT = Path(__file__).parents[2]
MOST_OWED = 7                                   # only ever smaller
MADE = ("max.", ".capacity.notificationthreshold")   # keys whose names tests put together


@functools.cache
def table() -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((Path(__file__).parent / "configuration.toml").read_text())
    return loaded


@functools.cache
def functions(path: str) -> dict[str, str]:
    """The tests of a file, by name."""
    text = (ROOT / path).read_text()
    return {node.name: ast.get_source_segment(text, node) or "" for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def test_each_key_has_a_test() -> None:
    known = table()["tests"].keys() | set(table()["owed"])
    assert sorted(KEYS.keys() - known) == [], "add them to tests/contract/configuration.toml with the test that sees their effect"
    assert sorted(known - KEYS.keys()) == [], "these keys are gone"
    assert sorted(table()["tests"].keys() & set(table()["owed"])) == []
    assert len(table()["owed"]) <= MOST_OWED


@pytest.mark.parametrize("name", sorted(table()["tests"]))
def test_the_test_is_there_and_about_the_key(name: str) -> None:
    path, _, test = table()["tests"][name].partition("::")
    assert test in functions(path), f"{path} has no test {test}"
    text = (ROOT / path).read_text()
    assert any(part in name for part in MADE) or f'"{name}"' in text, f"{path} does not name {name}"
    assert any(word in text for word in ("updateConfiguration", "setting(", "configure(")), f"{path} changes no key through the API"
