"""host.add and host.delete: every fault at every step, and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select

from common.ids import new_uuid
from manager.model.infra import hosts, reports
from manager.model.tables import infra
from manager.model.tables.vm import vm
from manager.saga import start
from manager.sagas.host.add import HOST_ADD, AddHost
from manager.sagas.host.delete import HOST_DELETE, DeleteHost
from manager.sagas.host.maintain import HOST_MAINTAIN, MaintainHost
from manager.services import AgentFailure
from protos.agent.v1 import agent_pb2 as pb
from tests.sagas.harness.every import Case, cases, fresh, play, run_once

URL = "http://sim/c0/h0"
FACTS = reports.Facts(8, 2000, 16 << 30, "1", "os", "k", "cpu", True, [], [], "0.1")


@dataclass
class Hosts:
    """Hosts that answer Ping and EnsurePool."""

    pools: set[str] = field(default_factory=set)
    fail: AgentFailure | None = None

    async def do(self, host: Any, body: Any, fence: Any = None, seconds: float = 60) -> Any:
        if self.fail is not None:
            raise self.fail
        match body:
            case pb.Ping():
                return pb.HostState(boot_id="b")
            case pb.EnsurePool():
                self.pools.add(body.pool.uuid)
                return pb.PoolState(capacity_bytes=100, used_bytes=7)
        raise AssertionError(body.DESCRIPTOR.name)

    async def control(self, *args: Any, **more: Any) -> Any:
        raise AssertionError("there are no system VMs here")


class World:
    def __init__(self, url: str, hypervisor: str = "Simulator") -> None:
        self.db = fresh(url)
        self.agents = Hosts()
        self.params: Any = None
        self.checked_before: Any = self.unadopted
        self.checked_after: Any = self.adopted

        def rows(tx):
            zone = tx.insert(infra.zone, uuid=new_uuid(), name="z", allocation_state="Enabled")
            pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=zone, name="p")
            self.cluster = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor=hypervisor,
                                     cpu_overcommit=2.0, memory_overcommit=1.0)
            self.pool = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=self.cluster, name="nfs",
                                  type="NetworkFilesystem", path="/nfs", scope="CLUSTER", state="Up")
            token = hosts.create_token(tx, None)
            joined = hosts.join(tx, token, hosts.Joining("guid", "sim-0", "127.0.0.9:8251", "Simulator", "x86_64"), "key")
            reports.facts(tx, joined.id, FACTS)
            return joined.id

        self.host = self.db.write(rows)

    def before(self, *, hosts: bool) -> None:
        self.checked_before()

    def after(self) -> None:
        self.checked_after()

    def row(self) -> Any:
        return self.db.read(lambda tx: hosts.by_id(tx, self.host))

    def count(self, table: Any) -> int:
        return self.db.read(lambda tx: tx.scalar(select(func.count()).select_from(table).where(table.c.host_id == self.host)))

    def liveness(self) -> str:
        return self.db.read(lambda tx: tx.scalar(select(infra.host_liveness.c.state).where(infra.host_liveness.c.host_id == self.host)))

    def unadopted(self) -> None:
        assert self.row().cluster_id is None
        assert self.row().url is None
        assert self.liveness() == hosts.CONNECTING
        assert self.count(infra.host_capacity) == self.count(infra.storage_pool_host) == 0

    def adopted(self) -> None:
        assert self.row().cluster_id == self.cluster
        assert self.row().resource_state == "Enabled"
        assert self.liveness() == hosts.UP
        total = self.db.read(lambda tx: tx.one(select(infra.host_capacity).where(infra.host_capacity.c.host_id == self.host)))
        assert (total.cpu_total, total.memory_total) == (32000, 16 << 30)
        assert self.count(infra.storage_pool_host) == 1
        assert len(self.agents.pools) == 1
        assert self.db.read(lambda tx: tx.scalar(select(infra.storage_pool.c.used_bytes))) == 7

    def gone(self) -> None:
        assert self.row().live is None
        assert self.count(infra.host_capacity) == self.count(infra.storage_pool_host) == 0


def added(url: str) -> World:
    world = World(url)
    world.params = AddHost(URL, "Simulator", world.cluster)
    assert run_once(HOST_ADD, world) == "done"
    world.params = DeleteHost(world.host)
    world.checked_before, world.checked_after = world.adopted, world.gone
    return world


def place(world: World, state: str = "Running") -> int:
    def rows(tx):
        from manager.model.tables import offering, tenancy
        domain = tx.insert(tenancy.domain, uuid=new_uuid(), name="ROOT", path="/1/", name_path="ROOT")
        role = tx.insert(tenancy.role, uuid=new_uuid(), name="User", type="User")
        account = tx.insert(tenancy.account, uuid=new_uuid(), domain_id=domain, role_id=role, name="ann", type=0)
        small = tx.insert(offering.service_offering, uuid=new_uuid(), name="small", cpus=1, cpu_mhz=500, memory_mib=512)
        zone = tx.scalar(select(infra.zone.c.id))
        return tx.insert(vm, uuid=new_uuid(), name="a", instance_name="i-2-1-VM", account_id=account, domain_id=domain, zone_id=zone,
                         offering_id=small, state=state, host_id=world.host, reserved_host_id=world.host, reserved_cpu=500,
                         reserved_memory=512 << 20)
    return world.db.write(rows)


@pytest.mark.parametrize("case", cases(HOST_ADD, AddHost(URL, "Simulator", 1)), ids=str)
def test_add_stands_every_fault(case: Case, db_url: str) -> None:
    world = World(db_url)
    world.params = AddHost(URL, "Simulator", world.cluster)
    play(case, HOST_ADD, world)


@pytest.mark.parametrize("case", cases(HOST_DELETE, DeleteHost(1)), ids=str)
def test_delete_stands_every_fault(case: Case, db_url: str) -> None:
    play(case, HOST_DELETE, added(db_url))


def test_adding_again_changes_nothing(db_url: str) -> None:
    world = added(db_url)
    world.params = AddHost(URL, "Simulator", world.cluster)
    assert run_once(HOST_ADD, world) == "done"
    world.adopted()
    assert world.db.write(lambda tx: hosts.claim(tx, URL, "Simulator")).id == world.host


def test_a_host_of_another_hypervisor_is_refused(db_url: str) -> None:
    world = World(db_url, "KVM")
    world.params = AddHost(URL, "Simulator", world.cluster)
    assert run_once(HOST_ADD, world) == "failed"


def test_a_host_with_running_vms_stays_unless_forced(db_url: str) -> None:
    world = added(db_url)
    vm_id = place(world)
    assert run_once(HOST_DELETE, world) == "failed"
    world.adopted()
    world.params = DeleteHost(world.host, forced=True)
    assert run_once(HOST_DELETE, world) == "done"
    world.gone()
    row = world.db.read(lambda tx: tx.one(select(vm.c.state, vm.c.host_id, vm.c.reserved_host_id).where(vm.c.id == vm_id)))
    assert tuple(row) == ("Stopped", None, None)


def test_start_is_in_the_callers_transaction(db_url: str) -> None:
    world = World(db_url)
    started = world.db.write(lambda tx: start(tx, HOST_ADD, AddHost(URL, "Simulator", world.cluster)))
    assert started.id


@pytest.mark.parametrize("case", cases(HOST_MAINTAIN, MaintainHost(1)), ids=str)
def test_maintenance_is_whole_or_not_at_all(case: Case, db_url: str) -> None:
    world = World(db_url)
    world.params = MaintainHost(world.host)

    def is_(*allowed: str) -> None:
        assert world.row().resource_state in allowed

    world.checked_before, world.checked_after = lambda: is_("Enabled"), lambda: is_("Maintenance")
    play(case, HOST_MAINTAIN, world)
