"""Declare an API command once: parsing, access checks, listApis, docs and tests read the declaration.

A command that names no roles, or a parameter without a description, does not import. See docs/howto/add-a-command.md.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, cast, dataclass_transform

from manager.api.call import Call, Job, Listing, Waiting
from manager.api.contract_data import CLASSES, EVENT_RESOURCES, UNSUPPORTED
from manager.api.errors import ApiError
from manager.api.responses import Response, Success
from manager.api.values import Date, Long, Short, Uuid
from manager.model.caller import Caller, Role, Scope
from manager.model.db import Database
from manager.services import Secrets

__all__ = [
    "ADMINS",
    "COMMANDS",
    "DOMAIN_ADMINS",
    "EVERYONE",
    "RESOURCE_ADMINS",
    "USERS",
    "Access",
    "ApiError",
    "Before",
    "Call",
    "Caller",
    "Command",
    "Date",
    "Job",
    "ListCommand",
    "Listing",
    "Long",
    "Param",
    "Ref",
    "Role",
    "Scope",
    "Short",
    "Success",
    "Uuid",
    "Waiting",
    "command",
    "mixin",
    "param",
]

T = TypeVar("T")

USERS = EVERYONE = frozenset(Role)
ADMINS = frozenset({Role.ADMIN})
RESOURCE_ADMINS = frozenset({Role.ADMIN, Role.RESOURCE_ADMIN})
DOMAIN_ADMINS = frozenset({Role.ADMIN, Role.RESOURCE_ADMIN, Role.DOMAIN_ADMIN})
DEFAULT_LENGTH = 255


class Access(enum.Enum):
    """What the caller needs on a referenced object: to see it, or to be allowed to change it."""

    USE = "use"
    OPERATE = "operate"


@dataclass(frozen=True)
class Ref(Generic[T]):
    """An object that the caller may use, already looked up within what the caller can see."""

    row: T
    uuid: str


@dataclass(frozen=True)
class RefList:
    """The item type of a list of references."""

    of: type


@dataclass(frozen=True)
class Given:
    """What `param` was told."""

    doc: str
    access: Access
    roles: frozenset[Role]
    since: str
    length: int
    choices: tuple[str, ...]
    low: int | None
    high: int | None
    name: str | None
    secret: bool


@dataclass(frozen=True)
class Param:
    """One parameter of a command, as the parser and listApis read it."""

    name: str            # on the wire, lower case
    attr: str
    type: Any            # str, int, bool, Ref, list, dict, …
    item: Any            # of a Ref, list or list of Ref: what is inside
    required: bool
    given: Given

    @property
    def kind(self) -> str:
        """The type's name in the contract and in listApis."""
        if self.type is dict or (self.type is list and self.item is dict):
            return "map"
        return _KINDS[self.type]


_KINDS: dict[Any, str] = {str: "string", int: "integer", Long: "long", Short: "short", float: "double", bool: "boolean", Date: "date", Uuid: "uuid",
                          Ref: "uuid", list: "list"}


def param(
    doc: str, *, default: Any = dataclasses.MISSING, access: Access = Access.USE, roles: frozenset[Role] = EVERYONE, since: str = "",
    length: int = DEFAULT_LENGTH, choices: tuple[str, ...] = (), low: int | None = None, high: int | None = None, name: str | None = None,
    secret: bool = False,
) -> Any:
    """One parameter; without `default` it is required.

    `roles`: whose calls may carry it (others: 531). `choices`: the legal values, matched without regard to case and handed on as written
    here; of a reference: texts that are no object's id and count as absent, as -1 (WIRE 11). `low`, `high`: limits of a number. `name`: on
    the wire, when it cannot be the attribute's. `secret`: never shown anywhere.
    """
    given = Given(doc, access, roles, since, length, choices, low, high, name, secret)
    return dataclasses.field(default=default, kw_only=True, metadata={"given": given})


