"""Every fault that every step must stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from manager.saga.define import Call, Entry, Join, Saga, Tx

COMMITS = ("unknown-kept", "unknown-lost", "crash-kept", "crash-lost")  # COMMIT whose answer is lost, and whether it happened


@dataclass(frozen=True)
class Case:
    """One fault at one step. `ends` is the state that the saga must end in (if the fault was met)."""

    fault: str
    seq: int
    step: str
    ends: str

    def __str__(self) -> str:
        return f"{self.fault}:{self.seq}-{self.step}"

    @property
    def undoing(self) -> bool:
        """Whether the fault is met while unwinding."""
        return self.fault.startswith("undo-")


def cases(saga: Saga[Any], params: Any, *, skip: Collection[str] = ()) -> list[Case]:
    """All cases of a saga with these params. `skip`: faults (as "error-after") or steps that make no sense for it; say why there."""
    plan = saga.plan(params)
    made = [Case("none", 0, "", "done")]
    for entry in plan:
        made += _forward(entry)
    made += [case for entry in plan for case in _backward(entry, len(plan) - 1)]
    return [case for case in made if case.fault not in skip and case.step not in skip]


def _forward(entry: Entry) -> Iterator[Case]:
    def case(fault: str, ends: str = "done") -> Case:
        return Case(fault, entry.seq, entry.step.name, ends)
    yield case("error-before", "failed")
    yield case("error-after", "failed")
    yield case("crash-before")
    yield case("crash-after")
    for commit in COMMITS:
        yield case(f"commit-{commit}")
    if isinstance(entry.step, Join):
        return
    yield case("twice")
    if isinstance(entry.step, Call):
        yield case("lost-command")
        yield case("lost-reply")
        yield case("crash-inside")
        yield case("stale-node")
        yield case("late", "failed")
        yield case("dead-host", "failed")
        yield case("dead-host-fenced", "failed")


def _backward(entry: Entry, last: int) -> Iterator[Case]:
    if entry.step.undo is None or (entry.seq == last and isinstance(entry.step, Tx)):
        return
    for fault in ("crash-before", "crash-after", "twice", "error", *(f"commit-{c}" for c in COMMITS)):
        yield Case(f"undo-{fault}", entry.seq, entry.step.name, "failed")
    if isinstance(entry.step, Call):
        for fault in ("lost-reply", "crash-inside", "late", "stale-node", "dead-host"):
            yield Case(f"undo-{fault}", entry.seq, entry.step.name, "failed")
