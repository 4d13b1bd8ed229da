"""Declaring a reconciler, and asking for one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from manager.saga.signals import listeners, signal
from manager.services import Services

__all__ = ["RECONCILERS", "Reconciler", "listeners", "reconciler", "signal"]


@dataclass(frozen=True)
class Reconciler:
    """One declared reconciler. A run that takes longer than `limit` is cancelled and reported as failed."""

    name: str
    every: timedelta
    run: Callable[[Services], Awaitable[None]]
    node_local: bool = False
    limit: timedelta = timedelta(minutes=10)
    setting: str | None = None      # the configuration key that says how often, instead of `every`
    unit: int = 1                   # seconds that one of the setting is


RECONCILERS: dict[str, Reconciler] = {}


def reconciler(
    name: str, *, every: timedelta, node_local: bool = False, limit: timedelta = timedelta(minutes=10), setting: str | None = None,
    unit: int = 1,
) -> Callable[[Callable[[Services], Coroutine[Any, Any, None]]], Callable[[Services], Coroutine[Any, Any, None]]]:
    """Declares the function as the reconciler `name`; ValueError when there is one already.

    `setting`: a configuration key, in `unit` seconds, that says how often; a change of it counts at once.
    """
    def declare(run: Callable[[Services], Coroutine[Any, Any, None]]) -> Callable[[Services], Coroutine[Any, Any, None]]:
        if name in RECONCILERS:
            raise ValueError(f"reconciler {name} is declared twice")
        RECONCILERS[name] = Reconciler(name, every, run, node_local, limit, setting, unit)
        return run
    return declare
