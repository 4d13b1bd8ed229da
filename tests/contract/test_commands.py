"""Every declared command against the contract: names, types, flags, roles, answers."""

from __future__ import annotations

import subprocess
import sys
import types
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from manager.api.declare import COMMANDS, Command, Param, RefList
from manager.api.execute import load_commands
from manager.api.responses import Response
from tests.contract import groups
from tests.contract.contract import contract, exceptions, not_yet, refused

load_commands()
OWN_COMMANDS = {"explainPermission", "createHostToken", "listJoinedHosts"}   # ours: what CloudStack cannot tell or do
NAMES = sorted(cls.NAME for cls in COMMANDS.values() if cls.NAME not in OWN_COMMANDS)
OURS = {"clienttoken", "plan"}


def pair(name: str) -> tuple[type[Command], dict[str, Any]]:
    return COMMANDS[name.lower()], contract()["apis"][name]


def excepted(name: str, what: str) -> bool:
    return (name, what) in exceptions()


def test_every_command_is_in_the_contract() -> None:
    assert [name for name in NAMES if name not in contract()["apis"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_flags(name: str) -> None:
    cls, want = pair(name)
    assert want["async"] == cls.ASYNC, "async"
    assert bool(want.get("creates")) == cls.CREATES, "creates"
    assert (want.get("success_wrapper") or want["response_wrapper"]) == cls.WRAPPER
    assert want["response_wrapper"] == cls.ERROR_WRAPPER
    assert want["returns"] == cls.RETURNS or excepted(name, "returns"), f"returns {cls.RETURNS}, contract {want['returns']}"
    if cls.RETURNS in ("object", "list"):
        assert str(want["response"] or "null") == cls.OBJECT or excepted(name, "object"), f"object {cls.OBJECT}, contract {want['response']}"


@pytest.mark.parametrize("name", NAMES)
def test_default_roles(name: str) -> None:
    cls, want = pair(name)
    assert {role.value for role in cls.ROLES} == set(want["roles"]) or excepted(name, "roles")


@pytest.mark.parametrize("name", NAMES)
def test_event(name: str) -> None:
    cls, want = pair(name)
    if cls.EVENT is None:
        assert not want.get("event") or excepted(name, "event"), f"event {want.get('event')} is not declared"
        return
    wanted = want.get("create_event") or want.get("event")
    if wanted:  # CloudStack leaves no event for some changes; ours then has a name of its own
        assert cls.EVENT in ([wanted] if isinstance(wanted, str) else wanted) or excepted(name, "event"), f"{cls.EVENT}, contract {wanted}"


def _kind(param: Param) -> tuple[str, str | None]:
    if param.kind != "list":
        return param.kind, None
    return "list", "uuid" if isinstance(param.item, RefList) else {str: "string", int: "integer"}.get(param.item, "string")


@pytest.mark.parametrize("name", NAMES)
def test_params(name: str) -> None:
    cls, want = pair(name)
    wanted = {param["name"].lower(): param for param in want["params"]}
    problems = []
    for wire, param in cls.PARAMS.items():
        if wire in OURS or excepted(name, f"param:{wire}"):
            continue
        if wire not in wanted:
            problems.append(f"{wire} is not in the contract")
            continue
        theirs = wanted[wire]
        kind = (theirs["type"], theirs.get("collection_type") if theirs["type"] == "list" else None)
        if _kind(param) != kind and not excepted(name, f"type:{wire}"):
            problems.append(f"{wire} is {_kind(param)}, contract {kind}")
        if theirs["required"] != param.required and not excepted(name, f"required:{wire}"):
            problems.append(f"{wire}: required is {param.required}, contract {theirs['required']}")
        if param.kind == "string" and theirs.get("length") and theirs["length"] != param.given.length and not excepted(name, f"length:{wire}"):
            problems.append(f"{wire}: length {param.given.length}, contract {theirs['length']}")
    assert problems == []


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_described(name: str) -> None:
    assert [param.name for param in COMMANDS[name.lower()].PARAMS.values() if not param.given.doc.strip()] == []


_FIELD = {"string": {str, msgspec.Raw}, "date": {str}, "integer": {int}, "boolean": {bool}, "float": {float, int}, "map": {dict}, "list": {list, set}}


@pytest.mark.parametrize("name", NAMES)
def test_fields(name: str) -> None:
    cls, want = pair(name)
    if cls.RETURNS == "success":
        return
    assert _field_problems(cls.RESPONSE, want["fields"], name, set()) == []


def _field_problems(response: type[Response], wanted: list[dict[str, Any]], name: str, seen: set[str]) -> list[str]:
    theirs = {field["name"]: field for field in wanted}
    hints = typing.get_type_hints(response)
    out = []
    for field in response.__struct_encode_fields__:
        if excepted(name, f"field:{field}"):
            continue
        if field not in theirs:
            out.append(f"{response.__name__}.{field} is not in the contract")
            continue
        want = theirs[field]
        hint = hints[field]
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            hint = next(part for part in typing.get_args(hint) if part is not type(None))
        origin = typing.get_origin(hint) or hint
        inner = typing.get_args(hint)[0] if typing.get_args(hint) else None
        nested = origin if isinstance(origin, type) and issubclass(origin, Response) else inner
        if isinstance(nested, type) and issubclass(nested, Response):
            of = want.get("of")
            if of in contract()["responses"] and of not in seen:
                out += _field_problems(nested, _all_fields(of), name, seen | {of})
        elif want["type"] in _FIELD and origin not in _FIELD[want["type"]] and not excepted(name, f"fieldtype:{field}"):
            out.append(f"{response.__name__}.{field} is {origin}, contract {want['type']}")
    return out


def _all_fields(of: str) -> list[dict[str, Any]]:
    entry = contract()["responses"][of]
    base = entry.get("extends")
    return [*entry["fields"], *(_all_fields(base) if base in contract()["responses"] else [])]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_is_listed_and_refused(name: str) -> None:
    cls, want = pair(name)
    missing = sorted({param["name"].lower() for param in want["params"]} - set(cls.PARAMS))
    assert missing == refused().get(name, []), "run tools/contract-data"
    assert frozenset(missing) == cls.UNSUPPORTED


def test_generated_files_are_up_to_date() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, str(root / "tools/contract-data"), "--check"], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_exceptions_are_needed() -> None:
    assert [f"{command}: {what}" for command, what in exceptions() if command.lower() not in COMMANDS] == []


def test_exceptions_are_few() -> None:
    assert len(exceptions()) <= groups.MOST_EXCEPTIONS


def test_what_the_control_plane_lacks_is_decided_and_little() -> None:
    assert "Undecided" not in not_yet(), "say in not-yet.toml which capability each waits for"
    assert sum(len(part.get("commands", [])) for part in not_yet().values()) <= groups.MOST_COMMANDS
    assert sum(len(part.get("parameters", [])) for part in not_yet().values()) <= groups.MOST_PARAMETERS
