"""A small client of the public API: signed calls, jobs awaited, errors in the API's words. Standard library only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class ApiFailed(Exception):
    """The API refused; `code` as in its answer."""

    def __init__(self, command: str, code: int, text: str) -> None:
        super().__init__(f"{command}: {code} {text}")
        self.code = code


@dataclass
class Api:
    """Calls commands of one endpoint, as one user."""

    endpoint: str
    key: str = ""
    secret: str = ""
    progress: Callable[[str], None] = lambda text: None

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The content of the answer's wrapper; for an asynchronous command, its job's result once it has ended. Raises ApiFailed."""
        answer = self.raw(command, params)
        return self.wait(command, answer["jobid"]) if "jobid" in answer and command != "queryAsyncJobResult" else answer

    def raw(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        """One call, without waiting for its job."""
        values = {name: _text(value) for name, value in params.items() if value is not None}
        values |= {"command": command, "response": "json"}
        if self.key:
            values["apiKey"] = self.key
            values["signature"] = self._sign(values)
        request = urllib.request.Request(self.endpoint, urllib.parse.urlencode(values).encode())
        try:
            with urllib.request.urlopen(request, timeout=180) as reply:
                body = json.load(reply)
        except urllib.error.HTTPError as error:
            body = json.load(error)
        content: dict[str, Any] = next(iter(body.values()))
        if "errorcode" in content:
            raise ApiFailed(command, content["errorcode"], content["errortext"])
        return content

    def wait(self, command: str, job: str, limit: float = 1800) -> dict[str, Any]:
        """The result of a job."""
        end, shown = time.monotonic() + limit, ""
        while time.monotonic() < end:
            found = self.raw("queryAsyncJobResult", {"jobid": job})
            if found["jobstatus"] == 1:
                result: dict[str, Any] = found.get("jobresult", {})
                return next(iter(result.values())) if len(result) == 1 and isinstance(next(iter(result.values())), dict) else result
            if found["jobstatus"] == 2:
                raise ApiFailed(command, found["jobresult"]["errorcode"], found["jobresult"]["errortext"])
            text = str(found.get("jobprogress", "") or "")
            if text and text != shown:
                self.progress(text)
                shown = text
            time.sleep(0.2)
        raise ApiFailed(command, 530, f"job {job} has not ended after {limit:.0f} s")

    def listed(self, command: str, key: str, **params: Any) -> list[dict[str, Any]]:
        """The items of a list command."""
        items: list[dict[str, Any]] = self.call(command, **params).get(key, [])
        return items

    def _sign(self, values: dict[str, str]) -> str:
        pairs = [f"{name}={urllib.parse.quote(values[name], safe='*')}" for name in sorted(values, key=str.lower)]
        mac = hmac.new(self.secret.encode(), "&".join(pairs).lower().encode(), hashlib.sha1)
        return base64.b64encode(mac.digest()).decode()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


def log_in(endpoint: str, username: str, password: str) -> Api:
    """An Api with the user's keys, made if there are none."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = urllib.parse.urlencode({"command": "login", "username": username, "password": password, "response": "json"}).encode()
    with opener.open(endpoint, form, timeout=60) as reply:
        session = json.load(reply)["loginresponse"]
    form = urllib.parse.urlencode({"command": "registerUserKeys", "id": session["userid"], "sessionkey": session["sessionkey"],
                                   "response": "json"}).encode()
    with opener.open(endpoint, form, timeout=60) as reply:
        keys = json.load(reply)["registeruserkeysresponse"]["userkeys"]
    return Api(endpoint, keys["apikey"], keys["secretkey"])
