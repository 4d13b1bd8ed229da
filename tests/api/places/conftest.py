"""`app`: a cloud of hosts in memory, one per module and database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.places.site import Hosts
from tests.wire.app import TestApp, running_app


@pytest.fixture(scope="module")
def hosts() -> Hosts:
    return Hosts()


@pytest.fixture(scope="module")
def app(db_url: str, hosts: Hosts) -> Iterator[TestApp]:
    with running_app(db_url, agents=hosts) as made:
        hosts.db = made.db
        yield made
