"""From the parameters of a request to a command: types, lengths, lists, maps, references (WIRE 1, 5, 11)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from manager.api import scope
from manager.api.declare import Access, Command, Date, Long, Param, Ref, RefList, Short, Uuid
from manager.api.errors import MALFORMED, PARAMETER, ApiError, NothingListed, denied, invalid, not_found
from manager.api.refs import RESOLVERS
from manager.api.values import has_control, parse_bool, parse_date
from manager.model.caller import Caller
from manager.model.db import Tx

MAX_MAP_INDEX = 5000
MAX_ITEMS, MAX_ITEMS_OF_ROOT = 500, 2000  # of a list: each reference is looked up
_MAP = re.compile(r"([^\[\]]+)\[(\d{1,9})\](?:\.(.+))?$")
_MAP_SYNTAX = "expected {name}[0].key=…"
_BASE_REFUSED = ("starteventid", "customjobid")  # of asynchronous commands; CloudStack's own inner use


def lower_names(raw: Mapping[str, str]) -> dict[str, str]:
    """Names in lower case (but for the keys of maps: details[0].Key); a name given twice: the last."""
    out: dict[str, str] = {}
    for name, value in raw.items():
        head, dot, tail = name.partition("].")
        out[head.lower() + dot + tail if dot else name.lower()] = value
    return out


def parse(cls: type[Command], raw: Mapping[str, str], tx: Tx, caller: Caller) -> Any:
    """The command with its values. `raw` has lower-case names. Raises ApiError, or NothingListed for a list by an id that is gone."""
    if cls.UNSUPPORTED:
        for name in raw:
            if name.partition("[")[0] in cls.UNSUPPORTED:
                raise ApiError(PARAMETER, f"Parameter {name} is not supported by {cls.NAME}")
    if "plan" in raw and not cls.PLAN:
        raise ApiError(PARAMETER, f"Parameter plan is not supported by {cls.NAME}")
    if cls.ASYNC:
        for name in _BASE_REFUSED:
            if name in raw:
                raise ApiError(PARAMETER, f"Parameter {name} is not supported")
    maps = _maps(raw) if any("[" in name for name in raw) else {}
    values: dict[str, Any] = {}
    for name, param in cls.PARAMS.items():
        if name in raw:
            text: Any = raw[name]
        elif name in maps and param.kind == "map":
            text = maps[name]
        elif param.required:
            raise ApiError(PARAMETER, f"Unable to execute API command {cls.NAME.lower()} due to missing parameter {name}")
        else:
            continue
        if caller.role not in param.given.roles:
            raise denied(f"Parameter {name} of {cls.NAME} is not available to the caller's role")
        value = _value(cls, param, text, tx, caller)
        if value is None and param.required:
            raise ApiError(PARAMETER, f"Unable to execute API command {cls.NAME.lower()} due to missing parameter {name}")
        if value is not None and param.attr:
            values[param.attr] = value
    return cls(**values)


def _value(cls: type[Command], param: Param, text: Any, tx: Tx, caller: Caller) -> Any:
    kind = param.type
    if isinstance(text, dict):
        return _map_value(param, text)
    if has_control(text):
        raise invalid(param.name, "it holds control characters")
    if kind is str:
        return _string(param, text)
    if kind is bool:
        return parse_bool(text) if text else None
    if kind in (int, Long, Short, float):
        return _number(param, text)
    if kind is Ref:
        return _ref(cls, param, param.item, text, tx, caller)
    if kind is Uuid:
        if not text:
            raise not_found(param.name, text)
        return text
    if kind is Date:
        return _date(param, text)
    if kind is list and param.item is not dict:
        return _list(cls, param, text, tx, caller)
    if not text:
        return {} if kind is dict else []
    raise ApiError(MALFORMED, f"Parameter {param.name} is malformed: {_MAP_SYNTAX.format(name=param.name)}")


def _string(param: Param, text: str) -> str:
    if len(text) > param.given.length:
        raise invalid(param.name, f"it is {len(text)} characters long, at most {param.given.length} are allowed")
    if param.required and not text.strip():
        raise invalid(param.name, "it is empty")
    if param.given.choices and text:
        for choice in param.given.choices:
            if choice.lower() == text.lower():
                return choice
        raise invalid(param.name, f"{text} is not one of {', '.join(param.given.choices)}")
    return text


def _number(param: Param, text: str) -> int | float | None:
    if not text:
        return None
    try:
        number = float(text) if param.type is float else int(text)
    except ValueError:
        raise invalid(param.name, f"{text[:100]} is not a number") from None
    if (param.type is not float and not -(2**63) <= number < 2**63) or (param.type in (int, Short) and not -(2**31) <= number < 2**31):
        raise invalid(param.name, "the number is out of range")
    if number != number or number in (float("inf"), float("-inf")):
        raise invalid(param.name, f"{text[:100]} is not a number")
    low, high = param.given.low, param.given.high
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"from {low} to {high}" if None not in (low, high) else f"at least {low}" if high is None else f"at most {high}"
        raise invalid(param.name, f"must be {bounds}")
    return number


def _date(param: Param, text: str) -> int | None:
    if not text:
        return None
    try:
        return parse_date(text, end=param.name == "enddate")
    except (ValueError, OverflowError):
        raise invalid(param.name, f"{text[:100]} is not a date: yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or yyyy-MM-ddTHH:mm:ss+0000") from None


def _list(cls: type[Command], param: Param, text: str, tx: Tx, caller: Caller) -> list[Any]:
    parts = [part.strip() for part in text.split(",")] if text else []
    most = MAX_ITEMS_OF_ROOT if caller.is_admin else MAX_ITEMS
    if len(parts) > most:
        raise invalid(param.name, f"it has {len(parts)} items, at most {most} are allowed")
    if isinstance(param.item, RefList):
        found = []
        for part in parts:
            try:
                found.append(_ref(cls, param, param.item.of, part, tx, caller))
            except NothingListed:
                continue
        if parts and not found:
            raise NothingListed
        return found
    for part in parts:
        if len(part) > param.given.length:
            raise invalid(param.name, f"an item is longer than {param.given.length} characters")
    if param.item is int:
        try:
            return [int(part) for part in parts]
        except ValueError:
            raise invalid(param.name, "an item is not a number") from None
    return parts


def _ref(cls: type[Command], param: Param, row_type: type, text: str, tx: Tx, caller: Caller) -> Any:
    if text in param.given.choices:
        return None
    resolver = RESOLVERS[row_type]
    row = resolver.find(tx, caller, text) if text and len(text) <= param.given.length else None
    if row is None:
        listed = cls.RETURNS == "list" and cls.READS and param.name in ("id", "ids")
        if listed and text and resolver.gone is not None and resolver.gone(tx, caller, text):
            raise NothingListed
        raise not_found(param.name, text[:100])
    account_id = getattr(row, "account_id", None)
    if account_id is not None and account_id != caller.account_id:
        if param.given.access is Access.OPERATE:
            if not caller.may_operate(tx, account_id, row.domain_id):
                raise denied(f"Account {caller.account_name} may not operate on {param.name}={text}")
            scope.active(tx, account_id, cls.NAME)
        scope.member(tx, caller, account_id, cls.NAME)
    return Ref(row, text)


# -- maps -------------------------------------------------------------------------------------------------------------------------------

def _maps(raw: Mapping[str, str]) -> dict[str, dict[int, dict[str, str]]]:
    """{name: {index: {field: value}}} of all name[0].field=value; a bare name[0]=value has the field ""."""
    out: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in raw.items():
        if "[" not in name:
            continue
        match = _MAP.match(name)
        if match is None or int(match[2]) > MAX_MAP_INDEX:
            base = name.partition("[")[0]
            raise ApiError(MALFORMED, f"Parameter {name[:100]} is malformed: {_MAP_SYNTAX.format(name=base)}")
        out.setdefault(match[1], {}).setdefault(int(match[2]), {})[match[3] or ""] = value
    return out


def _map_value(param: Param, entries: dict[int, dict[str, str]]) -> Any:
    items = [entries[index] for index in sorted(entries)]
    for item in items:
        for key, value in item.items():
            if has_control(value) or has_control(key):
                raise invalid(param.name, "it holds control characters")
            if len(key) > 255 or len(value) > max(param.given.length, 65_535):
                raise invalid(param.name, "a key or value is too long")
        if "" in item:
            raise ApiError(MALFORMED, f"Parameter {param.name} is malformed: {_MAP_SYNTAX.format(name=param.name)}")
    if param.type is list:
        return items
    out: dict[str, str] = {}
    for item in items:
        if set(item) == {"key", "value"}:  # tags[0].key=a&tags[0].value=b says the same as details[0].a=b
            out[item["key"]] = item["value"]
        else:
            out.update(item)
    return out
