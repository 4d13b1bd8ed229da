"""What networks are given, under parallel takers, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.net import address, network, network_life, router, router_vm, vnets
from manager.model.net.address import AddressTaken
from manager.model.net.network import NetworkRow, NoAddressLeft
from manager.network.names import router_vm as router_name
from tests.sagas import netlab
from tests.sagas.netlab import Cloud


class Rows:
    """A cloud's rows and one network."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        netlab.fresh(self.db)
        self.cloud: Cloud = self.db.write(netlab.build)
        self.net: NetworkRow = self.db.write(lambda tx: netlab.network(tx, self.cloud))

    def parallel(self, work: Callable[[Tx], Any], count: int) -> list[Any]:
        """`work` in `count` transactions at one time: results, or errors."""
        def one(_: int) -> Any:
            try:
                return self.db.write(work)
            except Refused as error:
                return error
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, range(count)))


@pytest.fixture
def rows(db_url: str) -> Iterator[Rows]:
    made = Rows(db_url)
    yield made
    made.db.close()


def plug(rows: Rows, tx: Tx, **more: Any) -> network.NicRow:
    return network.allot_nic(tx, rows.net, netlab.guest(tx, rows.cloud), 0, **more)


def test_parallel_nics_never_share(rows: Rows) -> None:
    nics = rows.parallel(lambda tx: plug(rows, tx), 40)
    assert len({nic.ip for nic in nics}) == len({nic.mac for nic in nics}) == 40
    assert "10.1.1.1" not in {nic.ip for nic in nics}
    assert {nic.gateway for nic in nics} == {"10.1.1.1"}


def test_a_full_network_says_so_and_a_released_address_returns(rows: Rows) -> None:
    small = rows.db.write(lambda tx: network_life.create(
        tx, name="small", zone_id=rows.cloud.zone, physical_network_id=rows.cloud.physical, offering_id=rows.cloud.offering,
        account_id=rows.cloud.account, domain_id=rows.cloud.domain, guest_type="Isolated", cidr="10.9.0.0/29", gateway="10.9.0.1",
        netmask="255.255.255.248"))
    rows.net = small
    made = rows.parallel(lambda tx: plug(rows, tx), 7)
    nics = [nic for nic in made if isinstance(nic, network.NicRow)]
    assert len(nics) == 5
    assert all(isinstance(error, NoAddressLeft) and error.code == 533 for error in made if error not in nics)
    rows.db.write(lambda tx: network.release_nics(tx, [nics[0].id]))
    again = rows.db.write(lambda tx: plug(rows, tx))
    assert again.ip == nics[0].ip
    assert again.mac not in {nic.mac for nic in nics}


def test_a_given_address_is_this_networks_and_free(rows: Rows) -> None:
    assert rows.db.write(lambda tx: plug(rows, tx, ip="10.1.1.77")).ip == "10.1.1.77"
    for wrong in ("10.1.1.77", "10.1.1.1", "10.2.0.5", "10.1.1.255", "x"):
        with pytest.raises(AddressTaken):
            rows.db.write(lambda tx, ip=wrong: plug(rows, tx, ip=ip))


def test_a_rolled_back_block_of_macs_is_not_used(rows: Rows) -> None:
    def fail(tx: Tx) -> None:
        network.next_mac(tx)
        raise Refused(431, "no")
    with pytest.raises(Refused):
        rows.db.write(fail)
    macs = rows.parallel(network.next_mac, 200)
    assert len(set(macs)) == 200


def test_a_counter_that_went_back_gives_no_mac_twice(rows: Rows) -> None:
    used = {nic.mac for nic in rows.parallel(lambda tx: plug(rows, tx), 70)}
    rows.db.write(lambda tx: tx.execute(network.t.mac_counter.update().values(next=1)))
    more = rows.parallel(lambda tx: plug(rows, tx), 70)
    assert used.isdisjoint({nic.mac for nic in more})


def test_vlans_run_out_one_by_one(rows: Rows) -> None:
    nets = [rows.db.write(lambda tx, i=i: netlab.network(tx, rows.cloud, f"n{i}")) for i in range(22)]
    todo = iter(nets)
    got = rows.parallel(lambda tx: vnets.take(tx, network.must(tx, next(todo).id)), 22)
    tags = [tag for tag in got if isinstance(tag, int)]
    assert sorted(tags) == list(range(100, 121))
    assert sum(isinstance(error, NoAddressLeft) for error in got) == 1


def test_public_addresses_run_out_one_by_one(rows: Rows) -> None:
    def take(tx: Tx) -> str:
        return address.allot(tx, rows.cloud.zone, account_id=rows.cloud.account, domain_id=rows.cloud.domain, network_id=rows.net.id).address
    got = rows.parallel(take, 10)
    assert len({one for one in got if isinstance(one, str)}) == 8
    assert sum(isinstance(error, NoAddressLeft) for error in got) == 2


def test_dedicated_ranges_are_their_owners(rows: Rows) -> None:
    cloud = rows.cloud
    rows.db.write(lambda tx: address.add_range(
        tx, zone_id=cloud.zone, physical_network_id=cloud.physical, vlan="77", gateway="198.51.100.1", netmask="255.255.255.0",
        start="198.51.100.10", end="198.51.100.10", account_id=cloud.account, domain_id=cloud.domain))

    def take(tx: Tx, account: int) -> str:
        return address.allot(tx, cloud.zone, account_id=account, domain_id=cloud.domain + 5, network_id=None).address
    assert rows.db.write(lambda tx: take(tx, cloud.account)) == "198.51.100.10"
    assert rows.db.write(lambda tx: take(tx, cloud.account)).startswith("192.0.2.")


def test_rows_are_read_at_one_generation(rows: Rows) -> None:
    def make(tx: Tx) -> int:
        source = address.allot(tx, rows.cloud.zone, account_id=rows.cloud.account, domain_id=rows.cloud.domain, network_id=rows.net.id,
                               source_nat=True)
        return router_vm.create(tx, rows.net, "Simulator", source, None).vm_id
    vm_id = rows.db.write(make)
    found = rows.db.read(lambda tx: router.must(tx, vm_id))
    assert found.instance_name == router_name(vm_id)
    stop = False

    def change(_: int) -> None:
        while not stop:
            rows.db.write(lambda tx: (plug(rows, tx), network.touch(tx, rows.net.id)))

    with ThreadPoolExecutor(2) as pool:
        pool.submit(change, 0)
        try:
            for _ in range(30):
                state = rows.db.read(lambda tx: router.state_rows(tx, vm_id))
                assert len(state.leases) == state.generation - 1   # each change adds one lease and one generation
        finally:
            stop = True
