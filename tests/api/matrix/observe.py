"""One cell of the matrix: a call with a thing of somebody's in one parameter, and what the answer says of access."""

from __future__ import annotations

from typing import Any

from manager.api.declare import Command, Param, Ref, RefList
from tests.api.matrix.expected import MEANS
from tests.wire.app import Client, TestApp

HIDDEN, PASSED, DENIED, STRANGER, BROKEN = "hidden", "passed", "denied", "stranger", "5xx"
ROLE, PARAMETER = "not its role's", "not its role's parameter"
NO_WORKER = "no worker runs in this test"


_NAMES = {("affinity", "GroupRow"): "AffinityGroupRow", ("groups", "GroupRow"): "VmGroupRow", ("roles", "RuleRow"): "RoleRuleRow"}


def kind_of(row: type) -> str:
    """The name of a row class; two modules have a GroupRow."""
    return _NAMES.get((row.__module__.rpartition(".")[2], row.__name__), row.__name__)


def row_of(one: Param) -> str | None:
    """The kind that a parameter refers to."""
    row = one.item if one.type is Ref else one.item.of if isinstance(one.item, RefList) else None
    return kind_of(row) if row is not None else None


def references(cls: type[Command]) -> list[tuple[str, Param, str]]:
    """(name, parameter, kind) of each reference."""
    return [(name, one, MEANS.get(cls.NAME, kind) if kind == "RuleRow" else kind)
            for name, one in cls.PARAMS.items() if (kind := row_of(one)) is not None]


def plain(one: Param) -> Any:
    """A value for a required parameter that refers to nothing."""
    if one.given.choices:
        return one.given.choices[0]
    if one.type is dict:
        return {"key": "x", "value": "x"}
    if one.type is list:
        return [{"key": "x", "value": "x"}] if one.item is dict else "x"
    if one.type in (str, list):
        return "x"
    return max(one.given.low or 1, 1) if one.kind in ("integer", "long", "short", "double") else "true" if one.type is bool else "x"


def fill(cls: type[Command], but: str, own: dict[str, str]) -> dict[str, Any]:
    """Values for the required parameters, of what the caller may name."""
    kinds = {name: kind for name, _, kind in references(cls)}
    return {name: own.get(kinds[name], "x") if name in kinds else plain(one) for name, one in cls.PARAMS.items() if one.required and name != but}


def verdict(status: int, text: str, value: str) -> str:
    """What an answer says of access to `value`."""
    if status == 401:
        return STRANGER
    if status == 432:
        return ROLE
    if status == 531:
        return PARAMETER if "is not available to the caller's role" in text else DENIED
    if status in (431, 530) and "entity does not exist" in text and value in text:
        return HIDDEN
    return BROKEN if status in (500, 530) and NO_WORKER not in text else PASSED


def ask(app: TestApp, client: Client | None, cls: type[Command], params: dict[str, Any], value: str) -> tuple[str, str, bool]:
    """(verdict, the answer's text, whether it changed something) of one call; without a client: of nobody."""
    if client is None:
        reply = app.http("GET", query=f"command={cls.NAME}&response=json")
    else:
        reply = client.raw(cls.NAME, method="POST", **params)
    ((_, content),) = reply.json().items()
    text = str(content.get("errortext", "")) if reply.status != 200 else ""
    return verdict(reply.status, text, value), text, reply.status == 200 and not cls.READS
