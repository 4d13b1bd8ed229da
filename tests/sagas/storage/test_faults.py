"""pool.create, image_store.add and immediate under every fault of the harness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables import infra
from manager.sagas.immediate import IMMEDIATE, Immediate
from manager.sagas.storage.image_store import IMAGE_STORE_ADD, AddImageStore
from manager.sagas.storage.pool import POOL_CREATE, CreatePool, PoolHost
from manager.services import HostPeer
from protos.agent.v1 import agent_pb2
from protos.secstorage.v1 import secstorage_pb2
from tests.sagas.harness.every import Case, cases, fresh, play

HOSTS = [PoolHost(1, "h1", "127.0.0.1:1"), PoolHost(2, "h2", "127.0.0.2:1")]
BEGIN = ("error-before:0-begin", "error-after:0-begin")   # it writes nothing, so it cannot fail; were it to, the call's row would stay
ALWAYS_THERE = ("dead-host", "dead-host-fenced", "late")  # an image service never counts as out of service: it is asked until the deadline


def matrix(made: list[Case]) -> Any:
    return pytest.mark.parametrize("case", [case for case in made if str(case) not in BEGIN], ids=str)


class Agents:
    """Hosts that have what they were told."""

    def __init__(self) -> None:
        self.pools: set[tuple[int, str]] = set()

    async def do(self, host: HostPeer, body: agent_pb2.EnsurePool, fence: Any = None, seconds: float = 60) -> agent_pb2.PoolState:
        self.pools.add((host.id, body.pool.uuid))
        return agent_pb2.PoolState(capacity_bytes=100, used_bytes=7)

    async def control(self, *args: Any, **more: Any) -> Any:
        raise AssertionError("there are no system VMs here")


class Images:
    """A service that says how large it is."""

    async def call(self, store: str, method: str, request: Any, seconds: float = 30) -> Any:
        assert (store, method) == ("store:1", "Stat")
        return secstorage_pb2.StoreStatus(capacity_bytes=100, used_bytes=7)


@dataclass
class World:
    db: Any
    params: Any = None
    table: Any = None
    agents: Agents = field(default_factory=Agents)
    images: Images = field(default_factory=Images)

    def row(self) -> Any:
        return self.db.read(lambda tx: tx.one(select(self.table)))

    def attached(self) -> set[int]:
        return self.db.read(lambda tx: {row.host_id for row in tx.rows(select(infra.storage_pool_host))})

    def before(self, *, hosts: bool) -> None:
        assert self.row().live is None
        assert self.attached() == set()

    def after(self) -> None:
        row = self.row()
        assert (row.live, row.capacity_bytes, row.used_bytes) == (1, 100, 7)
        if self.table is infra.storage_pool:
            assert row.state == "Up"
            assert self.attached() == {1, 2}
            assert self.agents.pools == {(1, row.uuid), (2, row.uuid)}


def world(url: str, table: Any, make: Callable[[Tx], Any]) -> World:
    db = fresh(url)
    return World(db, db.write(make), table)


@matrix(cases(POOL_CREATE, CreatePool(1, "p", "nfs", "NetworkFilesystem", "/nfs", HOSTS)))
def test_pool_create(case: Case, db_url: str) -> None:
    def rows(tx: Tx) -> CreatePool:
        zone = tx.insert(infra.zone, uuid=new_uuid(), name="z", allocation_state="Enabled")
        for host in HOSTS:
            tx.insert(infra.host, id=host.id, uuid=host.uuid, zone_id=zone, name=host.uuid, guid=host.uuid, address=host.address,
                      hypervisor="Simulator")
        uuid = new_uuid()
        pool = tx.insert(infra.storage_pool, uuid=uuid, zone_id=zone, name="nfs", type="NetworkFilesystem", path="/nfs", scope="ZONE",
                         state="Initial")
        return CreatePool(pool, uuid, "nfs", "NetworkFilesystem", "/nfs", HOSTS)
    play(case, POOL_CREATE, world(db_url, infra.storage_pool, rows))


@matrix(cases(IMAGE_STORE_ADD, AddImageStore(1, "store:1"), skip=ALWAYS_THERE))
def test_image_store_add(case: Case, db_url: str) -> None:
    def rows(tx: Tx) -> AddImageStore:
        return AddImageStore(tx.insert(infra.image_store, uuid=new_uuid(), name="s", provider="Pileus", address="store:1"), "store:1")
    play(case, IMAGE_STORE_ADD, world(db_url, infra.image_store, rows))


@dataclass
class Nothing:
    """What an `immediate` saga changes."""

    db: Any
    params: Any = Immediate("network:1")
    agents: Agents = field(default_factory=Agents)

    def before(self, *, hosts: bool) -> None: ...

    def after(self) -> None: ...


@pytest.mark.parametrize("case", cases(IMMEDIATE, Immediate("network:1")), ids=str)
def test_immediate(case: Case, db_url: str) -> None:
    play(case, IMMEDIATE, Nothing(fresh(db_url)))
