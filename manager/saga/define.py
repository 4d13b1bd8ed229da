"""What a saga is: a named, ordered table of steps, each with its undo (DESIGN 3)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

import msgspec

from manager.model.errors import Refused

P = TypeVar("P", bound=msgspec.Struct)

MAX_NAME = 64


class Wait(Exception):
    """Not ready: run this same step again after `seconds`. Not an error; it never unwinds before the saga's deadline."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


SagaFailure = Refused
"""A step cannot succeed: the saga unwinds and ends with this reason. `code` as in WIRE 4 (431, 530, 533, …), `text` for the user.
The same class that model functions raise, so that a step need not translate."""


@dataclass(frozen=True)
class Step:
    """One line of the table. `each` names a list in the params: the step then runs once per item, as `do(ctx, item)`."""

    do: Callable[..., Any]
    undo: Callable[..., Any] | None = None
    each: str | None = None

    @property
    def name(self) -> str:
        """The name in `saga_step`: that of the function."""
        return self.do.__name__


@dataclass(frozen=True)
class Tx(Step):
    """SQL only: committed together with the record that it ran, so exactly once.

    `holds`: the undo gives back something that a host may still use (address, disk, reservation). It is postponed while the
    saga owes an undo to a host that does not answer.
    """

    holds: bool = False


@dataclass(frozen=True)
class Call(Step):
    """Talks to a host: no transaction held, at least once, so `do` and `undo` are idempotent coroutines."""


class Join(Step):
    """Starts `saga` with the params that `params(ctx)` returns (run in a transaction), or joins the one of the same kind and first
    lock key that is queued or runs; waits for its end and fails with its reason. None: nothing to do. Never undone.
    With `each`, once per item, as `params(ctx, item)`. `foresee(tx, saga's params[, item])`: what `params` would return, for plans
    (Saga.describe), where earlier steps have not run; needed when `params` writes or wants their outputs."""

    saga: Saga[Any]
    foresee: Callable[..., Any] | None

    def __init__(self, saga: Saga[Any], params: Callable[..., Any], each: str | None = None, *,
                 foresee: Callable[..., Any] | None = None) -> None:
        super().__init__(params, None, each)
        object.__setattr__(self, "saga", saga)
        object.__setattr__(self, "foresee", foresee)


@dataclass(frozen=True)
class Entry:
    """One step of one saga: a line of the table, and its item."""

    seq: int
    step: Step
    item: Any = None

    @property
    def args(self) -> tuple[Any, ...]:
        """What `do` and `undo` get after the context."""
        return () if self.step.each is None else (self.item,)


@dataclass(frozen=True)
class Line:
    """A step as people read it. `kind`: record (SQL alone) or host. `each` and `item`: the list it runs over, and which of it."""

    saga: str
    name: str
    kind: str
    text: str
    undo: str | None
    each: str | None
    item: Any


@dataclass(frozen=True)
class _Look:
    """The context of a Join's params in a plan: it has a transaction that only reads, and no outputs."""

    tx: Any
    params: Any


@dataclass(frozen=True)
class Saga(Generic[P]):
    """A kind of saga. A changed table (steps, params, what a step returns) is a new version; the old one stays for one release.

    `locks` gives the lock keys, the most important first: it fences the commands. The deadline runs from the first take.
    """

    kind: str
    params: type[P]
    steps: Sequence[Step]
    locks: Callable[[P], Iterable[str]]
    version: int = 1
    deadline: timedelta = field(default=timedelta(minutes=30))

    def plan(self, params: P) -> list[Entry]:
        """One entry per step, and one per item for an `each` step. Depends on the params only."""
        out: list[Entry] = []
        for step in self.steps:
            items = [None] if step.each is None else list(getattr(params, step.each))
            out += [Entry(len(out) + i, step, item) for i, item in enumerate(items)]
        return out

    def describe(self, tx: Any, params: P) -> list[Line]:
        """What would run for these params, the sagas that it joins included, as things are now. Only reads."""
        out: list[Line] = []
        for entry in self.plan(params):
            step = entry.step
            if isinstance(step, Join):
                inner = step.foresee(tx, params, *entry.args) if step.foresee else step.do(_Look(tx, params), *entry.args)
                out += step.saga.describe(tx, inner) if inner is not None else []
            else:
                text = " ".join((step.do.__doc__ or step.name).split())
                out.append(Line(self.kind, step.name, "host" if isinstance(step, Call) else "record", text,
                                step.undo.__name__ if step.undo else None, step.each, entry.item))
        return out

    def keys(self, params: P) -> list[str]:
        """The lock keys, without repetition, in the declared order."""
        return list(dict.fromkeys(self.locks(params)))


REGISTRY: dict[tuple[str, int], Saga[Any]] = {}


def register(saga: Saga[P]) -> Saga[P]:
    """Makes the saga runnable on this node. Raises ValueError for a table that cannot be right."""
    problem = _problem(saga)
    if problem:
        raise ValueError(f"saga {saga.kind} version {saga.version}: {problem}")
    REGISTRY[saga.kind, saga.version] = saga
    return saga


def _problem(saga: Saga[Any]) -> str | None:
    if (saga.kind, saga.version) in REGISTRY:
        return "is registered twice"
    names = [step.name for step in saga.steps]
    fields = set(saga.params.__struct_fields__)
    for step in saga.steps:
        if not isinstance(step, Tx | Call | Join):
            return f"{step.name} is neither Tx nor Call nor Join"
        if names.count(step.name) > 1 or len(step.name) > MAX_NAME:
            return f"the step name {step.name} is used twice or is too long"
        if step.each is not None and step.each not in fields:
            return f"{step.name}: {saga.params.__name__} has no field {step.each}"
        for function in filter(None, (step.do, step.undo)):
            if inspect.iscoroutinefunction(function) != isinstance(step, Call):
                return f"{function.__name__}: a Call is a coroutine function, a Tx or Join is not"
    return None


def joins() -> dict[str, set[str]]:
    """Which kinds of saga each kind may wait for."""
    graph: dict[str, set[str]] = {}
    for saga in REGISTRY.values():
        graph.setdefault(saga.kind, set()).update(step.saga.kind for step in saga.steps if isinstance(step, Join))
    return graph
