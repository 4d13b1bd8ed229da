"""A small cloud for VM sagas: a zone, hosts on one shared pool, an account, networks; rows by the model's own functions where they exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from common.ids import new_uuid
from manager.model.catalog import services
from manager.model.db import Database, Tx
from manager.model.guest import vm_create
from manager.model.guest.vm_create import Created, NewNic, NewVm, NewVolume
from manager.model.net import network
from manager.model.net.network import NetworkRow
from manager.model.seeding import seed
from manager.model.tables import infra, metadata, offering, tenancy
from manager.model.tables.network import network as network_table
from manager.model.tables.network import nic
from manager.model.tables.vm import vm, volume
from manager.model.tenancy import counters
from manager.network.names import user_vm
from manager.placement import fleet
from manager.saga import start
from manager.saga.endings import Ended
from manager.saga.timing import Timing
from manager.saga.worker import Worker
from manager.sagas.vm.params import DestroyVm, ExpungeVm, RebootVm, StartVm, StopVm
from manager.services import Services
from tests.sagas.fake_agents import FakeAgents, FakeImages, FakeSecrets

GIB = 1 << 30
HOSTS = 3


@dataclass
class World:
    """The database's contents by name, its hosts, and a worker.

    For the harness: `params` of the saga, and what must hold `before` and `after`.
    """

    db: Any
    agents: FakeAgents = field(default_factory=FakeAgents)
    images: FakeImages = field(default_factory=FakeImages)
    secrets: FakeSecrets = field(default_factory=FakeSecrets)
    params: Any = None
    on_before: Callable[[], None] = lambda: None
    on_after: Callable[[], None] = lambda: None
    poll: float = 0.05                        # seconds between the worker's looks
    things: dict[str, Any] | None = None      # on hosts, before the saga
    ids: dict[str, int] = field(default_factory=dict)
    worker: Worker = field(init=False)

    def before(self, *, hosts: bool) -> None:
        """For the harness."""
        self.on_before()
        if hosts:
            assert self.agents.objects() == self.things

    def after(self) -> None:
        """For the harness."""
        self.on_after()

    async def open(self) -> None:
        """Starts the worker."""
        services = Services(
            agents=self.agents, images=self.images, secrets=self.secrets, read=lambda fn: self.db.run(fn, writing=False),
            write=lambda fn: self.db.run(fn))
        quick = Timing(poll=self.poll, renew=600 if self.poll > 1 else 3, lease=6000, first_retry=0.01, last_retry=0.05, unreachable_grace=0.1)
        self.worker = Worker(self.db, services, f"node-{new_uuid()}", in_service=lambda tx, host_id: host_id not in self.agents.down,
                             alone=self.db.sqlite, timing=quick)
        await self.worker.start()

    async def close(self) -> None:
        """Stops it."""
        await self.worker.drain(5)

    # ---- work

    async def run(self, saga: Any, params: Any, seconds: float = 30) -> Ended:
        """Starts a saga and waits for its end."""
        started = await self.db.run(lambda tx: start(tx, saga, params))
        ended = await self.worker.wait(started.id, seconds)
        assert ended is not None, f"{saga.kind} did not end"
        return ended

    def create(self, networks: list[str] | None = None, data: int = 0, **changes: Any) -> Created:
        """A new VM's rows, as the API would make them."""
        made: Created = self.db.write(lambda tx: self.create_in(tx, networks, data, **changes))
        return made

    def create_in(self, tx: Tx, networks: list[str] | None = None, data: int = 0, **changes: Any) -> Created:
        """As `create`, in a transaction."""
        nics = [NewNic(self.network(tx, name)) for name in networks or ["l2"]]
        values: dict[str, Any] = {
            "account_id": self.ids["account"], "domain_id": 1, "domain_path": "/1/", "user_id": None, "zone_id": self.ids["zone"],
            "template_id": self.ids["template"], "offering_id": self.ids["offering"], "os_type_id": None, "hypervisor": "Simulator",
            "cpus": 1, "cpu_mhz": 500, "memory_mib": 512,
            "root": NewVolume(size=2 * GIB, template_id=self.ids["template"]), "nics": nics,
            "data": [NewVolume(size=GIB, disk_offering_id=self.ids["disk"]) for _ in range(data)]} | changes
        return vm_create.create(tx, NewVm(**values), user_vm)

    def network(self, tx: Tx, name: str) -> NetworkRow:
        """A network by name."""
        return network.must(tx, self.ids[f"network:{name}"])

    # ---- looking

    def rows(self, query: Any) -> list[Any]:
        """Rows of a query."""
        return list(self.db.read(lambda tx: tx.rows(query)))

    def state(self, vm_id: int) -> Any:
        """The VM's row."""
        return self.rows(select(vm).where(vm.c.id == vm_id))[0]

    def volumes(self, vm_id: int) -> list[Any]:
        """The VM's live volumes."""
        return self.rows(select(volume).where(volume.c.vm_id == vm_id, volume.c.live == 1).order_by(volume.c.device))

    def holdings(self) -> dict[str, Any]:
        """All that VMs hold: reservations, ports, uses, addresses, counters. Equal before and after what must leave no trace."""
        def count(table: Any, *where: Any) -> Any:
            return self.rows(select(func.count()).select_from(table).where(*where))[0][0]
        return {
            "hosts": [tuple(r) for r in self.rows(select(infra.host_capacity).order_by(infra.host_capacity.c.host_id))],
            "pools": [tuple(r) for r in self.rows(select(infra.storage_pool.c.id, infra.storage_pool.c.allocated_bytes))],
            "ports": count(infra.host_port), "uses": count(infra.host_use), "nics": count(nic, nic.c.live == 1),
            "volumes": count(volume, volume.c.live == 1),
            "counters": {(r.owner_id, r.type): r.used for r in self.rows(select(tenancy.resource_count)) if r.used},
        }


