"""A place is removed while something is put into it: whichever comes first, no child is left below a removed parent. On both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Pending
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.access import role_edit
from manager.model.caller import Role
from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.infra import hosts, physical, pod_addresses, pools, zones
from manager.model.net import address, network_life, storage_ranges
from manager.model.place import closing, pod_ranges
from manager.model.rows import columns, make
from manager.model.seeding import seed
from manager.model.tables import infra, metadata, offering, tenancy
from manager.model.tenancy import roles, tenants

BLOCKED = 0.4  # seconds in which a transaction that nothing holds back has long ended

Work = Callable[[Tx], Any]


class Site:
    """An empty zone; a pod and a cluster where the case asks for them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.zone = self.named(infra.zone, "zone", {}, network_type="Advanced")
        self.pod = self.cluster = self.physical = 0

    def named(self, table: Any, what: str, within: dict[str, Any], **values: Any) -> int:
        uuid = self.db.write(lambda tx: zones.insert_named(tx, table, what, within, name=new_uuid(), **values))
        return int(self.db.read(lambda tx: tx.scalar(select(table.c.id).where(table.c.uuid == uuid))))

    def with_pod(self) -> Site:
        self.pod = self.named(infra.pod, "pod", {"zone_id": self.zone}, allocation_state="Enabled")
        return self

    def with_cluster(self) -> Site:
        self.with_pod()
        self.cluster = self.named(infra.cluster, "cluster", {"pod_id": self.pod}, **self.cluster_values())
        return self

    def with_physical(self) -> Site:
        self.db.write(lambda tx: physical.create(tx, self.zone, "p"))
        self.physical = int(self.db.read(lambda tx: tx.scalar(select(infra.physical_network.c.id))))
        return self

    def cluster_values(self) -> dict[str, Any]:
        return {"zone_id": self.zone, "hypervisor": "Simulator", "type": "CloudManaged", "allocation_state": "Enabled", "arch": "x86_64",
                "cpu_overcommit": 1.0, "memory_overcommit": 1.0}

    def row(self, table: Any, row_id: int) -> Any:
        return self.db.read(lambda tx: tx.one(select(table).where(table.c.id == row_id)))


@pytest.fixture
def site(db_url: str) -> Iterator[Site]:
    db = Database(db_url)
    metadata.create_all(db.engine)
    with db.engine.begin() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    yield Site(db)
    db.close()


def _pod(site: Site) -> Work:
    return lambda tx: zones.insert_named(tx, infra.pod, "pod", {"zone_id": site.zone}, name="p", allocation_state="Enabled")


def _cluster(site: Site) -> Work:
    return lambda tx: zones.insert_named(tx, infra.cluster, "cluster", {"pod_id": site.pod}, name="c", **site.cluster_values())


def _host(site: Site) -> Work:
    def joins(tx: Tx) -> int:
        secret = hosts.create_token(tx, None)
        return hosts.join(tx, secret, hosts.Joining("g", "h", "10.0.0.1:8251", "Simulator", "x86_64"), "k").id
    host_id = site.db.write(joins)
    return lambda tx: hosts.adopt(tx, host_id, site.cluster)


def _pool(site: Site) -> Work:
    return lambda tx: pools.insert(tx, name="s", zone_id=site.zone, pod_id=site.pod or None, cluster_id=site.cluster or None, type="Filesystem",
                                   path="/p", scope="CLUSTER" if site.cluster else "ZONE", overprovisioning=1.0)


def _store(site: Site) -> Work:
    return lambda tx: pools.add_image_store(tx, name="i", zone_id=site.zone, url="http://i", provider="p", protocol="http")


def _public(site: Site) -> Work:
    return lambda tx: address.add_range(tx, zone_id=site.zone, physical_network_id=site.physical or None, vlan="untagged", gateway="10.9.0.1",
                                        netmask="255.255.255.0", start="10.9.0.2", end="10.9.0.3")


def _storage(site: Site) -> Work:
    return lambda tx: storage_ranges.add(tx, site.zone, site.pod, vlan=None, gateway="10.8.0.1", netmask="255.255.255.0", cidr="10.8.0.0/24",
                                         start="10.8.0.2", end="10.8.0.3")


def _physical(site: Site) -> Work:
    return lambda tx: physical.create(tx, site.zone, "p")


def _network(site: Site) -> Work:
    def owner(tx: Tx) -> tuple[int, int, int]:
        domain = tx.insert(tenancy.domain, uuid=new_uuid(), name="ROOT", path="/1/", name_path="ROOT", level=0)
        role = tx.insert(tenancy.role, uuid=new_uuid(), name="Root Admin", type="Admin")
        return (tx.insert(offering.network_offering, uuid=new_uuid(), name="isolated", guest_type="Isolated", state="Enabled"),
                tx.insert(tenancy.account, uuid=new_uuid(), domain_id=domain, role_id=role, name="admin", type=1), domain)
    chosen, account, domain = site.db.write(owner)
    return lambda tx: network_life.create(tx, name="n", zone_id=site.zone, physical_network_id=site.physical or None, offering_id=chosen,
                                          account_id=account, domain_id=domain, guest_type="Isolated")


