"""Maintenance of pools, its end, other scopes and removal under every fault of the harness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.infra import pool_changes
from manager.model.tables import infra
from manager.sagas.storage.pool_life import POOL_DELETE, POOL_MAINTAIN, POOL_REOPEN, POOL_RESCOPE, DeletePool, Maintain, Reopen, Rescope
from tests.sagas.harness.every import Case, cases, fresh, play
from tests.sagas.storage.test_faults import HOSTS, Agents

POOL = {"uuid": "p", "name": "nfs", "type": "SharedMountPoint", "path": "/nfs", "hosts": HOSTS[:1]}


@dataclass
class World:
    """One pool of two hosts."""

    db: Any
    params: Any
    begins: str
    fails: tuple[str, ...]
    ends: Callable[[Any, set[int]], bool]
    agents: Agents = field(default_factory=Agents)

    def row(self) -> Any:
        return self.db.read(lambda tx: tx.one(select(infra.storage_pool)))

    def hosts(self) -> set[int]:
        return self.db.read(lambda tx: {row.host_id for row in tx.rows(select(infra.storage_pool_host))})

    def before(self, *, hosts: bool) -> None:
        assert self.row().state in self.fails

    def after(self) -> None:
        assert self.ends(self.row(), self.hosts())


def world(url: str, params: Any, state: str, fails: tuple[str, ...], ends: Callable[[Any, set[int]], bool], scope: str = "CLUSTER") -> World:
    def rows(tx: Tx) -> None:
        zone = tx.insert(infra.zone, id=1, uuid=new_uuid(), name="z", allocation_state="Enabled")
        pod = tx.insert(infra.pod, id=1, uuid=new_uuid(), zone_id=zone, name="p")
        cluster = tx.insert(infra.cluster, id=1, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator")
        for host in HOSTS:
            tx.insert(infra.host, id=host.id, uuid=host.uuid, zone_id=zone, pod_id=pod, cluster_id=cluster, name=host.uuid, guid=host.uuid,
                      address=host.address, hypervisor="Simulator")
        tx.insert(infra.storage_pool, id=1, uuid="p", zone_id=zone, pod_id=pod, cluster_id=cluster, name="nfs", type="SharedMountPoint", path="/nfs",
                  scope=scope, state=state)
        tx.insert(infra.storage_pool_host, pool_id=1, host_id=HOSTS[1].id)
    db = fresh(url)
    db.write(rows)
    return World(db, params, state, fails, ends)


@pytest.mark.parametrize("case", cases(POOL_MAINTAIN, Maintain(1, [])), ids=str)
def test_maintain(case: Case, db_url: str) -> None:
    made = world(db_url, Maintain(1, []), "Up", ("Up", "ErrorInMaintenance"), lambda row, hosts: row.state == "Maintenance")
    play(case, POOL_MAINTAIN, made)


@pytest.mark.parametrize("case", cases(POOL_REOPEN, Reopen(1, **POOL)), ids=str)
def test_reopen(case: Case, db_url: str) -> None:
    made = world(db_url, Reopen(1, **POOL), "Maintenance", ("Maintenance",),
                 lambda row, hosts: row.state == "Up" and hosts == {1, 2} and row.capacity_bytes == 100)
    play(case, POOL_REOPEN, made)


@pytest.mark.parametrize("case", cases(POOL_RESCOPE, Rescope(1, **POOL)), ids=str)
def test_rescope(case: Case, db_url: str) -> None:
    made = world(db_url, Rescope(1, **POOL), "Disabled", ("Disabled",),
                 lambda row, hosts: (row.scope, row.cluster_id) == ("ZONE", None) and hosts == {1, 2})
    play(case, POOL_RESCOPE, made)


@pytest.mark.parametrize("case", cases(POOL_DELETE, DeletePool(1)), ids=str)
def test_delete(case: Case, db_url: str) -> None:
    made = world(db_url, DeletePool(1), "Maintenance", ("Maintenance",), lambda row, hosts: row.live is None and hosts == set())
    play(case, POOL_DELETE, made)


def test_a_pool_in_another_state_is_not_claimed(db_url: str) -> None:
    made = world(db_url, Maintain(1, []), "Up", ("Up",), lambda row, hosts: True)
    assert not made.db.write(lambda tx: pool_changes.claim(tx, 1, ["Maintenance"], "Up"))
    made.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(live=None)))
    assert not made.db.write(lambda tx: pool_changes.claim(tx, 1, ["Up"], "Disabled"))
