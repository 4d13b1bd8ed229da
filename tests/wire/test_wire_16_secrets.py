"""WIRE 16: secrets are shown where they must be, and nowhere else."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import String, Text, select

from manager.model.tables import metadata
from tests.wire.app import TestApp


def texts(app: TestApp) -> str:
    def all_of(tx) -> str:  # type: ignore[no-untyped-def]
        out = []
        for table in metadata.tables.values():
            columns = [column for column in table.columns if isinstance(column.type, String | Text)]
            if columns:
                out += [str(value) for row in tx.rows(select(*columns)) for value in row if value]
        return "\n".join(out)

    return str(app.read(all_of))


def test_keys_are_shown_by_get_user_keys_and_stored_encrypted(both: TestApp) -> None:
    user = both.user("keeper")
    assert both.admin.call("getUserKeys", id=user.user_id)["userkeys"]["secretkey"] == user.secret
    assert user.call("getUserKeys", id=user.user_id)["userkeys"]["apikey"] == user.key
    assert user.secret not in texts(both)
    assert user.secret not in str(both.admin.call("listUsers", listall=True)) + str(both.admin.call("listAccounts", listall=True))


def test_passwords_are_stored_hashed_and_not_logged(app: TestApp, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        app.admin.call("createAccount", username="hush", password="correct horse", email="e", firstname="f", lastname="l", accounttype=0)
        reply = app.http("POST", body=b"command=login&username=hush&password=correct+horse&response=json")
    assert reply.status == 200
    key = reply.json()["loginresponse"]["sessionkey"]
    assert "correct horse" not in caplog.text + texts(app)
    assert key not in caplog.text + texts(app)
    assert "$argon2id$" in texts(app)


def test_the_private_key_is_answered_once(app: TestApp) -> None:
    pair = app.admin.call("createSSHKeyPair", name="k")["keypair"]
    assert "PRIVATE KEY" in pair["privatekey"]
    assert "PRIVATE KEY" not in texts(app) + str(app.admin.call("listSSHKeyPairs"))


def test_events_hold_no_secret(app: TestApp) -> None:
    user = app.user("watched")
    events = str(app.admin.call("listEvents", listall=True))
    assert user.secret not in events
    assert user.key not in events
