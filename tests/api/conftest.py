"""`cloud`: real processes, one for the tier's whole session; `both`: the API in this process, on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud, running
from tests.wire.app import TestApp, running_app


@pytest.fixture(scope="module")
def both(db_url: str) -> Iterator[TestApp]:
    """One per module and database."""
    with running_app(db_url) as made:
        yield made


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """Two simulated hosts."""
    with running(tmp_path_factory.mktemp("cloud"), base="127.23.0.1") as made:
        yield made


@pytest.fixture(scope="session")
def base(cloud: Cloud) -> dict[str, str]:
    """What deployVirtualMachine needs, but for the network."""
    made = cloud.template()["id"]
    assert cloud.ended(made)["isready"]
    return {"zoneid": cloud.zone.id, "templateid": str(made), "serviceofferingid": cloud.id_of(
        "listServiceOfferings", "serviceoffering", name=OFFERING)}


@pytest.fixture(scope="session")
def network_offering(cloud: Cloud) -> str:
    """The default isolated one."""
    return cloud.id_of("listNetworkOfferings", "networkoffering", name=NETWORK_OFFERING)
