"""WIRE 4: statuses."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from manager.model.db import Unavailable
from manager.model.tables.tenancy import account
from manager.model.tenancy import settings
from tests.wire.app import ApiFailure, TestApp, running_app


def test_no_credentials(app: TestApp) -> None:
    assert app.http("GET", query="command=listZones&response=json").status == 401


def test_disabled_account(app: TestApp) -> None:
    user = app.user("locked")

    def disable(tx) -> None:  # type: ignore[no-untyped-def]
        tx.execute(update(account).where(account.c.uuid == user.account["id"]).values(state="disabled"))
        settings.raise_epoch(tx, settings.ACCESS)

    app.db.write(disable)
    app.db.read(app.api.access.refresh)
    with pytest.raises(ApiFailure) as failed:
        user.call("listZones")
    assert failed.value.status == 401


@pytest.mark.parametrize("who", ["admin", "user"])
def test_unknown_and_denied_commands_look_the_same(both: TestApp, who: str) -> None:
    client = both.admin if who == "admin" else both.user("plain")
    for command in ("noSuchCommand", "createZone"):
        if who == "admin" and command == "createZone":
            continue
        with pytest.raises(ApiFailure, match="does not exist or is not available") as failed:
            client.call(command)
        assert (failed.value.status, failed.value.wrapper, failed.value.content["errorcode"]) == (432, "errorresponse", 432)


def test_missing_command(app: TestApp) -> None:
    with pytest.raises(ApiFailure) as failed:
        app.admin.call("")
    assert failed.value.status == 432


@pytest.mark.parametrize("name", ["tags[0.key", "tags[x].key", "tags[0]", "tags"])
def test_malformed_map(app: TestApp, name: str) -> None:
    with pytest.raises(ApiFailure) as failed:
        app.admin.call("listVirtualMachines", **{name: "a"})
    assert failed.value.status == 430


def test_missing_and_wrong_parameters(app: TestApp) -> None:
    for command, params in (("queryAsyncJobResult", {}), ("listUsers", {"accounttype": "x"}), ("createAccount", {"username": "x"})):
        with pytest.raises(ApiFailure) as failed:
            app.admin.call(command, **params)
        assert failed.value.status == 431


def test_not_permitted_on_something_visible(app: TestApp) -> None:
    domain = app.admin.call("createDomain", name="higher")["domain"]
    boss = app.user("boss", domainid=domain["id"], roletype="2")
    with pytest.raises(ApiFailure) as failed:
        boss.call("createAccount", username="x", password="x", email="x", firstname="x", lastname="x", accounttype=1)
    assert failed.value.status == 531


def test_database_away_is_503(app: TestApp) -> None:
    class Away:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(name)

        async def run(self, work: object, *, writing: bool = True) -> object:
            raise Unavailable("gone")

        async def look(self, work: object) -> object:
            raise Unavailable("gone")

    real = app.api.db
    app.api.db = Away()  # type: ignore[assignment]
    try:
        with pytest.raises(ApiFailure, match="database") as failed:
            app.admin.call("listZones")
        assert failed.value.status == 503
    finally:
        app.api.db = real


def test_a_bug_is_530_and_tells_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with running_app(f"sqlite:///{tmp_path}/p.db") as app:
        app.db.write(lambda tx: tx.conn.exec_driver_sql("ALTER TABLE zone RENAME TO enoz"))
        reply = app.admin.raw("listZones")
        assert reply.status == 530
        assert "enoz" not in reply.body.decode()
        assert "zone" not in reply.json()["listzonesresponse"]["errortext"]
        assert reply.header("x-request-id") in reply.json()["listzonesresponse"]["errortext"]
