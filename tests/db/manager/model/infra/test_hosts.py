"""Joining, tokens, certificates, claims and reports on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Database
from manager.model.errors import Refused
from manager.model.infra import certificates, hosts, reports
from manager.model.tables import infra, metadata

FACTS = reports.Facts(8, 2000, 16 << 30, "1", "os", "k", "cpu", True, ["br0"], ["vlan"], "0.1")


@pytest.fixture
def db(db_url):
    database = Database(db_url, threads=8)
    metadata.create_all(database.engine)
    with database.engine.begin() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    yield database
    database.close()


def joining(number: int = 0, hypervisor: str = "Simulator", address: str = "") -> hosts.Joining:
    return hosts.Joining(f"guid-{number}", f"h{number}", address or f"10.0.0.{number}:8251", hypervisor, "x86_64")


def join(db: Database, number: int = 0, token: str | None = None, key: str = "k", hypervisor: str = "Simulator",
         serial: str = "") -> hosts.Host:
    secret = token or db.write(lambda tx: hosts.create_token(tx, None))

    def work(tx):
        host = hosts.join(tx, secret, joining(number, hypervisor), key)
        certificates.record(tx, serial=serial or new_uuid(), name=host.uuid, kind="host", subject_id=host.id, not_after=9, key_sha256=key)
        return host

    return db.write(work)


def test_a_token_lets_one_host_join_and_the_same_again_with_its_own_key(db):
    token = db.write(lambda tx: hosts.create_token(tx, None))
    first = join(db, 0, token)
    assert join(db, 0, token).id == first.id            # the answer was lost
    with pytest.raises(Refused, match="used up"):
        join(db, 0, token, key="stolen")
    with pytest.raises(Refused, match="used up"):
        join(db, 1, token)
    with pytest.raises(Refused, match="unknown"):
        join(db, 1, "guess")


def test_a_reinstalled_machine_is_the_same_host_and_its_old_certificate_is_refused(db):
    first = join(db, 0, key="old", serial="0old")
    assert db.read(lambda tx: certificates.valid(tx, ["0old"])) == {"0old"}
    again = join(db, 0, key="new", serial="0new")
    assert again.id == first.id
    assert db.read(lambda tx: certificates.valid(tx, ["0old", "0new"])) == {"0new"}


def test_an_expired_token_is_refused(db):
    token = db.write(lambda tx: hosts.create_token(tx, None, minutes=-1))
    with pytest.raises(Refused, match="expired"):
        join(db, 0, token)


def test_many_claims_at_once_get_different_hosts(db):
    token = db.write(lambda tx: hosts.create_token(tx, None, uses=20))
    for number in range(20):
        join(db, number, token, key=f"k{number}")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: db.write(lambda tx: hosts.claim(tx, f"http://sim/c0/h{n}", "Simulator")), range(20)))
    assert len({host.id for host in found}) == 20
    assert {host.name for host in found} == {f"sim-c0-h{n}" for n in range(20)}
    with pytest.raises(Refused, match="has joined"):
        db.write(lambda tx: hosts.claim(tx, "http://sim/c0/h20", "Simulator"))


def test_a_real_host_is_claimed_by_its_name_or_address(db):
    token = db.write(lambda tx: hosts.create_token(tx, None, uses=3))
    for number in (1, 2):
        join(db, number, token, key=f"k{number}", hypervisor="KVM")
    assert db.write(lambda tx: hosts.claim(tx, "http://10.0.0.2", "KVM")).guid == "guid-2"
    assert db.write(lambda tx: hosts.claim(tx, "http://h1", "KVM")).guid == "guid-1"
    with pytest.raises(Refused):
        db.write(lambda tx: hosts.claim(tx, "http://10.0.0.3", "KVM"))


def test_beats_of_many_hosts_are_two_statements(db):
    token = db.write(lambda tx: hosts.create_token(tx, None, uses=50))
    made = [join(db, number, token, key=f"k{number}") for number in range(50)]
    batch = [reports.Beat(host.id, "boot", 7, 3, 0.25, 4 << 30, 5, 6, fresh=True) for host in made]
    db.write(lambda tx: reports.beats(tx, batch, 9))

    def later(tx):
        reports.beats(tx, [reports.Beat(host.id, "boot", 7, host.id, 0.5, host.id, 5, 6, fresh=False) for host in made], 9)
        return tx.statements

    assert db.write(later) == 3  # the clock and two updates
    live, load = infra.host_liveness, infra.host_load
    rows = db.read(lambda tx: tx.rows(select(live.c.host_id, live.c.sequence, live.c.boot_id, live.c.node_id)))
    assert {tuple(row) for row in rows} == {(host.id, host.id, "boot", 9) for host in made}
    assert {row.memory_used for row in db.read(lambda tx: tx.rows(select(load.c.memory_used)))} == {host.id for host in made}
    assert {row.cpu_used for row in db.read(lambda tx: tx.rows(select(load.c.cpu_used)))} == {0.5}


def test_facts_set_totals_with_overcommit_and_leave_what_is_used(db):
    host = join(db)

    def work(tx):
        zone = tx.insert(infra.zone, uuid="z", name="z")
        pod = tx.insert(infra.pod, uuid="p", zone_id=zone, name="p")
        cluster = tx.insert(infra.cluster, uuid="c", zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator", cpu_overcommit=1.5)
        reports.facts(tx, host.id, FACTS)
        hosts.adopt(tx, host.id, cluster)
        reports.set_capacity(tx, host.id, make=True)
        tx.execute(infra.host_capacity.update().values(cpu_used=500))
        reports.facts(tx, host.id, FACTS)
        return tuple(tx.one(select(infra.host_capacity.c.cpu_total, infra.host_capacity.c.cpu_used, infra.host_capacity.c.memory_total)))

    assert db.write(work) == (24000, 500, 16 << 30)


def test_a_token_for_a_cluster_lets_only_that_cluster_adopt(db):
    join(db, 0, db.write(lambda tx: hosts.create_token(tx, 7)))
    with pytest.raises(Refused, match="has joined"):
        db.write(lambda tx: hosts.claim(tx, "http://sim/c0/h0", "Simulator", 8))
    assert db.write(lambda tx: hosts.claim(tx, "http://sim/c0/h0", "Simulator", 7)).guid == "guid-0"
