"""The harness on a saga with every kind of step: all faults at all steps, on both databases."""

from __future__ import annotations

import pytest

from tests.sagas.harness.every import Case, cases, play
from tests.sagas.toy import BUILD, Build, ToyWorld


@pytest.mark.parametrize("case", cases(BUILD, Build("vm", ["a", "b"])), ids=str)
def test_build(case: Case, db_url: str) -> None:
    assert play(case, BUILD, ToyWorld(db_url)) == (case.fault != "none")
