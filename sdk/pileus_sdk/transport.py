"""Signed calls and their answers. Standard library only."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

READS = ("list", "get", "query", "find", "is", "ready")
AGAIN_S = 0.5
REQUEST_S = 180.0


class ApiError(Exception):
    """The API refused a call. `code`: its status, as 431; `text`: what is wrong, in the API's words."""

    def __init__(self, command: str, code: int, text: str) -> None:
        super().__init__(f"{command}: {code} {text}")
        self.command, self.code, self.text = command, code, text


class NoAnswer(Exception):
    """The endpoint did not answer, or what answered is not the API (as a proxy). `status`: the HTTP status; 0: there was none."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


@dataclass
class Transport:
    """One endpoint and one user. `patience`: seconds for which a call that may be repeated (a list, or one with a client token) is tried again
    while no manager answers. `context`: TLS settings, as for a private CA. `progress`: told the texts of running jobs.
    `observe`: told of each answered call its command, the names of its parameters and whether it worked."""

    endpoint: str
    key: str = ""
    secret: str = field(default="", repr=False)
    patience: float = 30.0
    context: ssl.SSLContext | None = None
    progress: Callable[[str], None] = lambda text: None
    observe: Callable[[str, Iterable[str], bool], None] = lambda command, names, worked: None

    def __post_init__(self) -> None:
        if not self.endpoint.startswith(("http://", "https://")):
            raise ValueError(f"endpoint {self.endpoint!r}: an address as https://cloud.example.org/client/api")

    def send(self, command: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The content of one answer, without its wrapper. Raises ApiError, NoAnswer."""
        form = flatten(params) | {"command": command, "response": "json"}
        if self.key:
            form["apikey"] = self.key
            form["signature"] = sign(form, self.secret)
        repeatable = command.startswith(READS) or "clienttoken" in form
        until = time.monotonic() + (self.patience if repeatable else 0)
        while True:
            try:
                return self._once(command, form)
            except (NoAnswer, ApiError) as error:
                if (isinstance(error, ApiError) and error.code != 503) or time.monotonic() >= until:
                    raise
            time.sleep(AGAIN_S)

    def _once(self, command: str, form: Mapping[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(self.endpoint, urllib.parse.urlencode(form).encode())  # noqa: S310 its scheme was checked
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_S, context=self.context) as reply:  # noqa: S310
                status, body = reply.status, reply.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{self.endpoint} does not answer: {error}") from error
        try:
            content: dict[str, Any] = next(iter(json.loads(body).values()))
        except (ValueError, AttributeError, StopIteration) as error:
            raise NoAnswer(f"{self.endpoint} answered {status} with something that is not the API's", status) from error
        self.observe(command, form, "errorcode" not in content)
        if "errorcode" in content:
            raise ApiError(command, content["errorcode"], content.get("errortext", ""))
        return content


def flatten(params: Mapping[str, Any]) -> dict[str, str]:
    """Python values as form fields: lists comma-joined, maps as name[0].key=value, lists of maps as name[n].key=value. None is left out."""
    out: dict[str, str] = {}
    for name, value in params.items():
        if isinstance(value, Mapping):
            out.update({f"{name}[0].{key}": text(item) for key, item in value.items()})
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            out.update({f"{name}[{index}].{key}": text(item) for index, row in enumerate(value) for key, item in row.items()})
        elif value is not None:
            out[name] = text(value)
    return out


def text(value: Any) -> str:
    """One value as the API reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(text(item) for item in value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S%z")
    return str(value)


def sign(form: Mapping[str, str], secret: str) -> str:
    """The signature of a call: HMAC-SHA1 of its sorted fields in lower case."""
    pairs = [f"{name}={urllib.parse.quote(form[name], safe='*')}" for name in sorted(form, key=str.lower)]
    return base64.b64encode(hmac.new(secret.encode(), "&".join(pairs).lower().encode(), hashlib.sha1).digest()).decode()
