"""The ten most used lists at 100,000 objects each, as root admin, domain admin and user: p50 of a page of 500."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

from manager.model.db import Database, Tx
from manager.model.tables import network, offering, vm
from manager.model.tables.work import event
from tools.benchkit.client import Caller
from tools.benchkit.cost import cpu_s, parts
from tools.benchkit.lists import BATCH, Base
from tools.benchkit.world import World
from tools.cloudkit.api import Api

ROUNDS = 5
FIRST_ID = 2_000_000
LISTS: dict[str, dict[str, str]] = {   # and the parameters that each needs
    "listVirtualMachines": {}, "listPublicIpAddresses": {}, "listNetworks": {}, "listVolumes": {}, "listTemplates": {"templatefilter": "self"},
    "listServiceOfferings": {}, "listDiskOfferings": {}, "listFirewallRules": {}, "listPortForwardingRules": {}, "listEvents": {}}


def fill(world: World, count: int) -> None:
    """Rows of everything that is listed; VMs are there already (lists.fill)."""
    db = Database(world.cluster.database.url(), 2)
    try:
        base = db.read(lambda tx: Base(tx, world))
        extra = db.read(lambda tx: Extra(tx, base))
        db.write(extra.range)
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            for table, row in extra.rows():
                _store(db, table, [row(number) for number in numbers])
    finally:
        db.close()


def _store(db: Database, table: Any, rows: list[dict[str, Any]]) -> None:
    db.write(lambda tx: tx.execute(insert(table), rows))


class Extra:
    """Makes rows, spread evenly over the accounts."""

    def __init__(self, tx: Tx, base: Base) -> None:
        self.base, self.now = base, tx.now()
        self.physical = tx.scalar(select(network.network.c.physical_network_id).where(network.network.c.physical_network_id.is_not(None)).limit(1))
        self.net_offering = tx.scalar(select(network.network.c.offering_id).where(network.network.c.traffic_type == "Guest").limit(1))
        self.disk = tx.scalar(select(offering.disk_offering.c.id).limit(1))

    def range(self, tx: Tx) -> None:
        """A range of public addresses for the addresses to be in."""
        self.addresses = tx.insert(network.vlan_range, uuid="bench-range", zone_id=self.base.zone, vlan="untagged", gateway="172.16.0.1",
                                   netmask="255.240.0.0", start_ip="172.16.0.2", end_ip="172.31.255.254", created=self.now, live=1)

    def rows(self) -> list[tuple[Any, Callable[[int], dict[str, Any]]]]:
        """(table, row by number), in an order that references allow."""
        return [(network.network, self.network), (network.public_ip, self.address), (vm.volume, self.volume), (offering.template, self.template),
                (offering.service_offering, self.size), (offering.disk_offering, self.disk_size), (network.firewall_rule, self.rule),
                (network.firewall_rule, self.forwarding)]

    def _owner(self, number: int) -> dict[str, Any]:
        user = self.base.users[number % len(self.base.users)]
        return {"account_id": user.account_id, "domain_id": user.domain_id}

    def network(self, number: int) -> dict[str, Any]:
        """An isolated network that was never implemented."""
        return {"id": FIRST_ID + number, "uuid": f"bench-network-{number}", "name": f"net {number}", "display_text": "bench",
                "zone_id": self.base.zone, "physical_network_id": self.physical, "offering_id": self.net_offering,
                "traffic_type": "Guest", "guest_type": "Isolated",
                "state": "Allocated", "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "netmask": "255.255.255.0", "created": self.now, "live": 1,
                **self._owner(number)}

    def address(self, number: int) -> dict[str, Any]:
        """A public address of that network."""
        value = (172 << 24) + (16 << 16) + 2 + number
        return {"id": FIRST_ID + number, "uuid": f"bench-address-{number}", "vlan_range_id": self.addresses, "zone_id": self.base.zone,
                "address": ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0)), "address_num": value, "state": "Allocated",
                "network_id": FIRST_ID + number, "allocated": self.now, "live": 1, **self._owner(number)}

    def volume(self, number: int) -> dict[str, Any]:
        """The root disk of a VM."""
        return {"uuid": f"bench-volume-{number}", "name": f"ROOT-{number}", "zone_id": self.base.zone, "vm_id": 1_000_000 + number,
                "template_id": self.base.template, "disk_offering_id": self.disk, "type": "ROOT", "device": 0, "size_bytes": 1 << 30,
                "state": "Ready", "created": self.now, "live": 1, **self._owner(number)}

    def template(self, number: int) -> dict[str, Any]:
        """A template of the account's own."""
        return {"uuid": f"bench-template-{number}", "name": f"template {number}", "display_text": "bench", "os_type_id": self.base.os_type,
                "hypervisor": "Simulator", "state": "Active", "size_bytes": 1 << 30, "created": self.now, "live": 1, **self._owner(number)}

    def size(self, number: int) -> dict[str, Any]:
        """A service offering for everybody."""
        return {"uuid": f"bench-offering-{number}", "name": f"offering {number}", "display_text": "bench", "cpus": 1, "cpu_mhz": 500,
                "memory_mib": 512, "created": self.now, "live": 1}

    def disk_size(self, number: int) -> dict[str, Any]:
        """A disk offering for everybody."""
        return {"uuid": f"bench-disk-{number}", "name": f"disk {number}", "display_text": "bench", "size_bytes": 1 << 30, "created": self.now,
                "live": 1}

    def rule(self, number: int) -> dict[str, Any]:
        """A firewall rule of the address."""
        return {"uuid": f"bench-rule-{number}", "purpose": "Firewall", "traffic": "Ingress", "public_ip_id": FIRST_ID + number,
                "network_id": FIRST_ID + number, "protocol": "tcp", "port_start": 80, "port_end": 80, "source_cidrs": "0.0.0.0/0",
                "state": "Active", "created": self.now, "live": 1, **self._owner(number)}

    def forwarding(self, number: int) -> dict[str, Any]:
        """A port forwarding rule of the address, to a VM."""
        return {**self.rule(number), "uuid": f"bench-forwarding-{number}", "purpose": "PortForwarding", "vm_id": 1_000_000 + number,
                "vm_guest_ip": "10.1.1.2", "private_start": 80, "private_end": 80}


