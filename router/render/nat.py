"""Address translation: port forwarding, static NAT both ways, source NAT, hairpins, and answers that leave where the question came in."""

from collections.abc import Mapping

from router.state import Interface, PublicAddress, Role, RouterState

DSTNAT = """\
type nat hook prerouting priority dstnat; policy accept;
dnat ip to ip daddr . meta l4proto . th dport map @forwarded_ports
dnat ip to ip daddr . meta l4proto . th dport map @forwarded_ranges
dnat ip to ip daddr map @static_in"""


def maps(state: RouterState) -> list[str]:
    """The maps that the NAT chains look into."""
    ports, ranges = [], []
    for forward in state.forwards:
        key = f"{forward.public_address} . {forward.protocol}"
        if forward.public_first == forward.guest_first and forward.public_last > forward.public_first:
            ranges.append(f"{key} . {forward.public_first}-{forward.public_last} : {forward.guest_address}")
            continue
        for offset in range(forward.public_last - forward.public_first + 1):  # nft has no shifted ranges: one element for each port
            port = f"{forward.guest_address} . {forward.guest_first + offset}"
            ports.append(f"{key} . {forward.public_first + offset} : {port}")
    pairs = [(s.public_address, s.guest_address) for s in state.static_nats]
    key = "ipv4_addr . inet_proto . inet_service"
    return [
        _map("forwarded_ports", f"type {key} : ipv4_addr . inet_service", ports),
        _map("forwarded_ranges", f"type {key} : ipv4_addr; flags interval", ranges),
        _map("static_in", "type ipv4_addr : ipv4_addr", [f"{public} : {guest}" for public, guest in pairs]),
        _map("static_out", "type ipv4_addr : ipv4_addr", [f"{guest} : {public}" for public, guest in pairs]),
    ]


def source_rules(state: RouterState, devices: Mapping[str, str]) -> list[str]:
    """Postrouting. A guest that reaches its neighbour by the public address is answered through the gateway: hence the hairpin rule."""
    rules = ["type nat hook postrouting priority srcnat; policy accept;"]
    for network in state.guests:
        cidr = network.cidr
        rules.append(f"ct status dnat ip saddr {cidr} ip daddr {cidr} snat ip to {network.gateway}")
    rules.append("oifname @public_devices snat ip to ip saddr map @static_out")
    rules += [f"oifname @public_devices ip saddr {n.cidr} snat ip to {n.source_nat}" for n in state.guests if n.source_nat]
    return rules


def uplinks(state: RouterState) -> list[tuple[Interface, list[PublicAddress]]]:
    """Public interfaces with their addresses, the default route's first: that is where source NAT is, else the first in the document."""
    carried = [(i, [a for a in state.addresses if state.public_interface(a) is i]) for i in state.of_role(Role.PUBLIC)]
    return sorted(carried, key=lambda pair: not any(a.source_nat for a in pair[1]))


def mark_chains(state: RouterState, devices: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """With several public interfaces: connections are marked with the one they belong to, and routing (`links`) follows the mark."""
    links = uplinks(state)
    if len(links) < 2:
        return []
    guests = {s.public_address: s.guest_address for s in state.static_nats}
    rules = ["type filter hook prerouting priority mangle; policy accept;"]
    rules += [f'iifname "{devices[link.mac]}" ct state new ct mark set {mark(at)}' for at, (link, _) in enumerate(links)]
    for at, (_, addresses) in enumerate(links):
        behind = [str(guests[a.address.ip]) for a in addresses if a.address.ip in guests]
        if behind:
            rules.append(f"iifname @guest_devices ct state new ip saddr {{ {', '.join(behind)} }} ct mark set {mark(at)}")
    rules.append("iifname @guest_devices meta mark set ct mark")
    return [("marks", rules)]


def mark(at: int) -> int:
    """The mark, and the routing table, of the public interface at index `at` of `uplinks`."""
    return 100 + at


def _map(name: str, kind: str, elements: list[str]) -> str:
    inside = f" elements = {{ {', '.join(elements)} }};" if elements else ""
    return f"  map {name} {{ {kind};{inside} }}"
