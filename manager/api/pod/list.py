"""listPods."""

from __future__ import annotations

from manager.api.capacity import capacities
from manager.api.declare import RESOURCE_ADMINS, Call, ListCommand, Listing, Ref, command, param
from manager.api.pod.answer import PodResponse, view
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import PodRow, ZoneRow, grouped
from manager.model.tables.infra import pod


@command(roles=RESOURCE_ADMINS, reads=True)
class ListPods(ListCommand):
    """Lists pods."""

    id: Ref[PodRow] | None = param("the ID of the pod", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("pods of this zone", default=None)
    allocationstate: str | None = param("Enabled or Disabled", default=None)
    showcapacities: bool = param("whether the answers tell how much there is and is taken", default=False)
    storageaccessgroup: str | None = param("pods with this storage access group", default=None)

    def run(self, call: Call) -> Listing[PodResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, pod, *self.limits(call), keyword=self.keyword, exact={
            "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
            "allocation_state": self.allocationstate}, more=[grouped(pod, self.storageaccessgroup)] if self.storageaccessgroup else ())
        return call.listing(capacities.added(view, "pod") if self.showcapacities else view, uuids, total)
