"""The first rule that matches decides (WIRE 10): the fast way gives what the plain one does."""

from __future__ import annotations

import fnmatch

from hypothesis import given
from hypothesis import strategies as st

from manager.model.caller import Role
from manager.model.tenancy import roles

NAMES = st.text("abl", min_size=1, max_size=4)
COMMANDS = st.lists(st.tuples(NAMES, st.frozensets(st.sampled_from(list(Role)), min_size=1)), max_size=12, unique_by=lambda pair: pair[0])
RULES = st.lists(st.tuples(st.text("abl*", min_size=1, max_size=4), st.booleans()), max_size=10)


def plain(commands: list[tuple[str, frozenset[Role]]], rules: list[tuple[str, bool]], kind: Role) -> set[str]:
    out = set()
    for name, held in commands:
        verdict = next((allow for pattern, allow in rules if fnmatch.fnmatchcase(name, pattern)), kind in held)
        if verdict:
            out.add(name)
    return out


@given(COMMANDS, RULES, st.sampled_from(list(Role)))
def test_first_match(commands: list[tuple[str, frozenset[Role]]], rules: list[tuple[str, bool]], kind: Role) -> None:
    assert roles.allowed(commands, rules, kind) == plain(commands, rules, kind)


@given(COMMANDS, RULES, RULES)
def test_a_copy_gives_the_same_and_a_final_deny_only_takes(
        commands: list[tuple[str, frozenset[Role]]], rules: list[tuple[str, bool]], more: list[tuple[str, bool]]) -> None:
    base = roles.allowed(commands, [*rules, ("*", False)], Role.USER)
    assert roles.allowed(commands, [*rules, ("*", False), *more], Role.USER) == base  # what stands behind * never counts