def started(created: Created, **changes: Any) -> StartVm:
    """Params of a start or deploy."""
    return StartVm(vm_id=created.id, nic_ids=[n.id for n in created.nics], volume_ids=created.volume_ids, network_ids=created.network_ids,
                   **changes)


def stopped(created: Created, **changes: Any) -> StopVm:
    """Params of a stop."""
    return StopVm(vm_id=created.id, nic_ids=[n.id for n in created.nics], **changes)


def rebooted(created: Created) -> RebootVm:
    """Params of a reboot."""
    return RebootVm(vm_id=created.id)


def destroyed(created: Created) -> DestroyVm:
    """Params of a destroy."""
    return DestroyVm(vm_id=created.id, nic_ids=[n.id for n in created.nics])


def expunged(created: Created, volume_ids: list[int] | None = None) -> ExpungeVm:
    """Params of an expunge: of the root volume only, unless told."""
    return ExpungeVm(vm_id=created.id, nic_ids=[n.id for n in created.nics],
                     volume_ids=created.volume_ids[:1] if volume_ids is None else volume_ids)


def build(db: Database, hosts: int = HOSTS, *, full: bool = True) -> World:
    """An empty database becomes a small cloud. Not `full`: only what VMs in the L2 network need, which is quicker."""
    metadata.create_all(db.engine)
    world = World(db)
    db.write(seed.seed if full else _owner)
    db.write(lambda tx: infrastructure(tx, world.ids, hosts))
    db.write(lambda tx: networks(tx, world.ids, full))
    fleet.forget(db.engine)
    return world


def _owner(tx: Tx) -> None:
    tx.insert(tenancy.domain, id=1, uuid=new_uuid(), name="ROOT", path="/1/", name_path="ROOT", level=0)
    tx.insert(tenancy.role, uuid=new_uuid(), name="User", type="User")


