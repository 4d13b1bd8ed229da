"""VolumeResponse, and how volumes become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.guest import volume_views
from manager.model.guest.volume import VolumeRow
from manager.model.removed import seen
from manager.model.tables.vm import volume as table

resolver(VolumeRow, entity="volume", gone=seen(table))(volume_views.find)


class VolumeResponse(Response, object="volume"):
    """A volume."""

    id: str | None = field("the ID of the volume")
    name: str | None = field("its name")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    type: str | None = field("ROOT or DATADISK")
    deviceid: int | None = field("its place in the VM, from 0")
    virtualmachineid: str | None = field("the ID of its VM")
    templateid: str | None = field("the ID of the template it began with")
    templatename: str | None = field("the name of that template")
    templatedisplaytext: str | None = field("the description of that template")
    vmname: str | None = field("the name of its VM")
    vmdisplayname: str | None = field("the display name of its VM")
    vmstate: str | None = field("the state of its VM")
    vmtype: str | None = field("the type of its VM")
    provisioningtype: str | None = field("thin, sparse or fat")
    size: int | None = field("its size in bytes")
    created: str | None = field("when it was created", kind="date")
    state: str | None = field("Allocated, Creating, Ready, Destroy or Expunged")
    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    domainid: str | None = field("the ID of its owner's domain")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    storagetype: str | None = field("local or shared")
    hypervisor: str | None = field("its hypervisor")
    diskofferingid: str | None = field("the ID of its disk offering")
    diskofferingname: str | None = field("the name of its disk offering")
    diskofferingdisplaytext: str | None = field("the description of its disk offering")
    storage: str | None = field("the name of its pool; admins only")
    attached: str | None = field("when it was attached", kind="date")
    destroyed: bool | None = field("whether it is destroyed")
    serviceofferingid: str | None = field("the ID of its VM's service offering, of a root volume")
    serviceofferingname: str | None = field("the name of that offering")
    serviceofferingdisplaytext: str | None = field("the description of that offering")
    isextractable: bool | None = field("whether it may be downloaded")
    displayvolume: bool | None = field("whether its owner sees it; admins only")
    path: str | None = field("its name on the pool; admins only")
    storageid: str | None = field("the ID of its pool; admins only")
    quiescevm: bool | None = field("whether snapshots need the VM to hold still")
    supportsstoragesnapshot: bool | None = field("whether its pool makes snapshots by itself")
    physicalsize: int | None = field("what it takes on its pool, bytes")
    virtualsize: int | None = field("its size in bytes, once it exists")
    clusterid: str | None = field("the ID of its pool's cluster; admins only")
    clustername: str | None = field("the name of that cluster; admins only")
    podid: str | None = field("the ID of its pool's pod; admins only")
    podname: str | None = field("the name of that pod; admins only")
    tags: list[TagResponse] | None = field("its tags")
    hasannotations: bool | None = field("whether it has annotations")


@renders(VolumeResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[VolumeResponse]:
    """The answers for these volumes."""
    found = volume_views.rows(tx, uuids)
    tags = volume_views.tags(tx, [row.id for row in found])
    out = []
    for row in found:
        made = _answer(row)
        made.tags = [TagResponse(key=tag.key, value=tag.value, resourcetype="Volume", resourceid=row.uuid, account=row.account_name,
                                 domainid=row.domain_uuid, domain=row.domain_name, customer=tag.customer) for tag in tags.get(row.id, [])]
        if caller.is_admin:
            _for_admins(made, row)
        out.append(made)
    return out


def _answer(row: Any) -> VolumeResponse:
    on_pool = row.state == "Ready"
    return VolumeResponse(
        id=row.uuid, name=row.name, zoneid=row.zone_uuid, zonename=row.zone_name, type=row.type, deviceid=row.device,
        virtualmachineid=row.vm_uuid, templateid=row.template_uuid, templatename=row.template_name, templatedisplaytext=row.template_text,
        vmname=row.vm_name, vmdisplayname=row.vm_display, vmstate=row.vm_state, vmtype=row.vm_type, provisioningtype=row.provisioning_type,
        size=row.size_bytes, created=show_date(row.created), state=row.state, account=row.account_name, domainid=row.domain_uuid,
        domain=row.domain_name, domainpath=row.domain_path, storagetype="local" if row.scope == "HOST" else "shared",
        hypervisor=row.hypervisor, diskofferingid=row.disk_uuid, diskofferingname=row.disk_name, diskofferingdisplaytext=row.disk_text,
        attached=show_date(row.attached), destroyed=row.state in ("Destroy", "Expunged"), serviceofferingid=row.service_uuid,
        serviceofferingname=row.service_name, serviceofferingdisplaytext=row.service_text, isextractable=True, quiescevm=False,
        supportsstoragesnapshot=False, physicalsize=row.used_bytes or None if on_pool else None,
        virtualsize=row.size_bytes if on_pool else None, hasannotations=False)


def _for_admins(made: VolumeResponse, row: Any) -> None:
    made.storage, made.storageid, made.path, made.displayvolume = row.pool_name, row.pool_uuid, row.path, bool(row.display)
    made.clusterid, made.clustername = row.cluster_uuid, row.cluster_name
    made.podid, made.podname = row.pod_uuid, row.pod_name
