"""listCapacity."""

from __future__ import annotations

from typing import Any

from manager.api.declare import RESOURCE_ADMINS, Call, ListCommand, Listing, Ref, command, param
from manager.api.responses import Response, field
from manager.model.infra import capacity
from manager.model.infra.capacity import Figure
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow

NAMES = {0: "MEMORY", 1: "CPU", 2: "STORAGE", 3: "STORAGE_ALLOCATED", 4: "VIRTUAL_NETWORK_PUBLIC_IP", 5: "PRIVATE_IP", 6: "SECONDARY_STORAGE",
         7: "VLAN", 9: "LOCAL_STORAGE", 90: "CPU_CORE"}


class CapacityResponse(Response, object="capacity"):
    """How much of something there is in a place, and how much of it is taken."""

    type: int | None = field("0 memory, 1 CPU, 2 storage in use, 3 storage promised, 4 public addresses, 5 management addresses, "
                             "6 secondary storage, 7 VLANs, 9 hosts' own storage, 90 CPU cores")
    name: str | None = field("the name of the type")
    zoneid: str | None = field("the ID of the zone")
    zonename: str | None = field("the name of the zone")
    podid: str | None = field("the ID of the pod; -1 for a whole zone")
    podname: str | None = field("the name of the pod; All for a whole zone")
    clusterid: str | None = field("the ID of the cluster")
    clustername: str | None = field("the name of the cluster")
    capacityallocated: int | None = field("what is promised")
    capacityused: int | None = field("what is taken")
    capacitytotal: int | None = field("what there is")
    percentused: str | None = field("what is taken, in percent")
    tag: str | None = field("the tag of the hosts and pools that are counted")


@command(roles=RESOURCE_ADMINS, reads=True)
class ListCapacity(ListCommand):
    """Lists how much of everything there is and is taken: by zone, or for a pod or cluster that is named."""

    type: int | None = param("only this type", default=None)
    zoneid: Ref[ZoneRow] | None = param("figures of this zone", default=None)
    podid: Ref[PodRow] | None = param("figures of this pod", default=None)
    clusterid: Ref[ClusterRow] | None = param("figures of this cluster", default=None)
    fetchlatest: bool | None = param("always so: figures are of this moment", default=None)
    tag: str | None = param("figures of hosts and pools with this tag", default=None)
    sortby: str | None = param("usage: the fullest first", default=None, choices=("usage",))

    def run(self, call: Call) -> Listing[CapacityResponse]:
        """Sums, at most six queries."""
        found = capacity.figures(
            call.tx, zone_id=self.zoneid.row.id if self.zoneid else None, pod_id=self.podid.row.id if self.podid else None,
            cluster_id=self.clusterid.row.id if self.clusterid else None, tag=self.tag or None)
        found = [one for one in found if (self.type is None or one.type == self.type) and (
            self.keyword is None or self.keyword.lower() in NAMES[one.type].lower())]
        if self.sortby:
            found.sort(key=lambda one: one.used / one.total if one.total else 0, reverse=True)
        limit, offset = self.limits(call)
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([answer(one, self.tag or None) for one in page], len(found))


def answer(one: Figure, tag: str | None = None) -> CapacityResponse:
    """One figure as clients see it."""
    place: dict[str, Any] = {"podid": one.pod_uuid, "podname": one.pod_name} if one.pod_uuid else {"podid": "-1", "podname": "All"}
    return CapacityResponse(
        type=one.type, name=NAMES[one.type], zoneid=one.zone_uuid, zonename=one.zone_name, clusterid=one.cluster_uuid, clustername=one.cluster_name,
        capacityallocated=one.used, capacityused=one.used, capacitytotal=one.total, tag=tag,
        percentused=f"{100 * one.used / one.total:.2f}" if one.total else "0", **place)
