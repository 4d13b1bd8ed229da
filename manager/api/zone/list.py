"""listZones."""

from __future__ import annotations

from manager.api.capacity import capacities
from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.mixins import Tagged
from manager.api.zone.answer import ZoneResponse, view
from manager.model.infra.zone_views import zone_ids
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow


@command(roles=USERS, reads=True)
class ListZones(Tagged, ListCommand):
    """Lists zones: to users, the enabled ones that their domain sees."""

    id: Ref[ZoneRow] | None = param("the ID of the zone", default=None)
    ids: list[Ref[ZoneRow]] | None = param("the IDs of the zones, comma-joined", default=None)
    name: str | None = param("its exact name", default=None)
    networktype: str | None = param("Basic or Advanced", default=None)
    domainid: Ref[DomainRow] | None = param("zones of this domain alone", default=None)
    available: bool | None = param("true: only zones where VMs may be started; false: only those where the caller has VMs", default=None)
    showcapacities: bool = param("whether the answers tell how much there is and is taken; admins only", default=False)
    showicon: bool = param("zones have no icons", default=False)
    storageaccessgroup: str | None = param("zones with this storage access group; admins only", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[ZoneResponse]:
        """One query for the ids, one for the rows."""
        limit, offset = self.limits(call)
        uuids, total = zone_ids(
            call.tx, call.caller, limit, offset, id=self.id.row.id if self.id else None,
            uuids=[ref.row.id for ref in self.ids] if self.ids else None, name=self.name, keyword=self.keyword, network_type=self.networktype,
            domain_id=self.domainid.row.id if self.domainid else None, available=self.available,
            group=self.storageaccessgroup, tags=self.tags)
        return call.listing(capacities.added(view, "zone") if self.showcapacities and call.caller.is_admin else view, uuids, total)
