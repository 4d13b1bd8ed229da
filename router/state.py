"""What a router is told: everything, every time. Mirrors protos/router/v1/router.proto; each field names the parser that guards it.

The document is protobuf's canonical JSON with the original field names: absent means default. A field this router does not know is refused,
because a part of the wanted state would silently be missing.
"""
# ruff: noqa: RUF009 - `held` makes a dataclass field; its defaults are frozen

import dataclasses
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any, TypeVar
from uuid import UUID

from router import parse
from router.parse import BadState, at

T = TypeVar("T")


class Role(IntEnum):
    """What an interface is for."""

    UNSET = 0
    CONTROL = 1
    PUBLIC = 2
    GUEST = 3


class Direction(IntEnum):
    """Which way a firewall rule looks."""

    INGRESS = 0
    EGRESS = 1


def held(parser: parse.Parser[Any], default: Any = dataclasses.MISSING, *, show: bool = True) -> Any:
    """A field read by `parser`; without a default it must be there. `show`: whether it may appear in a repr."""
    return dataclasses.field(default=default, metadata={"parse": parser}, repr=show)


def struct(kind: type[T]) -> Callable[[Any], T]:
    """A parser for a dataclass whose fields are made by `held`."""

    def read(value: Any) -> T:
        fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
        if not isinstance(value, dict):
            raise BadState("is not an object")
        if strange := value.keys() - fields.keys():
            raise BadState(f"has fields this router does not know: {', '.join(map(repr, sorted(strange, key=str)))}")
        found = {name: at(f".{name}", fields[name].metadata["parse"], item) for name, item in value.items()}
        missing = [name for name, field in fields.items() if field.default is dataclasses.MISSING and name not in found]
        if missing:
            raise BadState(f"lacks {', '.join(missing)}")
        return kind(**found)

    return read


_string = parse.string()
_port = parse.integer(0, 65535)


@dataclass(frozen=True)
class Metadata:
    """What a VM may ask about itself."""

    instance_id: str = held(_string, "")
    vm_id: str = held(_string, "")
    local_hostname: str = held(_string, "")
    service_offering: str = held(_string, "")
    availability_zone: str = held(_string, "")
    cloud_identifier: str = held(_string, "")
    public_ipv4: IPv4Address | None = held(parse.maybe(parse.address), None)
    public_hostname: str = held(_string, "")
    hypervisor_host_name: str = held(_string, "")
    public_keys: tuple[str, ...] = held(parse.many(parse.string(16384), 100), ())
    user_data: bytes = held(parse.user_data, b"", show=False)
    password: str = held(_string, "", show=False)
    password_id: str = held(_string, "")
    variables: tuple[tuple[str, str], ...] = held(parse.variables, (), show=False)


@dataclass(frozen=True)
class Lease:
    """One NIC of a guest."""

    mac: str = held(parse.mac)
    address: IPv4Address = held(parse.address)
    hostname: str | None = held(parse.maybe(parse.label), None)
    default_route: bool = held(parse.boolean, False)
    metadata: Metadata = held(struct(Metadata), Metadata())


@dataclass(frozen=True)
class GuestNetwork:
    """A network whose gateway this router is."""

    uuid: UUID = held(parse.identifier)
    cidr: IPv4Network = held(parse.network)
    gateway: IPv4Address = held(parse.address)
    domain: str | None = held(parse.maybe(parse.domain), None)
    dns: tuple[IPv4Address, ...] = held(parse.many(parse.address, 16), ())
    egress_default_allow: bool = held(parse.boolean, False)
    leases: tuple[Lease, ...] = held(parse.many(struct(Lease)), ())
    mtu: int = held(parse.integer(0, 9216), 0)
    source_nat: IPv4Address | None = held(parse.maybe(parse.address), None)


@dataclass(frozen=True)
class Interface:
    """A network card of the router."""

    mac: str = held(parse.mac)
    role: Role = held(parse.member(Role))
    address: IPv4Interface | None = held(parse.maybe(parse.interface), None)
    gateway: IPv4Address | None = held(parse.maybe(parse.address), None)


