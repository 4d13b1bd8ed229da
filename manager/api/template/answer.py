"""TemplateResponse, and how templates become one: an entry for each zone that has the template."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import templates, user_data
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.infra import image_store
from manager.model.tables.offering import template

resolver(templates.TemplateRow, entity="template", gone=seen(template))(templates.find)
resolver(templates.StoreRow, entity="imagestore", gone=seen(image_store))(templates.find_store)


class TemplateResponse(Response, object="template"):
    """A template: the image that VMs begin with."""

    id: str | None = field("the ID of the template")
    name: str | None = field("its name")
    displaytext: str | None = field("its description")
    ispublic: bool | None = field("whether everybody may use it")
    created: str | None = field("when it was registered", kind="date")
    removed: str | None = field("when it was removed", kind="date")
    isready: bool | None = field("whether VMs can be made of it")
    passwordenabled: bool | None = field("whether VMs get a password from the router")
    format: str | None = field("QCOW2 or RAW")
    bootable: bool | None = field("whether it boots")
    isfeatured: bool | None = field("whether it is shown first")
    crossZones: bool | None = field("whether all zones have it")
    ostypeid: str | None = field("the ID of its guest OS type")
    ostypename: str | None = field("the name of its guest OS type")
    accountid: str | None = field("the ID of the account that owns it")
    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    zoneid: str | None = field("the ID of the zone that has it")
    zonename: str | None = field("the name of that zone")
    status: str | None = field("how far the download is, or why it failed")
    size: int | None = field("what a guest sees, bytes")
    physicalsize: int | None = field("what it takes on the image store, bytes")
    templatetype: str | None = field("USER, BUILTIN, ROUTING or SYSTEM")
    hypervisor: str | None = field("the hypervisor it is for")
    domain: str | None = field("the domain of that account")
    domainpath: str | None = field("the path of that domain")
    domainid: str | None = field("the ID of that domain")
    isextractable: bool | None = field("whether it may be downloaded")
    checksum: str | None = field("its checksum, as {SHA-256}…")
    templatetag: str | None = field("the tag of hosts that it needs")
    details: dict[str, str] | None = field("its details", kind="map")
    downloaddetails: list[dict[str, Any]] | None = field("its state on each image store; admins only")
    arch: str | None = field("its architecture")
    bits: int | None = field("32 or 64")
    userdataid: str | None = field("the ID of the user data that its VMs get")
    userdataname: str | None = field("the name of that user data")
    userdatapolicy: str | None = field("whether VMs may have their own: ALLOWOVERRIDE, APPEND or DENYOVERRIDE")
    userdataparams: str | None = field("the names of that user data's variables, comma-joined")
    sshkeyenabled: bool | None = field("whether VMs fetch an SSH key")
    isdynamicallyscalable: bool | None = field("whether it has tools for scaling while it runs")
    directdownload: bool | None = field("whether hosts fetch it themselves")
    deployasis: bool | None = field("whether it is deployed as it is")
    forcks: bool | None = field("whether it is for Kubernetes nodes")
    requireshvm: bool | None = field("whether it needs hardware virtualisation")
    url: str | None = field("where it came from; admins and the owner only")
    tags: list[TagResponse] | None = field("its tags")
    hasannotations: bool | None = field("whether it has annotations")


def status_of(place: Any, percent: int) -> str:
    """CloudStack's words for a template's state on a store."""
    if place.state == "Ready":
        return "Download Complete"
    if place.state == "Failed":
        return str(place.error or "Failed")
    return f"{percent}% Downloaded" if percent else "Processing"


@renders(TemplateResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[TemplateResponse]:
    """The answers for these templates: one for each zone, or one without zone where no store has them."""
    out: list[TemplateResponse] = []
    found = templates.shown(tx, uuids)
    bound = user_data.of_templates(tx, [one.row.id for one in found])
    for one in found:
        entries = [_answer(one, place, caller) for place in one.places or [None]]
        data = bound.get(one.row.id)
        if data is not None:
            for entry in entries:
                entry.userdataid, entry.userdataname = data.uuid, data.name
                entry.userdataparams, entry.userdatapolicy = data.params, data.userdata_policy
        out += entries
    return out


def _answer(one: templates.Shown, place: Any, caller: Caller) -> TemplateResponse:
    row = one.row
    made = TemplateResponse(
        id=row.uuid, name=row.name, displaytext=row.display_text, ispublic=bool(row.is_public), created=show_date(row.created),
        removed=show_date(row.removed), isready=False, passwordenabled=bool(row.password_enabled), format=row.format, bootable=bool(row.bootable),
        isfeatured=bool(row.featured), crossZones=bool(row.cross_zones), ostypeid=row.os_uuid, ostypename=row.os_name, accountid=row.account_uuid,
        account=row.account_name, templatetype=row.type, hypervisor=row.hypervisor, domain=row.domain_name, domainpath=row.domain_path,
        domainid=row.domain_uuid, isextractable=bool(row.extractable), checksum=row.checksum, templatetag=row.tag, details=one.details, arch=row.arch,
        bits=row.bits, sshkeyenabled=bool(row.sshkey_enabled), isdynamicallyscalable=bool(row.dynamically_scalable), directdownload=False,
        deployasis=False, forcks=False, requireshvm=bool(row.requires_hvm), tags=[], hasannotations=False)
    if caller.is_admin or row.account_id == caller.account_id:
        made.url = row.url
    if place is not None:
        made.zoneid, made.zonename = place.zone_uuid, place.zone_name
        made.status = status_of(place, one.percent) if row.state == "Active" else "Being deleted; deleteTemplate again goes on"
        made.isready = place.state == "Ready" and row.state == "Active"
        made.size, made.physicalsize = (place.size_bytes, place.physical_bytes) if made.isready else (None, None)
    if caller.is_admin:
        made.downloaddetails = [{"datastore": there.store_name, "datastoreId": there.store_uuid, "downloadPercent": str(there.percent or 0),
                                 "downloadState": there.download_state} for there in one.places]
    return made
