"""Checks of what commands name: everything that reaches a path, an XML or a rule has been through here."""

from __future__ import annotations

import ipaddress
import re

from agent.drivers.base import DriverError
from protos.agent.v1 import agent_pb2 as pb

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_DEVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,14}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def vm_name(name: str) -> None:
    """An instance name."""
    _match(_NAME, name, "instance name")


def uuid(text: str, what: str) -> None:
    """A uuid that becomes part of a path."""
    _match(_UUID, text, f"uuid of {what}")


def sha256(text: str) -> None:
    """A SHA-256 in hex."""
    _match(_SHA256, text, "SHA-256")


def pool(found: pb.Pool) -> None:
    """A pool: uuid, known type, absolute path without surprises."""
    uuid(found.uuid, "the pool")
    if not found.path.startswith("/") or ".." in found.path.split("/") or "\0" in found.path:
        raise DriverError("INVALID", f"pool {found.uuid}: the path must be absolute: {found.path!r}")


def network(found: pb.Network) -> None:
    """A layer 2 network."""
    _match(_DEVICE, found.bridge, "bridge")
    if found.parent:
        _match(_DEVICE, found.parent, "parent device")
    if found.isolation == pb.Network.VLAN and not 1 <= found.tag <= 4094:
        raise DriverError("INVALID", f"{found.bridge}: no such VLAN: {found.tag}")
    if found.isolation == pb.Network.VXLAN and not 1 <= found.tag < 2**24:
        raise DriverError("INVALID", f"{found.bridge}: no such VNI: {found.tag}")
    if found.multicast and not _address(found.multicast).is_multicast:
        raise DriverError("INVALID", f"{found.bridge}: not a multicast group: {found.multicast}")
    if found.address:
        try:
            ipaddress.ip_interface(found.address)
        except ValueError:
            raise DriverError("INVALID", f"{found.bridge}: not an address with prefix: {found.address}") from None


def port(found: pb.Port) -> None:
    """A tap and its network."""
    _match(_DEVICE, found.name, "tap device")
    uuid(found.uuid, "the NIC")
    _match(_MAC, found.mac.lower(), "MAC")
    for text in found.addresses:
        _address(text)
    network(found.network)


def vm(found: pb.Vm) -> None:
    """A whole VM."""
    vm_name(found.name)
    uuid(found.uuid, "the VM")
    if found.vcpus < 1 or found.memory_mib < 1:
        raise DriverError("INVALID", f"{found.name}: needs at least one CPU and 1 MiB")
    if len({disk.device for disk in found.disks}) != len(found.disks):
        raise DriverError("INVALID", f"{found.name}: two disks on one device number")
    for disk in found.disks:
        pool(disk.pool)
        uuid(disk.uuid, "a volume")
        if any(value < 0 for _, value in disk.rates.ListFields()):
            raise DriverError("INVALID", f"{found.name}: a rate of disk {disk.device} is negative")
    for each in found.ports:
        port(each)


def _match(pattern: re.Pattern[str], text: str, what: str) -> None:
    if not pattern.fullmatch(text):
        raise DriverError("INVALID", f"not a valid {what}: {text[:80]!r}")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise DriverError("INVALID", f"not an address: {text[:80]!r}") from None
