"""Wrong passwords by the address that they came from: whoever tries many users is stopped, too. On all nodes, since it is in the database."""

from __future__ import annotations

import ipaddress

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.clock import MINUTE, now_us
from manager.model.db import Tx
from manager.model.tables.tenancy import login_failure

WINDOW = BLOCK = 5 * MINUTE
PREFIX_6 = 64  # bits: whoever has one IPv6 address has as many as it likes


def origin(client: str) -> str:
    """What is counted: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ipaddress.ip_address(client)
    except ValueError:
        return client[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, PREFIX_6), strict=False))
    return str(found)


def blocked(tx: Tx, client: str) -> bool:
    """Whether logins from there are refused for the moment."""
    held = select(login_failure.c.client).where(login_failure.c.client == origin(client), login_failure.c.blocked_until > now_us())
    return tx.first(held) is not None


def note(tx: Tx, client: str, most: int) -> None:
    """One more wrong password. After `most` within five minutes the address is blocked for five minutes; 0: any number."""
    key, now = origin(client), tx.now()
    for _ in range(2):
        fresh = update(login_failure).where(login_failure.c.client == key, login_failure.c.since < now - WINDOW).values(failed=1, since=now)
        counted = update(login_failure).where(login_failure.c.client == key).values(failed=login_failure.c.failed + 1)
        if tx.changed(fresh) or tx.changed(counted):
            break
        try:
            tx.insert(login_failure, client=key, failed=1, since=now, blocked_until=0)
            break
        except IntegrityError:  # another node was faster
            continue
    if most > 0:
        tx.execute(update(login_failure).where(login_failure.c.client == key, login_failure.c.failed >= most).values(
            failed=0, since=now, blocked_until=now + BLOCK))


def sweep(tx: Tx) -> int:
    """Removes what no longer counts; returns how many."""
    return tx.changed(delete(login_failure).where(login_failure.c.since < now_us() - WINDOW, login_failure.c.blocked_until <= now_us()))
