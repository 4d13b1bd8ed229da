"""Configuration keys that have an effect of their own: each is changed through the API, and another answer is seen."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import update

from manager import reconcile
from manager.model.clock import SECOND
from manager.model.db import Database
from manager.model.tables.work import event, lease
from manager.model.work import leases
from manager.reconcile import consoles as consoles_module
from manager.reconcile import expunge as expunge_module
from manager.reconcile import purge
from manager.reconcile import routers as routers_module
from manager.reconcile import webhooks as webhooks_module
from manager.reconcile.runner import _done
from manager.services import Services
from tests.api.test_infra import names, refused
from tests.wire.app import Client, NoHosts, TestApp

DAY = 86_400
LOADED = (consoles_module, expunge_module, purge, routers_module, webhooks_module)


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@contextmanager
def key(admin: Client, name: str, value: str, **place: str) -> Iterator[None]:
    admin.call("updateConfiguration", name=name, value=value, **place)
    try:
        yield
    finally:
        admin.call("resetConfiguration", name=name, **place)


def test_what_list_capabilities_tells(admin: Client) -> None:
    def shown() -> dict[str, Any]:
        capability: dict[str, Any] = admin.call("listCapabilities")["capability"]
        return capability

    usual = shown()
    assert (usual["defaultuipagesize"], usual["instancesstatsretentiontime"], usual["instancesdisksstatsretentionenabled"]) == (20, 720, False)
    assert "apilimitmax" not in usual
    assert usual["cloudstackversion"]
    with key(admin, "default.ui.page.size", "50"), key(admin, "expose.cloudstack.version.api.list.capabilities", "false"):
        assert shown()["defaultuipagesize"] == 50
        assert "cloudstackversion" not in shown()


def test_order_of_sort_keys(admin: Client) -> None:
    for name, sortkey in (("key-1", 1), ("key-2", 2)):
        made = admin.call("createDiskOffering", name=name, disksize=1)["diskoffering"]["id"]
        admin.call("updateDiskOffering", id=made, sortkey=sortkey)
    assert names(admin, "listDiskOfferings", "diskoffering", keyword="key-") == ["key-1", "key-2"]
    with key(admin, "sortkey.algorithm", "false"):
        assert names(admin, "listDiskOfferings", "diskoffering", keyword="key-") == ["key-2", "key-1"]


def test_cookies_of_sessions(both: TestApp, admin: Client) -> None:
    def cookie() -> str:
        reply = both.http("POST", body=b"command=login&username=admin&password=password&response=json")
        return next(value for name, value in reply.headers if name == "set-cookie")

    assert "SameSite=Lax" in cookie()
    assert "Secure" not in cookie()
    with key(admin, "enable.secure.session.cookie", "true"):
        assert cookie().endswith("; Secure")
    for value, want in (("Strict", "SameSite=Strict"), ("NoneAndSecure", "SameSite=None; Secure")):
        with key(admin, "api.sessionkey.cookie.samesite", value):
            assert want in cookie()
    with key(admin, "api.sessionkey.cookie.samesite", "Null"):
        assert "SameSite" not in cookie()
    assert refused(admin, "updateConfiguration", name="api.sessionkey.cookie.samesite", value="lax; Domain=x").status == 431


def test_where_an_accounts_calls_may_come_from(both: TestApp, admin: Client) -> None:
    ann, bob = both.user("key-ann"), both.user("key-bob")
    of = {"accountid": ann.account["id"]}
    with key(admin, "api.allowed.source.cidr.list", "192.0.2.0/24, 2001:db8::/32", **of):
        assert refused(ann, "listZones").status == 531
        assert bob.call("listCapabilities")
        with key(admin, "api.source.cidr.checks.enabled", "false"):
            assert ann.call("listCapabilities")
    with key(admin, "api.allowed.source.cidr.list", "127.0.0.0/8", **of):
        assert ann.call("listCapabilities")
    assert refused(admin, "updateConfiguration", name="api.allowed.source.cidr.list", value="here", **of).status == 431


def services(app: TestApp) -> Services:
    return Services(NoHosts(), NoHosts(), app.keys, lambda fn: app.db.run(fn, writing=False), app.db.run)


def test_old_events_go(both: TestApp, admin: Client) -> None:
    ann = both.user("key-ann")
    old = ann.call("listEvents")["event"][0]["id"]
    both.db.write(lambda tx: tx.execute(update(event).where(event.c.uuid == old).values(created=event.c.created - 16 * DAY * SECOND)))
    for days, there in (("0", True), ("20", True), ("15", False)):
        with key(admin, "event.purge.delay", days):
            both.background.run(purge.purge_events(services(both)))
            found = [one["id"] for one in ann.call("listEvents", pagesize=-1).get("event", [])]
            assert (old in found) is there, days


@pytest.mark.parametrize(("name", "runs"), [
    ("event.purge.interval", "purge-events"), ("expunge.interval", "expunge"), ("router.check.interval", "routers"),
    ("webhook.deliveries.cleanup.interval", "webhook-history"), ("console.session.cleanup.interval", "console.records")])
def test_how_often_something_runs(both: TestApp, admin: Client, name: str, runs: str) -> None:
    """The next run is due so many seconds after the last; a change makes it due at once."""
    rec = reconcile.RECONCILERS[runs]
    db: Database = both.db
    db.write(functools.partial(leases.ensure, names=[runs]))

    def due_in() -> int:
        def look(tx: Any) -> int:
            row = tx.one(lease.select().where(lease.c.name == runs))
            return int((row.due - tx.now()) / SECOND + 0.5)
        return int(db.read(look))

    def run() -> None:
        def once(tx: Any) -> None:
            row = tx.one(lease.select().where(lease.c.name == runs))
            tx.execute(update(lease).where(lease.c.name == runs).values(node_id=1, signalled=0))
            _done(tx, rec, row.take, None)
        db.write(once)

    run()
    usual = due_in()
    with key(admin, name, "77"):
        assert db.read(lambda tx: tx.one(lease.select().where(lease.c.name == runs)).signalled) or due_in() <= 0
        run()
        assert abs(due_in() - 77 * rec.unit) <= 2
    assert usual > 77 or name == "router.check.interval"
