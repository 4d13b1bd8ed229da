"""Log lines that carry the request and the job they belong to. Secrets are never logged: callers pass ids, not values."""

from __future__ import annotations

import contextlib
import contextvars
import datetime
import json
import logging
import sys
from collections.abc import Iterator
from typing import TextIO

_BREAKS = {number: chr(number).encode("unicode_escape").decode() for number in (*range(9), *range(10, 32), 127, 0x85, 0x2028, 0x2029)}
_FIELDS: contextvars.ContextVar[dict[str, str]] = contextvars.ContextVar("pileus_log", default={})  # noqa: B039 never mutated


@contextlib.contextmanager
def bound(**fields: str) -> Iterator[None]:
    """Adds fields (request, job, host, …) to each line logged inside; follows asyncio tasks that are started inside."""
    mark = _FIELDS.set({**_FIELDS.get(), **fields})
    try:
        yield
    finally:
        _FIELDS.reset(mark)


def bind(**fields: str) -> None:
    """As `bound`, for the rest of the present task or thread."""
    _FIELDS.set({**_FIELDS.get(), **fields})


def fields() -> dict[str, str]:
    """What is bound now."""
    return dict(_FIELDS.get())


class _Line(logging.Formatter):
    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        text = record.getMessage().translate(_BREAKS)  # a name that a tenant chose must not pass for a line of its own
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        extra = _FIELDS.get()
        if self.as_json:
            return json.dumps({"time": when, "level": record.levelname, "logger": record.name, **extra, "text": text}, ensure_ascii=False)
        bound_fields = "".join(f" {key}={value}" for key, value in extra.items())
        return f"{when} {record.levelname:<7} {record.name}{bound_fields}: {text}"


def configure(level: str = "INFO", *, as_json: bool = False, stream: TextIO | None = None) -> None:
    """Sends all loggers to `stream` (default: standard error), one line per record. Raises ValueError for an unknown level."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Line(as_json))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