def infrastructure(tx: Tx, ids: dict[str, int], hosts: int) -> None:
    role_id = tx.scalar(select(tenancy.role.c.id).where(tenancy.role.c.name == "User"))
    ids["account"] = tx.insert(tenancy.account, uuid=new_uuid(), domain_id=1, role_id=role_id, name="ann", type=0)
    ids["zone"] = zone = tx.insert(infra.zone, uuid=new_uuid(), name="z", network_type="Advanced", allocation_state="Enabled",
                                   dns1="8.8.8.8", internal_dns1="8.8.8.8", guest_cidr="10.1.1.0/24")
    pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=zone, name="p")
    cluster = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator")
    ids["pool"] = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=cluster, name="nfs",
                            type="NetworkFilesystem", path="/nfs", scope="CLUSTER", state="Up", capacity_bytes=1000 * GIB)
    for number in range(1, hosts + 1):
        host = tx.insert(infra.host, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=cluster, name=f"h{number}", guid=f"g{number}",
                         address=f"127.0.0.{number}:8251", hypervisor="Simulator")
        ids[f"host{number}"] = host
        tx.insert(infra.host_liveness, host_id=host, state="Up")
        tx.insert(infra.host_facts, host_id=host, cpus=8)
        tx.insert(infra.host_capacity, host_id=host, cpu_total=16000, memory_total=32 * GIB)
        tx.insert(infra.storage_pool_host, pool_id=ids["pool"], host_id=host)
    ids["offering"] = tx.insert(offering.service_offering, uuid=new_uuid(), name="small", cpus=1, cpu_mhz=500, memory_mib=512)
    ids["disk"] = tx.insert(offering.disk_offering, uuid=new_uuid(), name="1 GiB", size_bytes=GIB)
    ids["template"] = tx.insert(offering.template, uuid=new_uuid(), name="tiny", account_id=ids["account"], domain_id=1, hypervisor="Simulator",
                                url="sim://tiny", state="Active", size_bytes=GIB)


def networks(tx: Tx, ids: dict[str, int], full: bool) -> None:
    zone = ids["zone"]
    physical = tx.insert(infra.physical_network, uuid=new_uuid(), zone_id=zone, name="pn", state="Enabled", vlan="100-199")
    ids["physical"] = physical
    for kind in ("Guest", "Public", "Management"):
        tx.insert(infra.traffic_type, uuid=new_uuid(), physical_network_id=physical, type=kind)
    tx.insert(infra.service_provider, uuid=new_uuid(), physical_network_id=physical, name="VirtualRouter", state="Enabled",
              services=",".join(services.PROVIDERS["VirtualRouter"]))
    offer = offering.network_offering
    plain = tx.insert(offer, uuid=new_uuid(), name="plain L2", unique_name="plain L2", guest_type="L2", state="Enabled")
    ids["network:l2"] = tx.insert(
        network_table, uuid=new_uuid(), name="l2", zone_id=zone, physical_network_id=physical, offering_id=plain,
        account_id=ids["account"], domain_id=1, guest_type="L2", state="Implemented", vnet=100, isolation="Vlan", cidr="10.9.0.0/24",
        gateway="10.9.0.1", netmask="255.255.255.0")
    counters.take(tx, ids["account"], "/1/", {"network": 2 if full else 1, "template": 1})
    if not full:
        return
    names = {row.unique_name or row.name: row.id for row in tx.rows(select(offer.c.id, offer.c.unique_name, offer.c.name))}
    ids["network:isolated"] = tx.insert(
        network_table, uuid=new_uuid(), name="isolated", zone_id=zone, physical_network_id=physical,
        offering_id=names["DefaultIsolatedNetworkOfferingWithSourceNatService"], account_id=ids["account"], domain_id=1,
        guest_type="Isolated", state="Allocated", cidr="10.1.1.0/24", gateway="10.1.1.1", netmask="255.255.255.0", isolation="Vlan",
        network_domain="cs2cloud.internal")
    _public(tx, ids)


def _public(tx: Tx, ids: dict[str, int]) -> None:
    from manager.model.tables.network import public_ip, vlan_range

    span = tx.insert(vlan_range, uuid=new_uuid(), zone_id=ids["zone"], physical_network_id=ids["physical"], vlan="untagged",
                     gateway="203.0.113.1", netmask="255.255.255.0", cidr="203.0.113.0/24", start_ip="203.0.113.10", end_ip="203.0.113.40")
    for last in range(10, 41):
        tx.insert(public_ip, uuid=new_uuid(), vlan_range_id=span, zone_id=ids["zone"], address=f"203.0.113.{last}",
                  address_num=0xCB007100 + last, state="Free")
