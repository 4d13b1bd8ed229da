"""WIRE 11: values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from common.ids import new_uuid
from manager.api.declare import COMMANDS, EVERYONE, Call, Command, Date, Ref, command, param
from manager.api.errors import ApiError
from manager.api.parse import parse
from manager.api.responses import Success, succeeded
from manager.api.values import parse_bool, parse_date, show_date
from manager.model.tenancy.accounts import DomainRow
from tests.wire.app import ApiFailure, TestApp

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def probe() -> Iterator[type[Command]]:
    """A command that takes everything; gone again afterwards."""
    @command(roles=EVERYONE, reads=True, name="probeValues")
    class Probe(Command):
        """Takes one of each."""

        text: str | None = param("text", default=None)
        long: str | None = param("long text", default=None, length=1000)
        number: int | None = param("number", default=None, low=1, high=100)
        flag: bool = param("flag", default=True)
        names: list[str] | None = param("names", default=None)
        domainids: list[Ref[DomainRow]] | None = param("domains", default=None)
        details: dict[str, str] | None = param("details", default=None)
        rows: list[dict[str, str]] | None = param("rows", default=None)
        startdate: Date | None = param("start", default=None)
        enddate: Date | None = param("end", default=None)
        hypervisor: str | None = param("enumeration", default=None, choices=("KVM", "Simulator"))

        def run(self, call: Call) -> Success:
            """Nothing."""
            return succeeded()

    yield Probe
    del COMMANDS["probevalues"]


@pytest.fixture(scope="module")
def given(app: TestApp, probe: type[Command]) -> Any:
    """given(text="x") → the parsed command."""
    identity = app.read(lambda tx: app.api.access.keyholder(tx, app.admin.key)).identity

    def run(**params: str) -> Any:
        from tests.wire.app import flatten

        return app.read(lambda tx: parse(probe, flatten(params), tx, identity.caller))
    return run


@pytest.mark.parametrize(("text", "value"), [
    ("true", True), ("TRUE", True), ("True", True), ("yes", False), ("1", False), ("false", False), ("x", False)])
def test_booleans(text: str, value: bool) -> None:
    assert parse_bool(text) is value


def test_absent_and_empty(given: Any) -> None:
    nothing = given()
    assert (nothing.text, nothing.number, nothing.flag, nothing.names) == (None, None, True, None)
    empty = given(text="", number="", flag="", names="", domainids="", details="", startdate="")
    assert (empty.text, empty.number, empty.flag, empty.names, empty.domainids, empty.details, empty.startdate) == ("", None, True, [], [], {}, None)


def test_empty_uuid_and_empty_required(app: TestApp) -> None:
    for command_, params in (("listUsers", {"id": ""}), ("createDomain", {"name": ""}), ("queryAsyncJobResult", {"jobid": ""})):
        with pytest.raises(ApiFailure) as failed:
            app.admin.call(command_, **params)
        assert failed.value.status == 431


@pytest.mark.parametrize("text", ["simulator", "SIMULATOR", "Simulator"])
def test_enumerations_are_case_blind(given: Any, text: str) -> None:
    assert given(hypervisor=text).hypervisor == "Simulator"


def refused(given: Any, **params: Any) -> str:
    with pytest.raises(ApiError) as failed:
        given(**params)
    assert failed.value.code in (430, 431)
    return failed.value.text


def test_out_of_the_enumeration(given: Any) -> None:
    assert "hypervisor" in refused(given, hypervisor="z")


@pytest.mark.parametrize("octet", ["\x00", "\x01", "\t", "\x1b", "\x7f"])
def test_control_characters(given: Any, octet: str) -> None:
    assert "text" in refused(given, text=f"a{octet}b")
    assert "details" in refused(given, details={"k": f"a{octet}b"})


def test_line_breaks_are_fine(given: Any) -> None:
    assert given(text="a\r\nb").text == "a\r\nb"


def test_lengths(given: Any) -> None:
    assert given(text="x" * 255).text == "x" * 255
    assert "256" in refused(given, text="x" * 256)
    assert given(long="x" * 1000).long == "x" * 1000
    assert "long" in refused(given, long="x" * 1001)


@pytest.mark.parametrize("text", ["x", "1.5", "0", "101", "99999999999999999999", "--1", "1e3"])
def test_numbers(given: Any, text: str) -> None:
    assert given(number="100").number == 100
    assert "number" in refused(given, number=text)


BASE = parse_date("2026-03-04")


@pytest.mark.parametrize(("text", "offset"), [
    ("2026-03-04", 0), ("2026-03-04 01:02:03", 3_723_000_000), ("2026-03-04T01:02:03+0000", 3_723_000_000), ("2026-03-04T01:02:03Z", 3_723_000_000),
    ("2026-03-04T01:02:03+01:00", 123_000_000), ("2026-03-04T01:02:03-0100", 7_323_000_000), ("2026-03-04T01:02:03.5Z", 3_723_500_000)])
def test_dates(given: Any, text: str, offset: int) -> None:
    assert given(startdate=text).startdate == BASE + offset


def test_end_date_means_the_end_of_the_day(given: Any) -> None:
    assert given(enddate="2026-03-04").enddate == BASE + DAY - 1_000_000
    assert given(enddate="2026-03-04 00:00:00").enddate == BASE


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-02-30", "2026-03-04T25:00:00Z", "2026-03-04T01:02:03 UTC", "9999999-01-01"])
def test_bad_dates(given: Any, text: str) -> None:
    assert "startdate" in refused(given, startdate=text)


def test_dates_shown() -> None:
    assert show_date(BASE + 3_723_999_999) == "2026-03-04T01:02:03+0000"


def test_maps(given: Any) -> None:
    assert given(details={"cpuNumber": "2", "Memory": "512"}).details == {"cpuNumber": "2", "Memory": "512"}
    both = given(**{"details[0].key": "a", "details[0].value": "b", "details[1].key": "c", "details[1].value": "d"})
    assert both.details == {"a": "b", "c": "d"}
    assert given(rows=[{"ip": "1", "networkid": "2"}, {"ip": "3"}]).rows == [{"ip": "1", "networkid": "2"}, {"ip": "3"}]


def test_map_names_keep_the_case_of_their_keys_on_the_wire(app: TestApp) -> None:
    made = app.admin.call("createAccount", username="mapped", password="p", email="e", firstname="f", lastname="l", accounttype=0,
                          **{"AccountDetails[0].rootDiskController": "virtio"})
    assert made["account"]["accountdetails"] == {"rootDiskController": "virtio"}


def test_lists_are_comma_joined(given: Any, app: TestApp) -> None:
    assert given(names="a,b, c").names == ["a", "b", "c"]
    root = app.admin.call("listDomains")["domain"][0]["id"]
    assert [ref.row.name for ref in given(domainids=root).domainids] == ["ROOT"]
    assert "domainids" in refused(given, domainids=f"{root},{new_uuid()}")


def test_minus_one_where_it_is_legal(app: TestApp) -> None:
    assert app.admin.call("listEvents", projectid="-1") == {}


def test_a_list_has_an_end(app: TestApp) -> None:
    """Each reference is looked up: 25,000 of them held the database for 17 seconds, until its node had lost its lease."""
    bob = app.user("bob")
    bob.call("createSSHKeyPair", name="one-event")
    event = bob.call("listEvents")["event"][0]["id"]
    assert bob.call("archiveEvents", ids=[event] * 500) == {"success": True}
    for client, most in ((bob, 500), (app.admin, 2000)):
        with pytest.raises(ApiFailure) as caught:
            client.call("archiveEvents", method="POST", ids=[event] * (most + 1))
        assert (caught.value.status, f"at most {most} are allowed" in caught.value.text) == (431, True)
