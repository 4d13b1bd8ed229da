"""What a step is given."""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from manager.model.db import Tx
from manager.saga.define import Entry, P
from manager.services import Fence, Services

R = TypeVar("R")


class Ctx(Generic[P]):
    """The params of a saga, what its earlier steps returned, and the way to the database and to the hosts.

    Return types of steps are read with `typing.get_type_hints`: whatever their annotations name must exist at run time.
    """

    def __init__(self, saga_id: int, params: P, services: Services, keys: list[str]) -> None:
        self.saga_id = saga_id
        self.params = params
        self.services = services
        self.keys = keys
        self.fences: dict[str, tuple[int, int]] = {}      # key: (epoch, fence)
        self.number = 0                                   # commands sent under these fences
        self.fenced_key: str | None = None                # the key last used: what a debt is about
        self.outputs: dict[tuple[str, bytes], bytes] = {}
        self.percent = 0
        self.text: str | None = None
        self.on_progress: Callable[[], None] | None = None
        self._tx: Tx | None = None

    @property
    def tx(self) -> Tx:
        """The running transaction of a Tx step, its undo, or a Join's params; RuntimeError in a Call."""
        if self._tx is None:
            raise RuntimeError("a Call step has no transaction: allot in an earlier Tx, read with ctx.read")
        return self._tx

    @tx.setter
    def tx(self, tx: Tx | None) -> None:
        self._tx = tx

    @typing.overload
    def out(self, step: Callable[..., Coroutine[Any, Any, R]], item: Any = None) -> R: ...

    @typing.overload
    def out(self, step: Callable[..., R], item: Any = None) -> R: ...

    def out(self, step: Callable[..., Any], item: Any = None) -> Any:
        """What `step` returned (for `item`); by function, so a rename is a type error. LookupError when it has not been recorded."""
        try:
            stored = self.outputs[step.__name__, msgspec.json.encode(item)]
        except KeyError:
            raise LookupError(f"saga {self.saga_id}: {step.__name__} has returned nothing yet") from None
        return decoder(step).decode(stored)

    def has(self, step: Callable[..., Any], item: Any = None) -> bool:
        """Whether `out` would return something."""
        return (step.__name__, msgspec.json.encode(item)) in self.outputs

    def fence(self, key: str | None = None) -> Fence:
        """Orders one command: the next number under the fence of `key`, by default the saga's first lock key."""
        key = key or self.keys[0]
        epoch, fence = self.fences[key]
        self.number += 1
        self.fenced_key = key
        return Fence(key, epoch, fence, self.number)

    def progress(self, percent: int, text: str) -> None:
        """Shown by queryAsyncJobResult: percent 0 to 100 and a short text. Costs nothing: written with the next commit."""
        self.percent, self.text = max(0, min(100, percent)), text[:255]
        if self.on_progress is not None:
            self.on_progress()

    async def read(self, fn: Callable[[Tx], R]) -> R:
        """Runs `fn` in one read transaction, for a Call that needs to look something up."""
        return typing.cast(R, await self.services.read(fn))

    def keep(self, entry: Entry, output: bytes) -> None:
        """Remembers what a step returned, encoded."""
        self.outputs[entry.step.name, msgspec.json.encode(entry.item)] = output

    def refence(self, fences: Mapping[str, tuple[int, int]]) -> None:
        """Takes over new fences; command numbers begin again."""
        self.fences, self.number = dict(fences), 0


@functools.cache
def decoder(step: Callable[..., Any]) -> msgspec.json.Decoder[Any]:
    """Decodes what `step` returns, by its annotation."""
    return msgspec.json.Decoder(typing.get_type_hints(step).get("return", Any))
