"""Values on the wire and what they become (WIRE 11)."""

from __future__ import annotations

import datetime
import re
from typing import NewType

Date = NewType("Date", int)   # microseconds since 1970 UTC
Long = NewType("Long", int)   # what the contract calls `long`
Short = NewType("Short", int)
Uuid = NewType("Uuid", str)   # a uuid that the command looks up itself

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}$")
_DATE_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?")


def has_control(text: str) -> bool:
    """Whether there is a control character other than LF and CR."""
    return _CONTROL.search(text) is not None


def parse_bool(text: str) -> bool:
    """`true` in any case is true, all else false."""
    return text.lower() == "true"


def parse_date(text: str, *, end: bool = False) -> int:
    """A date or date and time, with or without a zone (UTC), in microseconds. `end`: a bare date means its last second. ValueError otherwise."""
    if _DATE.match(text):
        day = _day(text)
        moment = day + datetime.timedelta(hours=23, minutes=59, seconds=59) if end else day
        return micros(moment)
    match = _DATE_TIME.match(text)
    if match is None:
        raise ValueError(text)
    rest = text[match.end():]
    zone = datetime.UTC if not rest else _zone(rest)
    moment = _day(match[1]).replace(tzinfo=zone) + datetime.timedelta(
        hours=_below(match[2], 24), minutes=_below(match[3], 60), seconds=_below(match[4], 61))
    fraction = int(float(match[5]) * 1_000_000) if match[5] else 0
    return micros(moment) + fraction


def _day(text: str) -> datetime.datetime:
    year, month, day = (int(part) for part in text.split("-"))
    return datetime.datetime(year, month, day, tzinfo=datetime.UTC)


def _below(text: str, limit: int) -> int:
    if int(text) >= limit:
        raise ValueError(text)
    return int(text)


def _zone(text: str) -> datetime.timezone:
    if not _ZONE.match(text):
        raise ValueError(text)
    if text == "Z":
        return datetime.UTC
    sign = -1 if text[0] == "-" else 1
    return datetime.timezone(sign * datetime.timedelta(hours=int(text[1:3]), minutes=_below(text[-2:], 60)))


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def micros(moment: datetime.datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // datetime.timedelta(microseconds=1)


def show_date(stored: int | None) -> str | None:
    """A stored time as clients expect it: yyyy-MM-dd'T'HH:mm:ss+0000. None and 0 (never) are None."""
    if not stored:
        return None
    return (_EPOCH + datetime.timedelta(seconds=stored // 1_000_000)).strftime("%Y-%m-%dT%H:%M:%S+0000")
