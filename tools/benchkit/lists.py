"""Lists of many VMs, and small signed calls."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from typing import Any

from sqlalchemy import insert, select

from manager.model.db import Database, Tx
from manager.model.tables import infra, network, offering, tenancy, vm
from tools.benchkit.client import Caller, answer, content
from tools.benchkit.cost import cpu_s, parts
from tools.benchkit.world import World

BATCH = 2000
ROUNDS = 7


def fill(world: World, count: int) -> None:
    """Inserts VMs, two NICs and three tags each, spread evenly over the accounts; on hosts that never report."""
    db = Database(world.cluster.database.url(), 2)
    try:
        base = db.read(lambda tx: Base(tx, world))
        for first in range(0, count, BATCH):
            base.insert(db, range(first, min(first + BATCH, count)))
    finally:
        db.close()


class Base:
    """Ids that the rows refer to."""

    def __init__(self, tx: Tx, world: World) -> None:
        keys = [user.key for user in world.users]
        self.users = tx.rows(select(tenancy.user.c.id, tenancy.user.c.account_id, tenancy.account.c.domain_id).join(
            tenancy.account, tenancy.account.c.id == tenancy.user.c.account_id).where(tenancy.user.c.api_key.in_(keys)).order_by(tenancy.user.c.id))
        self.zone = tx.scalar(select(infra.zone.c.id).where(infra.zone.c.uuid == world.zone.id))
        self.cluster = tx.one(select(infra.cluster.c.id, infra.cluster.c.pod_id).where(infra.cluster.c.uuid == world.zone.cluster))
        self.template = tx.scalar(select(offering.template.c.id).where(offering.template.c.uuid == world.template))
        self.offering = tx.scalar(select(offering.service_offering.c.id).where(offering.service_offering.c.uuid == world.offering))
        self.os_type = tx.scalar(select(offering.os_type.c.id).limit(1))
        self.networks: dict[int, list[int]] = {row.account_id: [] for row in self.users}
        for row in tx.rows(select(network.network.c.id, network.network.c.account_id).where(network.network.c.traffic_type == "Guest")):
            self.networks.setdefault(row.account_id, []).append(row.id)
        self.hosts: list[int] = []

    def insert(self, db: Database, numbers: range) -> None:
        """One batch, in one transaction."""
        db.write(lambda tx: self._insert(tx, numbers))

    def _insert(self, tx: Tx, numbers: range) -> None:
        if not self.hosts:
            self.hosts = [self._host(tx, number) for number in range(100)]
        now = tx.now()
        rows = [self._vm(number, now) for number in numbers]
        tx.execute(insert(vm.vm), rows)
        tx.execute(insert(network.nic), [nic for number in numbers for nic in self._nics(number, now)])
        tx.execute(insert(tenancy.tag), [tag for number in numbers for tag in self._tags(number, now)])

    def _host(self, tx: Tx, number: int) -> int:
        made = tx.insert(
            infra.host, uuid=f"bench-host-{number}", zone_id=self.zone, pod_id=self.cluster.pod_id, cluster_id=self.cluster.id,
            name=f"bench-host-{number}", guid=f"bench-{number}", address="127.0.0.1:9", hypervisor="Simulator", resource_state="Disabled", live=1)
        tx.insert(infra.host_liveness, host_id=made, state="Disconnected", reported=0)
        return made

    def _vm(self, number: int, now: int) -> dict[str, Any]:
        user = self.users[number % len(self.users)]
        return {"id": 1_000_000 + number, "uuid": f"bench-vm-{number}", "type": "User", "name": f"bench-{number}", "display_name": f"VM {number}",
                "instance_name": f"i-{user.account_id}-{1_000_000 + number}-VM", "account_id": user.account_id, "domain_id": user.domain_id,
                "user_id": user.id, "zone_id": self.zone, "pod_id": self.cluster.pod_id, "host_id": self.hosts[number % len(self.hosts)],
                "template_id": self.template, "offering_id": self.offering, "os_type_id": self.os_type, "hypervisor": "Simulator", "state": "Running",
                "power_state": "PowerOn", "cpus": 1, "cpu_mhz": 500, "memory_mib": 512, "group_name": f"group{number % 10}", "keypairs": "bench",
                "details_json": json.dumps({"cpuOvercommitRatio": "1.0", "memoryOvercommitRatio": "1.0"}), "state_at": now, "created": now, "live": 1}

    def _nics(self, number: int, now: int) -> list[dict[str, Any]]:
        nets = self.networks[self.users[number % len(self.users)].account_id]
        low = f"{number >> 24 & 255:02x}:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"
        return [{"uuid": f"bench-nic-{number}-{device}", "vm_id": 1_000_000 + number, "network_id": nets[device % len(nets)], "role": "Guest",
                 "device": device, "mac": f"06:{device:02x}:{low}",
                 "ip": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", "netmask": "255.0.0.0", "gateway": "10.255.255.1",
                 "is_default": device == 0, "enabled": True, "created": now, "live": 1} for device in (0, 1)]

    def _tags(self, number: int, now: int) -> list[dict[str, Any]]:
        user = self.users[number % len(self.users)]
        return [{"uuid": f"bench-tag-{number}-{which}", "resource_type": "UserVm", "resource_id": 1_000_000 + number,
                 "resource_uuid": f"bench-vm-{number}", "key": f"key{which}", "value": f"value {number}", "account_id": user.account_id,
                 "domain_id": user.domain_id, "created": now} for which in range(3)]


def measure(world: World, count: int) -> dict[str, float]:
    """Median of first, middle and last page, as a user and as root admin."""
    user, admin = world.users[0], Caller("127.0.0.1", world.cluster.ports["api"], world.api.transport.key, world.api.transport.secret)
    own = count // len(world.users)
    pids = [pid for found in parts(world.cluster).values() for pid in found]
    return {"list_vms_user_p50_ms": asyncio.run(_pages(user, own, {}, pids)),
            "list_vms_admin_p50_ms": asyncio.run(_pages(admin, count, {"listall": "true"}, pids))}


async def _pages(caller: Caller, count: int, more: dict[str, str], pids: list[int]) -> float:
    pages = (count + 499) // 500
    medians, before = {}, cpu_s(pids)
    for page in sorted({1, max(pages // 2, 1), pages}):
        times = []
        for _ in range(ROUNDS):
            begun = time.monotonic()
            found = await caller.call("listVirtualMachines", page=page, pagesize=500, **more)
            times.append((time.monotonic() - begun) * 1000)
            assert found["count"] >= count, found["count"]
            assert len(found["virtualmachine"]) >= min(500, count - (page - 1) * 500)
        medians[page] = statistics.median(times)
    cpu = (cpu_s(pids) - before) / (ROUNDS * len(medians)) * 1000
    print(f"  {'user' if not more else 'admin'}: " + ", ".join(f"page {page} {value:.0f} ms" for page, value in medians.items())
          + f"; {cpu:.0f} ms CPU for each", flush=True)
    return max(medians.values())


async def signed(world: World, pid: int, seconds: float, connections: int = 8) -> float:
    """listZones per second of one process, each call signed and run; connections are kept."""
    port = world.cluster.ports[f"{world.cluster.nodes[0]}_api"]
    caller = Caller("127.0.0.1", port, world.users[0].key, world.users[0].secret)
    request, done, end = caller.request("listZones", keep=True), 0, time.monotonic() + seconds

    async def line() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < end:
            writer.write(request)
            assert content("listZones", await answer(reader))["count"] == 1
            done += 1
        writer.close()

    before, begun = cpu_s([pid]), time.monotonic()
    await asyncio.gather(*(line() for _ in range(connections)))
    took = time.monotonic() - begun
    print(f"  {done} listZones in {took:.1f} s; {(cpu_s([pid]) - before) / done * 1000:.2f} ms CPU of the manager for each", flush=True)
    return done / took