def events(world: World, count: int) -> None:
    """As many events, in a table of their own."""
    db = Database(world.cluster.database.url(), 2)
    try:
        base, now = db.read(lambda tx: Base(tx, world)), db.read(lambda tx: tx.now())

        def one(number: int) -> dict[str, Any]:
            user = base.users[number % len(base.users)]
            return {"uuid": f"bench-event-{number}", "type": "VM.CREATE", "level": "INFO", "state": "Completed", "description": f"VM {number}",
                    "account_id": user.account_id, "domain_id": user.domain_id, "user_id": user.id, "created": now, "archived": False}
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            _store(db, event, [one(number) for number in numbers])
    finally:
        db.close()


def domain_admin(world: World) -> Caller:
    """An administrator of the domain that all of the bench's accounts are in."""
    made = world.api.call("createAccount", accounttype=2, email="d@example.org", firstname="d", lastname="a", password="benchmark",
                          username="benchadmin")["account"]
    keys = world.api.call("registerUserKeys", id=made["user"][0]["id"])["userkeys"]
    api = Api(world.api.transport.endpoint, keys["apikey"], keys["secretkey"])
    return Caller("127.0.0.1", world.cluster.ports["api"], api.transport.key, api.transport.secret)


def measure(world: World, count: int) -> dict[str, float]:
    """The slowest of the ten lists for each kind of caller."""
    root = Caller("127.0.0.1", world.cluster.ports["api"], world.api.transport.key, world.api.transport.secret)
    callers = {"root": (root, {"listall": "true"}), "domain_admin": (domain_admin(world), {"listall": "true"}), "user": (world.users[0], {})}
    found = parts(world.cluster)
    pids = {"manager": found["managers"], "database": found["database"]}
    return {f"ten_lists_{name}_p50_ms": asyncio.run(_lists(name, caller, more, pids)) for name, (caller, more) in callers.items()}


async def _lists(name: str, caller: Caller, more: dict[str, str], pids: dict[str, list[int]]) -> float:
    medians = {}
    for command, needed in LISTS.items():
        if "listall" in more and command in ("listServiceOfferings", "listDiskOfferings"):
            given = needed
        else:
            given = {**needed, **more}
        count = (await caller.call(command, page=1, pagesize=500, **given))["count"]
        for page in sorted({1, max(count // 1000, 1)}):
            times, before = [], {part: cpu_s(of) for part, of in pids.items()}
            for _ in range(ROUNDS):
                begun = time.monotonic()
                await caller.call(command, page=page, pagesize=500, **given)
                times.append((time.monotonic() - begun) * 1000)
            medians[command, page] = statistics.median(times)
            cpu = ", ".join(f"{(cpu_s(of) - before[part]) / ROUNDS * 1000:.0f} ms CPU of the {part}" for part, of in pids.items())
            print(f"  {name}: {command} page {page} of {-(-count // 500)}: {medians[command, page]:.0f} ms; {cpu}", flush=True)
    return max(medians.values())

