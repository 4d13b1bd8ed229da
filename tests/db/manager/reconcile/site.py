"""Adopted hosts for reconcilers, and agents that answer what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.clock import SECOND
from manager.model.db import Database
from manager.model.infra import hosts, reports
from manager.model.tables import infra, metadata, offering, tenancy, work
from manager.model.tables.vm import vm, volume
from manager.services import AgentFailure, HostPeer, Services, Unreachable
from protos.agent.v1 import agent_pb2 as pb

FACTS = reports.Facts(8, 2000, 16 << 30, "1", "os", "k", "cpu", True, [], [], "0.1")


@dataclass
class Answers:
    """One answer for each command by name, for each host; `down` hosts do not answer."""

    down: set[int] = field(default_factory=set)
    objects: dict[int, pb.Objects] = field(default_factory=dict)
    sent: list[tuple[int, Any, Any]] = field(default_factory=list)

    async def do(self, host: HostPeer, body: Any, fence: Any = None, seconds: float = 60) -> Any:
        if host.id in self.down:
            raise Unreachable(host.id, "no answer")
        self.sent.append((host.id, body, fence))
        match body:
            case pb.Ping():
                return pb.HostState()
            case pb.ListObjects():
                return self.objects.get(host.id, pb.Objects())
            case pb.ApplyHostState() | pb.EnsureAbsent() | pb.EnsureNoVolume() | pb.EnsureNoPort():
                return pb.Done()
        raise AgentFailure("UNSUPPORTED", body.DESCRIPTOR.name)

    async def control(self, *args: Any, **more: Any) -> Any:
        raise AssertionError("no system VMs here")

    def removals(self) -> list[tuple[str, Any]]:
        return [(body.DESCRIPTOR.name, fence) for _, body, fence in self.sent if body.DESCRIPTOR.name.startswith(("EnsureNo", "EnsureAbsent"))]


class Site:
    """`count` hosts that are Up and reported just now."""

    def __init__(self, url: str, count: int) -> None:
        self.db = Database(url)
        metadata.create_all(self.db.engine)
        with self.db.engine.begin() as conn:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
        self.agents = Answers()
        self.services = Services(self.agents, None, None, lambda fn: self.db.run(fn, writing=False), self.db.run)  # type: ignore[arg-type]
        self.hosts: list[int] = self.db.write(lambda tx: self._rows(tx, count))

    def _rows(self, tx: Any, count: int) -> list[int]:
        self.zone = tx.insert(infra.zone, uuid=new_uuid(), name="z", allocation_state="Enabled")
        self.pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=self.zone, name="p")
        cluster = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=self.zone, pod_id=self.pod, name="c", hypervisor="Simulator")
        self.pool = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=self.zone, pod_id=self.pod, cluster_id=cluster, name="nfs",
                              type="NetworkFilesystem", path="/nfs", scope="CLUSTER", state="Up")
        token = hosts.create_token(tx, None, uses=count)
        out = []
        for number in range(count):
            found = hosts.join(tx, token, hosts.Joining(f"g{number}", f"h{number}", f"127.0.0.{number}:1", "Simulator", ""), f"k{number}")
            reports.facts(tx, found.id, FACTS)
            hosts.adopt(tx, found.id, cluster)
            reports.set_capacity(tx, found.id, make=True)
            tx.insert(infra.storage_pool_host, pool_id=self.pool, host_id=found.id)
            out.append(found.id)
        tx.execute(update(infra.host_liveness).values(state=hosts.UP, reported=tx.now()))
        return out

    def silence(self, host_id: int, seconds: float) -> None:
        """It reported last so long ago."""
        self.db.write(lambda tx: tx.execute(update(infra.host_liveness).where(infra.host_liveness.c.host_id == host_id).values(
            reported=tx.now() - int(seconds * SECOND))))

    def states(self) -> list[str]:
        live = infra.host_liveness
        return [row.state for row in self.db.read(lambda tx: tx.rows(select(live.c.state).order_by(live.c.host_id)))]

    def alerts(self) -> list[str]:
        return [row.subject for row in self.db.read(lambda tx: tx.rows(select(work.alert.c.subject).order_by(work.alert.c.id)))]

    def tombstone(self, kind: str, name: str, fence: int, key: str = "vm:1") -> None:
        self.db.write(lambda tx: tx.insert(work.tombstone, kind=kind, name=name, lock_key=key, epoch=0, fence=fence, created=1))

    def hold(self, key: str) -> None:
        self.db.write(lambda tx: tx.insert(work.lock, lock_key=key, epoch=0, fence=1, saga_id=7))

    def vm(self, name: str, host_id: int | None, state: str = "Running") -> int:
        def rows(tx: Any) -> int:
            domain = tx.insert(tenancy.domain, uuid=new_uuid(), name=name, path=f"/{name}/", name_path=name)
            role = tx.insert(tenancy.role, uuid=new_uuid(), name=name, type="User")
            account = tx.insert(tenancy.account, uuid=new_uuid(), domain_id=domain, role_id=role, name="ann", type=0)
            small = tx.insert(offering.service_offering, uuid=new_uuid(), name="small", cpus=1, cpu_mhz=500, memory_mib=512)
            made = tx.insert(vm, uuid=new_uuid(), name=name, instance_name=name, account_id=account, domain_id=domain, zone_id=self.zone,
                             offering_id=small, state=state, host_id=host_id, reserved_host_id=host_id, reserved_cpu=500,
                             reserved_memory=1 << 29)
            tx.insert(volume, uuid=new_uuid(), name="root", account_id=account, domain_id=domain, zone_id=self.zone, pool_id=self.pool,
                      vm_id=made, type="ROOT", size_bytes=1 << 30, reserved_pool_id=self.pool, reserved_bytes=1 << 30)
            return made
        return self.db.write(rows)
