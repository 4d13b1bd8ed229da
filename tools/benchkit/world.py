"""The clouds that are measured: simulated hosts, accounts with networks, all made through the public API."""

from __future__ import annotations

import dataclasses
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools.benchkit.client import Caller
from tools.benchkit.cost import durability
from tools.cloudkit.api import Api
from tools.cloudkit.cluster import ZONE, Cluster
from tools.cloudkit.processes import Service
from tools.cloudkit.zone import Zone, ensure_host

PLAN = dataclasses.replace(ZONE, name="bench")
BOOT_MS = 1000
NETWORKS = "DefaultIsolatedNetworkOfferingWithSourceNatService"
DATABASE = ("--innodb-buffer-pool-size=1G", "--innodb-print-all-deadlocks=1")   # memory, not durability; and what waits for what, in its log
OPEN = ("user.vms", "volumes", "networks", "public.ips", "cpus", "memory", "primary.storage", "secondary.storage", "templates", "snapshots")


@dataclass
class World:
    """A running cloud. `users`: one for each account; `networks`: ids by account."""

    cluster: Cluster
    api: Api
    zone: Zone
    template: str = ""
    offering: str = ""
    users: list[Caller] = field(default_factory=list)
    networks: list[list[str]] = field(default_factory=list)
    hosts: int = 0

    def grow(self, hosts: int) -> None:
        """Adds simulated hosts up to this number. Each has its own key, certificate, address and connection."""
        Service("simulate", [], self.cluster.folder).stop()
        self.cluster.hosts(hosts, BOOT_MS)
        adopt(self, range(self.hosts, hosts))

    def tenants(self, accounts: int, networks: int) -> None:
        """Accounts, each with a user, keys, an SSH key pair and isolated networks that their first VM will implement."""
        offering = self.api.listed("listNetworkOfferings", "networkoffering", name=NETWORKS)[0]["id"]
        self.template = self.api.listed("listTemplates", "template", templatefilter="self", name="tiny")[0]["id"]
        self.offering = self.api.call("createServiceOffering", name="local", cpunumber=1, cpuspeed=500, memory=512,
                                      storagetype="local")["serviceoffering"]["id"]
        port = self.cluster.ports["api"]

        def one(number: int) -> tuple[Caller, list[str]]:
            made = self.api.call("createAccount", accounttype=0, email="b@example.org", firstname="b", lastname=str(number),
                                 password="benchmark", username=f"bench{number}")["account"]
            keys = self.api.call("registerUserKeys", id=made["user"][0]["id"])["userkeys"]
            user = Api(self.api.transport.endpoint, keys["apikey"], keys["secretkey"])
            user.call("createSSHKeyPair", name="bench")
            what = {"networkofferingid": offering, "zoneid": self.zone.id}
            nets = [user.call("createNetwork", name=f"net{n}", displaytext=f"net{n}", **what)["network"]["id"] for n in range(networks)]
            return Caller("127.0.0.1", port, user.transport.key, user.transport.secret), nets

        with ThreadPoolExecutor(4) as pool:
            for user, nets in pool.map(one, range(accounts)):
                self.users.append(user)
                self.networks.append(nets)


def build(folder: Path, nodes: int, hosts: int) -> World:
    """Starts it all: MariaDB, managers, HAProxy, simulated hosts, a zone. Prints how durable the database is."""
    cluster = Cluster(folder, nodes=tuple(f"manager-{letter}" for letter in "abcd"[:nodes]), db_options=DATABASE)
    try:
        cluster.start()
        print("  " + durability(cluster.database), flush=True)
        api = cluster.admin()
        api.call("updateConfiguration", name="system.vm.use.local.storage", value="true")
        for name in OPEN:
            api.call("updateConfiguration", name=f"max.account.{name}", value="-1")
        cluster.hosts(hosts, BOOT_MS)
        world = World(cluster, api, cluster.zone(api, range(1), PLAN))
        api.call("updateZone", id=world.zone.id, localstorageenabled=True)
        adopt(world, range(hosts))
        return world
    except BaseException:
        cluster.stop()
        raise


def adopt(world: World, numbers: range) -> None:
    """Hosts that have joined become hosts of the zone, each with a storage pool of its own: disks are local, as on a rack without a SAN."""
    def one(number: int) -> None:
        host = ensure_host(world.api, PLAN, world.zone, f"http://sim/c0/h{number}")
        world.api.call("createStoragePool", name=f"local-{number}", zoneid=world.zone.id, clusterid=world.zone.cluster,
                       url=f"filesystem://{host}/simulated/local")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, numbers))
    world.hosts = numbers.stop


def wipe(folder: Path) -> None:
    """Removes a stopped world's files."""
    shutil.rmtree(folder, ignore_errors=True)
