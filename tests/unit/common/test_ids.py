"""Identifiers."""

from __future__ import annotations

from common.ids import token


def test_a_token_is_never_taken_for_an_option() -> None:
    made = [token() for _ in range(2000)]
    assert not [one for one in made if one.startswith("-")]
    assert len(set(made)) == len(made)
