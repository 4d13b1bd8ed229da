"""The hosts and pools of the cloud in this process's memory, at most two seconds old."""

from __future__ import annotations

import threading
import weakref
from collections import defaultdict
from typing import Any

from common import clock
from manager import settings
from manager.model.db import Tx
from manager.model.infra import placement as rows
from manager.model.infra.placement import Host, Pool

MAX_AGE = 2.0  # seconds
ALLOCATED_LIMIT, USED_LIMIT = "pool.storage.allocated.capacity.disablethreshold", "pool.storage.capacity.disablethreshold"


class Fleet:
    """One reading of all hosts and pools. What this process reserves is added at once, so that its next choices see it."""

    def __init__(self, hosts: list[Host], pools: dict[int, Pool], read_at: float = 0) -> None:
        self.hosts = hosts
        self.pools = pools
        self.read_at = read_at
        self._groups: dict[tuple[int, str], list[Host]] = defaultdict(list)
        for host in hosts:
            self._groups[host.zone_id, host.hypervisor].append(host)

    def group(self, zone_id: int, hypervisor: str) -> list[Host]:
        """The hosts of one zone and hypervisor."""
        return self._groups.get((zone_id, hypervisor.lower()), [])


# by database engine: one process may work on several databases
_fleets: weakref.WeakKeyDictionary[Any, Fleet] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def current(tx: Tx, *, fresh: bool = False) -> Fleet:
    """The fleet of this transaction's database; read anew when it is too old or `fresh` is asked for."""
    engine = tx.conn.engine
    known = _fleets.get(engine)
    now = clock.monotonic()
    if known is not None and not fresh and now - known.read_at < MAX_AGE:
        return known
    pools = rows.pools(tx)
    for pool in pools.values():
        pool.allocated_limit = float(settings.get(tx, ALLOCATED_LIMIT, pool=pool.id, zone=pool.zone_id))
        pool.used_limit = float(settings.get(tx, USED_LIMIT, pool=pool.id, zone=pool.zone_id))
    fleet = Fleet(rows.hosts(tx), pools, now)
    with _lock:
        _fleets[engine] = fleet
    return fleet


def forget(engine: Any) -> None:
    """The next look reads anew: after a change that must be seen at once."""
    with _lock:
        _fleets.pop(engine, None)
