"""WIRE 8: paging."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from common.ids import new_uuid
from manager.model.tables.tenancy import domain
from tests.wire.app import ApiFailure, TestApp, signed


@pytest.mark.parametrize("params", [
    {"page": 1}, {"pagesize": 1}, {"page": 1, "pagesize": 501}, {"page": 1, "pagesize": -1}, {"page": 0, "pagesize": 1}, {"page": 1, "pagesize": 0},
    {"page": -1, "pagesize": 1}, {"page": "x", "pagesize": 1}])
def test_refused(app: TestApp, params: dict[str, Any]) -> None:
    with pytest.raises(ApiFailure) as failed:
        app.admin.call("listUsers", **params)
    assert failed.value.status == 431


def names(answer: dict[str, Any]) -> list[str]:
    return [entry["name"] for entry in answer.get("domain", [])]


def test_pages_cover_everything_once(both: TestApp) -> None:
    for number in range(7):
        both.admin.call("createDomain", name=f"d{number}")
    seen = [name for page in range(1, 6) for name in names(both.admin.call("listDomains", page=page, pagesize=2))]
    assert seen == ["ROOT", *(f"d{number}" for number in range(7))]


def test_minus_one_is_everything_and_default_the_first_page(both: TestApp) -> None:
    both.admin.call("updateConfiguration", name="default.page.size", value="3")
    try:
        assert len(names(both.admin.call("listDomains"))) == 3
        assert both.admin.call("listDomains")["count"] == 8
        assert len(names(both.admin.call("listDomains", pagesize=-1))) == 8
        with pytest.raises(ApiFailure, match="maximum"):
            both.admin.call("listDomains", page=1, pagesize=4)
    finally:
        both.admin.call("updateConfiguration", name="default.page.size", value="500")


def test_no_row_is_skipped_when_others_are_inserted(both: TestApp) -> None:
    before = names(both.admin.call("listDomains", pagesize=-1))
    first = names(both.admin.call("listDomains", page=1, pagesize=4))
    both.admin.call("createDomain", name="d3a")
    second = names(both.admin.call("listDomains", page=2, pagesize=4)) + names(both.admin.call("listDomains", page=3, pagesize=4))
    assert set(before) <= set(first + second)


def test_everything_is_streamed_in_batches(both: TestApp) -> None:
    rows = [{"uuid": new_uuid(), "parent_id": 1, "name": f"s{number:05d}", "path": f"/1/{10_000 + number}/", "name_path": f"ROOT/s{number:05d}",
             "level": 1, "live": 1} for number in range(1300)]
    both.db.write(lambda tx: tx.insert_many(domain, rows))
    total = both.admin.call("listDomains", page=1, pagesize=1)["count"]
    answer = both.admin.call("listDomains", pagesize=-1)
    assert answer["count"] == len(answer["domain"]) == total > 1300
    assert names(answer) == sorted(names(answer), key=lambda name: (name != "ROOT", name))
    text = urlencode(signed({"command": "listDomains", "pagesize": "-1"}, both.admin.key, both.admin.secret))
    root = ElementTree.fromstring(both.http("GET", query=text).body)
    assert [entry.findtext("name") for entry in root.findall("domain")] == names(answer)
    assert root.findtext("count") == str(total)
