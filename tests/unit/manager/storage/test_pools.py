"""The choice of pools for several disks at once."""

from __future__ import annotations

from manager.model.infra.placement import Pool
from manager.storage.pools import Disk, choose

GIB = 1 << 30


def pool(number: int, capacity: int, **changes: object) -> Pool:
    values: dict[str, object] = {"type": "NetworkFilesystem", "path": "/p", "scope": "CLUSTER", "tags": frozenset(), "state": "Up",
                                 "used": 0, "allocated": 0, "overprovisioning": 1.0} | changes
    return Pool(id=number, uuid=f"p{number}", capacity=capacity * GIB, **values)  # type: ignore[arg-type]


def test_disks_of_one_vm_share_the_room() -> None:
    pools = {1: pool(1, 100), 2: pool(2, 60)}
    assert choose([Disk(1, 60 * GIB), Disk(2, 40 * GIB)], [1, 2], pools) == {1: 1, 2: 2}
    refused = choose([Disk(1, 60 * GIB), Disk(2, 60 * GIB)], [1, 2], pools)
    assert isinstance(refused, str)
    assert "has no room" in refused


def test_overprovisioning_and_locality() -> None:
    pools = {1: pool(1, 10, overprovisioning=2.0), 2: pool(2, 100, scope="HOST")}
    assert choose([Disk(1, 16 * GIB)], [1, 2], pools) == {1: 1}
    assert choose([Disk(1, 16 * GIB, local=True)], [1, 2], pools) == {1: 2}


def test_a_volume_that_is_there_stays() -> None:
    pools = {1: pool(1, 10), 2: pool(2, 100)}
    assert choose([Disk(1, GIB, pool_id=1), Disk(2, GIB)], [1, 2], pools) == {1: 1, 2: 2}
