"""Answers: one msgspec struct for each of CloudStack's response classes. A field that is None is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import msgspec

DATE = "date"


@dataclass(frozen=True)
class Doc:
    """What listApis tells about a field."""

    text: str
    kind: str | None = None


def field(text: str, *, kind: str | None = None) -> Any:
    """A field of an answer, None until set. `text` describes it; `kind` is the type's name in listApis where the annotation is not enough."""
    return Doc(text, kind)


class _Meta(msgspec.StructMeta):
    """Turns `field(…)` into a default of None and keeps the descriptions."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> Any:
        docs = {key: value for key, value in namespace.items() if isinstance(value, Doc)}
        for key in docs:
            namespace[key] = None
        answer = config.pop("object", None)
        cls: Any = super().__new__(mcls, name, bases, namespace, **config)
        inherited: dict[str, Doc] = {}
        for base in reversed(cls.__mro__[1:]):
            inherited.update(base.__dict__.get("DOCS", {}))
        cls.DOCS = {**inherited, **docs}
        if answer is not None:
            cls.OBJECT = answer
        return cls


class Response(msgspec.Struct, kw_only=True, omit_defaults=True, metaclass=_Meta):
    """Base of all answers: `class ZoneResponse(Response, object="zone")`; the object's name is its key in the answer."""

    DOCS: ClassVar[dict[str, Doc]] = {}
    OBJECT: ClassVar[str] = "null"


R = TypeVar("R", bound=Response)


class Success(Response):
    """`{"success": true}`, as deletions answer."""

    success: bool | None = field("true if operation is executed successfully")
    displaytext: str | None = field("any text associated with the success or failure")


def succeeded(text: str | None = None) -> Success:
    """The usual answer of a command that has nothing else to say."""
    return Success(success=True, displaytext=text)


class Flat(Response):
    """Base of answers whose fields stand directly in the wrapper (login, queryAsyncJobResult)."""

    FLAT: ClassVar[bool] = True
