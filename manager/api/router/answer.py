"""DomainRouterResponse, and how routers become one."""

from __future__ import annotations

import json
from typing import Any

from manager.api.nic.answer import NicResponse
from manager.api.nic.answer import answer as nic_answer
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net import router
from manager.model.net.router import RouterRow
from manager.model.net.rule_views import nic_rows_of, router_rows
from manager.model.removed import seen
from manager.model.tables.vm import vm

resolver(RouterRow, entity="router", gone=seen(vm))(router.find)


class DomainRouterResponse(Response, object="router"):
    """The virtual router of a network."""

    id: str | None = field("the ID of the router")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    dns1: str | None = field("the first DNS server that it asks")
    dns2: str | None = field("the second DNS server that it asks")
    networkdomain: str | None = field("the domain of its guests' names")
    gateway: str | None = field("the gateway of its public address")
    name: str | None = field("its name")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    hostid: str | None = field("the ID of its host")
    hostname: str | None = field("the name of its host")
    hostcontrolstate: str | None = field("Enabled, Disabled or Maintenance")
    hypervisor: str | None = field("the hypervisor of its host")
    linklocalip: str | None = field("its address on its host's control network")
    linklocalmacaddress: str | None = field("the MAC of that NIC")
    linklocalnetmask: str | None = field("the netmask of that NIC")
    linklocalnetworkid: str | None = field("the ID of the control network")
    publicip: str | None = field("its public address")
    publicmacaddress: str | None = field("the MAC of that NIC")
    publicnetmask: str | None = field("the netmask of that NIC")
    publicnetworkid: str | None = field("the ID of the public network")
    guestipaddress: str | None = field("its address among the guests")
    guestmacaddress: str | None = field("the MAC of that NIC")
    guestnetmask: str | None = field("the netmask of that NIC")
    guestnetworkid: str | None = field("the ID of the guests' network")
    guestnetworkname: str | None = field("the name of the guests' network")
    templateid: str | None = field("the ID of its template")
    templatename: str | None = field("the name of its template")
    created: str | None = field("when it was created", kind="date")
    state: str | None = field("Starting, Running, Stopping or Stopped")
    account: str | None = field("the account that owns its network")
    projectid: str | None = field("the ID of the project that owns its network")
    project: str | None = field("the name of the project that owns its network")
    domainid: str | None = field("the ID of its owner's domain")
    domain: str | None = field("the name of its owner's domain")
    domainpath: str | None = field("the path of its owner's domain")
    serviceofferingid: str | None = field("the ID of its service offering")
    serviceofferingname: str | None = field("the name of its service offering")
    isredundantrouter: bool | None = field("whether its network has two routers")
    redundantstate: str | None = field("PRIMARY, BACKUP or UNKNOWN")
    version: str | None = field("the version of its software")
    vpcid: str | None = field("the ID of its VPC")
    vpcname: str | None = field("the name of its VPC")
    role: str | None = field("VIRTUAL_ROUTER")
    nic: list[NicResponse] | None = field("its NICs")
    requiresupgrade: bool | None = field("whether a newer image is there")
    healthchecksfailed: bool | None = field("whether a check failed, or it did not answer")
    healthcheckresults: list[dict[str, Any]] | None = field("what its checks said")
    softwareversion: str | None = field("the version of its software")
    arch: str | None = field("its processor's architecture")
    hasannotations: bool | None = field("whether it has annotations")


@renders(DomainRouterResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[DomainRouterResponse]:
    """The answers for these routers."""
    rows = router_rows(tx, uuids)
    nics: dict[int, list[Any]] = {}
    for nic in nic_rows_of(tx, [row.id for row in rows]):
        nics.setdefault(nic.vm_id, []).append(nic)
    return [_answer(row, caller, nics.get(row.id, [])) for row in rows]


def _answer(row: Any, caller: Caller, nics: list[Any]) -> DomainRouterResponse:
    made = DomainRouterResponse(
        id=row.uuid, zoneid=row.zone_uuid, zonename=row.zone_name, dns1=row.dns1, dns2=row.dns2, networkdomain=row.network_domain, name=row.name,
        podid=row.pod_uuid, podname=row.pod_name, hypervisor=row.hypervisor, linklocalip=row.control_ip, guestnetworkid=row.network_uuid,
        guestnetworkname=row.network_name, templateid=row.template_uuid, templatename=row.template_name, created=show_date(row.created),
        state=row.state, account=row.account_name, domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path,
        serviceofferingid=row.offering_uuid, serviceofferingname=row.offering_name, isredundantrouter=False, redundantstate=row.redundant_state,
        version=row.version, softwareversion=row.version, role="VIRTUAL_ROUTER", requiresupgrade=False,
        healthchecksfailed=row.failures > 0, healthcheckresults=_checks(row.health), arch=row.arch, hasannotations=False,
        nic=[nic_answer(nic, caller) for nic in nics])
    if caller.is_admin:
        made.hostid, made.hostname, made.hostcontrolstate = row.host_uuid, row.host_name, row.host_state
    for nic in nics:
        if nic.role == "control":
            made.linklocalmacaddress, made.linklocalnetmask = nic.mac, nic.netmask
        elif nic.role == "public":
            made.publicip, made.publicmacaddress, made.publicnetmask, made.gateway = nic.ip, nic.mac, nic.netmask, nic.gateway
        else:
            made.guestipaddress, made.guestmacaddress, made.guestnetmask = nic.ip, nic.mac, nic.netmask
    return made


def _checks(health: str | None) -> list[dict[str, Any]]:
    return [{"checkname": check.get("name", ""), "checktype": "basic", "success": bool(check.get("ok", False)), "details": check.get("text", "")}
            for check in (json.loads(health) if health else {}).get("checks", [])]
