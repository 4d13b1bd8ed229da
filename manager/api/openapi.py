"""The API as OpenAPI 3.1, read from the declarations alone: what clients are generated from, and what a fuzzer knows.

Each command is a path of its own (`/client/api/listZones` is the same as `/client/api?command=listZones`), for OpenAPI has no other way to
tell commands apart. Ours beside the standard: `x-pileus-async` (answers a job), `x-pileus-object` (the key of the object or list in the
answer), `x-pileus-job-result`, `x-pileus-roles` (who has it by default), `x-pileus-map` (how a map is written on the wire).
"""

from __future__ import annotations

import functools
import json
from typing import Any

import msgspec

from manager.api.declare import COMMANDS, Command, Param, Ref, RefList
from manager.api.responses import Response
from manager.api.values import Date, Long, Short, Uuid

PREFIX = "/client/api/"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
INT32, INT64 = 2**31 - 1, 2**63 - 1
REF = "#/components/schemas/{name}"
ERROR: dict[str, Any] = {
    "description": "the call was refused; the status is errorcode",
    "content": {JSON: {"schema": {"type": "object", "maxProperties": 1, "minProperties": 1,
                                  "additionalProperties": {"$ref": "#/components/schemas/Error"}}}}}
ERROR_SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["errorcode", "errortext"], "description": "why a call was refused",
    "properties": {"errorcode": {"type": "integer", "description": "the HTTP-like status"},
                   "errortext": {"type": "string", "description": "what is wrong and what to do"},
                   "cserrorcode": {"type": "integer", "description": "CloudStack's number of the exception"},
                   "uuidList": {"type": "array", "items": {}, "description": "the objects concerned"}}}
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"}, bool: {"type": "boolean"}, float: {"type": "number"},
    int: {"type": "integer", "format": "int32", "minimum": -INT32 - 1, "maximum": INT32},
    Long: {"type": "integer", "format": "int64", "minimum": -INT64 - 1, "maximum": INT64},
    Short: {"type": "integer", "minimum": -32768, "maximum": 32767},
    Date: {"type": "string", "description": "yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone"},
    Uuid: {"type": "string"}, Ref: {"type": "string", "format": "uuid"}}


def document(version: str) -> dict[str, Any]:
    """The whole document, as JSON-able values. `version`: the manager's."""
    commands = sorted(COMMANDS.values(), key=lambda cls: cls.NAME)
    refs, schemas = _schemas(commands)
    paths = {PREFIX + cls.NAME: {"post": _operation(cls, refs[cls.RESPONSE])} for cls in commands}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pileus", "version": version, "summary": "Infrastructure as a service, by the CloudStack API",
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "security": [{"apikey": [], "signature": []}, {"session": [], "sessionkey": []}],
        "paths": paths,
        "components": {"schemas": {**schemas, "Error": ERROR_SCHEMA}, "securitySchemes": _security()},
    }


@functools.cache
def encoded(version: str) -> bytes:
    """The document as JSON. Declarations do not change while a process runs."""
    return json.dumps(document(version), separators=(",", ":")).encode()


def _security() -> dict[str, Any]:
    return {
        "apikey": {"type": "apiKey", "in": "query", "name": "apikey", "description": "the user's API key"},
        "signature": {"type": "apiKey", "in": "query", "name": "signature",
                      "description": "base64 of HMAC-SHA1, keyed with the secret key, of the sorted parameters in lower case"},
        "session": {"type": "apiKey", "in": "cookie", "name": "JSESSIONID", "description": "set by login"},
        "sessionkey": {"type": "apiKey", "in": "query", "name": "sessionkey", "description": "answered by login"},
    }


def _operation(cls: type[Command], of: dict[str, Any]) -> dict[str, Any]:
    words = " ".join((cls.__doc__ or "").split())
    out: dict[str, Any] = {
        "operationId": cls.NAME, "summary": words, "tags": [cls.__module__.split(".")[2]],
        "requestBody": {"required": any(param.required for param in cls.PARAMS.values()), "content": {FORM: {"schema": _form(cls)}}},
        "responses": {"200": {"description": "the answer", "content": {JSON: {"schema": _answer(cls, of)}}}, "default": ERROR},
        "x-pileus-async": cls.ASYNC, "x-pileus-returns": cls.RETURNS, "x-pileus-roles": sorted(role.value for role in cls.ROLES)}
    if cls.RETURNS in ("object", "list"):
        out["x-pileus-object"] = cls.OBJECT
    if cls.ASYNC:
        out["x-pileus-job-result"] = _result(cls, of)
    if cls.AUTHENTICATOR:
        out["security"] = []
    return out


