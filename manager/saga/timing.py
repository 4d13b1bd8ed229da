"""How long things take: one place, so that tests can be quick."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds, but for `undo_attempts`."""

    lease: float = 15            # a node that has not renewed for so long is dead
    renew: float = 3             # between renewals, and between looks for dead nodes
    poll: float = 0.5            # between looks for sagas and for ends that other nodes brought about
    first_retry: float = 0.2     # after no reply, after a failed undo, while the database is away; doubles
    last_retry: float = 10
    unreachable_grace: float = 30  # an undo is retried so long before it becomes a debt
    undo_attempts: int = 5       # then the saga is stuck
    progress: float = 2          # progress older than this is written by itself

    def backoff(self, tries: int) -> float:
        """The pause after the `tries`-th try (1 is the first)."""
        return float(min(self.first_retry * 2 ** min(tries - 1, 20), self.last_retry))
