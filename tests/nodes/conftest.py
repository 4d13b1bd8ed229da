"""One cloud for this tier: two zones, so that spoiling the second one's host hurts nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from tests.nodes.clients import Patient
from tests.nodes.cloud import OFFERING, Cloud, Place
from tools.cloudkit.api import Api
from tools.cloudkit.cluster import ZONE, Cluster
from tools.cloudkit.zone import Zone

HOSTS = 4
SECOND = dataclasses.replace(ZONE, name="second", public_gateway="198.19.0.1", public_start="198.19.1.1", public_end="198.19.1.50", tags="1100-1199")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """Runs until the session ends; its database is as durable as the distribution makes it."""
    cluster = Cluster(tmp_path_factory.mktemp("nodes"))
    try:
        cluster.start()
        cluster.hosts(HOSTS)
        api = cluster.admin()
        zone = cluster.zone(api, range(HOSTS - 1))
        second = cluster.zone(api, [HOSTS - 1], SECOND)
        yield Cloud(cluster, api, Patient(api), _place(api, zone), _place(api, second))
    finally:
        cluster.stop()


def _place(api: Api, zone: Zone) -> Place:
    template = api.listed("listTemplates", "template", templatefilter="self", name="tiny", zoneid=zone.id)[0]
    offering = api.listed("listServiceOfferings", "serviceoffering", name="Small Instance")[0]
    networks = api.listed("listNetworkOfferings", "networkoffering", name=OFFERING)[0]
    return Place(zone, template["id"], offering["id"], networks["id"])
