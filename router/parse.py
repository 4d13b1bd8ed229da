"""One JSON value → one checked type. What a state document says reaches a rendered file only through these."""

import base64
import binascii
import ipaddress
import re
import uuid
from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)
Parser = Callable[[Any], T]

LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?")
MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
PROTOCOLS = {"tcp", "udp", "icmp", "all"}


class BadState(ValueError):
    """A state document is not what it must be; the text says where and why, and never quotes a secret."""


def string(longest: int = 1024) -> Parser[str]:
    """Any text of at most `longest` characters. It is only ever sent to the guest it is about: no rendered file takes one. Never quoted."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise BadState("is not a text")
        if len(value) > longest:
            raise BadState(f"is longer than {longest} characters")
        return value

    return parse


VARIABLE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def variables(value: Any) -> tuple[tuple[str, str], ...]:
    """Names that can be part of a path, with any text, at most 100 of them; sorted."""
    if not isinstance(value, dict) or len(value) > 100:
        raise BadState("is not an object with at most 100 texts")
    read = string(65_535)
    for name in value:
        if not VARIABLE.fullmatch(name):
            raise BadState("has a name that is not made of letters, digits, dots, hyphens and underscores")
    return tuple(sorted((name, read(text)) for name, text in value.items()))


def user_data(value: Any) -> bytes:
    """The octets that base64 (RFC 4648) stands for; at most 1 MiB, CloudStack's limit for user data in a POST."""
    if not isinstance(value, str):
        raise BadState("is not base64")
    try:
        octets = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise BadState("is not base64") from None
    if len(octets) > 1 << 20:
        raise BadState("is longer than 1 MiB")
    return octets


def boolean(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadState("is neither true nor false")
    return value


def integer(lowest: int, highest: int) -> Parser[int]:
    """A whole number within limits; as text too, which is how protobuf's JSON carries 64 bits."""

    def parse(value: Any) -> int:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value, re.ASCII):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadState("is not a whole number")
        if not lowest <= value <= highest:
            raise BadState(f"is not within {lowest} and {highest}")
        return value

    return parse


def label(value: Any) -> str:
    """A host name without dots (RFC 1123; inner underscores are tolerated, guests have them), in lower case."""
    text = _text(value, 63).lower()
    if not LABEL.fullmatch(text):
        raise BadState(f"{value!r} is not a host name")
    return text


def domain(value: Any) -> str:
    """A domain name (RFC 1123), in lower case. Its last label is not a number, so that no name under it can look like an address."""
    text = _text(value, 200).lower()
    labels = text.split(".")
    if not all(LABEL.fullmatch(part) for part in labels) or labels[-1].isdigit():
        raise BadState(f"{value!r} is not a domain name")
    return text


def mac(value: Any) -> str:
    """An Ethernet address, as 02:00:5e:00:00:01."""
    text = _text(value, 17).lower()
    if not MAC.fullmatch(text):
        raise BadState(f"{value!r} is not a MAC address")
    return text


def address(value: Any) -> ipaddress.IPv4Address:
    """An IPv4 address."""
    return _parsed(ipaddress.IPv4Address, value)


def interface(value: Any) -> ipaddress.IPv4Interface:
    """An IPv4 address with its prefix, as 10.1.1.1/24."""
    if not isinstance(value, str) or "/" not in value:
        raise BadState(f"{value!r} is not an address with a prefix")
    return _parsed(ipaddress.IPv4Interface, value)


def network(value: Any) -> ipaddress.IPv4Network:
    """An IPv4 network; bits beyond the prefix are zero."""
    return _parsed(ipaddress.IPv4Network, value)


def loose_network(value: Any) -> ipaddress.IPv4Network:
    """An IPv4 network as users write them: bits beyond the prefix are dropped."""
    return _parsed(ipaddress.IPv4Interface, value).network


def identifier(value: Any) -> uuid.UUID:
    """A UUID."""
    try:
        return uuid.UUID(_text(value, 36))
    except ValueError:
        raise BadState(f"{value!r} is not a UUID") from None


def protocol(value: Any) -> str:
    """tcp, udp, icmp, all, or a protocol's number (IANA) as decimal text."""
    text = _text(value, 8).lower()
    if text in PROTOCOLS:
        return text
    if not re.fullmatch(r"[0-9]{1,3}", text, re.ASCII) or int(text) > 255:
        raise BadState(f"{value!r} is not a protocol")
    return {6: "tcp", 17: "udp", 1: "icmp"}.get(int(text), str(int(text)))


def member(kind: type[E]) -> Parser[E]:
    """A member of an enumeration by its name, or its number as protobuf's JSON allows."""

    def parse(value: Any) -> E:
        try:
            return kind[value] if isinstance(value, str) else kind(integer(0, 255)(value))
        except (KeyError, ValueError):
            raise BadState(f"{value!r} is not one of {', '.join(kind.__members__)}") from None

    return parse


def maybe(parse: Parser[T]) -> Parser[T | None]:
    """None for the empty text, which is how protobuf's JSON spells "not set"."""
    return lambda value: None if value == "" else parse(value)


def many(parse: Parser[T], limit: int = 100_000) -> Parser[tuple[T, ...]]:
    """A list, each item parsed; an item's error carries its index."""

    def parse_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise BadState("is not a list")
        if len(value) > limit:
            raise BadState(f"has more than {limit} items")
        return tuple(at(f"[{index}]", parse, item) for index, item in enumerate(value))

    return parse_all


def at(where: str, parse: Parser[T], value: Any) -> T:
    """`parse(value)`; an error's text is preceded by `where`."""
    try:
        return parse(value)
    except BadState as error:
        text = str(error)
        raise BadState(f"{where}{'' if text.startswith(('.', '[')) else ' '}{text}") from None


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise BadState(f"{type(value).__name__} is not a text")
    if len(value) > longest:
        raise BadState(f"is longer than {longest} characters")
    if not value.isprintable():
        raise BadState(f"{value!r} has control characters")
    return value


def _parsed(kind: Callable[[str], T], value: Any) -> T:
    try:
        return kind(value if isinstance(value, str) else "")
    except ValueError:
        raise BadState(f"{value!r} is not an IPv4 address or network") from None
