"""Default offerings, with the names that clients look up (WIRE 15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from common.ids import new_uuid
from manager.model.catalog import vpc_offerings
from manager.model.catalog.services import CONFIG_DRIVE, INTERNAL_LB, SECURITY_GROUPS, VIRTUAL_ROUTER, VPC_ROUTER, VPC_SERVICES
from manager.model.db import Tx
from manager.model.tables.offering import disk_offering, network_offering, network_offering_service, service_offering

GIB = 1 << 30
ROUTER = VIRTUAL_ROUTER

SERVICE = [  # name, cpus, MHz, MiB
    ("Small Instance", 1, 500, 512),
    ("Medium Instance", 1, 1000, 1024),
]
DISK = [  # name, text, bytes, customized
    ("Small", "Small Disk, 5 GB", 5 * GIB, False),
    ("Medium", "Medium Disk, 20 GB", 20 * GIB, False),
    ("Large", "Large Disk, 100 GB", 100 * GIB, False),
    ("Custom", "Custom Disk", 0, True),
]
BASIC = ("Dhcp", "Dns", "UserData")
FULL = (*BASIC, "Firewall", "Lb", "SourceNat", "StaticNat", "PortForwarding", "Vpn")
VPC = (*BASIC, "Lb", "SourceNat", "StaticNat", "PortForwarding", "Vpn", "NetworkACL")


@dataclass(frozen=True)
class Net:
    """One default network offering."""

    name: str
    text: str
    guest_type: str | None
    services: tuple[str, ...] = ()
    provider: str = ROUTER
    traffic: str = "Guest"
    is_default: bool = True
    availability: str = "Optional"
    specify_vlan: bool = False
    specify_ip_ranges: bool = False
    for_vpc: bool = False
    system: bool = False
    lb: str = ""      # provider of Lb, when it is another


NETWORK = [
    *(Net(f"System-{kind}-Network", f"System Offering for System-{kind}-Network", None, traffic=kind, is_default=False, system=True,
          specify_ip_ranges=kind in ("Public", "Storage")) for kind in ("Public", "Management", "Control", "Storage")),
    Net("DefaultSharedNetworkOffering", "Offering for Shared networks", "Shared", BASIC, specify_vlan=True, specify_ip_ranges=True),
    Net("DefaultIsolatedNetworkOfferingWithSourceNatService", "Offering for Isolated networks with Source Nat service enabled", "Isolated", FULL,
        availability="Required"),
    Net("DefaultIsolatedNetworkOffering", "Offering for Isolated networks with no Source Nat service", "Isolated", BASIC, specify_vlan=True,
        specify_ip_ranges=True),
    Net("DefaultIsolatedNetworkOfferingForVpcNetworks", "Offering for Isolated Vpc networks with Source Nat service enabled", "Isolated", VPC,
        VPC_ROUTER, for_vpc=True),
    Net("DefaultIsolatedNetworkOfferingForVpcNetworksNoLB",
        "Offering for Isolated Vpc networks with Source Nat service enabled and LB service disabled", "Isolated",
        tuple(name for name in VPC if name != "Lb"), VPC_ROUTER, for_vpc=True),
    Net("DefaultIsolatedNetworkOfferingForVpcNetworksWithInternalLB",
        "Offering for Isolated Vpc networks with Internal Lb support", "Isolated", tuple(name for name in VPC if name not in ("SourceNat", "Vpn")),
        VPC_ROUTER, for_vpc=True, lb=INTERNAL_LB),
    Net("DefaultSharedNetworkOfferingWithSGService", "Offering for Shared Security group enabled networks", "Shared", (*BASIC, "SecurityGroup"),
        specify_vlan=True, specify_ip_ranges=True),
    Net("DefaultL2NetworkOffering", "Offering for L2 networks", "L2"),
    Net("DefaultL2NetworkOfferingVlan", "Offering for L2 networks VLAN", "L2", specify_vlan=True),
    Net("DefaultL2NetworkOfferingConfigDrive", "Offering for L2 networks with config drive user data", "L2", ("UserData",), CONFIG_DRIVE),
    Net("DefaultL2NetworkOfferingConfigDriveVlan", "Offering for L2 networks with config drive user data VLAN", "L2", ("UserData",), CONFIG_DRIVE,
        specify_vlan=True),
    Net("QuickCloudNoServices", "Offering for QuickCloud with no services", "Shared", specify_vlan=True, specify_ip_ranges=True),
]
VPCS = [("Default VPC offering", False), ("Redundant VPC offering", True)]  # name, redundant routers


def seed(tx: Tx) -> None:
    """Adds what is missing."""
    have = {row[0] for row in tx.rows(select(service_offering.c.unique_name))}
    for name, cpus, mhz, mib in SERVICE:
        unique = f"Cloud.Com-{name}"
        if unique not in have:
            tx.insert(service_offering, uuid=new_uuid(), name=name, display_text=name, unique_name=unique, cpus=cpus, cpu_mhz=mhz, memory_mib=mib,
                      created=tx.now())
    have = {row[0] for row in tx.rows(select(disk_offering.c.unique_name))}
    for name, text, size, custom in DISK:
        unique = f"Cloud.Com-{name}"
        if unique not in have:
            tx.insert(disk_offering, uuid=new_uuid(), name=name, display_text=text, unique_name=unique, size_bytes=size, customized=custom,
                      created=tx.now())
    have = {row[0] for row in tx.rows(select(network_offering.c.unique_name).where(network_offering.c.live == 1))}
    for net in NETWORK:
        if net.name not in have:
            _network(tx, net)
    _vpcs(tx)


def _network(tx: Tx, net: Net) -> None:
    values: dict[str, Any] = {
        "name": net.name, "unique_name": net.name, "display_text": net.text, "guest_type": net.guest_type, "traffic_type": net.traffic,
        "state": "Enabled", "availability": net.availability, "is_default": net.is_default, "specify_vlan": net.specify_vlan,
        "specify_ip_ranges": net.specify_ip_ranges, "for_vpc": net.for_vpc, "system_only": net.system, "conserve_mode": not net.for_vpc}
    made = tx.insert(network_offering, uuid=new_uuid(), created=tx.now(), **values)
    tx.insert_many(network_offering_service, [
        {"offering_id": made, "service": service, "provider": _provider(net, service)} for service in net.services])


def _provider(net: Net, service: str) -> str:
    own = {"Lb": net.lb, "SecurityGroup": SECURITY_GROUPS}.get(service)
    return own or net.provider


def _vpcs(tx: Tx) -> None:
    have = vpc_offerings.unique_names(tx)
    for name, redundant in VPCS:
        if name not in have:
            provided = {service: [VPC_ROUTER, INTERNAL_LB] if service == "Lb" else [VPC_ROUTER] for service in VPC_SERVICES}
            vpc_offerings.create(tx, name, provided, {"SourceNat": {"RedundantRouter": "true"}} if redundant else {}, display_text=name,
                                 state="Enabled", is_default=True, redundant=redundant)