def _form(cls: type[Command]) -> dict[str, Any]:
    properties: dict[str, Any] = {"response": {"type": "string", "enum": ["json", "xml"], "default": "xml"}}
    for param in cls.PARAMS.values():
        properties[param.name] = _param(param)
    out: dict[str, Any] = {"type": "object", "properties": properties}
    required = [param.name for param in cls.PARAMS.values() if param.required]
    return {**out, "required": required} if required else out


def _param(param: Param) -> dict[str, Any]:
    out: dict[str, Any] = {"description": param.given.doc, **_type(param)}
    if param.kind == "string" and not param.given.choices:
        out["maxLength"] = param.given.length
    if param.type is str and param.given.choices:
        out["enum"] = list(param.given.choices)
    if param.given.low is not None and out.get("type") in ("integer", "number"):
        out["minimum"] = param.given.low
    if param.given.high is not None and out.get("type") in ("integer", "number"):
        out["maximum"] = param.given.high
    if len(param.given.roles) < 4:
        out["x-pileus-roles"] = sorted(role.value for role in param.given.roles)
    if param.given.secret:
        out["format"] = "password"
    return out


def _type(param: Param) -> dict[str, Any]:
    if param.type is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}, "x-pileus-map": "plain"}
    if param.type is list and param.item is dict:
        return {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}, "x-pileus-map": "indexed"}
    if param.type is list:
        inner = _SIMPLE[Ref] if isinstance(param.item, RefList) else _SIMPLE.get(param.item, _SIMPLE[str])
        return {"type": "array", "items": inner, "x-pileus-list": "comma-joined"}
    if param.type is Ref and param.given.choices:
        return {"type": "string"}
    return dict(_SIMPLE[param.type])


def _answer(cls: type[Command], of: dict[str, Any]) -> dict[str, Any]:
    if cls.ASYNC:
        inner: dict[str, Any] = {"type": "object", "required": ["jobid"], "properties": {
            "jobid": {"type": "string", "format": "uuid", "description": "for queryAsyncJobResult"},
            "id": {"type": "string", "format": "uuid", "description": "the new object, where one is made"}}}
    else:
        inner = _result(cls, of)
    return {"type": "object", "required": [cls.WRAPPER], "properties": {cls.WRAPPER: inner}}


def _result(cls: type[Command], of: dict[str, Any]) -> dict[str, Any]:
    if cls.RETURNS in ("success", "flat"):
        return of
    if cls.RETURNS == "object":
        return {"type": "object", "properties": {cls.OBJECT: of}}
    return {"type": "object", "properties": {
        "count": {"type": "integer", "description": "how many there are on all pages"}, cls.OBJECT: {"type": "array", "items": of}}}


def _schemas(commands: list[type[Command]]) -> tuple[dict[type[Response], dict[str, Any]], dict[str, Any]]:
    """({answer: its $ref}, the schemas by name)."""
    wanted = sorted(_reachable({cls.RESPONSE for cls in commands}), key=lambda cls: (cls.__name__, cls.__module__))
    refs, made = msgspec.json.schema_components(wanted, ref_template=REF)
    for response, ref in zip(wanted, refs, strict=True):
        schema = made[ref["$ref"].rpartition("/")[2]]
        schema.pop("title", None)
        for field, shape in schema.get("properties", {}).items():
            shape.pop("default", None)
            if "anyOf" in shape:     # a field that is None is left out, never null
                rest = [one for one in shape.pop("anyOf") if one != {"type": "null"}]
                shape.update(rest[0] if len(rest) == 1 else {"anyOf": rest})
            if field in response.DOCS:
                shape["description"] = response.DOCS[field].text
    names = {name: _short(name) for name in made}
    found = {response: _renamed(dict(ref), names) for response, ref in zip(wanted, refs, strict=True)}
    return found, {names[name]: _renamed(schema, names) for name, schema in made.items()}


def _short(name: str) -> str:
    """Two nouns have a ProviderResponse: manager.api.ca.answer.ProviderResponse becomes CaProviderResponse."""
    parts = name.split(".")
    return name if len(parts) == 1 else parts[2].title().replace("_", "") + parts[-1]


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    if isinstance(schema, list):
        return [_renamed(one, names) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: REF.format(name=names[value.rpartition("/")[2]]) if key == "$ref" else _renamed(value, names) for key, value in schema.items()}


def _reachable(found: set[type[Response]]) -> set[type[Response]]:
    out, ahead = set(found), list(found)
    while ahead:
        for field in msgspec.structs.fields(ahead.pop()):
            for inner in _structs(field.type):
                if inner not in out:
                    out.add(inner)
                    ahead.append(inner)
    return out


def _structs(hint: Any) -> list[type[Response]]:
    if isinstance(hint, type) and issubclass(hint, Response):
        return [hint]
    return [one for part in getattr(hint, "__args__", ()) for one in _structs(part)]
