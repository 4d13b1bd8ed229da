"""A session by name and password, as long as it takes to fetch the user's keys."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from pileus_sdk.transport import REQUEST_S, ApiError


def keys_of(endpoint: str, username: str, password: str, domain: str) -> tuple[str, str]:
    """(API key, secret key) of a user; both are made if there are none. Raises ApiError."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    session = _post(opener, endpoint, {"command": "login", "username": username, "password": password, "domain": domain})
    who = {"id": session["userid"], "sessionkey": session["sessionkey"]}
    have = _post(opener, endpoint, {"command": "getUserKeys", **who}).get("userkeys", {})
    if not have.get("secretkey"):
        have = _post(opener, endpoint, {"command": "registerUserKeys", **who})["userkeys"]
    _post(opener, endpoint, {"command": "logout", "sessionkey": session["sessionkey"]})
    return have["apikey"], have["secretkey"]


def _post(opener: urllib.request.OpenerDirector, endpoint: str, form: dict[str, str]) -> dict[str, Any]:
    try:
        with opener.open(endpoint, urllib.parse.urlencode({**form, "response": "json"}).encode(), timeout=REQUEST_S) as reply:
            answer = json.load(reply)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
    content: dict[str, Any] = next(iter(answer.values()))
    if "errorcode" in content:
        raise ApiError(form["command"], content["errorcode"], content["errortext"])
    return content
