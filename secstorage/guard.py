"""Which addresses may be fetched from. Decided after name resolution, on the address that is then connected to (no second look-up)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]


class Forbidden(Exception):
    """This URL may not be fetched; the text says why and what an administrator can do."""


@dataclass(frozen=True)
class Target:
    """A URL that may be fetched, and the one address to connect to."""

    url: SplitResult
    host: str
    port: int
    address: str


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Forbidden(f"the name {host!r} cannot be resolved: {error}") from error
    return [str(entry[4][0]) for entry in found]


def check(url: str, internal: Iterable[str], operator: Iterable[str] = (), resolver: Resolver = resolve) -> Target:
    """Parses and resolves `url`; raises Forbidden unless every address of the name may be fetched from.

    `internal`: CIDRs of private networks that the cloud's setting secstorage.allowed.internal.sites opens; they never open loopback,
    link-local, multicast or unspecified addresses. `operator`: CIDRs from this service's own configuration file, which may open anything.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"this is not a URL: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise Forbidden(f"the scheme {parts.scheme!r} is not supported: use http or https")
    if not parts.hostname or parts.username or parts.password:
        raise Forbidden("the URL needs a host name and must not carry a user name or password")
    port = port or (443 if parts.scheme == "https" else 80)
    addresses = list(resolver(parts.hostname, port))
    if not addresses:
        raise Forbidden(f"the name {parts.hostname!r} has no address")
    private = [ipaddress.ip_network(cidr, strict=False) for cidr in internal]
    opened = [ipaddress.ip_network(cidr, strict=False) for cidr in operator]
    for address in addresses:
        _judge(parts.hostname, _plain(ipaddress.ip_address(address)), private, opened)
    return Target(parts, parts.hostname, port, addresses[0])


def _plain(address: Address) -> Address:
    """The IPv4 address inside an IPv4-mapped, 6to4 or NAT64 one: what a connection would really reach."""
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour
        if embedded is None and address in ipaddress.ip_network("64:ff9b::/96"):
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return embedded or address
    return address


def _judge(host: str, address: Address, private: Sequence[Network], opened: Sequence[Network]) -> None:
    if any(address in network for network in opened):
        return
    never = address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved
    if not never and (address.is_global or any(address in network for network in private)):
        return
    raise Forbidden(
        f"{host} resolves to {address}, which is not a public address; an administrator may open a private network "
        "in the setting secstorage.allowed.internal.sites")
