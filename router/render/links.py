"""Addresses, routes and kernel switches of the router's interfaces, as a plan: what must be, and the `ip -batch` lines that lead there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Interface

from router.render.nat import mark, uplinks
from router.render.nftables import METADATA_ADDRESS
from router.state import Role, RouterState

RULES = (1000, 1001, 1002)  # priorities of our routing rules


@dataclass(frozen=True)
class Link:
    """One device: its addresses in order (the first is what the router itself speaks from) and its MTU (0: as it is)."""

    device: str
    role: Role
    addresses: tuple[IPv4Interface, ...]
    mtu: int = 0


@dataclass(frozen=True)
class Route:
    """A default route in a routing table (254: the main one)."""

    gateway: str
    device: str
    source: str
    table: int = 254


@dataclass(frozen=True)
class Plan:
    """What the kernel shall hold for the devices named; others are left alone."""

    links: tuple[Link, ...] = ()
    routes: tuple[Route, ...] = ()
    rules: tuple[str, ...] = ()  # as "priority 1001 from 198.51.100.5 lookup 101"
    sysctls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What the kernel holds: addresses by device, routing rules of ours."""

    addresses: Mapping[str, frozenset[IPv4Interface]]
    rules: frozenset[str] = frozenset()


def plan(state: RouterState, devices: Mapping[str, str]) -> Plan:
    """The plan for `state`; `devices` names the device of each MAC in it."""
    wanted: dict[str, list[IPv4Interface]] = {i.mac: [] for i in state.interfaces}
    for interface in state.interfaces:
        _add(wanted[interface.mac], interface.address)
    for address in state.addresses:
        _add(wanted[state.public_interface(address).mac], address.address)
    roles = {i.mac: i.role for i in state.interfaces}
    mtus = {state.guest_interface(network).mac: network.mtu for network in state.guests}
    for mac, role in roles.items():
        if role is Role.GUEST and wanted[mac]:
            _add(wanted[mac], IPv4Interface(METADATA_ADDRESS))
    links = tuple(Link(devices[mac], roles[mac], tuple(addresses), mtus.get(mac, 0)) for mac, addresses in wanted.items())
    routes, rules = _ways_out(state, devices, wanted)
    return Plan(links, routes, rules, _sysctls(links))


def _add(addresses: list[IPv4Interface], address: IPv4Interface | None) -> None:
    if address is not None and all(address.ip != other.ip for other in addresses):
        addresses.append(address)


def _ways_out(
    state: RouterState, devices: Mapping[str, str], wanted: Mapping[str, list[IPv4Interface]]
) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    """A default route through the first uplink; with several uplinks a table for each, chosen by source address or connection mark."""
    routes: list[Route] = []
    rules: list[str] = []
    links = uplinks(state)
    for at, (link, addresses) in enumerate(links):
        gateway = link.gateway or next((a.gateway for a in addresses if a.gateway), None)
        if gateway is None or not wanted[link.mac]:
            continue
        source = next((a.address.ip for a in addresses if a.source_nat), wanted[link.mac][0].ip)
        if at == 0:
            routes.append(Route(str(gateway), devices[link.mac], str(source)))
        if len(links) > 1:
            routes.append(Route(str(gateway), devices[link.mac], str(source), mark(at)))
            rules.append(f"priority {RULES[2]} from all fwmark {mark(at):#x} lookup {mark(at)}")
            rules += [f"priority {RULES[1]} from {address.ip} lookup {mark(at)}" for address in wanted[link.mac]]
    if rules:
        rules.append(f"priority {RULES[0]} from all lookup main suppress_prefixlength 0")  # all that is near, but not its default route
    return tuple(routes), tuple(rules)


def _sysctls(links: Iterable[Link]) -> dict[str, str]:
    """Kernel switches by path below /proc/sys/net (the kernel's networking/ip-sysctl.rst)."""
    values = {
        "ipv4/ip_forward": "1",
        "ipv4/conf/all/rp_filter": "0",  # the higher of all and the device's own counts
        "ipv4/conf/all/send_redirects": "0",  # a hairpin goes out where it came in, rightly
        "ipv4/conf/all/accept_redirects": "0",
    }
    for link in links:
        path = f"ipv4/conf/{link.device}"
        values |= {
            f"{path}/rp_filter": "1" if link.role is Role.GUEST else "2",
            f"{path}/send_redirects": "0",
            f"{path}/accept_redirects": "0",
            f"{path}/arp_ignore": "1",  # else the control network would hear about guests' addresses
            f"{path}/arp_announce": "2",
            f"{path}/promote_secondaries": "1",  # removing the first address of a network keeps the others
            f"ipv6/conf/{link.device}/disable_ipv6": "1",
        }
    return values


def changes(wanted: Plan, found: Found) -> list[str]:
    """`ip -batch` lines from `found` to `wanted`. Routes are replaced always: taking an address away may have taken them along."""
    lines = ["link set dev lo up"]
    for link in wanted.links:
        held = found.addresses.get(link.device, frozenset())
        lines += [f"address del {address} dev {link.device}" for address in sorted(held - set(link.addresses))]
        lines += [f"address add {address} dev {link.device}" for address in link.addresses if address not in held]
        mtu = f" mtu {link.mtu}" if link.mtu else ""
        lines.append(f"link set dev {link.device} up{mtu}")
    for route in wanted.routes:
        table = f" table {route.table}" if route.table != 254 else ""
        lines.append(f"route replace default via {route.gateway} dev {route.device} src {route.source}{table}")
    lines += [f"rule del {rule}" for rule in sorted(found.rules - set(wanted.rules))]
    lines += [f"rule add {rule}" for rule in wanted.rules if rule not in found.rules]
    return lines
