"""How figures are written, and how a plain list's answers get more fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from manager.api.call import Call, Listing
from manager.api.responses import Response

R = TypeVar("R", bound=Response)
GIB = 1 << 30
SECOND = 1_000_000


def percent(part: float | None, whole: float | None) -> str:
    """As 12.50%."""
    return f"{100 * (part or 0) / whole:.2f}%" if whole else "0.00%"


def ghz(mhz: float | None) -> str:
    """As 2.40 GHz."""
    return f"{(mhz or 0) / 1000:.2f} GHz"


def gib(size: float | None) -> str:
    """As 1.50 GB; `size` in bytes."""
    return f"{(size or 0) / GIB:.2f} GB"


def mib(kib: float | None) -> str:
    """As 1.50 MB; KiB in."""
    return f"{(kib or 0) / 1024:.2f} MB"


def beyond(part: float | None, whole: float | None, limit: float) -> bool:
    """Whether a threshold is passed."""
    return bool(whole) and (part or 0) > limit * (whole or 0)


def measured(call: Call, found: Listing[Any], add: Callable[[Call, list[Any]], list[R]]) -> Listing[R]:
    """A plain list's page with figures; `add` makes the answers of one batch."""
    more = None if found.more is None else (add(call, batch) for batch in found.more)
    return Listing(add(call, found.items), found.total, more)


def copied(item: Response) -> dict[str, Any]:
    """The fields of a plain answer."""
    return {name: getattr(item, name) for name in item.__struct_fields__}


def window(call: Call) -> int:
    """How old the newest figures may be, microseconds: three looks."""
    return 3 * max(int(call.setting("vm.stats.interval")), 10_000) * 1000
