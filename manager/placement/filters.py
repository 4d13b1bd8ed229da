"""The tests a host must pass to run a VM: each has a name, and says with numbers why a host fails it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from manager.model.infra.placement import Host, Pool
from manager.model.place.affinity import Company
from manager.storage import pools as storage
from manager.storage.pools import Disk

FIRST_FIT, DISPERSING, CONCENTRATED, IMPLICIT = (
    "FirstFitPlanner", "UserDispersingPlanner", "UserConcentratedPodPlanner", "ImplicitDedicationPlanner")
PLANNERS = (FIRST_FIT, DISPERSING, CONCENTRATED, IMPLICIT)
NOBODY = Company()


@dataclass(frozen=True)
class Request:
    """What a VM needs. Memory in bytes, CPU in MHz per core."""

    zone_id: int
    hypervisor: str
    cpus: int
    cpu_mhz: int
    memory: int
    disks: tuple[Disk, ...] = ()
    arch: str = "x86_64"
    tags: frozenset[str] = frozenset()
    pod_id: int | None = None
    cluster_id: int | None = None
    host_id: int | None = None       # on this one only
    prefer_host_id: int | None = None
    admin: bool = False              # may use disabled zones, pods and clusters
    account_id: int = 0              # the owner
    domain_path: str = "/"
    company: Company = NOBODY        # what its affinity groups ask for
    planner: str = FIRST_FIT
    preferred: bool = False          # of implicit dedication: rather a shared host than none
    crowd: Mapping[int, int] = field(default_factory=dict)  # host id: how many VMs of the owner are there, for planners that ask
    system: bool = False             # a router of the owner's: goes with what is dedicated to the owner

    @property
    def cpu(self) -> int:
        """MHz to reserve."""
        return self.cpus * self.cpu_mhz

    @property
    def only_for(self) -> int:
        """The account that will share its host with nobody; 0: anybody's VMs may be there."""
        return self.account_id if self.planner == IMPLICIT and not self.preferred else 0


Pools = Mapping[int, Pool]
Filter = Callable[[Request, Host, Pools], str | None]


def scope(request: Request, host: Host, pools: Pools) -> str | None:
    """The pod, cluster or host that was asked for."""
    for what, want, have in (("host", request.host_id, host.id), ("cluster", request.cluster_id, host.cluster_id),
                             ("pod", request.pod_id, host.pod_id)):
        if want is not None and want != have:
            return f"is not in the {what} asked for" if what != "host" else "is not the host asked for"
    return None


def state(request: Request, host: Host, pools: Pools) -> str | None:
    """Up by its reports, and Enabled by its administrator."""
    if host.liveness != "Up":
        return f"is {host.liveness}"
    return None if host.resource_state == "Enabled" else f"is {host.resource_state}"


def enabled(request: Request, host: Host, pools: Pools) -> str | None:
    """Its zone, pod and cluster take new VMs."""
    return None if host.enabled or request.admin else "is in a disabled zone, pod or cluster"


def arch(request: Request, host: Host, pools: Pools) -> str | None:
    """It executes the template's instructions."""
    return None if host.arch == request.arch else f"is {host.arch}, not {request.arch}"


def tags(request: Request, host: Host, pools: Pools) -> str | None:
    """It has all tags that the offering wants."""
    missing = request.tags - host.tags
    return f"lacks {','.join(sorted(missing))}" if missing else None


def dedication(request: Request, host: Host, pools: Pools) -> str | None:
    """What is dedicated is used by its owner alone, and within it by VMs in its affinity group; those use nothing else."""
    asked = request.company.dedicated
    if asked and not any(held.group_id in asked for held in host.dedications):
        return "is not dedicated through the affinity group of the VM"
    for held in host.dedications:
        if not held.owned_by(request.account_id, request.domain_path):
            return f"its {held.kind} is dedicated to another owner" if held.kind != "host" else "is dedicated to another owner"
        if held.kind != "zone" and not asked and not request.system:
            return "is dedicated, and the VM is not in its affinity group"
    return None


def implicit(request: Request, host: Host, pools: Pools) -> str | None:
    """VMs with implicit dedication share a host with their own account's alone, others' with none of those."""
    if not host.vms or host.dedicated_to == request.only_for:
        return None
    return "runs VMs of others" if request.only_for else "is implicitly dedicated to an account"


def affinity(request: Request, host: Host, pools: Pools) -> str | None:
    """With or apart from the other VMs of its strict affinity groups."""
    if request.company.bound and host.id not in request.company.together:
        return "is not where the VMs of its host affinity group are"
    return "has a VM of its host anti-affinity group" if host.id in request.company.apart else None


def cpu(request: Request, host: Host, pools: Pools) -> str | None:
    """Enough cores, and MHz that nobody reserved."""
    if host.cores and host.cores < request.cpus:
        return f"{request.cpus} cores wanted, it has {host.cores}"
    free = host.cpu_total - host.cpu_used
    return None if request.cpu <= free else f"{request.cpu} MHz wanted, {max(free, 0)} of {host.cpu_total} free"


def memory(request: Request, host: Host, pools: Pools) -> str | None:
    """Memory that nobody reserved."""
    free = host.memory_total - host.memory_used
    return None if request.memory <= free else f"{request.memory >> 20} MiB wanted, {max(free, 0) >> 20} of {host.memory_total >> 20} free"


def guests(request: Request, host: Host, pools: Pools) -> str | None:
    """No more VMs than its hypervisor is trusted with (updateHypervisorCapabilities)."""
    return None if host.vms < host.most else f"runs {host.vms} VMs, its hypervisor is trusted with {host.most}"


def pool(request: Request, host: Host, pools: Pools) -> str | None:
    """Pools with room for all disks, or the ones where the disks are."""
    chosen = storage.choose(request.disks, host.pools, pools)
    return chosen if isinstance(chosen, str) else None


FILTERS: dict[str, Filter] = {
    "scope": scope, "state": state, "enabled": enabled, "arch": arch, "tags": tags, "dedication": dedication,
    "implicit": implicit, "affinity": affinity, "cpu": cpu, "memory": memory, "guests": guests, "pool": pool}


def first_failure(request: Request, host: Host, pools: Pools) -> tuple[str, str] | None:
    """Name and reason of the first filter that `host` fails; None when it may run the VM."""
    for name, test in FILTERS.items():
        reason = test(request, host, pools)
        if reason is not None:
            return name, reason
    return None
