"""listConsoleSessions: every filter, and whose sessions are shown to whom."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.clock import MINUTE
from manager.model.tables.console import console_session
from manager.reconcile import consoles
from manager.services import Services
from tests.wire.app import ApiFailure, Client
from tests.wire.console.site import Consoles
from tests.wire.console.test_endpoint import setting, token_of


def listed(client: Client, **params: Any) -> list[str]:
    """The ids of sessions, in the order of the answer."""
    return [one["id"] for one in client.call("listConsoleSessions", **params).get("consolesession", [])]


def test_every_filter(site: Consoles) -> None:
    ned, admin, proxy = site.app.user("ned"), site.app.admin, site.proxy()
    vm, other = site.deploy(ned, name="nedsone"), site.deploy(ned, name="nedstwo")
    opened = proxy.redeem(token_of(ned, vm), client="198.51.100.8")
    token_of(ned, other)
    mine = {"userid": ned.user_id}
    everything = listed(admin, activeonly=False, **mine)
    waiting = everything[0]
    assert everything == [waiting, opened.session]                     # the newest first
    assert listed(admin, **mine) == [opened.session]                   # active: opened and not ended
    assert listed(admin, activeonly=False, acquired=True, **mine) == [opened.session]
    assert listed(admin, activeonly=False, virtualmachineid=other["id"], **mine) == [waiting]
    assert listed(admin, activeonly=False, accountid=ned.account["id"]) == everything
    assert listed(admin, activeonly=False, id=waiting) == [waiting]
    assert listed(admin, clientaddress="198.51.100.8", **mine) == [opened.session]
    assert listed(admin, clientaddress="198.51.100.9", **mine) == []
    assert listed(admin, activeonly=False, consoleendpointcreatoraddress="127.0.0.1", **mine) == everything
    assert listed(admin, activeonly=False, consoleendpointcreatoraddress="192.0.2.1", **mine) == []
    assert listed(admin, activeonly=False, keyword="nedstwo") == [waiting]
    assert listed(admin, activeonly=False, page=2, pagesize=1, **mine) == [opened.session]
    site.app.db.write(lambda tx: tx.execute(update(console_session).where(console_session.c.uuid == waiting).values(
        created=console_session.c.created - 24 * 60 * MINUTE)))
    shown = admin.call("listConsoleSessions", id=opened.session)["consolesession"][0]
    day = shown["created"][:10]
    assert listed(admin, activeonly=False, startdate=day, **mine) == [opened.session]
    assert listed(admin, activeonly=False, enddate=shown["created"][:19], **mine)[-1] == waiting
    assert waiting not in listed(admin, activeonly=False, startdate=day, **mine)
    assert listed(admin, hostid=shown["hostid"], **mine) == [opened.session]
    assert (shown["user"], shown["account"], shown["virtualmachinename"], shown["clientaddress"], shown["domainpath"]) == (
        "ned", "ned", "nedsone", "198.51.100.8", "ROOT")
    assert shown["hostname"].startswith("h")


def test_whose(site: Consoles) -> None:
    admin, proxy = site.app.admin, site.proxy()
    domain = admin.call("createDomain", name="sales")["domain"]["id"]
    boss, pat, ola = site.app.user("boss", domainid=domain, roletype="2"), site.app.user("pat", domainid=domain), site.app.user("ola")
    vm = site.deploy(pat)
    grant = proxy.redeem(token_of(pat, vm))
    assert listed(pat) == [grant.session]
    assert {"hostid", "hostname"}.isdisjoint(pat.call("listConsoleSessions")["consolesession"][0])
    assert listed(boss) == listed(boss, accountid=pat.account["id"]) == [grant.session]
    assert listed(ola) == listed(ola, isrecursive=True) == []
    with pytest.raises(ApiFailure):
        listed(ola, id=grant.session)
    with pytest.raises(ApiFailure):
        listed(pat, hostid=admin.call("listHosts")["host"][0]["id"])
    assert grant.session not in listed(admin)                          # its own domain's, unless
    assert grant.session in listed(admin, isrecursive=True)
    assert listed(admin, domainid=domain) == listed(admin, id=grant.session) == [grant.session]
    with pytest.raises(ApiFailure):
        listed(boss, domainid=admin.call("listDomains", name="ROOT")["domain"][0]["id"])


def test_old_records_go(site: Consoles) -> None:
    ray, proxy = site.app.user("ray"), site.proxy()
    vm = site.deploy(ray)
    grant = proxy.redeem(token_of(ray, vm))
    ray.job("destroyVirtualMachine", id=vm["id"])
    proxy.beat(grant)
    services = Services(site.hosts, site.hosts, site.app.keys, lambda fn: site.app.db.run(fn, writing=False), site.app.db.run)  # type: ignore[arg-type]
    site.app.background.run(consoles.sweep(services))
    site.app.background.run(consoles.forget(services))
    assert listed(ray, activeonly=False) == [grant.session]
    with setting(site, "console.session.cleanup.retention.hours", "0"):
        site.app.background.run(consoles.forget(services))
    assert listed(ray, activeonly=False) == []


def test_a_logout_ends_the_consoles_of_that_login(site: Consoles) -> None:
    sue, proxy = site.app.user("sue"), site.proxy()
    vm = site.deploy(sue)
    reply = site.app.http("POST", body=b"command=login&response=json&username=sue&password=password&domain=/")
    key = reply.json()["loginresponse"]["sessionkey"]
    cookie = "; ".join(value.partition(";")[0] for name, value in reply.headers if name == "set-cookie")
    query = f"command=createConsoleEndpoint&response=json&virtualmachineid={vm['id']}&sessionkey={key}"
    made = site.app.http("GET", query=query, headers={"cookie": cookie}).json()["createconsoleendpointresponse"]["consoleendpoint"]
    grant, by_key = proxy.redeem(made["websocket"]["token"]), proxy.redeem(token_of(sue, vm))
    assert proxy.beat(grant, by_key) == {}
    site.app.http("POST", body=f"command=logout&response=json&sessionkey={key}".encode(), headers={"cookie": cookie})
    assert proxy.beat(grant, by_key) == {grant.session: "The user has logged out"}
    found = site.app.read(lambda tx: tx.one(select(console_session.c.end_reason, console_session.c.secret_hash).where(
        console_session.c.uuid == grant.session)))
    assert tuple(found) == ("The user has logged out", None)


def test_statements(site: Consoles) -> None:
    tom, proxy = site.app.user("tom"), site.proxy()
    vm = site.deploy(tom)
    token_of(tom, vm)
    counts: list[int] = []
    site.app.db.on_commit = lambda tx: counts.append(tx.statements)  # type: ignore[method-assign,assignment]
    try:
        token = token_of(tom, vm)
        assert sum(counts) <= 16
        counts.clear()
        proxy.redeem(token, direct=True)
        assert sum(counts) <= 12
    finally:
        site.app.db.on_commit = None
