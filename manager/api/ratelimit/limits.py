"""Counting calls per account (api.throttling.*): in memory, a window of fixed length that begins with an account's first call.

Managers do not tell one another what they counted, which would cost a write for each call: each gives its share, api.throttling.max
divided by the processes that are alive. A load balancer that spreads calls evenly lets an account have the whole; one that keeps it on
one manager gives it that manager's share. All managers together never give more than the maximum, rounded up per process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from common import clock
from manager import settings
from manager.api.errors import THROTTLED, ApiError
from manager.model.access import api_resets
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.work import nodes


@dataclass
class Window:
    """An account's calls since `began` (monotonic seconds)."""

    began: float
    calls: int = 0


@dataclass(frozen=True)
class Standing:
    """What an account has called, may still call, and when it starts anew (ms)."""

    issued: int
    left: int
    expires_ms: int


class Limits:
    """One per process; threads share it."""

    def __init__(self) -> None:
        self.processes = 1
        self._windows: OrderedDict[int, Window] = OrderedDict()
        self._resets: dict[int, int] = {}
        self._lock = threading.Lock()

    def take(self, tx: Tx, caller: Caller) -> None:
        """Counts one call; ApiError 429 when the account has had its share. Root admins are not counted."""
        if caller.is_admin or not settings.get(tx, "api.throttling.enabled"):
            return
        most, interval = self.share(tx), int(settings.get(tx, "api.throttling.interval"))
        size = int(settings.get(tx, "api.throttling.cachesize"))
        now = clock.monotonic()
        with self._lock:
            window = self._window(caller.account_id, now, interval)
            while len(self._windows) > size:
                self._windows.popitem(last=False)
            window.calls += 1
            over, left = window.calls > most, window.began + interval - now
        if over:
            raise ApiError(THROTTLED, f"The account has reached its API limit; try again after {max(1, round(left * 1000))} ms")

    def standing(self, tx: Tx, caller: Caller) -> Standing:
        """Of this account on this manager; without throttling nothing is counted."""
        most, interval = self.share(tx), int(settings.get(tx, "api.throttling.interval"))
        now = clock.monotonic()
        with self._lock:
            window = self._windows.get(caller.account_id)
            if window is None or now - window.began >= interval:
                return Standing(0, most, interval * 1000)
            return Standing(window.calls, max(0, most - window.calls), round((window.began + interval - now) * 1000))

    def share(self, tx: Tx) -> int:
        """Calls that this process gives an account in a window."""
        return -(-int(settings.get(tx, "api.throttling.max")) // max(1, self.processes))

    def refresh(self, tx: Tx) -> None:
        """Counts the processes that are alive."""
        if settings.get(tx, "api.throttling.enabled"):
            self.processes = max(1, len(nodes.alive(tx)))

    def follow(self, tx: Tx) -> None:
        """Forgets the windows of accounts whose limit was reset on any node."""
        now = api_resets.all_of(tx)
        with self._lock:
            changed = {account for account, moment in now.items() if self._resets.get(account) != moment}
            self._resets = now
            if api_resets.EVERYBODY in changed:
                self._windows.clear()
            for account in changed:
                self._windows.pop(account, None)

    def _window(self, account_id: int, now: float, interval: int) -> Window:
        window = self._windows.get(account_id)
        if window is None or now - window.began >= interval:
            window = self._windows[account_id] = Window(now)
        self._windows.move_to_end(account_id)
        return window
