"""Who shows bad tokens is not listened to for a while, and managers are not asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from consoleproxy.http import whose

ALLOWED = 10      # refusals …
WINDOW = 60.0     # … within these seconds
REMEMBERED = 4096


class Guesses:
    """Counts refusals per address (IPv6: per /64)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def blocked(self, address: str) -> bool:
        """Whether it must wait."""
        times = self._seen.get(whose(address), [])
        return len([when for when in times if when > self._now() - WINDOW]) >= ALLOWED

    def refused(self, address: str) -> None:
        """Another refusal."""
        key = whose(address)
        times = [when for when in self._seen.pop(key, []) if when > self._now() - WINDOW]
        self._seen[key] = [*times[-ALLOWED:], self._now()]
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
