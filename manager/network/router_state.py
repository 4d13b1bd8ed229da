"""A router's whole state document from rows. Pure: same rows, same document."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable
from typing import Any

from google.protobuf.json_format import MessageToDict

from manager.model.net.firewall import EGRESS, FIREWALL, FORWARDING, RuleRow
from manager.model.net.network import NicRow
from manager.model.net.router import Lease, StateRows
from manager.network import names
from protos.router.v1 import router_pb2

ROLES = {"guest": router_pb2.Interface.GUEST, "control": router_pb2.Interface.CONTROL, "public": router_pb2.Interface.PUBLIC}
ANYWHERE = "0.0.0.0/0"


def document(rows: StateRows, unseal: Callable[[str], str]) -> dict[str, Any]:
    """The parameters of the control protocol's `apply`: RouterState in protobuf's JSON with the original field names.

    `unseal` decrypts passwords: the document must not be stored or logged.
    """
    return MessageToDict(router_state(rows, unseal), preserving_proto_field_name=True)


def router_state(rows: StateRows, unseal: Callable[[str], str]) -> router_pb2.RouterState:
    """The document as pileus.router.v1.RouterState."""
    public_mac = next((nic.mac for nic in rows.nics if nic.role == "public"), "")
    state = router_pb2.RouterState(router=rows.router.uuid, generation=rows.generation, hostname=rows.router.instance_name)
    state.interfaces.extend(interfaces(rows.nics))
    state.guests.append(_guest(rows, unseal))
    state.upstream_dns.extend(dns_servers(rows))
    for public in rows.publics:
        state.addresses.append(router_pb2.PublicAddress(
            address=_with_prefix(public.address, public.netmask), gateway=public.gateway, mac=public_mac, source_nat=public.source_nat))
        if public.static_nat and public.guest_ip:
            state.static_nats.append(router_pb2.StaticNat(public_address=public.address, guest_address=public.guest_ip))
    for rule in rows.rules:
        if rule.purpose == FIREWALL:
            state.firewall.append(_firewall(rule, rows))
        elif rule.purpose == FORWARDING:
            state.forwards.append(_forward(rule, rows))
    return state


def interfaces(nics: list[NicRow]) -> list[router_pb2.Interface]:
    """The router's devices, in their order; also the `interfaces` of its configuration disk."""
    return [router_pb2.Interface(mac=nic.mac, role=ROLES[nic.role], address=_with_prefix(nic.ip or "", nic.netmask or ""),
                                 gateway=(nic.gateway or "") if nic.role == "public" else "") for nic in nics]


def dns_servers(rows: StateRows) -> list[str]:
    """Where the router asks: the network's servers, else the zone's."""
    own = [one for one in (rows.network.dns1, rows.network.dns2) if one]
    return own or [one for one in (rows.site.dns1, rows.site.dns2) if one]


def _guest(rows: StateRows, unseal: Callable[[str], str]) -> router_pb2.GuestNetwork:
    source = next((one.address for one in rows.publics if one.source_nat), "")
    static = {one.guest_ip: one.address for one in rows.publics if one.static_nat and one.guest_ip}
    return router_pb2.GuestNetwork(
        uuid=rows.network.uuid, cidr=rows.network.cidr or "", gateway=rows.network.gateway or "",
        domain=rows.network.network_domain or rows.site.zone_domain or "", egress_default_allow=rows.site.egress_default_allow,
        mtu=rows.network.private_mtu or 0, source_nat=source,
        leases=[_lease(lease, rows, static.get(lease.ip, source), unseal) for lease in rows.leases])


def _lease(lease: Lease, rows: StateRows, public: str, unseal: Callable[[str], str]) -> router_pb2.Lease:
    metadata = router_pb2.Metadata(
        instance_id=lease.vm_uuid, vm_id=lease.instance_name, local_hostname=lease.hostname, service_offering=lease.service_offering,
        availability_zone=rows.site.zone_name, cloud_identifier=f"CloudStack-{{{rows.site.zone_uuid}}}", public_ipv4=public,
        public_hostname=public, public_keys=[line for line in (lease.public_keys or "").splitlines() if line],
        user_data=lease.user_data or "", variables=json.loads(lease.user_data_details or "{}"))
    if lease.password_enc:
        metadata.password = unseal(lease.password_enc)
        metadata.password_id = str(lease.password_id or 0)
    return router_pb2.Lease(mac=lease.mac, address=lease.ip, hostname=lease.hostname, default_route=lease.is_default, metadata=metadata)


def _firewall(rule: RuleRow, rows: StateRows) -> router_pb2.FirewallRule:
    out = router_pb2.FirewallRule(
        id=rule.uuid, protocol=rule.protocol, port_first=rule.port_start or 0, port_last=rule.port_end or 0,
        icmp_type=-1 if rule.icmp_type is None else rule.icmp_type, icmp_code=-1 if rule.icmp_code is None else rule.icmp_code,
        sources=_cidrs(rule.source_cidrs))
    if rule.traffic == EGRESS:
        out.direction = router_pb2.FirewallRule.EGRESS
        out.destinations.extend(_cidrs(rule.dest_cidrs))
        out.guest = rows.network.uuid
    else:
        out.public_address = _public_of(rule, rows)
    return out


def _forward(rule: RuleRow, rows: StateRows) -> router_pb2.PortForward:
    return router_pb2.PortForward(
        id=rule.uuid, public_address=_public_of(rule, rows), protocol=rule.protocol, public_first=rule.port_start or 0,
        public_last=rule.port_end or 0, guest_address=rule.vm_guest_ip or "", guest_first=rule.private_start or 0,
        guest_last=rule.private_end or 0)


def _public_of(rule: RuleRow, rows: StateRows) -> str:
    return next((one.address for one in rows.publics if one.id == rule.public_ip_id), "")


def _cidrs(text: str | None) -> list[str]:
    """Empty means anywhere, and so does 0.0.0.0/0 among others."""
    found = [one for one in (text or "").split(",") if one]
    return [] if ANYWHERE in found else found


def _with_prefix(address: str, netmask: str) -> str:
    return f"{address}/{ipaddress.IPv4Network(f'0.0.0.0/{netmask}').prefixlen}" if address else ""


def config_disk(rows: StateRows, token: str, ca_pem: str, ca_sha256: str) -> dict[str, Any]:
    """What the router's configuration disk holds: identity, one-time token, trust, devices. Not to be stored or logged."""
    control = next(nic for nic in rows.nics if nic.role == "control")
    return {
        "router": rows.router.uuid, "name": rows.router.instance_name, "token": token, "ca_pem": ca_pem, "ca_sha256": ca_sha256,
        "control": {"mac": control.mac, "address": control.ip, "prefix": names.CONTROL_PREFIX},
        "interfaces": [MessageToDict(one, preserving_proto_field_name=True) for one in interfaces(rows.nics)]}
