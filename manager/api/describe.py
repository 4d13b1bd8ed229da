"""What listApis tells of a command: read from its declaration alone (WIRE 13)."""

from __future__ import annotations

import functools
import types
import typing
from typing import Any

from manager.api.declare import COMMANDS, Command, ListCommand, Param, Ref, RefList, Role
from manager.api.refs import RESOLVERS
from manager.api.responses import Response, Success, field

_TYPES = {str: "string", int: "integer", bool: "boolean", float: "float"}
DEPTH = 3


class ParamDescription(Response):
    """ApiParameterResponse."""

    name: str | None = field("the name of the parameter")
    description: str | None = field("what it means")
    type: str | None = field("its type")
    length: int | None = field("how long it may be")
    required: bool | None = field("true if it is required")
    since: str | None = field("the version it is there since")
    related: str | None = field("commands that answer such an object, comma-joined")


class FieldDescription(Response):
    """ApiResponseResponse."""

    name: str | None = field("the name of the field")
    description: str | None = field("what it means")
    type: str | None = field("its type")
    response: list[FieldDescription] | None = field("the fields of what is inside")


class ApiDescription(Response, object="api"):
    """ApiDiscoveryResponse."""

    name: str | None = field("the name of the command")
    description: str | None = field("what it does")
    since: str | None = field("the version it is there since")
    isasync: bool | None = field("true if it is asynchronous")
    related: str | None = field("commands that answer the same object, comma-joined")
    params: list[ParamDescription] | None = field("its parameters")
    response: list[FieldDescription] | None = field("the fields of its answer")
    type: str | None = field("the type of the answer")


@functools.cache
def describe(name: str, role: Role) -> ApiDescription:
    """A command (lower-case name) as a role sees it. Declarations do not change, so neither does this."""
    cls = COMMANDS[name]
    params = [_param(param) for param in cls.PARAMS.values() if role in param.given.roles]
    return ApiDescription(
        name=cls.NAME, description=" ".join((cls.__doc__ or "").split()), since=cls.SINCE or None, isasync=cls.ASYNC, related=_related(cls),
        params=params, response=_fields(cls.RESPONSE, DEPTH))


def _param(param: Param) -> ParamDescription:
    row = param.item if param.type is Ref else param.item.of if isinstance(param.item, RefList) else None
    return ParamDescription(
        name=param.name, description=param.given.doc, type=param.kind, length=param.given.length if param.kind == "string" else None,
        required=param.required, since=param.given.since or None, related=_answering(RESOLVERS[row].entity) if row in RESOLVERS else None)


@functools.cache
def _answering(entity: str) -> str:
    return ",".join(sorted(cls.NAME for cls in COMMANDS.values() if entity and entity == cls.OBJECT and issubclass(cls, ListCommand)))


def _related(cls: type[Command]) -> str:
    if cls.RESPONSE is Success:
        return ""
    return ",".join(sorted(other.NAME for other in COMMANDS.values() if other is not cls and other.RESPONSE is cls.RESPONSE))


@functools.cache
def _fields(response: type[Response], depth: int) -> list[FieldDescription]:
    hints = typing.get_type_hints(response)
    out = []
    for name, doc in response.DOCS.items():
        kind, inner = _kind(hints[name])
        nested = _fields(inner, depth - 1) if inner is not None and depth > 0 else None
        out.append(FieldDescription(name=name, description=doc.text, type=doc.kind or kind, response=nested))
    return out


def _kind(hint: Any) -> tuple[str, type[Response] | None]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    origin = typing.get_origin(hint)
    if origin in (list, set):
        item = typing.get_args(hint)[0]
        return origin.__name__, item if isinstance(item, type) and issubclass(item, Response) else None
    if origin is dict:
        return "map", None
    if isinstance(hint, type) and issubclass(hint, Response):
        return "responseobject", hint
    return _TYPES.get(hint, "string"), None
