"""VLANs and public addresses that are dedicated while networks take them, in parallel, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.infra import physical, pod_addresses
from manager.model.net import address, dedications, ipam, network_life, ranges, vnets
from manager.model.net.network import NetworkRow, NoAddressLeft
from manager.model.place import pod_ranges
from manager.model.rows import columns, make
from manager.model.tables import infra, tenancy
from manager.model.tables import network as tables
from tests.sagas import netlab
from tests.sagas.netlab import Cloud


class Rows:
    """A cloud's rows, a second account, and the physical network."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        netlab.fresh(self.db)
        self.cloud: Cloud = self.db.write(netlab.build)
        self.other: int = self.db.write(self._other)

    def _other(self, tx: Tx) -> int:
        a = tenancy.account
        role_id = tx.scalar(select(a.c.role_id).where(a.c.id == self.cloud.account))
        return tx.insert(a, uuid=new_uuid(), domain_id=self.cloud.domain, role_id=role_id, name="other", type=0, state="enabled", created=1)

    def physical(self, tx: Tx) -> physical.PhysicalNetworkRow:
        p = infra.physical_network
        return make(physical.PhysicalNetworkRow, tx.one(select(*columns(physical.PhysicalNetworkRow, p)).where(p.c.id == self.cloud.physical)))

    def network(self, tx: Tx, account: int, name: str = "n") -> NetworkRow:
        c = self.cloud
        return network_life.create(tx, name=name, zone_id=c.zone, physical_network_id=c.physical, offering_id=c.offering, account_id=account,
                                   domain_id=c.domain, guest_type="Isolated", cidr="10.1.1.0/24", gateway="10.1.1.1", netmask="255.255.255.0")

    def together(self, works: list[Callable[[Tx], Any]]) -> list[Any]:
        """Each in a transaction of its own, at one time: results, or errors."""
        def one(work: Callable[[Tx], Any]) -> Any:
            try:
                return self.db.write(work)
            except Refused as error:
                return error
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, works))


@pytest.fixture
def rows(db_url: str) -> Iterator[Rows]:
    made = Rows(db_url)
    yield made
    made.db.close()


def test_an_accounts_own_vlans_come_first_and_nobody_elses(rows: Rows) -> None:
    here, c = rows.cloud, rows.cloud
    rows.db.write(lambda tx: dedications.add(tx, rows.physical(tx), range(105, 108), here.account, here.domain))
    def take(owner: int, tx: Tx) -> tuple[int, int]:
        return owner, vnets.take(tx, rows.network(tx, owner))
    works: list[Callable[[Tx], Any]] = [partial(take, owner) for owner in [here.account] * 5 + [rows.other] * 12]
    got = [one for one in rows.together(works) if not isinstance(one, Refused)]
    assert len(got) == len({tag for _, tag in got}) == 17
    assert {105, 106, 107} <= {tag for owner, tag in got if owner == c.account}
    assert not {105, 106, 107} & {tag for owner, tag in got if owner == rows.other}


def test_vlans_dedicated_while_networks_take_them(rows: Rows) -> None:
    """Whatever the order: no network of another account has a tag that is dedicated when all is done."""
    def dedicate(span: range, tx: Tx) -> str:
        return dedications.add(tx, rows.physical(tx), span, rows.cloud.account, rows.cloud.domain)
    for turn in range(6):
        span = range(100 + 3 * turn, 103 + 3 * turn)
        works: list[Callable[[Tx], Any]] = [lambda tx: vnets.take(tx, rows.network(tx, rows.other)) for _ in range(3)]
        works.insert(turn % 4, partial(dedicate, span))
        rows.together(works)
    held = rows.db.read(lambda tx: dedications.of_account(tx, rows.cloud.physical, rows.cloud.account)[0])
    with_tags = rows.db.read(lambda tx: tx.rows(select(tables.network.c.vnet).where(
        tables.network.c.account_id == rows.other, tables.network.c.vnet.is_not(None))))
    assert with_tags
    assert not [row.vnet for row in with_tags if any(row.vnet in span for span in held)]


