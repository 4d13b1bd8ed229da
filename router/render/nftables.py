"""The whole ruleset from the whole state: same state, same bytes; nothing is read from the machine.

Two tables. `pileus` is rebuilt in each transaction (nft(8): a file is applied whole or not at all), so nothing of an older state stays.
`pileus_usage` only ever gains counters: the kernel keeps a counter's value when it is added again, so usage survives every re-apply.
Connections survive because what NAT decided for them lives in conntrack, not in the rules.

Rules of a public address look at the *original* destination (`ct original`), as the user wrote them: before port forwarding and static NAT.
"""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, collapse_addresses

from router.render import nat
from router.state import Direction, FirewallRule, GuestNetwork, Role, RouterState

METADATA_ADDRESS = "169.254.169.254"
CONTROL_PORT = 3922
USAGE_TABLE = "pileus_usage"
Devices = Mapping[str, str]  # MAC → device name

TABLE = """\
table inet pileus
delete table inet pileus
table inet pileus {{
{sets}
{chains}
}}
"""

INPUT = """\
type filter hook input priority filter; policy drop;
ct state established,related accept
ct state invalid drop
iifname "lo" accept
iifname @control_devices tcp dport {control} accept
iifname @control_devices icmp type echo-request accept
iifname @guest_devices udp dport 67 accept
iifname . ip daddr @guest_services udp dport 53 accept
iifname . ip daddr @guest_services tcp dport {{ 53, 80, 8080 }} accept
iifname . ip daddr @guest_services icmp type echo-request accept
meta l4proto icmp ip daddr vmap @ingress"""

FORWARD = """\
type filter hook forward priority filter; policy drop;
tcp flags syn tcp option maxseg size set rt mtu
ct state established,related accept
ct state invalid drop
ct status dnat ct original ip daddr vmap @ingress
oifname @public_devices iifname vmap @egress"""


def render(state: RouterState, devices: Devices) -> str:
    """The nft script for `state`; `devices` names the device of each MAC in it (KeyError when one lacks)."""
    return _rules(state, devices) + usage(state, devices)


def _rules(state: RouterState, devices: Devices) -> str:
    named = {role: [devices[i.mac] for i in state.of_role(role)] for role in Role}
    services = [
        f'"{devices[state.guest_interface(network).mac]}" . {address}'
        for network in state.guests
        for address in (network.gateway, METADATA_ADDRESS)
    ]
    ingress = _ingress_chains(state)
    egress = {devices[state.guest_interface(n).mac]: (f"egress_{at}", _egress(state, n)) for at, n in enumerate(state.guests)}
    sets = [
        block("set control_devices", "type ifname", map(quoted, named[Role.CONTROL])),
        block("set public_devices", "type ifname", map(quoted, named[Role.PUBLIC])),
        block("set guest_devices", "type ifname", map(quoted, named[Role.GUEST])),
        block("set guest_services", "type ifname . ipv4_addr", services),
        block("map ingress", "type ipv4_addr : verdict", (f"{a} : jump in_{a}" for a in ingress)),
        block("map egress", "type ifname : verdict", (f"{quoted(device)} : goto {name}" for device, (name, _) in egress.items())),
        *nat.maps(state),
    ]
    chains = [
        *(chain(f"in_{address}", rules) for address, rules in ingress.items()),
        *(chain(name, rules) for name, rules in egress.values()),
        chain("input", INPUT.format(control=CONTROL_PORT).splitlines()),
        chain("forward", FORWARD.splitlines()),
        chain("dstnat", nat.DSTNAT.splitlines()),
        chain("srcnat", nat.source_rules(state, devices)),
        *(chain(name, rules) for name, rules in nat.mark_chains(state, devices)),
    ]
    return TABLE.format(sets="\n".join(sets), chains="\n".join(chains))