@dataclass(frozen=True)
class Before:
    """What slow work before a command's transaction may use: the caller is known and has the command, its parameters are read."""

    db: Database
    caller: Caller
    secrets: Secrets
    session: str | None
    client: str


class Command:
    """Base of all commands; what `@command` fills in stands here."""

    NAME: ClassVar[str]
    ROLES: ClassVar[frozenset[Role]]
    EVENT: ClassVar[str | None]
    EVENT_RESOURCE: ClassVar[str]     # the kind of object that its events are about
    SINCE: ClassVar[str]
    READS: ClassVar[bool]
    PARAMS: ClassVar[dict[str, Param]]
    RESPONSE: ClassVar[type[Response]]
    RETURNS: ClassVar[str]            # object, list, success, flat
    ASYNC: ClassVar[bool]
    CREATES: ClassVar[bool]           # answers id and jobid at once
    OBJECT: ClassVar[str]             # key of the object in the answer
    WRAPPER: ClassVar[str]            # key around a successful answer; of an error: ERROR_WRAPPER
    ERROR_WRAPPER: ClassVar[str]
    CLIENTTOKEN: ClassVar[bool]
    PLAN: ClassVar[bool]              # has plan=true
    AUTHENTICATOR: ClassVar[bool]     # answered without a session or key
    CLASS: ClassVar[str]              # what jobs show as cmd
    UNSUPPORTED: ClassVar[frozenset[str]]  # parameters of the contract that are refused when sent

    @classmethod
    async def prepare(cls, db: Database, request: Any) -> Any:
        """For authenticators only: work before the transaction, as checking a password. The result is `call.prepared`."""
        return None

    async def before(self, at: Before) -> Any:
        """Slow work before the transaction, as hashing a password; `call.prepared` is its result.

        A command that has it costs one more read transaction: nobody makes the manager work who may not call it.
        """
        return None

    def plan(self, call: Call, plan: Any) -> None:
        """For commands with `plan=True`: makes the checks of `run` and tells the plan (manager.api.plan.build.Plan) what would happen.

        Reads only: it writes nothing and takes no lock.
        """
        raise NotImplementedError

    def run(self, call: Call) -> Any:
        """Does the work inside `call.tx`, which is committed afterwards."""
        raise NotImplementedError


COMMANDS: dict[str, type[Command]] = {}   # by lower-case name


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(param,))
def mixin(cls: type[T]) -> type[T]:
    """For parameters that several commands share."""
    return dataclasses.dataclass(frozen=True, kw_only=True)(cls)


@mixin
class ListCommand(Command):
    """A command that answers a list: paging as WIRE 8 has it."""

    page: int | None = param("the page to return, from 1; needs pagesize", default=None)
    pagesize: int | None = param("how many items a page has; -1 for all", default=None)
    keyword: str | None = param("list by keyword: part of the name", default=None)

    def limits(self, call: Call) -> tuple[int | None, int]:
        """(how many rows at most or None for all, how many to skip). ApiError 431 as WIRE 8 says."""
        return call.paging(self.page, self.pagesize)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(param,))
