"""A small cloud for tests of network sagas: rows of one zone with two simulated hosts, and hosts and routers in memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from common.ids import new_uuid
from manager.model.db import Database, Tx
from manager.model.net import address, network_life
from manager.model.net.network import NetworkRow
from manager.model.tables import infra, metadata, offering, tenancy, vm
from manager.model.tables import network as t
from manager.model.tenancy import counters
from manager.saga import start
from manager.saga.timing import Timing
from manager.saga.worker import Worker
from manager.services import AgentFailure, Fence, HostPeer, Services, SystemVmPeer, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from router.state import read as read_state

GIB = 1 << 30


@dataclass(eq=False)
class FakeHosts:
    """Implements services.Agents: what every host holds, and what every router was told. `down`: names that do not answer."""

    vms: dict[str, str] = field(default_factory=dict)
    volumes: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    ports: dict[str, pb.Port] = field(default_factory=dict)
    routers: dict[str, dict[str, Any]] = field(default_factory=dict)      # uuid: the state it holds
    fences: dict[tuple[int, str], tuple[int, int, int]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    fail: dict[str, list[Exception]] = field(default_factory=dict)        # command or method: what to answer next, in order
    deaf: int = 0                                                        # how often routers do not answer `health` at first
    slow: float = 0

    async def do(self, host: HostPeer, body: Any, fence: Fence | None = None, seconds: float = 60) -> Any:
        """One command."""
        kind = type(body).__name__
        self._count(kind)
        if fence is not None:
            number = (fence.epoch, fence.fence, fence.number)
            if number < self.fences.get((host.id, fence.key), (0, 0, 0)):
                raise AgentFailure("STALE", f"{kind}: {number} is older than {self.fences[host.id, fence.key]}")
            self.fences[host.id, fence.key] = number
        match body:
            case pb.EnsureImage():
                self.images.add(body.uuid)
                return pb.ImageState(virtual_bytes=body.size_bytes)
            case pb.EnsureVolume():
                assert body.image_uuid in self.images, "a volume before its image"
                self.volumes.add(body.uuid)
                return pb.VolumeState()
            case pb.EnsureNoVolume():
                self.volumes.discard(body.uuid)
            case pb.EnsurePort():
                self.ports[body.port.name] = body.port
            case pb.EnsureNoPort():
                self.ports.pop(body.name, None)
            case pb.EnsureRunning() | pb.EnsureRebooted():
                assert all(disk.uuid in self.volumes for disk in body.vm.disks), "a VM before its disks"
                assert all(port.name in self.ports for port in body.vm.ports), "a VM before its ports"
                if isinstance(body, pb.EnsureRebooted):
                    self.routers.pop(body.vm.uuid, None)
                self.vms[body.vm.name] = body.vm.uuid
                return pb.VmState(name=body.vm.name, uuid=body.vm.uuid, power=pb.RUNNING)
            case pb.EnsureAbsent():
                self.routers.pop(self.vms.pop(body.vm, ""), None)
        return pb.Done()

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """One request to a router."""
        self._count(method)
        await asyncio.sleep(self.slow)
        if peer.instance_name not in self.vms:
            raise Unreachable(peer.host.id, f"{peer.instance_name} does not run")
        if method == "health":
            if self.deaf:
                self.deaf -= 1
                raise Unreachable(peer.host.id, f"{peer.instance_name} boots")
            return {"generation": self.routers.get(peer.uuid, {}).get("generation", "0"), "checks": [], "version": "1"}
        if method == "refresh":
            return {}
        assert method == "apply"
        read_state(params)  # the router's own parser: what it would refuse fails here
        held = self.routers.get(peer.uuid)
        if held is not None:
            if int(params["generation"]) < int(held["generation"]):
                raise AgentFailure("STALE", "older")
            if params["generation"] == held["generation"] and params != held:
                raise AgentFailure("STALE", "another state")
        self.routers[peer.uuid] = params
        return {"generation": params["generation"], "reloaded": ["nftables"]}

    def _count(self, kind: str) -> None:
        self.asked[kind] += 1
        if self.fail.get(kind):
            raise self.fail[kind].pop(0)

    @property
    def empty(self) -> bool:
        """Whether nothing but cached images is left."""
        return not (self.vms or self.volumes or self.ports or self.routers)


class NoImages:
    """services.Images of a cloud without an image store."""

    async def call(self, store: str, method: str, request: Any, seconds: float = 30) -> Any:
        """Never."""
        raise AssertionError(f"{method} of an image service")


class PlainSecrets:
    """services.Secrets that only marks."""

    def seal(self, text: str) -> str:
        """Sealed."""
        return f"sealed({text})"

    def open(self, sealed: str) -> str:
        """Opened."""
        return sealed[7:-1]


def services(db: Database, hosts: FakeHosts) -> Services:
    """For a Worker."""
    return Services(agents=hosts, images=NoImages(), secrets=PlainSecrets(), read=lambda fn: db.run(fn, writing=False), write=db.run)


@dataclass
class Cloud:
    """Ids of the rows that `build` made."""

    zone: int
    physical: int
    account: int
    domain: int
    offering: int
    l2_offering: int
    hosts: list[int]


def build(tx: Tx, *, addresses: int = 8, vlan: str = "100-120") -> Cloud:
    """A zone with public addresses, VLANs, two simulated hosts that share a pool, an account and network offerings."""
    domain = tx.insert(tenancy.domain, uuid=new_uuid(), name="ROOT", path="/1/", name_path="ROOT", level=0)
    role = tx.insert(tenancy.role, uuid=new_uuid(), name="Root Admin", type="Admin")
    account = tx.insert(tenancy.account, uuid=new_uuid(), domain_id=domain, role_id=role, name="admin", type=1)
    zone = tx.insert(infra.zone, uuid=new_uuid(), name="z", dns1="9.9.9.9", dns2="149.112.112.112", domain="cloud.test", allocation_state="Enabled")
    pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=zone, name="p")
    cluster = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator")
    physical = tx.insert(infra.physical_network, uuid=new_uuid(), zone_id=zone, name="n", state="Enabled", vlan=vlan, isolation_methods="VLAN")
    for kind in ("Guest", "Public", "Management"):
        tx.insert(infra.traffic_type, uuid=new_uuid(), physical_network_id=physical, type=kind, simulator_label="sim0")
    pool = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=zone, cluster_id=cluster, name="s", type="Filesystem", path="/pool",
                     scope="CLUSTER", hypervisor="Simulator", capacity_bytes=1000 * GIB)
    hosts = []
    for name in ("h0", "h1"):
        host = tx.insert(infra.host, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=cluster, name=name, guid=name, address=name,
                         hypervisor="Simulator")
        tx.insert(infra.host_liveness, host_id=host, state="Up")
        tx.insert(infra.host_facts, host_id=host, cpus=8, cpu_mhz=2000, memory_bytes=64 * GIB)
        tx.insert(infra.host_capacity, host_id=host, cpu_total=16000, memory_total=64 * GIB)
        tx.insert(infra.storage_pool_host, pool_id=pool, host_id=host)
        hosts.append(host)
    isolated = tx.insert(offering.network_offering, uuid=new_uuid(), name="isolated", guest_type="Isolated", state="Enabled")
    for service in ("Dhcp", "Dns", "SourceNat", "Firewall", "PortForwarding", "StaticNat", "UserData"):
        tx.insert(offering.network_offering_service, offering_id=isolated, service=service, provider="VirtualRouter")
    flat = tx.insert(offering.network_offering, uuid=new_uuid(), name="l2", guest_type="L2", state="Enabled")
    if addresses:
        address.add_range(tx, zone_id=zone, physical_network_id=physical, vlan="untagged", gateway="192.0.2.1", netmask="255.255.255.0",
                          start="192.0.2.10", end=f"192.0.2.{9 + addresses}")
    return Cloud(zone, physical, account, domain, isolated, flat, hosts)


def management(tx: Tx, cloud: Cloud, addresses: int = 4) -> None:
    """The zone's pod has management addresses."""
    pod = tx.scalar(infra.pod.select().with_only_columns(infra.pod.c.id).where(infra.pod.c.zone_id == cloud.zone))
    tx.insert(infra.pod_range, pod_id=pod, gateway="10.9.0.1", netmask="255.255.255.0", cidr="10.9.0.0/24", start_ip="10.9.0.10",
              end_ip=f"10.9.0.{9 + addresses}", created=tx.now())


