"""What tests of access share: accounts, sessions, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from manager.model.db import Tx
from manager.model.tenancy import settings
from tests.wire.app import PASSWORD, ApiFailure, Client, Reply, TestApp


def refused(client: Client, status: int, command: str, **params: Any) -> str:
    """The text of a refusal with this status."""
    with pytest.raises(ApiFailure) as failed:
        client.call(command, **params)
    assert failed.value.status == status, failed.value
    return failed.value.text


def login(app: TestApp, username: str, password: str = PASSWORD, *, peer: str = "127.0.0.1", **more: str) -> Reply:
    """The answer to a login."""
    fields = {"command": "login", "username": username, "password": password, "response": "json", **more}
    return app.http("POST", body=urlencode(fields).encode(), peer=peer)


@dataclass
class Browser:
    """A session: cookie and key."""

    app: TestApp
    cookies: str
    answer: dict[str, Any]

    def raw(self, command: str, **params: Any) -> Reply:
        """The answer to a call of this session."""
        query = urlencode({"command": command, "response": "json", "sessionkey": self.answer["sessionkey"], **params})
        return self.app.http("GET", query=query, headers={"cookie": self.cookies})

    def status(self, command: str = "listZones", **params: Any) -> int:
        """The status of a call."""
        return self.raw(command, **params).status


def browser(app: TestApp, username: str, password: str = PASSWORD, **more: Any) -> Browser:
    """A session of a user."""
    reply = login(app, username, password, **more)
    assert reply.status == 200, reply.body
    return Browser(app, "; ".join(value.split(";")[0] for name, value in reply.headers if name == "set-cookie"), reply.json()["loginresponse"])


def configure(app: TestApp, name: str, value: str, **place: str) -> None:
    """Sets a configuration key."""
    app.admin.call("updateConfiguration", name=name, value=value, **place)


def second_user(app: TestApp, account: str, name: str, **more: Any) -> Client:
    """A further user of an account, with keys."""
    made = app.admin.call("createUser", account=account, username=name, password=PASSWORD, email=f"{name}@example.com", firstname=name, lastname="T",
                          **more)["user"]
    keys = app.admin.call("registerUserKeys", id=made["id"])["userkeys"]
    return Client(app, keys["apikey"], keys["secretkey"], made["id"])


def raise_access(tx: Tx) -> None:
    """As a change on another manager does."""
    settings.raise_epoch(tx, settings.ACCESS)
