"""Changes of ranges of public addresses: what they hold, and whose they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select, update

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.net import address, ipam
from manager.model.net.address import RangeRow, ip, rng_t
from manager.model.tables import network as t

IN_USE = 536


def change(tx: Tx, row: RangeRow, *, gateway: str | None, netmask: str | None, start: str | None, end: str | None,
           for_system_vms: bool | None) -> None:
    """Writes those values that are not None; addresses come and go. Refused 431 as add_range, 536 when one that would go is in use.

    Gateway and netmask of a range in use cannot change.
    """
    new = {"gateway": gateway or row.gateway, "netmask": netmask or row.netmask, "start_ip": start or row.start_ip, "end_ip": end or row.end_ip}
    net = address.checked(new["gateway"], new["netmask"], new["start_ip"], new["end_ip"])
    first, last = ipam.number(new["start_ip"]), ipam.number(new["end_ip"])
    address.check_new(tx, row.zone_id, row.vlan, net, new["gateway"], first, last, but=row.id)
    values: dict[str, Any] = {**new, "cidr": str(net)}
    if for_system_vms is not None:
        values["for_system_vms"] = for_system_vms
    tx.execute(update(t.vlan_range).where(rng_t.id == row.id).values(**values))  # first: takers wait here
    same_net = (new["gateway"], new["netmask"]) == (row.gateway, row.netmask)
    if (busy := _busy(tx, row.id, (first, last) if same_net else None)) is not None:
        what = "would not be in the range any more" if same_net else "has the present gateway and netmask"
        raise Refused(IN_USE, f"the range cannot be changed: {busy} is in use and {what}")
    if for_system_vms and not row.for_system_vms:
        if row.account_id is not None or row.domain_id is not None:
            raise Refused(431, "the range is dedicated: it cannot be kept for system VMs, too")
        if (busy := _busy(tx, row.id, None)) is not None:
            raise Refused(IN_USE, f"the range cannot be kept for system VMs: {busy} is in use")
    _fill(tx, row, first, last)


def _busy(tx: Tx, range_id: int, within: tuple[int, int] | None) -> str | None:
    statement = select(ip.address).where(ip.vlan_range_id == range_id, ip.live == 1, ip.state != "Free").order_by(ip.address_num)
    if within is not None:
        statement = statement.where(or_(ip.address_num < within[0], ip.address_num > within[1]))
    found = tx.scalar(statement)
    return None if found is None else str(found)


def _fill(tx: Tx, row: RangeRow, first: int, last: int) -> None:
    tx.execute(update(t.public_ip).where(ip.vlan_range_id == row.id, ip.live == 1, or_(ip.address_num < first, ip.address_num > last))
               .values(live=None))
    have = {one[0] for one in tx.rows(select(ip.address_num).where(ip.vlan_range_id == row.id, ip.live == 1))}
    tx.insert_many(t.public_ip, [
        {"uuid": new_uuid(), "vlan_range_id": row.id, "zone_id": row.zone_id, "address": ipam.dotted(value), "address_num": value, "state": "Free"}
        for value in range(first, last + 1) if value not in have])


def dedicate(tx: Tx, row: RangeRow, account_id: int | None, domain_id: int) -> None:
    """Only this account's, project's or (None) domain's networks get its addresses from now on.

    Refused 431 when it is dedicated already or kept for system VMs, 536 when somebody else has one of its addresses.
    """
    if row.for_system_vms:
        raise Refused(431, f"Public IP range {row.start_ip}-{row.end_ip} is kept for system VMs: it cannot be dedicated")
    free = (rng_t.id == row.id, rng_t.live == 1, rng_t.account_id.is_(None), rng_t.domain_id.is_(None))
    if not tx.changed(update(t.vlan_range).where(*free).values(account_id=account_id, domain_id=domain_id)):
        raise Refused(431, f"Public IP range {row.start_ip}-{row.end_ip} has already been dedicated")
    other = ip.domain_id != domain_id if account_id is None else ip.account_id != account_id
    busy = tx.scalar(select(ip.address).where(ip.vlan_range_id == row.id, ip.live == 1, ip.state != "Free", other).order_by(ip.address_num))
    if busy is not None:
        raise Refused(IN_USE, f"Public IP address {busy} of the range belongs to another account: the range cannot be dedicated")


def release(tx: Tx, row: RangeRow) -> None:
    """Anybody may have its addresses again; who has some keeps them. Refused 431 when it is not dedicated."""
    whose = or_(rng_t.account_id.is_not(None), rng_t.domain_id.is_not(None))
    if not tx.changed(update(t.vlan_range).where(rng_t.id == row.id, rng_t.live == 1, whose).values(account_id=None, domain_id=None)):
        raise Refused(431, f"Public IP range {row.start_ip}-{row.end_ip} is not dedicated")