def network(tx: Tx, cloud: Cloud, name: str = "n1") -> NetworkRow:
    """An isolated network that is Allocated."""
    return network_life.create(
        tx, name=name, zone_id=cloud.zone, physical_network_id=cloud.physical, offering_id=cloud.offering, account_id=cloud.account,
        domain_id=cloud.domain, guest_type="Isolated", cidr="10.1.1.0/24", gateway="10.1.1.1", netmask="255.255.255.0", network_domain="n.test")


def guest(tx: Tx, cloud: Cloud, name: str = "web") -> int:
    """A VM row."""
    service = tx.scalar(offering.service_offering.select().with_only_columns(offering.service_offering.c.id)) or tx.insert(
        offering.service_offering, uuid=new_uuid(), name="Small", cpus=1, cpu_mhz=500, memory_mib=512)
    return tx.insert(vm.vm, uuid=new_uuid(), name=name, instance_name=f"i-{new_uuid()[:8]}-VM", account_id=cloud.account, domain_id=cloud.domain,
                     zone_id=cloud.zone, offering_id=service, state="Running", hypervisor="Simulator")


def count_address(tx: Tx, cloud: Cloud) -> None:
    """The account pays for one more public address."""
    counters.take(tx, cloud.account, "/1/", {"public_ip": 1})


