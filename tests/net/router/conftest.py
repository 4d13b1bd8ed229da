"""One running router for each module of tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.router import lab as routerlab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[routerlab.Lab]:
    """A running, enrolled router between its namespaces; both guests have their addresses."""
    with routerlab.lab(tmp_path_factory.mktemp("router")) as made:
        made.only()
        made.configure("g1", "10.1.1.11")
        made.configure("g2", "10.1.1.12")
        yield made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[routerlab.Lab]:
    """A router of one's own, without a state."""
    with routerlab.lab(tmp_path) as made:
        yield made
