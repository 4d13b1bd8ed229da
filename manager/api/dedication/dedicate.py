"""dedicateZone, dedicatePod, dedicateCluster, dedicateHost: only a domain or an account uses them from then on."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, Call, Command, Job, Listing, Ref, command, mixin, param
from manager.api.dedication.answer import DedicateClusterResponse, DedicateHostResponse, DedicatePodResponse, DedicateZoneResponse
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.place import dedication
from manager.model.place.dedication import Owner
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.immediate import IMMEDIATE, Immediate


@mixin
class For:
    """Whom something is dedicated to."""

    domainid: Ref[DomainRow] = param("the ID of the domain that it will be for, with those below it")
    account: str | None = param("the account of that domain that it will be for, alone", default=None)

    def owner(self, call: Call) -> Owner:
        """ApiError 431 when there is no such account."""
        domain = self.domainid.row
        if not self.account:
            return Owner(domain.id, domain.path, domain.name)
        found = call.owner(self.account, self.domainid)
        return Owner(domain.id, domain.path, domain.name, found.id, found.name)


def dedicate(call: Call, kind: str, ref: Ref[Any], owner: Owner) -> Job[Any]:
    """Dedicates, and starts the job that shows it."""
    uuid = dedication.dedicate(call.tx, kind, ref.row.id, owner)
    return call.start(IMMEDIATE, Immediate(f"dedication:{kind}:{ref.row.id}"), instance=("DedicatedResource", uuid),
                      description=f"Dedicating {kind} {ref.row.name} to {owner.account_name or owner.domain_name}")


@command(roles=ADMINS, event="DEDICATE.RESOURCE")
class DedicateZone(For, Command):
    """Dedicates a zone to a domain or an account."""

    zoneid: Ref[ZoneRow] = param("the ID of the zone")

    def run(self, call: Call) -> Job[Listing[DedicateZoneResponse]]:
        """Refused when VMs of others run there, or when it overlaps with what is dedicated to others."""
        return dedicate(call, "zone", self.zoneid, self.owner(call))


@command(roles=ADMINS, event="DEDICATE.RESOURCE")
class DedicatePod(For, Command):
    """Dedicates a pod to a domain or an account."""

    podid: Ref[PodRow] = param("the ID of the pod")

    def run(self, call: Call) -> Job[Listing[DedicatePodResponse]]:
        """Refused when VMs of others run there, or when it overlaps with what is dedicated to others."""
        return dedicate(call, "pod", self.podid, self.owner(call))


@command(roles=ADMINS, event="DEDICATE.RESOURCE")
class DedicateCluster(For, Command):
    """Dedicates a cluster to a domain or an account."""

    clusterid: Ref[ClusterRow] = param("the ID of the cluster")

    def run(self, call: Call) -> Job[DedicateClusterResponse]:
        """As its siblings, but CloudStack answers the one instead of a list."""
        return dedicate(call, "cluster", self.clusterid, self.owner(call))


@command(roles=ADMINS, event="DEDICATE.RESOURCE")
class DedicateHost(For, Command):
    """Dedicates a host to a domain or an account."""

    hostid: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[Listing[DedicateHostResponse]]:
        """Refused when VMs of others run there, or when it overlaps with what is dedicated to others."""
        return dedicate(call, "host", self.hostid, self.owner(call))
