"""Login throttling by address, and API limits per account."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from manager.api.ratelimit.limits import Limits
from manager.model.access import login_failures
from manager.model.tables.tenancy import login_failure, user
from tests.api.auth.access import browser, configure, login, refused
from tests.wire.app import TestApp


def test_an_address_that_tries_many_users_is_blocked(both: TestApp) -> None:
    thief, home = "203.0.113.7", "198.51.100.3"
    configure(both, "incorrect.login.attempts.allowed", "1")
    try:
        both.user("honest")
        for number in range(10):
            assert login(both, f"guess{number}", "wrong", peer=thief).status == 531
        blocked = login(both, "honest", peer=thief)
        assert (blocked.status, "address" in blocked.json()["loginresponse"]["errortext"]) == (429, True)
        assert login(both, "honest", peer=home).status == 200
        both.db.write(lambda tx: tx.execute(update(login_failure).values(blocked_until=0)))
        assert login(both, "honest", peer=thief).status == 200
    finally:
        configure(both, "incorrect.login.attempts.allowed", "5")


def test_old_failures_do_not_count_and_go(both: TestApp) -> None:
    peer = "203.0.113.8"
    login(both, "nobody", "wrong", peer=peer)
    both.db.write(lambda tx: tx.execute(update(login_failure).where(login_failure.c.client == peer).values(
        failed=1000, since=login_failure.c.since - login_failures.WINDOW - 1)))
    assert login(both, "nobody", "wrong", peer=peer).status == 531
    assert login(both, "nobody", "wrong", peer=peer).status == 531
    both.db.write(lambda tx: tx.execute(update(login_failure).values(since=0)))
    assert both.db.write(login_failures.sweep) >= 1


@pytest.mark.parametrize(("client", "counted"), [
    ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("unknown", "unknown")])
def test_what_is_counted(client: str, counted: str) -> None:
    assert login_failures.origin(client) == counted


def test_api_limit(both: TestApp) -> None:
    busy, other = both.user("busy"), both.user("idle")
    assert busy.call("getApiLimit")["apilimit"]["apiIssued"] == 0  # nothing is counted unless it is enabled
    configure(both, "api.throttling.interval", "600")
    configure(both, "api.throttling.max", "3")
    configure(both, "api.throttling.enabled", "true")
    try:
        shown = busy.call("getApiLimit")["apilimit"]
        assert (shown["account"], shown["accountid"], shown["apiIssued"], shown["apiAllowed"]) == ("busy", busy.account["id"], 1, 2)
        assert 590_000 < shown["expireAfter"] <= 600_000
        busy.call("listZones")
        busy.call("listZones")
        assert "API limit" in refused(busy, 429, "listZones")
        assert browser(both, "busy").status() == 429  # sessions and keys of an account together
        assert other.call("listZones") == {}
        assert both.admin.call("listZones") == {}
        refused(other, 432, "resetApiLimit")
        assert both.admin.call("resetApiLimit", account=busy.account["id"]) == {"success": True}
        both.db.read(both.api.access.refresh)
        assert busy.call("getApiLimit")["apilimit"]["apiIssued"] == 1
        assert other.call("getApiLimit")["apilimit"]["apiIssued"] >= 2
        both.admin.call("resetApiLimit")
        both.db.read(both.api.access.refresh)
        assert other.call("getApiLimit")["apilimit"]["apiIssued"] == 1
        configure(both, "api.throttling.max", "100")
        assert busy.call("getApiLimit")["apilimit"]["apiAllowed"] > 90
        configure(both, "api.throttling.cachesize", "1")
        busy.call("listZones")
        other.call("listZones")  # drops what was counted of busy
        assert busy.call("getApiLimit")["apilimit"]["apiIssued"] == 1
    finally:
        for name, value in (("enabled", "false"), ("max", "25"), ("interval", "1"), ("cachesize", "50000")):
            configure(both, f"api.throttling.{name}", value)
    assert busy.call("listZones") == {}


def test_managers_share_the_maximum(both: TestApp) -> None:
    limits = Limits()
    configure(both, "api.throttling.max", "25")
    limits.processes = 2
    assert both.read(limits.share) == 13
    limits.processes = 100
    assert both.read(limits.share) == 1


def test_the_right_password_does_not_end_a_lock(both: TestApp) -> None:
    configure(both, "incorrect.login.attempts.allowed", "2")
    try:
        both.user("kept")
        for number in range(2):
            assert login(both, "kept", "wrong", peer=f"198.51.100.{20 + number}").status == 531
        for number in range(3):
            assert login(both, "kept", peer=f"198.51.100.{30 + number}").status == 531
        both.db.write(lambda tx: tx.execute(update(user).where(user.c.username == "kept").values(locked_until=0)))
        assert login(both, "kept", peer="198.51.100.40").status == 200
    finally:
        configure(both, "incorrect.login.attempts.allowed", "5")
