"""listDedicatedZones, listDedicatedPods, listDedicatedClusters, listDedicatedHosts."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, ApiError, Call, ListCommand, Listing, Ref, command, mixin, param
from manager.api.dedication import answer
from manager.api.dedication.answer import DedicateClusterResponse, DedicateHostResponse, DedicatePodResponse, DedicateZoneResponse
from manager.api.errors import PARAMETER
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.place import dedication
from manager.model.place.affinity import GroupRow
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import DomainRow


@mixin
class DedicatedTo(ListCommand):
    """What lists of dedicated things are narrowed by."""

    account: str | None = param("what is for this account; needs domainid", default=None)
    domainid: Ref[DomainRow] | None = param("what is for this domain or accounts in it", default=None)
    affinitygroupid: Ref[GroupRow] | None = param("what is dedicated through this affinity group", default=None)

    def found(self, call: Call, kind: str, ref: Ref[Any] | None) -> tuple[list[str], int]:
        """(uuids of the page, count of all)."""
        account_id = None
        if self.account:
            if self.domainid is None:
                raise ApiError(PARAMETER, "Parameter domainid is needed with account")
            owner = accounts.by_name(call.tx, self.account, self.domainid.row.id)
            if owner is None:
                raise ApiError(PARAMETER, f"Unable to find account {self.account} in the domain")
            account_id = owner.id
        rows, total = dedication.page(
            call.tx, kind, *self.limits(call), resource_id=ref.row.id if ref else None, account_id=account_id, keyword=self.keyword,
            domain_id=self.domainid.row.id if self.domainid else None, group_id=self.affinitygroupid.row.id if self.affinitygroupid else None)
        return [row.uuid for row in rows], total


@command(roles=ADMINS, reads=True)
class ListDedicatedZones(DedicatedTo):
    """Lists dedicated zones."""

    zoneid: Ref[ZoneRow] | None = param("the ID of the zone", default=None)

    def run(self, call: Call) -> Listing[DedicateZoneResponse]:
        """One query for the page."""
        return call.listing(answer.zones, *self.found(call, "zone", self.zoneid))


@command(roles=ADMINS, reads=True)
class ListDedicatedPods(DedicatedTo):
    """Lists dedicated pods."""

    podid: Ref[PodRow] | None = param("the ID of the pod", default=None)

    def run(self, call: Call) -> Listing[DedicatePodResponse]:
        """One query for the page."""
        return call.listing(answer.pods, *self.found(call, "pod", self.podid))


@command(roles=ADMINS, reads=True)
class ListDedicatedClusters(DedicatedTo):
    """Lists dedicated clusters."""

    clusterid: Ref[ClusterRow] | None = param("the ID of the cluster", default=None)

    def run(self, call: Call) -> Listing[DedicateClusterResponse]:
        """One query for the page."""
        return call.listing(answer.clusters, *self.found(call, "cluster", self.clusterid))


@command(roles=ADMINS, reads=True)
class ListDedicatedHosts(DedicatedTo):
    """Lists dedicated hosts."""

    hostid: Ref[Host] | None = param("the ID of the host", default=None)

    def run(self, call: Call) -> Listing[DedicateHostResponse]:
        """One query for the page."""
        return call.listing(answer.hosts, *self.found(call, "host", self.hostid))