@dataclass(frozen=True)
class PublicAddress:
    """An address of the outside that this router answers for."""

    address: IPv4Interface = held(parse.interface)
    gateway: IPv4Address | None = held(parse.maybe(parse.address), None)
    mac: str | None = held(parse.maybe(parse.mac), None)
    source_nat: bool = held(parse.boolean, False)


@dataclass(frozen=True)
class FirewallRule:
    """What may come in to a public address, or what of a guest network's way out differs from its default."""

    protocol: str = held(parse.protocol)
    id: str = held(_string, "")
    direction: Direction = held(parse.member(Direction), Direction.INGRESS)
    port_first: int = held(_port, 0)
    port_last: int = held(_port, 0)
    icmp_type: int = held(parse.integer(-1, 255), 0)
    icmp_code: int = held(parse.integer(-1, 255), 0)
    sources: tuple[IPv4Network, ...] = held(parse.many(parse.loose_network), ())
    destinations: tuple[IPv4Network, ...] = held(parse.many(parse.loose_network), ())
    public_address: IPv4Address | None = held(parse.maybe(parse.address), None)
    guest: UUID | None = held(parse.maybe(parse.identifier), None)


@dataclass(frozen=True)
class PortForward:
    """Ports of a public address that lead to a guest's."""

    public_address: IPv4Address = held(parse.address)
    protocol: str = held(parse.protocol)
    public_first: int = held(parse.integer(1, 65535))
    public_last: int = held(parse.integer(1, 65535))
    guest_address: IPv4Address = held(parse.address)
    guest_first: int = held(parse.integer(1, 65535))
    guest_last: int = held(parse.integer(1, 65535))
    id: str = held(_string, "")


@dataclass(frozen=True)
class StaticNat:
    """A public address that is wholly a guest's."""

    public_address: IPv4Address = held(parse.address)
    guest_address: IPv4Address = held(parse.address)


@dataclass(frozen=True)
class RouterState:
    """The whole."""

    router: UUID = held(parse.identifier)
    generation: int = held(parse.integer(1, 2**63 - 1))
    hostname: str | None = held(parse.maybe(parse.label), None)
    interfaces: tuple[Interface, ...] = held(parse.many(struct(Interface), 64), ())
    guests: tuple[GuestNetwork, ...] = held(parse.many(struct(GuestNetwork), 64), ())
    addresses: tuple[PublicAddress, ...] = held(parse.many(struct(PublicAddress)), ())
    firewall: tuple[FirewallRule, ...] = held(parse.many(struct(FirewallRule)), ())
    forwards: tuple[PortForward, ...] = held(parse.many(struct(PortForward)), ())
    static_nats: tuple[StaticNat, ...] = held(parse.many(struct(StaticNat)), ())
    upstream_dns: tuple[IPv4Address, ...] = held(parse.many(parse.address, 16), ())

    def of_role(self, role: Role) -> list[Interface]:
        """The interfaces of one role, in the document's order."""
        return [interface for interface in self.interfaces if interface.role is role]

    def guest_interface(self, network: GuestNetwork) -> Interface:
        """The interface that holds a guest network's gateway (`read` has checked that there is one)."""
        return next(i for i in self.of_role(Role.GUEST) if i.address is not None and i.address.ip == network.gateway)

    def public_interface(self, address: PublicAddress) -> Interface:
        """The interface that carries a public address: the named one, else the first."""
        public = self.of_role(Role.PUBLIC)
        return next(i for i in public if address.mac in (None, i.mac))


def read(document: Any) -> RouterState:
    """The state that a JSON document describes. Raises BadState, naming the place, when a value or their whole makes no sense."""
    state = at("state", struct(RouterState), document)
    _check_interfaces(state)
    for network in state.guests:
        _check_guest(network)
    _check_public(state)
    return state


