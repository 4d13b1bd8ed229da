"""The host's anti-spoofing rules: one nftables table of the bridge family, rendered whole from what is on the host. Pure.

Same state, same text. Applied by `nft -f` in one transaction: the table is replaced, never edited, and no other table is named.
Nothing in it needs connection tracking (many kernels have none for bridges), so a replacement never disturbs a connection.

- An untrusted port sends only from its own MAC, and from its own addresses where it has any: IPv4, IPv6 and the ARP and neighbour
  messages that claim them; never as a DHCP server or IPv6 router. Other protocols and VLAN tags are dropped.
- A trusted port (a system VM's) is not checked, but for VLAN tags: nobody hops from one network to another.
- Frames from tenants' bridges never reach the host itself. From the control bridge come only ARP, pings and answers: a system VM
  that was taken over finds no open door on its host.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

TABLE = "pileus"
ToHost = Literal["all", "control", "nothing"]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Guard:
    """A port: its tap, its MAC, the addresses it may use (none: any), its limit in Mbit/s from the guest (0: none).

    `to_host`: what of it may reach the host itself: all (a bridge that is the operator's), what the control network needs, nothing.
    """

    name: str
    mac: str
    addresses: tuple[str, ...] = ()
    trusted: bool = False
    mbps: int = 0
    to_host: ToHost = "nothing"


_TABLE = """\
table bridge {table}
delete table bridge {table}
table bridge {table} {{
{sets}
  chain from_port {{
    type filter hook prerouting priority -300; policy accept;
    iifname @ports ether type {{ 0x8100, 0x88a8 }} drop
    iifname @guests jump guest
    iifname vmap @limits
  }}
  chain to_port {{
    type filter hook postrouting priority 0; policy accept;
    oifname @ports ether type {{ 0x8100, 0x88a8 }} drop
  }}
  chain to_host {{
    type filter hook input priority -200; policy accept;
    iifname @tenants drop
    iifname @control jump from_control
  }}
  chain guest {{
    iifname . ether saddr != @macs drop
    ether type vmap {{ arp : goto guest_arp, ip : goto guest_ip, ip6 : goto guest_ip6 }}
    drop
  }}
  chain guest_arp {{
    iifname . arp saddr ether != @macs drop
    arp saddr ip 0.0.0.0 return
    iifname @roaming return
    iifname . arp saddr ip @addresses return
    drop
  }}
  chain guest_ip {{
    udp sport 67 drop
    ip saddr 0.0.0.0 udp sport 68 udp dport 67 return
    iifname @roaming return
    iifname . ip saddr @addresses return
    drop
  }}
  chain guest_ip6 {{
    icmpv6 type {{ nd-router-advert, nd-redirect }} drop
    udp sport 547 drop
    iifname @roaming return
    iifname != @speaks6 drop
    ip6 saddr :: icmpv6 type {{ nd-router-solicit, nd-neighbor-solicit, mld2-listener-report }} return
    icmpv6 type nd-neighbor-advert iifname vmap @adverts
    iifname . ip6 saddr @addresses6 return
    drop
  }}
  chain from_control {{
    ether type arp return
    ip protocol icmp return
    tcp flags & (syn | ack) == syn drop
    ip protocol tcp return
    drop
  }}
{chains}}}
"""


def render(guards: Collection[Guard], uplinks: Collection[str] = ()) -> str:
    """The text for `nft -f`. `uplinks`: devices that join tenants' bridges to other hosts. ValueError for an address that is none.

    Names come from kernel devices or were checked to be such; MACs and addresses are parsed here, so no text reaches a rule.
    """
    ports = sorted(guards, key=lambda guard: guard.name)
    guests = [guard for guard in ports if not guard.trusted]
    fixed = [guard for guard in guests if guard.addresses]
    limited = [guard for guard in ports if guard.mbps > 0]
    addresses: list[tuple[Guard, Address]] = [(guard, ipaddress.ip_address(text)) for guard in fixed for text in guard.addresses]
    four = [_pair(guard.name, str(address)) for guard, address in addresses if address.version == 4]
    listed6 = {guard: [address for owner, address in addresses if owner is guard and address.version == 6] for guard in fixed}
    six: dict[Guard, list[Address]] = {guard: [*found, link_local(guard.mac)] for guard, found in listed6.items() if found}
    sets = [
        _set("ports", "ifname", [_quoted(guard.name) for guard in ports]),
        _set("guests", "ifname", [_quoted(guard.name) for guard in guests]),
        _set("roaming", "ifname", [_quoted(guard.name) for guard in guests if not guard.addresses]),
        _set("macs", "ifname . ether_addr", [_pair(guard.name, mac_text(guard.mac)) for guard in guests]),
        _set("addresses", "ifname . ipv4_addr", sorted(set(four))),
        _set("speaks6", "ifname", [_quoted(guard.name) for guard in six]),
        _set("addresses6", "ifname . ipv6_addr", [_pair(guard.name, str(address)) for guard, found in six.items() for address in found]),
        _set("adverts", "ifname : verdict", [f"{_quoted(guard.name)} : jump advert_{guard.name}" for guard in six], kind="map"),
        _set("tenants", "ifname", sorted(map(_quoted, {*uplinks, *(guard.name for guard in ports if guard.to_host == "nothing")}))),
        _set("control", "ifname", [_quoted(guard.name) for guard in ports if guard.to_host == "control"]),
        _set("limits", "ifname : verdict", [f"{_quoted(guard.name)} : jump limit_{guard.name}" for guard in limited], kind="map"),
    ]
    chains = [*map(_limit, limited), *(_advert(guard, found) for guard, found in six.items())]
    return _TABLE.format(table=TABLE, sets="\n".join(sets), chains="".join(chains))


def link_local(mac: str) -> ipaddress.IPv6Address:
    """The IPv6 address that a NIC with this MAC gives itself (RFC 4291, appendix A)."""
    octets = bytearray.fromhex(mac_text(mac).replace(":", ""))
    octets[0] ^= 2
    return ipaddress.IPv6Address(bytes.fromhex("fe80000000000000") + bytes(octets[:3]) + b"\xff\xfe" + bytes(octets[3:]))


def mac_text(mac: str) -> str:
    """The MAC in its canonical form. ValueError when it is none."""
    octets = bytes.fromhex(mac.replace(":", ""))
    if len(octets) != 6 or len(mac) != 17:
        raise ValueError(f"not a MAC: {mac!r}")
    return octets.hex(":")


def burst_bytes(mbps: int) -> int:
    """What may pass at once at a rate: an eighth of a second, at least two of the largest packets a guest hands over."""
    return max(mbps * 125_000 // 8, 131_072)


def _limit(guard: Guard) -> str:
    rate, burst = guard.mbps * 125_000, burst_bytes(guard.mbps)
    return f"  chain limit_{guard.name} {{\n    limit rate over {rate} bytes/second burst {burst} bytes drop\n  }}\n"


def _advert(guard: Guard, addresses: Iterable[Address]) -> str:
    """Which addresses it may claim by neighbour advertisement: the target is 8 octets into the ICMPv6 message (RFC 4861, 4.4)."""
    own = ", ".join(f"0x{int(address):032x}" for address in addresses)
    return f"  chain advert_{guard.name} {{\n    @th,64,128 {{ {own} }} return\n    drop\n  }}\n"


def _set(name: str, type_: str, elements: Iterable[str], *, kind: str = "set") -> str:
    listed = ", ".join(elements)
    return f"  {kind} {name} {{ type {type_};" + (f" elements = {{ {listed} }}" if listed else "") + " }"


def _pair(name: str, value: str) -> str:
    return f"{_quoted(name)} . {value}"


def _quoted(name: str) -> str:
    if not 0 < len(name) < 16 or set(name) & set('"\\/{}; \n'):
        raise ValueError(f"not a device name: {name!r}")
    return f'"{name}"'
