"""SystemVmResponse, and how console proxies become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.net import system_vm, system_vm_views
from manager.model.net.system_vm import SystemVmRow
from manager.model.removed import seen
from manager.model.tables.vm import vm

TYPES = {"consoleproxy": "ConsoleProxy", "secondarystoragevm": "SecondaryStorageVm"}
SILENT = 10 * SECOND  # after which a proxy that beats every two seconds counts as away

resolver(SystemVmRow, entity="systemvm", gone=seen(vm))(system_vm.find)


class SystemVmResponse(Response, object="systemvm"):
    """A VM of the cloud itself."""

    id: str | None = field("the ID of the system VM")
    systemvmtype: str | None = field("consoleproxy")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    dns1: str | None = field("the zone's first DNS server")
    dns2: str | None = field("the zone's second DNS server")
    networkdomain: str | None = field("the zone's domain")
    gateway: str | None = field("its default gateway")
    name: str | None = field("its name")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    hostid: str | None = field("the ID of its host")
    hostname: str | None = field("the name of its host")
    hostcontrolstate: str | None = field("Enabled, Disabled or Maintenance")
    hypervisor: str | None = field("the hypervisor of its host")
    privateip: str | None = field("its address on the management network")
    privatemacaddress: str | None = field("the MAC of that NIC")
    privatenetmask: str | None = field("the netmask of that NIC")
    linklocalip: str | None = field("its address on its host's control network")
    linklocalmacaddress: str | None = field("the MAC of that NIC")
    linklocalnetmask: str | None = field("the netmask of that NIC")
    publicip: str | None = field("its public address, where browsers reach it; without one they do by privateip")
    publicmacaddress: str | None = field("the MAC of that NIC")
    publicnetmask: str | None = field("the netmask of that NIC")
    templateid: str | None = field("the ID of its template")
    templatename: str | None = field("the name of its template")
    created: str | None = field("when it was created", kind="date")
    state: str | None = field("Starting, Running, Stopping or Stopped")
    agentstate: str | None = field("Up while its proxy is heard, else Disconnected")
    activeviewersessions: int | None = field("its console sessions")
    guestvlan: str | None = field("none: no guests are behind it")
    publicvlan: list[str] | None = field("the VLAN of its public address")
    disconnected: str | None = field("when its proxy was heard last, while it is not heard", kind="date")
    version: str | None = field("the version of its software")
    isdynamicallyscalable: bool | None = field("false: its offering is changed while it is stopped")
    serviceofferingid: str | None = field("the ID of its service offering")
    serviceofferingname: str | None = field("the name of its service offering")
    arch: str | None = field("its processor's architecture")
    hasannotations: bool | None = field("whether it has annotations")


@renders(SystemVmResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[SystemVmResponse]:
    """The answers for these system VMs."""
    rows = system_vm_views.rows(tx, uuids)
    nics = system_vm_views.nics(tx, [row.id for row in rows])
    now = tx.now()
    return [_answer(row, nics.get(row.id, {}), now) for row in rows]


def _answer(row: Any, nics: dict[str, Any], now: int) -> SystemVmResponse:
    up = row.state == "Running" and row.beat > now - SILENT
    made = SystemVmResponse(
        id=row.uuid, systemvmtype=row.type.lower(), zoneid=row.zone_uuid, zonename=row.zone_name, dns1=row.dns1, dns2=row.dns2,
        networkdomain=row.zone_domain, name=row.name, podid=row.pod_uuid, podname=row.pod_name, hostid=row.host_uuid, hostname=row.host_name,
        hostcontrolstate=row.host_state, hypervisor=row.hypervisor, templateid=row.template_uuid, templatename=row.template_name,
        created=show_date(row.created), state=row.state, agentstate="Up" if up else "Disconnected", activeviewersessions=row.sessions,
        publicvlan=[_vlan(row.public_vlan)] if row.public_vlan else None, disconnected=show_date(row.beat) if row.beat and not up else None,
        version=row.version, isdynamicallyscalable=False, serviceofferingid=row.offering_uuid, serviceofferingname=row.offering_name,
        arch=row.arch, hasannotations=bool(row.notes))
    if "control" in nics:
        nic = nics["control"]
        made.linklocalip, made.linklocalmacaddress, made.linklocalnetmask = nic.ip, nic.mac, nic.netmask
    if "management" in nics:
        nic = nics["management"]
        made.privateip, made.privatemacaddress, made.privatenetmask, made.gateway = nic.ip, nic.mac, nic.netmask, nic.gateway
    if "public" in nics:
        nic = nics["public"]
        made.publicip, made.publicmacaddress, made.publicnetmask, made.gateway = nic.ip, nic.mac, nic.netmask, nic.gateway
    return made


def _vlan(vlan: str) -> str:
    return vlan if vlan.startswith("vlan://") else f"vlan://{vlan}"
