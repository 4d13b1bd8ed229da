"""Kills this process at a named point, so that tests see what a crash there leaves behind. Off unless PILEUS_FAULT_KILL=POINT:NTH is set.

POINT: `answer` (a call that writes is committed, its answer not yet sent), `commit` (within a COMMIT of a transaction that writes),
`before`, `after`, `undo`, `undone` (a saga's steps and their undos). The NTH time that the process comes there after SIGUSR1 has
armed it, it gets SIGKILL.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading

from common import clock

WITHIN_S = 0.0003  # a COMMIT that reaches the disk takes longer than this

_point, _, _nth = os.environ.get("PILEUS_FAULT_KILL", "").partition(":")
_times = itertools.count(1)
_armed = threading.Event()

ARMED = _point != ""
if ARMED:
    signal.signal(signal.SIGUSR1, lambda number, frame: _armed.set())


def hit(point: str) -> None:
    """The process is at `point`."""
    if point == _point and _armed.is_set() and next(_times) == int(_nth):
        _kill()


def enter(point: str) -> None:
    """The process is about to do what must be cut off in its middle."""
    if point == _point and _armed.is_set() and next(_times) == int(_nth):
        threading.Thread(target=_kill, args=(WITHIN_S,)).start()


def hook(when: str, name: str, seq: int) -> None:
    """For the saga worker."""
    hit(when)


def _kill(after: float = 0.0) -> None:
    clock.pause(after)
    os.kill(os.getpid(), signal.SIGKILL)
