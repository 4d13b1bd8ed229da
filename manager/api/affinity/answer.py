"""AffinityGroupResponse, and how affinity groups become one."""

from __future__ import annotations

from manager.api.owners import Owned, owner_fields
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.place import affinity
from manager.model.place.affinity import DEDICATED, GroupRow
from manager.model.removed import seen
from manager.model.tables.placement import affinity_group

resolver(GroupRow, entity="affinitygroup", gone=seen(affinity_group))(affinity.find)


class DedicatedResourceResponse(Response, object="dedicatedresources"):
    """What is dedicated through an affinity group."""

    resourceid: str | None = field("the ID of the resource")
    resourcename: str | None = field("its name")
    resourcetype: str | None = field("zone, pod, cluster or host")


class AffinityGroupResponse(Owned, object="affinitygroup"):
    """An affinity group: which VMs shall be together or apart."""

    id: str | None = field("the ID of the group")
    name: str | None = field("its name")
    description: str | None = field("its description")
    type: str | None = field("its type")
    virtualmachineIds: list[str] | None = field("the IDs of its VMs")
    dedicatedresources: list[DedicatedResourceResponse] | None = field("what is dedicated through it; admins only")


@renders(AffinityGroupResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[AffinityGroupResponse]:
    """The answers for these groups."""
    rows = affinity.shown(tx, uuids)
    vms = affinity.members(tx, [row.id for row in rows])
    held = affinity.dedications(tx, [row.id for row in rows if row.type == DEDICATED]) if caller.is_admin else {}
    return [AffinityGroupResponse(
        id=row.uuid, name=row.name, description=row.description, type=row.type, virtualmachineIds=vms.get(row.id, []),
        dedicatedresources=[DedicatedResourceResponse(resourcetype=kind.capitalize(), resourceid=uuid, resourcename=name)
                            for kind, uuid, name in held[row.id]] if row.id in held else None, **owner_fields(row)) for row in rows]
