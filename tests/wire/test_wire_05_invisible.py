"""WIRE 5: an unknown object and an invisible one are the same."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from common.ids import new_uuid
from manager.model.clock import now_us
from manager.model.tables import tenancy
from tests.wire.app import ApiFailure, TestApp

INSIDE = "Invalid parameter id value={} due to incorrect long value format, or entity does not exist"


def refusal(client: Any, command: str, uuid: str) -> ApiFailure:
    with pytest.raises(ApiFailure) as failed:
        client.call(command, id=uuid)
    return failed.value


@pytest.mark.parametrize("command", ["listUsers", "getUserKeys", "registerUserKeys"])
def test_unknown_and_invisible_are_the_same(both: TestApp, command: str) -> None:
    alice, mallory = both.user("alice"), both.user("mallory")
    nobody = new_uuid()
    hidden, unknown = refusal(mallory, command, alice.user_id), refusal(mallory, command, nobody)
    assert (hidden.status, unknown.status) == (431, 431)
    assert INSIDE.format(alice.user_id) in hidden.text
    assert hidden.text.replace(alice.user_id, "") == unknown.text.replace(nobody, "")


@pytest.mark.parametrize("value", ["", "xx", "-1", "1; DROP TABLE user", "%", "a" * 300])
def test_what_is_no_uuid(app: TestApp, value: str) -> None:
    failure = refusal(app.admin, "listUsers", value)
    assert failure.status == 431
    assert "Invalid parameter id" in failure.text


def test_the_id_of_a_removed_object_in_a_list_answers_an_empty_list(both: TestApp) -> None:
    owner, other = both.user("owner"), both.user("other")
    app = both
    domain = app.admin.call("createDomain", name="gone")["domain"]
    app.db.write(lambda tx: tx.execute(update(tenancy.domain).where(tenancy.domain.c.uuid == domain["id"]).values(live=None, removed=now_us())))
    assert app.admin.call("listDomains", id=domain["id"]) == {}
    account = owner.account["id"]
    app.db.write(lambda tx: tx.execute(update(tenancy.account).where(tenancy.account.c.uuid == account).values(live=None, removed=now_us())))
    assert app.admin.call("listAccounts", id=account) == {}
    assert refusal(other, "listAccounts", account).status == 431
