"""Why there is no place for a VM: everything for the administrator, nothing about hosts for a tenant."""

from __future__ import annotations

from collections import Counter

from manager.placement.filters import Request, first_failure
from manager.placement.fleet import Fleet

HOSTS_NAMED = 10
MAX_TEXT = 4000
INSUFFICIENT_TEXT = "Unable to create a deployment for {what} due to insufficient capacity"


def no_capacity(what: str, request: Request, fleet: Fleet) -> str:
    """The error's text (WIRE 6); `what` names the VM. An admin gets the count of hosts per failed filter, and the first ten hosts."""
    head = INSUFFICIENT_TEXT.format(what=what)
    if not request.admin:
        return head
    hosts = fleet.group(request.zone_id, request.hypervisor)
    if not hosts:
        return f"{head}: the zone has no {request.hypervisor} host"
    failures = [(host, failed) for host in hosts if (failed := first_failure(request, host, fleet.pools)) is not None]
    counts = Counter(name for _, (name, _) in failures)
    parts = [f"{count} failed {name}" for name, count in counts.most_common()]
    passed = len(hosts) - len(failures)
    if passed:
        parts.append(f"{passed} lost to other deployments")
    shown = [f"{host.name} ({name}): {reason}" for host, (name, reason) in failures[:HOSTS_NAMED]]
    return f"{head}: of {len(hosts)} hosts {', '.join(parts)}. {'; '.join(shown)}"[:MAX_TEXT]
