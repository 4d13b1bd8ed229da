"""UserVmResponse, and how VMs become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from manager.api.affinity.answer import AffinityGroupResponse
from manager.api.nic.answer import NicResponse
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.guest import vm_views
from manager.model.guest.vm import LONG, VmRow, all_details
from manager.model.guest.vm_views import Shown, VmLine
from manager.model.removed import seen
from manager.model.tables.vm import vm as table

resolver(VmRow, entity="virtualmachine", gone=seen(table))(vm_views.find)

READ_ONLY_DETAILS = "Encrypted.Password,rootdisksize"
HIDDEN_DETAILS = frozenset({"password"})
GROUPS = frozenset({"all", "group", "nics", "stats", "secgrp", "tmpl", "servoff", "diskoff", "backoff", "iso", "volume", "min", "affgrp"})


_DETAILS = msgspec.json.Decoder(dict[str, str])


class UserVmResponse(Response, object="virtualmachine"):
    """A virtual machine."""

    id: str | None = field("the ID of the VM")
    name: str | None = field("its host name")
    displayname: str | None = field("the name that people see")
    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    userid: str | None = field("the ID of the user who created it")
    username: str | None = field("the name of that user")
    domainid: str | None = field("the ID of its owner's domain")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    created: str | None = field("when it was created", kind="date")
    lastupdated: str | None = field("when its state changed last", kind="date")
    state: str | None = field("Starting, Running, Stopping, Stopped, Destroyed, Expunging, Migrating or Error")
    haenable: bool | None = field("whether it is started elsewhere when its host fails")
    groupid: str | None = field("the ID of its group")
    group: str | None = field("the name of its group")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    hostid: str | None = field("the ID of its host; admins only")
    hostname: str | None = field("the name of its host; admins only")
    hostcontrolstate: str | None = field("whether its host can be commanded; admins only")
    templateid: str | None = field("the ID of its template")
    templatename: str | None = field("the name of its template")
    templatetype: str | None = field("the type of its template")
    templateformat: str | None = field("the format of its template")
    templatedisplaytext: str | None = field("the description of its template")
    passwordenabled: bool | None = field("whether it gets a password")
    serviceofferingid: str | None = field("the ID of its service offering")
    serviceofferingname: str | None = field("the name of its service offering")
    diskofferingid: str | None = field("the ID of its data disk's offering")
    diskofferingname: str | None = field("the name of its data disk's offering")
    cpunumber: int | None = field("how many cores it has")
    cpuspeed: int | None = field("MHz of each core")
    memory: int | None = field("its memory in MiB")
    guestosid: str | None = field("the ID of its guest OS category")
    rootdeviceid: int | None = field("the place of its root disk, from 0")
    rootdevicetype: str | None = field("the kind of its root device")
    securitygroup: list[dict[str, Any]] | None = field("its security groups")
    password: str | None = field("its password, when the template has one; only in the result of the job that set it")
    nic: list[NicResponse] | None = field("its network cards")
    hypervisor: str | None = field("its hypervisor")
    ipaddress: str | None = field("the address of its default NIC")
    publicipid: str | None = field("the ID of the public address that is mapped to it")
    publicip: str | None = field("the public address that is mapped to it")
    instancename: str | None = field("its name on the host; admins only")
    details: dict[str, str] | None = field("its details", kind="map")
    readonlydetails: str | None = field("details that users cannot change")
    keypairs: str | None = field("the names of its SSH key pairs")
    affinitygroup: list[AffinityGroupResponse] | None = field("its affinity groups")
    displayvm: bool | None = field("whether its owner sees it; admins only")
    isdynamicallyscalable: bool | None = field("whether it can be scaled while it runs")
    deleteprotection: bool | None = field("whether it is protected from deletion")
    ostypeid: str | None = field("the ID of its guest OS type")
    osdisplayname: str | None = field("the name of its guest OS type")
    userdata: str | None = field("its user data, base64")
    userdataid: str | None = field("the ID of its registered user data")
    userdataname: str | None = field("the name of its registered user data")
    userdatadetails: str | None = field("the values of that user data's variables, JSON")
    vmtype: str | None = field("its type")
    arch: str | None = field("its architecture")
    tags: list[TagResponse] | None = field("its tags")
    hasannotations: bool | None = field("whether it has annotations")


@renders(UserVmResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[UserVmResponse]:
    """The answers for these VMs."""
    return answers(tx, caller, vm_views.ids_of(tx, uuids))


def answers(tx: Tx, caller: Caller, ids: Sequence[int], *, nics: bool = True, user_data: bool = False) -> list[UserVmResponse]:
    """The answers for VMs by internal id, in that order."""
    found = vm_views.shown(tx, ids, nics=nics, user_data=user_data)
    admin = caller.is_admin
    out = []
    for row in found.vms:
        made = _answer(row, found)
        if row.details_json == LONG:
            made.details = {key: value for key, value in all_details(tx, row.id).items() if key not in HIDDEN_DETAILS}
        if nics:
            _add_nics(made, row, found, admin)
        if admin:
            _for_admins(made, row, found)
        out.append(made)
    return out


def _answer(row: VmLine, found: Shown) -> UserVmResponse:
    _, zone_uuid, zone_name = found.zones[row.zone_id]
    _, offering_uuid, offering_name = found.offerings[row.offering_id]
    _, domain_uuid, domain_name, domain_path = found.domains[row.domain_id]
    account = found.accounts[row.account_id][1]
    made = UserVmResponse(
        id=row.uuid, name=row.name, displayname=row.display_name, account=account, domainid=domain_uuid, domain=domain_name,
        domainpath=domain_path, created=show_date(row.created), lastupdated=show_date(row.state_at), state=row.state, haenable=row.ha,
        zoneid=zone_uuid, zonename=zone_name, serviceofferingid=offering_uuid, serviceofferingname=offering_name,
        cpunumber=row.cpus, cpuspeed=row.cpu_mhz, memory=row.memory_mib, rootdeviceid=0, rootdevicetype="ROOT", securitygroup=[], nic=[],
        hypervisor=row.hypervisor, details=_details(row.details_json), readonlydetails=READ_ONLY_DETAILS, keypairs=row.keypairs,
        affinitygroup=[AffinityGroupResponse(id=line.uuid, name=line.name, type=line.type, description=line.description)
                       for line in found.affinity.get(row.id, ())],
        isdynamicallyscalable=row.dynamically_scalable, deleteprotection=row.delete_protection, vmtype="User",
        arch=row.arch, hasannotations=False,
        tags=[TagResponse(key=tag.key, value=tag.value, resourcetype="UserVm", resourceid=row.uuid, account=account, domainid=domain_uuid,
                          domain=domain_name, customer=tag.customer) for tag in found.tags.get(row.id, ())])
    template = found.templates.get(row.template_id or 0)
    if template is not None:
        (_, made.templateid, made.templatename, made.templatedisplaytext, made.templatetype, made.templateformat,
         made.passwordenabled) = template
    os_type = found.os_types.get(row.os_type_id or 0)
    if os_type is not None:
        _, made.ostypeid, made.osdisplayname, made.guestosid = os_type
    group = found.groups.get(row.group_id or 0)
    if group is not None:
        _, made.groupid, made.group = group
    user = found.users.get(row.user_id or 0)
    if user is not None:
        _, made.userid, made.username = user
    data = found.data.get(row.id)
    if data:
        _, made.diskofferingid, made.diskofferingname = data[0]
    stored = found.user_data.get(row.id)
    if stored:
        _, made.userdata, made.userdataid, made.userdataname, made.userdatadetails = stored[0]
    return made


def _details(stored: str | None) -> dict[str, str]:
    if not stored or stored == LONG:
        return {}
    return {key: value for key, value in _DETAILS.decode(stored).items() if key not in HIDDEN_DETAILS}


def _add_nics(made: UserVmResponse, row: VmLine, found: Shown, admin: bool) -> None:
    public = found.public.get(row.id)
    if public:
        _, made.publicipid, made.publicip, _ = public[0]
    nics = []
    for line in found.nics.get(row.id, ()):
        network = found.networks.get(line.network_id) if line.network_id is not None else None
        nic = NicResponse(id=line.uuid, netmask=line.netmask, gateway=line.gateway, ipaddress=line.ip, isdefault=line.is_default,
                          macaddress=line.mac, secondaryip=[], extradhcpoption=[], deviceid=str(line.device))
        if network is not None:
            _, nic.networkid, nic.networkname, nic.traffictype, nic.type, tag, isolation = network
            if admin and tag is not None:
                nic.broadcasturi = nic.isolationuri = f"{(isolation or 'Vlan').lower()}://{tag}"
        if line.is_default:
            made.ipaddress = line.ip
        nics.append(nic)
    made.nic = nics


def _for_admins(made: UserVmResponse, row: VmLine, found: Shown) -> None:
    made.instancename, made.displayvm = row.instance_name, row.display
    host = found.hosts.get(row.host_id or 0)
    if host is not None:
        _, made.hostid, made.hostname, state = host
        made.hostcontrolstate = state
