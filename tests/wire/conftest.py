"""`app`: a seeded cloud on SQLite; `both`: the same on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wire.app import TestApp, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """One per module."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        yield made


@pytest.fixture(scope="module")
def both(db_url: str) -> Iterator[TestApp]:
    """One per module and database."""
    with running_app(db_url) as made:
        yield made