def _management(site: Site) -> Work:
    return lambda tx: pod_ranges.add(tx, site.pod, gateway="10.7.0.1", netmask="255.255.255.0", cidr="10.7.0.0/24", start="10.7.0.2", end="10.7.0.3")


def _drop_zone(site: Site) -> Work:
    return lambda tx: closing.remove_zone(tx, tx.one(select(infra.zone).where(infra.zone.c.id == site.zone)))


def _drop_pod(site: Site) -> Work:
    return lambda tx: closing.remove_pod(tx, tx.one(select(infra.pod).where(infra.pod.c.id == site.pod)))


def _drop_cluster(site: Site) -> Work:
    return lambda tx: closing.remove_cluster(tx, tx.one(select(infra.cluster).where(infra.cluster.c.id == site.cluster)))


def _drop_physical(site: Site) -> Work:
    def drop(tx: Tx) -> None:
        p = infra.physical_network
        row = tx.one(select(*columns(physical.PhysicalNetworkRow, p)).where(p.c.id == site.physical))
        physical.remove(tx, make(physical.PhysicalNetworkRow, row))
    return drop


CASES: dict[str, tuple[Callable[[Site], Any], Callable[[Site], Work], Callable[[Site], Work]]] = {
    "pod": (lambda site: site, _pod, _drop_zone),
    "physical network": (lambda site: site, _physical, _drop_zone),
    "public range": (lambda site: site, _public, _drop_zone),
    "pool of the zone": (lambda site: site, _pool, _drop_zone),
    "image store": (lambda site: site, _store, _drop_zone),
    "cluster": (Site.with_pod, _cluster, _drop_pod),
    "storage range": (Site.with_pod, _storage, _drop_pod),
    "host": (Site.with_cluster, _host, _drop_cluster),
    "pool of the cluster": (Site.with_cluster, _pool, _drop_cluster),
    "network": (lambda site: site, _network, _drop_zone),
    "network of a physical network": (Site.with_physical, _network, _drop_physical),
    "public range of a physical network": (Site.with_physical, _public, _drop_physical),
}


def outcome(work: Callable[[], Any]) -> str:
    try:
        work()
    except Refused as refused:
        return refused.text
    return "done"


def race(db: Database, first: Work, second: Work) -> tuple[str, str]:
    """`second` begins when `first` has done all but its commit: it has to wait, and then to see it."""
    entered, go = Event(), Event()

    def holding(tx: Tx) -> None:
        first(tx)
        entered.set()
        assert go.wait(30)
    with ThreadPoolExecutor(2) as pool:
        one: Future[str] = pool.submit(outcome, lambda: db.write(holding))
        assert entered.wait(30)
        other = pool.submit(outcome, lambda: db.write(second))
        with pytest.raises(Pending):
            other.result(BLOCKED)
        go.set()
        return one.result(60), other.result(60)


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_child_that_comes_first_keeps_its_parent(site: Site, case: str) -> None:
    build, add, drop = CASES[case]
    build(site)
    added, removed = race(site.db, add(site), drop(site))
    assert added == "done"
    assert "cannot be deleted" in removed


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_parent_that_goes_first_gets_no_child(site: Site, case: str) -> None:
    build, add, drop = CASES[case]
    build(site)
    work = add(site)
    removed, added = race(site.db, drop(site), work)
    assert removed == "done"
    assert "deleted meanwhile" in added


def test_a_pod_whose_address_is_taken_at_that_moment_stays(site: Site) -> None:
    site.with_pod()
    site.db.write(_management(site))
    taken, removed = race(site.db, lambda tx: pod_addresses.take(tx, site.zone, site.pod), _drop_pod(site))
    assert taken == "done"
    assert "1 of its management addresses are taken" in removed


def test_an_account_gets_no_role_that_is_being_deleted(site: Site) -> None:
    """updateAccount roleid=… and deleteRole, either first."""
    db = site.db
    db.write(seed.seed)
    account_id = int(db.read(lambda tx: tx.scalar(select(tenancy.account.c.id).order_by(tenancy.account.c.id))))

    def role(name: str) -> roles.RoleRow:
        return db.write(lambda tx: role_edit.create(tx, name, Role.ADMIN, None, True))
    first, second = role("first"), role("second")
    removed, changed = race(db, lambda tx: role_edit.remove(tx, first), lambda tx: tenants.set_role(tx, account_id, first.id, 1))
    assert (removed, "deleted meanwhile" in changed) == ("done", True)
    changed, removed = race(db, lambda tx: tenants.set_role(tx, account_id, second.id, 1), lambda tx: role_edit.remove(tx, second))
    assert (changed, "in use by 1 accounts" in removed) == ("done", True)
