"""Network services, who provides them, and what may be chosen of each. Data: some of them come later, but offerings may name them."""

from __future__ import annotations

from collections.abc import Mapping

VIRTUAL_ROUTER, VPC_ROUTER, INTERNAL_LB = "VirtualRouter", "VpcVirtualRouter", "InternalLbVm"
SECURITY_GROUPS, CONFIG_DRIVE = "SecurityGroupProvider", "ConfigDrive"
PROVIDERS = {  # provider → the services that it can give
    VIRTUAL_ROUTER: ("Dhcp", "Dns", "Firewall", "PortForwarding", "SourceNat", "StaticNat", "UserData", "Vpn", "Lb", "Gateway"),
    VPC_ROUTER: ("Dhcp", "Dns", "NetworkACL", "PortForwarding", "SourceNat", "StaticNat", "UserData", "Vpn", "Lb", "Gateway"),
    INTERNAL_LB: ("Lb",),
    SECURITY_GROUPS: ("SecurityGroup",),
    CONFIG_DRIVE: ("Dhcp", "Dns", "UserData"),
}
ROUTERS = (VIRTUAL_ROUTER, VPC_ROUTER)  # providers with an element that is enabled first
SERVICES = {service.lower(): service for services in PROVIDERS.values() for service in services}
VPC_SERVICES = ("Dhcp", "Dns", "UserData", "NetworkACL", "PortForwarding", "Lb", "SourceNat", "StaticNat", "Gateway", "Vpn")
NAT = ("Firewall", "PortForwarding", "StaticNat", "Lb", "Vpn")  # of no use without source NAT or a routed network

CAPABILITIES: Mapping[str, Mapping[str, str]] = {  # service → what it can do
    "Lb": {"SupportedLBAlgorithms": "roundrobin,leastconn,source", "SupportedLBIsolation": "dedicated", "SupportedProtocols": "tcp,udp,tcp-proxy",
           "LbSchemes": "Public"},
    "Firewall": {"SupportedProtocols": "tcp,udp,icmp", "SupportedEgressProtocols": "tcp,udp,icmp,all", "TrafficStatistics": "per public ip",
                 "SupportedTrafficDirection": "ingress,egress", "MultipleIps": "true"},
    "Vpn": {"SupportedVpnTypes": "removeaccessvpn"},
    "Dns": {"AllowDnsSuffixModification": "true"},
    "Dhcp": {"DhcpAccrossMultipleSubnets": "true"},
    "SourceNat": {"SupportedSourceNatTypes": "peraccount", "RedundantRouter": "true"},
    "StaticNat": {"ElasticIp": "false"},
    "NetworkACL": {"SupportedProtocols": "tcp,udp,icmp"},
}
_FLAG = ("true", "false")
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {  # service → capability that an offering may choose → its values
    "Lb": {"SupportedLBIsolation": ("dedicated", "shared"), "LbSchemes": ("public", "internal"), "VmAutoScaling": _FLAG, "ElasticLb": ("false",),
           "InlineMode": ("false",)},
    "SourceNat": {"SupportedSourceNatTypes": ("peraccount", "perzone"), "RedundantRouter": _FLAG},
    "StaticNat": {"ElasticIp": ("false",), "AssociatePublicIP": _FLAG},
}
CHOSEN = ("SupportedLBIsolation", "SupportedSourceNatTypes", "RedundantRouter")  # what answers mark as a choice


def providers_of(service: str) -> list[str]:
    """The providers that give this service."""
    return [provider for provider, given in PROVIDERS.items() if service in given]


def capability(service: str, name: str, value: str) -> tuple[str, str]:
    """A chosen capability as it is stored. ValueError that says what may be chosen."""
    known = {key.lower(): (key, values) for key, values in CHOICES.get(service, {}).items()}
    if name.lower() not in known:
        raise ValueError(f"capability {name} of service {service} cannot be chosen; {', '.join(CHOICES.get(service, ())) or 'none'} can")
    key, values = known[name.lower()]
    if value.lower() not in values:
        raise ValueError(f"capability {key} of service {service} is one of {', '.join(values)}, not {value}")
    return key, value.lower()
