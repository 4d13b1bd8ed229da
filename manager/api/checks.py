"""Checks of values that several commands take. Each raises ApiError 431 that names the parameter."""

from __future__ import annotations

import ipaddress

from manager.api.errors import invalid


def ip(name: str, value: str | None) -> str | None:
    """An IPv4 or IPv6 address in canonical form."""
    if not value:
        return value
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise invalid(name, f"{value} is not an IP address") from None


def cidr(name: str, value: str | None) -> str | None:
    """A network in canonical form, as 10.1.1.0/24."""
    if not value:
        return value
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        raise invalid(name, f"{value} is not a CIDR, as 10.1.1.0/24") from None


def span(gateway: str | None, netmask: str | None, start: str | None, end: str | None) -> str | None:
    """Checks a range of IPv4 addresses inside gateway/netmask; returns its CIDR. All None: None."""
    given = {"gateway": gateway, "netmask": netmask, "startip": start}
    if all(value is None for value in given.values()):
        return None
    if missing := [name for name, value in given.items() if value is None]:
        raise invalid(missing[0], "it is needed with the others of gateway, netmask and startip")
    for name, value in (*given.items(), ("endip", end)):
        ip(name, value)
    try:
        network = ipaddress.ip_network(f"{gateway}/{netmask}", strict=False)
    except ValueError:
        raise invalid("netmask", f"{netmask} is not a netmask") from None
    low, high = (ipaddress.ip_address(str(value)) for value in (start, end or start))
    if low not in network or high not in network or int(high) < int(low):
        raise invalid("startip", f"{start}-{end or start} is not a range inside {network}")
    if int(low) <= int(ipaddress.ip_address(str(gateway))) <= int(high):
        raise invalid("gateway", f"{gateway} is inside the range {start}-{end or start}")
    return str(network)
