"""Text that people choose, where it would hurt: names of DNS domains, names that are shown on one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from manager.api.clienttoken import digest
from manager.api.declare import COMMANDS
from manager.api.errors import ApiError
from manager.api.vlan.commands import tag
from manager.settings.keys import KEYS
from tests.wire.app import ApiFailure, TestApp, running_app

PERSON = {"password": "password", "email": "x@example.com", "firstname": "x", "lastname": "x", "accounttype": 0}
EVIL = ["a\nserver=6.6.6.6", "a\r\nX: y", "'\"><x>&amp;", "$(id)`id`;{ nft }", "ünïcödé", "x" * 64, "..", "../../etc", "a b", "a,b", "-a", "a.1"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db", worker=False) as made:
        yield made


def refused(app: TestApp, command: str, **params: Any) -> ApiFailure:
    """The error that the admin's call ends with."""
    with pytest.raises(ApiFailure) as caught:
        app.admin.call(command, **params)
    return caught.value


@pytest.mark.parametrize("evil", EVIL)
def test_a_network_domain_is_one(app: TestApp, evil: str) -> None:
    """It reaches the DNS of routers from accounts, domains and zones as it does from networks."""
    for command, params in (("createDomain", {"name": "d"}), ("createAccount", {"username": "u", **PERSON}), (
            "createZone", {"name": "z", "dns1": "9.9.9.9", "internaldns1": "9.9.9.9", "networktype": "Advanced"})):
        name = "domain" if command == "createZone" else "networkdomain"
        found = refused(app, command, **{**params, name: evil})
        assert (found.status, name in found.text) == (431, True), command


@pytest.mark.parametrize("evil", ["a\nb", "a\r\nX: y", "\u202e", "\u200b", " a"])
def test_names_of_accounts_and_domains_are_one_line(app: TestApp, evil: str) -> None:
    for command, params, name in (("createDomain", {}, "name"), ("createAccount", PERSON, "username"), (
            "createAccount", {"username": "u", **PERSON}, "account")):
        found = refused(app, command, **{**params, name: evil})
        assert (found.status, name in found.text) == (431, True), (command, name)


def test_names_in_other_scripts_are_welcome(app: TestApp) -> None:
    assert app.admin.call("createDomain", name="Прод ∆ 東京", networkdomain="Prod.Example.com")["domain"]["networkdomain"] == "prod.example.com"


@pytest.mark.parametrize("name,value", [
    ("guestcidraddress", "fd00::/64"), ("guestcidraddress", "10.1.1.1/32"), ("guestcidraddress", "0.0.0.0/0"), ("guestcidraddress", "x"),
    ("dns1", "2001:db8::1"), ("internaldns1", "fe80::1"), ("dns2", "9.9.9.9; x"), ("allocationstate", "On"), ("name", "")])
def test_a_zone_takes_no_garbage(app: TestApp, name: str, value: str) -> None:
    """What is wrong here would fail in each tenant's deploy later."""
    zones = app.admin.call("listZones").get("zone") or [app.admin.call(
        "createZone", name="good", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")["zone"]]
    found = refused(app, "updateZone", id=zones[0]["id"], **{name: value})
    assert (found.status, name in found.text) == (431, True)
    more = {"dns1": "9.9.9.9", "internaldns1": "9.9.9.9", "networktype": "Advanced", name: value}
    assert refused(app, "createZone", **{"name": "bad", **more}).status == 431


@pytest.mark.parametrize("name,value", [
    ("cpu.overprovisioning.factor", "nan"), ("cpu.overprovisioning.factor", "inf"), ("mem.overprovisioning.factor", "1e400"),
    ("expunge.delay", "x"), ("expunge.delay", "1_000"), ("expunge.delay", "-5"), ("default.page.size", ""), ("guest.domain.suffix", "a b"),
    ("guest.domain.suffix", "x\nserver=6.6.6.6"), ("guest.domain.suffix", ".1"), ("guest.domain.suffix", "a..b")])
def test_a_setting_takes_no_garbage(app: TestApp, name: str, value: str) -> None:
    before = app.admin.call("listConfigurations", name=name)["configuration"][0]["value"]
    found = refused(app, "updateConfiguration", name=name, value=value)
    assert (found.status, name in found.text, "literal" in found.text) == (431, True, False)
    assert app.admin.call("listConfigurations", name=name)["configuration"][0]["value"] == before


def test_numbers_are_ascii(app: TestApp) -> None:
    assert refused(app, "listNetworks", vlan="\u00b2").status == 431
    with pytest.raises(ApiError):
        tag("\u00b2")


def test_defaults_of_settings_are_legal() -> None:
    for key in KEYS.values():
        key.parse(key.default)


def test_what_is_stored_of_a_clienttoken_holds_no_password(app: TestApp) -> None:
    deploy = COMMANDS["deployvirtualmachine"]
    assert digest(deploy, {"name": "a", "password": "x"}) == digest(deploy, {"name": "a", "password": "y"})
    assert digest(deploy, {"name": "a"}) != digest(deploy, {"name": "b"})
