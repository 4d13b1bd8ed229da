"""Where a VM would go, without reserving anything: for plan=true."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from manager.model.db import Tx
from manager.model.infra.placement import Host, Pool
from manager.placement import fleet as fleets
from manager.placement.filters import Request, first_failure
from manager.placement.pick import candidates
from manager.placement.reserve import RNG, wishes
from manager.storage import pools as storage


@dataclass(frozen=True)
class Rejected:
    """A host that may not run the VM: the first filter that it fails, and why, with numbers."""

    host: Host
    filter: str
    reason: str


@dataclass(frozen=True)
class Preview:
    """The host that would be tried first (None: there is no place), the pools of the disks by volume id, and the hosts that are left out."""

    host: Host | None
    pools: dict[int, Pool] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    hosts: int = 0


def preview(tx: Tx, request: Request, rng: random.Random = RNG) -> Preview:
    """As things are now; takes no lock. Of several good hosts a start may take another one."""
    fleet = fleets.current(tx, fresh=True)
    known = fleet.group(request.zone_id, request.hypervisor)
    rejected = [Rejected(host, *failed) for host in known if (failed := first_failure(request, host, fleet.pools)) is not None]
    for wanted in wishes(request):
        for host in candidates(wanted, fleet, rng):
            chosen = storage.choose(wanted.disks, host.pools, fleet.pools)
            if not isinstance(chosen, str):
                return Preview(host, {disk: fleet.pools[pool] for disk, pool in chosen.items()}, rejected, len(known))
    return Preview(None, {}, rejected, len(known))