def leftovers(db: Database) -> dict[str, int]:
    """Counts of what network sagas take: all zero when everything was given back."""
    def count(tx: Tx) -> dict[str, int]:
        def rows(table: Any, *where: Any) -> int:
            return len(tx.rows(table.select().where(*where)))
        return {
            "vms": rows(vm.vm, vm.vm.c.type == "DomainRouter", vm.vm.c.live == 1), "volumes": rows(vm.volume, vm.volume.c.live == 1),
            "nics": rows(t.nic, t.nic.c.live == 1), "routers": rows(t.router, t.router.c.live == 1), "vnets": rows(t.guest_vnet),
            "addresses": rows(t.public_ip, t.public_ip.c.state != "Free"), "uses": rows(infra.host_use), "ports": rows(infra.host_port),
            "cpu": sum(row.cpu_used for row in tx.rows(infra.host_capacity.select())),
            "memory": sum(row.memory_used for row in tx.rows(infra.host_capacity.select())),
            "pool": sum(row.allocated_bytes for row in tx.rows(infra.storage_pool.select())),
            "counted": sum(row.used for row in tx.rows(tenancy.resource_count.select().where(tenancy.resource_count.c.type == "public_ip")))}
    return db.read(count)


def fresh(db: Database) -> None:
    """An empty schema."""
    metadata.drop_all(db.engine)
    metadata.create_all(db.engine)


NOTHING = dict.fromkeys(("vms", "volumes", "nics", "routers", "vnets", "addresses", "uses", "ports", "cpu", "memory", "pool", "counted"), 0)
QUICK = Timing(poll=0.05, first_retry=0.01, last_retry=0.05, unreachable_grace=0.1)


class Lab:
    """A database, its cloud, hosts in memory, and a worker for each `go`."""

    def __init__(self, db: Database) -> None:
        self.db, self.hosts = db, FakeHosts()
        fresh(db)
        self.cloud: Cloud = db.write(build)

    def go(self, work: Callable[[Worker], Awaitable[Any]]) -> Any:
        """Runs `work(worker)` while a worker takes sagas."""
        async def main() -> Any:
            worker = Worker(self.db, services(self.db, self.hosts), "test", alone=True, timing=QUICK)
            await worker.start()
            try:
                return await work(worker)
            finally:
                await worker.drain(5)
        return asyncio.run(main())

    def run(self, saga: Any, params: Any) -> Any:
        """Runs one saga to its end."""
        async def work(worker: Worker) -> Any:
            started = await self.db.run(lambda tx: start(tx, saga, params))
            return await worker.wait(started.id, 30)
        return self.go(work)
