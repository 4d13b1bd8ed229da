"""Ranges of addresses inside a network."""

from __future__ import annotations

import ipaddress

from manager.api import checks
from manager.api.errors import invalid
from manager.model.net.ipam import MAX_VLAN

UNTAGGED = "untagged"


def span(gateway: str, netmask: str, start: str, end: str | None, *, names: tuple[str, str] = ("startip", "endip")) -> tuple[str, str, str]:
    """(cidr, first, last) of IPv4 addresses. ApiError 431 unless both ends are hosts of gateway/netmask, in order, without the gateway.

    `names`: of the parameters that the ends came by.
    """
    checks.ip4("gateway", gateway)
    checks.ip4("netmask", netmask)
    first, last = ipaddress.IPv4Address(str(checks.ip4(names[0], start))), ipaddress.IPv4Address(str(checks.ip4(names[1], end or start)))
    try:
        net = ipaddress.IPv4Network(f"{gateway}/{netmask}", strict=False)
    except ValueError:
        raise invalid("netmask", f"{netmask} is not a netmask") from None
    for name, one in zip(names, (first, last), strict=True):
        if one not in net or (net.prefixlen < 31 and one in (net.network_address, net.broadcast_address)):
            raise invalid(name, f"{one} is no address of a host in {net}")
    if first > last:
        raise invalid(names[1], f"{last} comes before {first}")
    if first <= ipaddress.IPv4Address(gateway) <= last:
        raise invalid("gateway", f"{gateway} is inside the range {first}-{last}")
    return str(net), str(first), str(last)


def vlan_text(value: str | None) -> str:
    """A VLAN as stored: untagged or a number. ApiError 431 for anything else."""
    text = (value or UNTAGGED).lower().removeprefix("vlan://")
    if text == UNTAGGED:
        return text
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_VLAN:
        return str(int(text))
    raise invalid("vlan", f"{value} is neither untagged nor a VLAN, 1-{MAX_VLAN}")
