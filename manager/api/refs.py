"""How a uuid on the wire becomes a row, within what the caller may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from manager.model.caller import Caller
from manager.model.db import Tx

T = TypeVar("T")
Find = Callable[[Tx, Caller, str], Any]


@dataclass(frozen=True)
class Resolver:
    """`find` returns the row or None; `gone` whether there was one, once, that the caller could have seen."""

    find: Find
    gone: Callable[[Tx, Caller, str], bool] | None
    entity: str


RESOLVERS: dict[type, Resolver] = {}


def resolver(row: type[T], *, entity: str = "", gone: Callable[[Tx, Caller, str], bool] | None = None) -> Callable[[Find], Find]:
    """Registers how `Ref[row]` is looked up: `find(tx, caller, uuid)`, already restricted to what the caller may see, or None.

    `entity`: the object's name in answers, as "virtualmachine" (listApis' `related`). `gone`: for list commands, which answer an empty
    list for an object that was removed: `manager.model.removed.seen(table)` makes one.
    Rows with `account_id` and `domain_id` are checked for Access.OPERATE; others may be operated by whoever sees them.
    """
    def wrap(find: Find) -> Find:
        if row in RESOLVERS:
            raise TypeError(f"{row.__name__} has two resolvers")
        RESOLVERS[row] = Resolver(find, gone, entity)
        return find
    return wrap
