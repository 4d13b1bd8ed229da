"""Which devices a layer 2 network takes on a host: names, sizes, groups. Pure."""

from __future__ import annotations

import hashlib
import ipaddress

from protos.agent.v1 import agent_pb2 as pb

VXLAN_PORT = 4789            # RFC 7348
VXLAN_OVERHEAD = 50          # outer Ethernet, IPv4, UDP, VXLAN
ETHERNET_MTU = 1500
NAME_LIMIT = 15


def bridge_of(network: pb.Network) -> str:
    """The bridge that ports of this network join: with no isolation it is the physical bridge itself."""
    if network.isolation == pb.Network.NONE and network.parent:
        return network.parent
    return network.bridge


def vlan_device(parent: str, tag: int) -> str:
    """`eth1.100`; where that is too long, the tag and a digest of the parent's name."""
    name = f"{parent}.{tag}"
    return name if len(name) <= NAME_LIMIT else f"v{tag}.{hashlib.sha256(parent.encode()).hexdigest()[:8]}"


def vxlan_device(vni: int) -> str:
    """A VNI exists once in a network namespace, so its number is name enough."""
    return f"vx{vni}"


def vxlan_group(network: pb.Network) -> str:
    """The multicast group for frames to everyone: as told, else one derived from the VNI (239/8, RFC 2365)."""
    return network.multicast or str(ipaddress.IPv4Address(0xEF000000 | network.tag))


def mtu(network: pb.Network, parent_mtu: int) -> int:
    """As told; else the parent's, less the encapsulation."""
    if network.mtu:
        return network.mtu
    return parent_mtu - VXLAN_OVERHEAD if network.isolation == pb.Network.VXLAN else parent_mtu


def bridge_mac(bridge: str, host: str) -> str:
    """A fixed MAC for a bridge: left alone, it would change whenever a port with a lower one joins. Locally administered.

    `host`: anything that differs between hosts.
    """
    return (b"\x0a" + hashlib.sha256(f"{host}/{bridge}".encode()).digest()[:5]).hex(":")