def _unique(what: str, items: Iterable[object]) -> None:
    seen: set[object] = set()
    for item in items:
        if item in seen:
            raise BadState(f"{what} {item} appears twice")
        seen.add(item)


def _check_interfaces(state: RouterState) -> None:
    _unique("interface", (i.mac for i in state.interfaces))
    if any(i.role is Role.UNSET for i in state.interfaces):
        raise BadState("an interface has no role")
    if len(state.of_role(Role.CONTROL)) > 1:
        raise BadState("there is more than one control interface")
    gateways = {i.address.ip for i in state.of_role(Role.GUEST) if i.address is not None}
    _unique("guest network", (network.uuid for network in state.guests))
    _unique("gateway", (network.gateway for network in state.guests))
    for network in state.guests:
        if network.gateway not in gateways:
            raise BadState(f"no guest interface holds the gateway {network.gateway}")
        for other in state.guests:
            if other is not network and other.cidr.overlaps(network.cidr):
                raise BadState(f"guest networks {other.cidr} and {network.cidr} overlap")


def _check_guest(network: GuestNetwork) -> None:
    inside = network.cidr
    if network.gateway not in inside:
        raise BadState(f"gateway {network.gateway} is not in {inside}")
    if 0 < network.mtu < 68:
        raise BadState(f"an MTU of {network.mtu} is less than IPv4 needs")
    _unique("MAC", (lease.mac for lease in network.leases))
    _unique("address", (lease.address for lease in network.leases))
    for lease in network.leases:
        if lease.address not in inside or lease.address == network.gateway:
            raise BadState(f"lease {lease.address} is not a guest's address in {inside}")
        if lease.metadata.password and not lease.metadata.password_id:
            raise BadState(f"the password of {lease.address} has no password_id")


def _check_public(state: RouterState) -> None:
    public = {a.address.ip for a in state.addresses}
    _unique("public address", (a.address.ip for a in state.addresses))
    cards = {i.mac for i in state.of_role(Role.PUBLIC)}
    for address in state.addresses:
        if not cards or (address.mac is not None and address.mac not in cards):
            raise BadState(f"no public interface carries {address.address.ip}")
    used: list[IPv4Address | None] = [n.source_nat for n in state.guests if n.source_nat]
    used += [s.public_address for s in state.static_nats] + [f.public_address for f in state.forwards]
    used += [r.public_address for r in state.firewall if r.direction is Direction.INGRESS]
    for wanted in used:
        if wanted not in public:
            raise BadState(f"{wanted} is not among the public addresses")
    _unique("static NAT of", (s.public_address for s in state.static_nats))
    _unique("static NAT to", (s.guest_address for s in state.static_nats))
    guests = {network.uuid for network in state.guests}
    for rule in state.firewall:
        if rule.direction is Direction.EGRESS and rule.guest not in guests:
            raise BadState(f"egress rule {rule.id!r} names no guest network of this router")
        if rule.port_first > rule.port_last:
            raise BadState(f"rule {rule.id!r} has its ports in the wrong order")
    _check_forwards(state)


def _check_forwards(state: RouterState) -> None:
    whole = {s.public_address for s in state.static_nats}
    taken: dict[tuple[IPv4Address, str], list[tuple[int, int]]] = {}
    for forward in state.forwards:
        if forward.protocol not in ("tcp", "udp"):
            raise BadState(f"port forwarding {forward.id!r} is neither tcp nor udp")
        if forward.public_address in whole:
            raise BadState(f"{forward.public_address} has static NAT; it cannot forward ports too")
        if not 0 <= forward.public_last - forward.public_first == forward.guest_last - forward.guest_first:
            raise BadState(f"port forwarding {forward.id!r} does not map as many ports as it takes")
        taken.setdefault((forward.public_address, forward.protocol), []).append((forward.public_first, forward.public_last))
    for (address, protocol), ranges in taken.items():
        ranges.sort()
        for (_, last), (first, _) in itertools.pairwise(ranges):
            if first <= last:
                raise BadState(f"{protocol} port {first} of {address} is forwarded twice")