def command(
    *, roles: frozenset[Role], event: str | None = None, reads: bool = False, name: str | None = None, object: str | None = None,
    since: str = "", clienttoken: bool = False, wrapper: str | None = None, error_wrapper: str | None = None, authenticator: bool = False,
    creates: bool | None = None, plan: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Registers a command. `roles`: who has it by default. `event`: its type, written by the framework. `reads`: a read transaction is enough.

    `object`: the object's key in the answer when it is not the response class's. `wrapper`: the key around a success when it is not
    `<name>response`, `error_wrapper` around an error. `creates`: an asynchronous command that answers the new object's id at once.
    `clienttoken`: a call repeated with the same token answers the first one's object. `plan`: with plan=true the command's method
    `plan(call, plan)` tells what it would do, in a read transaction (docs/howto/add-a-plan.md).
    The response and whether it is asynchronous come from run's return annotation.
    """
    def wrap(cls: type[T]) -> type[T]:
        made: Any = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.NAME = name or cls.__name__[0].lower() + cls.__name__[1:]
        if not cls.__doc__ or cls.__doc__.startswith(cls.__name__ + "("):
            raise TypeError(f"{made.NAME}: the docstring is the API documentation and is missing")
        if not roles:
            raise TypeError(f"{made.NAME}: nobody may call it")
        key = made.NAME.lower()
        if key in COMMANDS:
            raise TypeError(f"{made.NAME} is declared twice")
        made.ROLES, made.EVENT, made.SINCE, made.READS = roles, event, since, reads
        made.EVENT_RESOURCE = EVENT_RESOURCES.get(made.NAME, "")
        made.CLIENTTOKEN, made.AUTHENTICATOR = clienttoken, authenticator
        made.CLASS, made.UNSUPPORTED = CLASSES.get(made.NAME, made.NAME), UNSUPPORTED.get(made.NAME, frozenset())
        made.PARAMS = _params(made)
        if clienttoken:
            made.PARAMS["clienttoken"] = CLIENTTOKEN
        made.PLAN = plan
        if plan:
            made.PARAMS["plan"] = PLAN
        made.RESPONSE, made.RETURNS, made.ASYNC = result(made)
        made.CREATES = made.ASYNC and (creates if creates is not None else clienttoken)
        made.OBJECT = object or made.RESPONSE.OBJECT
        made.ERROR_WRAPPER = error_wrapper or key + "response"
        made.WRAPPER = wrapper or made.ERROR_WRAPPER
        COMMANDS[key] = made
        return cast(type[T], made)
    return wrap


CLIENTTOKEN = Param("clienttoken", "", str, None, False, Given(
    "makes the call repeatable: the same call with the same token answers the first one's object", Access.USE, EVERYONE, "", 190, (), None,
    None, None, False))


PLAN = Param("plan", "", bool, None, False, Given(
    "true: answer what the call would do, and do nothing", Access.USE, EVERYONE, "", DEFAULT_LENGTH, (), None, None, None, False))


def _params(cls: Any) -> dict[str, Param]:
    hints = typing.get_type_hints(cls)
    out: dict[str, Param] = {}
    for field in dataclasses.fields(cls):
        given: Given | None = field.metadata.get("given")
        if given is None or not given.doc:
            raise TypeError(f"{cls.__name__}.{field.name}: declare it with param(\"what it means\")")
        kind, item = _type(f"{cls.__name__}.{field.name}", hints[field.name])
        wire = (given.name or field.name).lower()
        out[wire] = Param(wire, field.name, kind, item, field.default is dataclasses.MISSING, given)
    return out


def _type(where: str, hint: Any) -> tuple[Any, Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"{where}: one type, or one type and None")
        hint = rest[0]
    origin = typing.get_origin(hint)
    if origin is Ref:
        return Ref, typing.get_args(hint)[0]
    if origin is dict:
        return dict, None
    if origin is list:
        item = typing.get_args(hint)[0]
        if typing.get_origin(item) is Ref:
            return list, RefList(typing.get_args(item)[0])
        return list, dict if typing.get_origin(item) is dict else item
    if hint not in _KINDS:
        raise TypeError(f"{where}: {hint} is not a parameter type")
    return hint, None


def result(cls: Any) -> tuple[type[Response], str, bool]:
    """(response class, object|list|success|flat, asynchronous), from run's return annotation."""
    hint = typing.get_type_hints(cls.run)["return"]
    asynchronous = typing.get_origin(hint) is Job
    while typing.get_origin(hint) in (Job, Waiting):
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is Listing:
        return typing.get_args(hint)[0], "list", asynchronous
    if not (isinstance(hint, type) and issubclass(hint, Response)):
        raise TypeError(f"{cls.NAME}: run must return a Response, Success, Listing[…], Job[…] or Waiting[…], not {hint}")
    if issubclass(hint, Success):
        return hint, "success", asynchronous
    return hint, "flat" if getattr(hint, "FLAT", False) else "object", asynchronous