def usage(state: RouterState, devices: Devices) -> str:
    """The part of the script that counts bytes per public address; its counters are never deleted."""
    script = [f"add table inet {USAGE_TABLE}"]
    pairs = [(direction, str(a.address.ip)) for direction in ("in", "out") for a in state.addresses]
    script += [f"add counter inet {USAGE_TABLE} {direction}_{address}" for direction, address in pairs]
    for direction, hook, priority in (("in", "prerouting", "raw"), ("out", "postrouting", "srcnat + 10")):
        name = f"inet {USAGE_TABLE} {direction}"
        script += [
            f"add chain {name} {{ type filter hook {hook} priority {priority}; policy accept; }}",
            f"add map {name}_of {{ type ipv4_addr : counter; }}",
            f"flush chain {name}",
            f"flush map {name}_of",
        ]
        elements = [f'{address} : "{direction}_{address}"' for way, address in pairs if way == direction]
        if elements:
            script.append(f"add element {name}_of {{ {', '.join(elements)} }}")
        side, where = ("iifname", "daddr") if direction == "in" else ("oifname", "saddr")
        public = [quoted(devices[i.mac]) for i in state.of_role(Role.PUBLIC)]
        if public:
            script.append(f"add rule {name} {side} {{ {', '.join(public)} }} counter name ip {where} map @{direction}_of")
    return "\n".join(script) + "\n"


def _ingress_chains(state: RouterState) -> dict[str, list[str]]:
    chains: dict[str, list[str]] = {}
    for rule in state.firewall:
        if rule.direction is Direction.INGRESS:
            chains.setdefault(str(rule.public_address), []).append(f"{_match(rule, 'ct original proto-dst')} accept".strip())
    return chains


def _egress(state: RouterState, network: GuestNetwork) -> list[str]:
    """A network's way out. As in CloudStack, its rules are exceptions: they drop where the default allows, and accept where it does not."""
    verdict, default = ("drop", "accept") if network.egress_default_allow else ("accept", "drop")
    mine = [r for r in state.firewall if r.direction is Direction.EGRESS and r.guest == network.uuid]
    return [*(f"{_match(rule, 'th dport')} {verdict}".strip() for rule in mine), default]


def _match(rule: FirewallRule, port: str) -> str:
    parts = []
    if rule.protocol == "icmp":
        parts.append("meta l4proto icmp")
        if rule.icmp_type >= 0:
            parts.append(f"icmp type {rule.icmp_type}")
            if rule.icmp_code >= 0:
                parts.append(f"icmp code {rule.icmp_code}")
    elif rule.protocol != "all":
        parts.append(f"meta l4proto {rule.protocol}")
    if rule.protocol in ("tcp", "udp") and rule.port_last:
        parts.append(f"{port} {span(rule.port_first, rule.port_last)}")
    for side, networks in (("saddr", cidrs(rule.sources)), ("daddr", cidrs(rule.destinations))):
        if networks:
            parts.append(f"ip {side} {{ {', '.join(networks)} }}")
    return " ".join(parts)


def cidrs(networks: Iterable[IPv4Network]) -> list[str]:
    """Networks without overlaps, in order; nothing when they cover everything, because then nothing needs to be matched."""
    collapsed = sorted(collapse_addresses(networks))
    return [] if IPv4Network("0.0.0.0/0") in collapsed else [str(network) for network in collapsed]


def span(first: int, last: int) -> str:
    """A port or a range of ports."""
    return str(first) if first == last else f"{first}-{last}"


def quoted(device: str) -> str:
    """A device's name as nft wants it."""
    return f'"{device}"'


def block(head: str, kind: str, elements: Iterable[str]) -> str:
    """A set or map; without elements it stands empty, so that rules may name it always."""
    items = list(elements)
    inside = f" elements = {{ {', '.join(items)} }};" if items else ""
    return f"  {head} {{ {kind};{inside} }}"


def chain(name: str, rules: Iterable[str]) -> str:
    """A chain of rules, one a line."""
    return "\n".join([f"  chain {name} {{", *(f"    {rule}" for rule in rules), "  }"])
