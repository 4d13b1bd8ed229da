"""What rules' parameters mean, and whether an address and a VM go together."""

from __future__ import annotations

import ipaddress

from manager.api.errors import PARAMETER, ApiError, invalid
from manager.model.db import Tx
from manager.model.guest.vm import VmRow
from manager.model.net import network, network_life
from manager.model.net.address import AddressRow
from manager.model.net.network import NetworkRow, NicRow

ANYWHERE = "0.0.0.0/0"
ANY = -1
ALLOWED = {"tcp", "udp", "icmp"}


def network_of(tx: Tx, found: AddressRow, service: str) -> NetworkRow:
    """The network that has the address; ApiError 431 when none has it, or its offering lacks the service."""
    if found.network_id is None or found.state not in ("Allocated", "Allocating"):
        raise ApiError(PARAMETER, f"Unable to create a rule for {found.address}: it is not associated with any network")
    net = network.must(tx, found.network_id)
    need(tx, net, service)
    return net


def need(tx: Tx, net: NetworkRow, service: str) -> None:
    """ApiError 431 when the network's offering lacks the service."""
    if service not in network_life.services(tx, net.offering_id):
        raise ApiError(PARAMETER, f"Network {net.name} has no service {service}")


def nic_for(tx: Tx, net: NetworkRow, machine: VmRow, guest_ip: str | None) -> NicRow:
    """The VM's NIC in the network; ApiError 431 when it has none there, or not with this address."""
    if machine.state in ("Destroyed", "Expunging", "Error"):
        raise ApiError(PARAMETER, f"Unable to use VM {machine.uuid}: it is {machine.state}")
    found = next((nic for nic in network.nics_of(tx, machine.id) if nic.network_id == net.id), None)
    if found is None or found.ip is None:
        raise ApiError(PARAMETER, f"VM {machine.uuid} doesn't have nic in network {net.name}")
    if guest_ip is not None and guest_ip != found.ip:
        raise invalid("vmguestip", f"{guest_ip} is not an address of VM {machine.uuid} in network {net.name}")
    return found


def protocol(given: str, allowed: set[str]) -> str:
    """The protocol's name: as a name or, for TCP, UDP and ICMP, as its number."""
    name = {"6": "tcp", "17": "udp", "1": "icmp"}.get(given, given.lower())
    if name not in allowed:
        raise invalid("protocol", f"Protocol {given} is not supported; supported: {', '.join(sorted(allowed))}")
    return name


def ports(name: str, first: int | None, last: int | None, start: str = "startport", end: str = "endport") -> tuple[int, int] | None:
    """A range of ports; None for all. The end defaults to the start."""
    if first is None and last is None:
        return None
    if name not in ("tcp", "udp"):
        raise invalid(start, f"Can't specify start/end port when protocol is {name.upper()}")
    if first is None:
        raise invalid(start, f"it is needed with {end}")
    last = first if last is None else last
    for parameter, port in ((start, first), (end, last)):
        if not 1 <= port <= 65535:
            raise invalid(parameter, f"Invalid port range: {port} is not a port, 1-65535")
    if first > last:
        raise invalid(start, f"Start port can't be bigger than end port: {first}-{last}")
    return first, last


def icmp(name: str, kind: int | None, code: int | None) -> tuple[int, int] | None:
    """ICMP type and code, -1 for all; None for other protocols."""
    if name != "icmp":
        if kind is not None or code is not None:
            raise invalid("icmptype" if kind is not None else "icmpcode", "Can specify icmpCode and icmpType for ICMP protocol only")
        return None
    kind, code = ANY if kind is None else kind, ANY if code is None else code
    if not -1 <= kind <= 255:
        raise invalid("icmptype", f"Invalid icmp type {kind}: -1 (all) or 0-255")
    if not -1 <= code <= 255 or (kind == ANY and code != ANY):
        raise invalid("icmpcode", f"Invalid icmp code {code}: -1 (all) or 0-255 of one type")
    return kind, code


def cidrs(parameter: str, given: list[str] | None, default: str) -> list[str]:
    """IPv4 CIDRs in canonical form, without repetition."""
    out = []
    for text in given or [default]:
        try:
            out.append(str(ipaddress.IPv4Network(text.strip(), strict=False)))
        except ValueError:
            raise invalid(parameter, f"Source cidrs formatting error {text}: not an IPv4 CIDR, as 10.1.1.0/24") from None
    return list(dict.fromkeys(out))


def inside(parameter: str, found: list[str], net: NetworkRow) -> list[str]:
    """As given, when all are within the network; 0.0.0.0/0 stands for the whole network."""
    whole = ipaddress.IPv4Network(net.cidr or ANYWHERE)
    out = []
    for text in found:
        one = whole if text == ANYWHERE else ipaddress.IPv4Network(text)
        if not one.subnet_of(whole):
            raise invalid(parameter, f"{text} is not within the guest cidr {whole}")
        out.append(str(one))
    return list(dict.fromkeys(out))
