"""`cloud`: one for the tier's whole session; `tiny`: a ready public template in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.cloud import Cloud, running


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """Two simulated hosts."""
    with running(tmp_path_factory.mktemp("cloud"), base="127.21.0.1") as made:
        yield made


@pytest.fixture(scope="session")
def tiny(cloud: Cloud) -> str:
    """The id of a template that everybody may use."""
    made = cloud.template()["id"]
    assert cloud.ended(made)["isready"]
    return str(made)