def test_without_common_vlans_an_account_has_its_own_only(rows: Rows) -> None:
    rows.db.write(lambda tx: dedications.add(tx, rows.physical(tx), range(110, 111), rows.cloud.account, rows.cloud.domain))
    assert rows.db.write(lambda tx: vnets.take(tx, rows.network(tx, rows.cloud.account), common=False)) == 110
    with pytest.raises(NoAddressLeft):
        rows.db.write(lambda tx: vnets.take(tx, rows.network(tx, rows.cloud.account), common=False))
    assert rows.db.write(lambda tx: vnets.take(tx, rows.network(tx, rows.other), common=False)) != 110


def test_ranges_change_while_networks_take_tags(rows: Rows) -> None:
    """Either the network has a tag of the new range, or the range stayed."""
    works: list[Callable[[Tx], Any]] = [lambda tx: vnets.take(tx, rows.network(tx, rows.other)) for _ in range(6)]
    works.insert(2, lambda tx: physical.change(tx, rows.physical(tx), vlan="100-102"))
    got = rows.together(works)
    vlan = rows.db.read(lambda tx: rows.physical(tx).vlan)
    assert vlan is not None
    spans = ipam.parse_tags(vlan, ipam.MAX_VLAN)
    assert all(any(tag in span for span in spans) for tag in got if isinstance(tag, int))


def range_row(tx: Tx, rows: Rows) -> address.RangeRow:
    r = address.rng_t
    return make(address.RangeRow, tx.one(select(*columns(address.RangeRow, tables.vlan_range)).where(r.zone_id == rows.cloud.zone, r.live == 1)))


def test_a_public_range_dedicated_or_removed_while_addresses_are_taken(rows: Rows) -> None:
    """Whatever the order: either somebody else has an address and the range is common, or the range is dedicated (gone) and nobody has."""
    def take(tx: Tx) -> Any:
        return address.allot(tx, rows.cloud.zone, account_id=rows.other, domain_id=rows.cloud.domain, network_id=None)
    def give_back(address_id: int, tx: Tx) -> None:
        address.release(tx, address_id)
    for turn, change in enumerate([lambda tx: ranges.dedicate(tx, range_row(tx, rows), rows.cloud.account, rows.cloud.domain)] * 6
                                  + [lambda tx: address.remove_range(tx, range_row(tx, rows).id)] * 2):
        works: list[Callable[[Tx], Any]] = [take, take]
        works.insert(turn % 3, change)
        got = rows.together(works)
        done = got[turn % 3] is None
        taken = [one for one in got if isinstance(one, address.AddressRow)]
        assert done is not bool(taken), got
        if done and turn >= 6:
            break
        for one in taken:
            rows.db.write(partial(give_back, one.id))
        if done:
            rows.db.write(lambda tx: ranges.release(tx, range_row(tx, rows)))


def test_management_addresses_are_given_once(rows: Rows) -> None:
    pod = rows.db.write(lambda tx: tx.insert(infra.pod, uuid=new_uuid(), zone_id=rows.cloud.zone, name="ranged", created=1))
    rows.db.write(lambda tx: pod_ranges.add(tx, pod, gateway="172.31.0.1", netmask="255.255.255.0", cidr="172.31.0.0/24", start="172.31.0.10",
                                            end="172.31.0.17"))
    got = rows.together([lambda tx: pod_addresses.take(tx, rows.cloud.zone, pod)] * 10)
    taken = [one for one in got if isinstance(one, pod_addresses.Taken)]
    assert len(taken) == len({one.address for one in taken}) == 8
    assert [one.code for one in got if isinstance(one, Refused)] == [533, 533]


SPANS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 12)).map(lambda pair: range(pair[0], pair[0] + pair[1])), max_size=6)


@given(SPANS, SPANS)
def test_ranges_without_and_in_common(ranges_: list[range], others: list[range]) -> None:
    held, gone = {tag for span in ranges_ for tag in span}, {tag for span in others for tag in span}
    assert {tag for span in ipam.without(ranges_, others) for tag in span} == held - gone
    assert {tag for span in ipam.common(ranges_, others) for tag in span} == held & gone


@given(SPANS)
def test_an_overlap_is_found(ranges_: list[range]) -> None:
    tags = [tag for span in ranges_ for tag in span]
    assert (ipam.overlap([span for span in ranges_ if len(span)]) is not None) is (len(tags) != len(set(tags)))
