"""Which address or tag is next. Pure: what is taken comes in, a choice goes out; the UNIQUE constraint decides races."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Container, Sequence
from dataclasses import dataclass

PROBES = 16
MAX_VLAN = 4094
MAX_VNI = (1 << 24) - 1

# 169.254.0.0 and .255.255 are no host addresses, .0.1 is the host; 169.254.169.254 answers metadata in guests' networks.
CONTROL_FIRST, CONTROL_LAST = 2, (1 << 16) - 2
CONTROL_TAKEN = frozenset({169 << 8 | 254})


@dataclass(frozen=True)
class Span:
    """Addresses first..last (both included) as numbers, without those in `keep`."""

    first: int
    last: int
    keep: frozenset[int]


def number(address: str) -> int:
    """An IPv4 address as a number; ValueError when it is none."""
    return int(ipaddress.IPv4Address(address))


def dotted(value: int) -> str:
    """A number as an IPv4 address."""
    return str(ipaddress.IPv4Address(value))


def netmask(cidr: str) -> str:
    """The netmask of a CIDR."""
    return str(ipaddress.IPv4Network(cidr, strict=False).netmask)


def guest_span(cidr: str, gateway: str | None, start: str | None = None, end: str | None = None) -> Span:
    """What guests of a network may get: its range (the whole CIDR when none is set) without network, broadcast and gateway."""
    net = ipaddress.IPv4Network(cidr)
    low, high = int(net.network_address), int(net.broadcast_address)
    if net.prefixlen < 31:
        low, high = low + 1, high - 1
    first = max(low, number(start)) if start else low
    last = min(high, number(end)) if end else high
    return Span(first, last, frozenset({number(gateway)} if gateway else ()))


def pick(span: Span, taken: Container[int], rng: random.Random) -> int | None:
    """A free number of `span`, random so that parallel choosers rarely meet; None when all are taken."""
    size = span.last - span.first + 1
    if size <= 0:
        return None
    for _ in range(PROBES):
        value = span.first + rng.randrange(size)
        if value not in taken and value not in span.keep:
            return value
    start = rng.randrange(size)
    for offset in range(size):
        value = span.first + (start + offset) % size
        if value not in taken and value not in span.keep:
            return value
    return None


def within(span: Span, value: int) -> bool:
    """Whether a guest may ask for this address."""
    return span.first <= value <= span.last and value not in span.keep


def parse_tags(text: str, top: int) -> list[range]:
    """Ranges of tags as CloudStack writes them: "100-200,300". ValueError names what is wrong."""
    out: list[range] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        low, _, high = part.partition("-")
        try:
            first, last = int(low), int(high or low)
        except ValueError:
            raise ValueError(f"{part!r} is not a range of numbers") from None
        if not 1 <= first <= last <= top:
            raise ValueError(f"{part!r} is not a range within 1-{top}")
        out.append(range(first, last + 1))
    return out


def without(ranges: Sequence[range], others: Sequence[range]) -> list[range]:
    """What is left of `ranges` when `others` are taken away."""
    left = list(ranges)
    for other in others:
        cut: list[range] = []
        for one in left:
            cut += [range(one.start, min(one.stop, other.start)), range(max(one.start, other.stop), one.stop)]
        left = [one for one in cut if len(one)]
    return left


def common(ranges: Sequence[range], others: Sequence[range]) -> list[range]:
    """What both have."""
    return without(ranges, without(ranges, others))


def overlap(ranges: Sequence[range]) -> range | None:
    """The first range that shares a tag with another; None when none does."""
    last: range | None = None
    for one in sorted(ranges, key=lambda span: span.start):
        if last is not None and one.start < last.stop:
            return one
        last = one
    return None


def pick_tag(ranges: Sequence[range], taken: Container[int], rng: random.Random) -> int | None:
    """A free tag of `ranges`; None when all are taken."""
    total = sum(map(len, ranges))
    if total == 0:
        return None
    for _ in range(PROBES):
        tag = _nth(ranges, rng.randrange(total))
        if tag not in taken:
            return tag
    start = rng.randrange(total)
    for offset in range(total):
        tag = _nth(ranges, (start + offset) % total)
        if tag not in taken:
            return tag
    return None


def _nth(ranges: Sequence[range], index: int) -> int:
    for one in ranges:
        if index < len(one):
            return one[index]
        index -= len(one)
    raise IndexError(index)
