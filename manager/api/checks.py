"""Checks of values that several commands take. Each raises ApiError 431 that names the parameter."""

from __future__ import annotations

import ipaddress
import re

from manager.api.errors import invalid

DOMAIN = re.compile(r"(?=.{1,190}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.IGNORECASE)
LONGEST_GROUPS = 1000
LONGEST_TAGS = 1024
SMALLEST_PREFIX, LARGEST_PREFIX = 8, 29  # bits, of a network of guests


def ip(name: str, value: str | None) -> str | None:
    """An IPv4 or IPv6 address in canonical form."""
    if not value:
        return value
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise invalid(name, f"{value} is not an IP address") from None


def ip4(name: str, value: str | None) -> str | None:
    """An IPv4 address in canonical form: guests and routers are told no others yet."""
    if not value:
        return value
    try:
        return str(ipaddress.IPv4Address(value))
    except ValueError:
        raise invalid(name, f"{value} is not an IPv4 address") from None


def guest_cidr(name: str, value: str | None) -> str | None:
    """An IPv4 network that a router and some guests fit in, in canonical form."""
    if not value:
        return value
    try:
        found = ipaddress.IPv4Network(value)
    except ValueError:
        raise invalid(name, f"{value} is not an IPv4 CIDR, as 10.1.1.0/24") from None
    if not SMALLEST_PREFIX <= found.prefixlen <= LARGEST_PREFIX or found.is_multicast or found.is_loopback or found.is_link_local:
        raise invalid(name, f"{value} cannot be a network of guests: a prefix of {SMALLEST_PREFIX} to {LARGEST_PREFIX} bits is needed")
    return str(found)


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


def groups(name: str, value: list[str] | None) -> str | None:
    """Names of storage access groups, comma-joined; None when none are given."""
    if value is None:
        return None
    joined = ",".join(dict.fromkeys(part.strip() for part in value if part.strip()))
    if len(joined) > LONGEST_GROUPS:
        raise invalid(name, f"the groups are longer than {LONGEST_GROUPS} characters together")
    return joined or None


def tags(name: str, value: list[str] | None) -> str | None:
    """Tags of a host or pool, comma-joined; empty for an empty list, None when none are given."""
    if value is None:
        return None
    joined = ",".join(dict.fromkeys(part.strip() for part in value if part.strip()))
    if len(joined) > LONGEST_TAGS:
        raise invalid(name, f"the tags are longer than {LONGEST_TAGS} characters together")
    return joined


def network_domain(value: str | None, name: str = "networkdomain") -> str | None:
    """The domain of guests' names, in lower case: it ends in routers' DNS. None when none is given."""
    if not value:
        return None
    if not DOMAIN.fullmatch(value) or value.rpartition(".")[2].isdigit():
        raise invalid(name, "Invalid network domain. Total length shouldn't exceed 190 chars. Each domain label must be "
                      "between 1 and 63 characters long, can contain ASCII letters 'a' through 'z', the digits '0' through '9', and "
                      "the hyphen ('-'); can't start or end with \"-\"")
    return value.lower()


def one_line(name: str, value: str) -> str:
    """A name that people and logs can show: no line breaks, no space at its ends."""
    if value.strip() != value or not value.isprintable():
        raise invalid(name, "it begins or ends with a space, or holds what cannot be shown on one line")
    return value
