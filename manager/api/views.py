"""Renderers: from rows to answers, in batches. One per response class; jobs are rendered by them, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from manager.api.errors import INTERNAL, ApiError
from manager.api.responses import Response
from manager.model.caller import Caller
from manager.model.db import Tx

R = TypeVar("R", bound=Response)
View = Callable[[Tx, Caller, list[str]], list[Any]]

RENDER: dict[type[Response], View] = {}


def renders(response: type[R]) -> Callable[[Callable[[Tx, Caller, list[str]], list[R]]], Callable[[Tx, Caller, list[str]], list[R]]]:
    """Registers `view(tx, caller, uuids)`: the answers for these objects in the same order, for this caller's role. Unknown uuids are left out."""
    def wrap(view: Callable[[Tx, Caller, list[str]], list[R]]) -> Callable[[Tx, Caller, list[str]], list[R]]:
        if response in RENDER:
            raise TypeError(f"{response.__name__} has two renderers")
        RENDER[response] = view
        return view
    return wrap


def one(tx: Tx, caller: Caller, response: type[R], uuid: str) -> R:
    """The answer for one object; ApiError 530 when it is not there."""
    found: list[R] = RENDER[response](tx, caller, [uuid])
    if not found:
        raise ApiError(INTERNAL, f"{response.OBJECT} {uuid} is not there")
    return found[0]
