"""FirewallResponse and FirewallRuleResponse (port forwarding), and how rules become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net import firewall
from manager.model.net.firewall import RuleRow
from manager.model.net.rule_views import rule_rows
from manager.model.removed import seen
from manager.model.tables.network import firewall_rule

resolver(RuleRow, entity="firewallrule", gone=seen(firewall_rule))(firewall.find)


class FirewallResponse(Response, object="firewallrule"):
    """What may come in to a public address, or out of a network."""

    id: str | None = field("the ID of the rule")
    protocol: str | None = field("tcp, udp, icmp or all")
    startport: int | None = field("the first port; absent for all")
    endport: int | None = field("the last port; absent for all")
    ipaddressid: str | None = field("the ID of the public address")
    networkid: str | None = field("the ID of the network")
    ipaddress: str | None = field("the public address")
    state: str | None = field("Staged, Add, Active or Revoke")
    cidrlist: str | None = field("where packets may come from, comma-joined CIDRs")
    icmptype: int | None = field("the ICMP type; -1 for all")
    icmpcode: int | None = field("the ICMP code; -1 for all")
    tags: list[TagResponse] | None = field("its tags")
    fordisplay: bool | None = field("whether its owner sees it; admins only")
    destcidrlist: str | None = field("where packets may go to, comma-joined CIDRs")
    traffictype: str | None = field("Ingress or Egress")


class FirewallRuleResponse(Response, object="portforwardingrule"):
    """Ports of a public address that lead to a VM."""

    id: str | None = field("the ID of the rule")
    privateport: str | None = field("the VM's first port")
    privateendport: str | None = field("the VM's last port")
    protocol: str | None = field("tcp or udp")
    publicport: str | None = field("the public address's first port")
    publicendport: str | None = field("the public address's last port")
    virtualmachineid: str | None = field("the ID of the VM")
    virtualmachinename: str | None = field("the name of the VM")
    virtualmachinedisplayname: str | None = field("the display name of the VM")
    ipaddressid: str | None = field("the ID of the public address")
    ipaddress: str | None = field("the public address")
    state: str | None = field("Staged, Add, Active or Revoke")
    cidrlist: str | None = field("where packets may come from, comma-joined CIDRs")
    tags: list[TagResponse] | None = field("its tags")
    vmguestip: str | None = field("the VM's address")
    networkid: str | None = field("the ID of the network")
    fordisplay: bool | None = field("whether its owner sees it; admins only")


@renders(FirewallResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[FirewallResponse]:
    """The answers for these firewall rules."""
    return [_firewall(row, caller) for row in rule_rows(tx, uuids)]


@renders(FirewallRuleResponse)
def forward_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[FirewallRuleResponse]:
    """The answers for these port forwarding rules."""
    return [_forward(row, caller) for row in rule_rows(tx, uuids)]


def _firewall(row: Any, caller: Caller) -> FirewallResponse:
    return FirewallResponse(
        id=row.uuid, protocol=row.protocol, startport=row.port_start, endport=row.port_end, ipaddressid=row.address_uuid,
        networkid=row.network_uuid, ipaddress=row.address, state=row.state, cidrlist=row.source_cidrs or "", icmptype=row.icmp_type,
        icmpcode=row.icmp_code, tags=[], destcidrlist=row.dest_cidrs or "", traffictype=row.traffic,
        fordisplay=bool(row.display) if caller.is_admin else None)


def _forward(row: Any, caller: Caller) -> FirewallRuleResponse:
    return FirewallRuleResponse(
        id=row.uuid, privateport=str(row.private_start), privateendport=str(row.private_end), protocol=row.protocol,
        publicport=str(row.port_start), publicendport=str(row.port_end), virtualmachineid=row.vm_uuid, virtualmachinename=row.vm_name,
        virtualmachinedisplayname=row.vm_display or row.vm_name, ipaddressid=row.address_uuid, ipaddress=row.address, state=row.state,
        cidrlist=row.source_cidrs or "", tags=[], vmguestip=row.vm_guest_ip, networkid=row.network_uuid,
        fordisplay=bool(row.display) if caller.is_admin else None)
