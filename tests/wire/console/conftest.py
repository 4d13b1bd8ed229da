"""`site`: consoles on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wire.console.site import Consoles


@pytest.fixture(scope="module")
def site(db_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consoles]:
    """One per module and database."""
    made = Consoles(db_url, tmp_path_factory.mktemp("keys"))
    yield made
    made.close()
