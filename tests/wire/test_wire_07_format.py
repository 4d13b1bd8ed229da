"""WIRE 7: JSON and XML."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.wire.app import Reply, TestApp, signed


def xml(app: TestApp, command: str, **params: str) -> tuple[Reply, ElementTree.Element]:
    reply = app.http("GET", query=urlencode(signed({"command": command, **params}, app.admin.key, app.admin.secret)))
    return reply, ElementTree.fromstring(reply.body)


def test_json(both: TestApp) -> None:
    reply = both.admin.raw("listUsers")
    assert reply.header("content-type") == "application/json; charset=UTF-8"
    assert list(reply.json()["listusersresponse"]) == ["count", "user"]
    assert reply.body.startswith(b'{"listusersresponse":{"count":')


def test_without_response_json_it_is_xml(both: TestApp) -> None:
    reply, root = xml(both, "listDomains")
    assert reply.header("content-type") == "text/xml; charset=UTF-8"
    assert (root.tag, root.attrib) == ("listdomainsresponse", {"cloud-stack-version": "4.22.0.0"})
    assert root.findtext("count") == "1"
    assert [domain.findtext("name") for domain in root.findall("domain")] == ["ROOT"]


def test_nested_lists_and_booleans_in_xml(app: TestApp) -> None:
    _, root = xml(app, "listAccounts")
    assert root.findtext("account/user/username") == "admin"
    assert root.findtext("account/isdefault") == "true"


def test_version_attribute_for_authenticated_callers_only(app: TestApp) -> None:
    reply = app.http("GET", query="command=listZones")
    root = ElementTree.fromstring(reply.body)
    assert (reply.status, root.tag, root.attrib, root.findtext("errorcode")) == (401, "listzonesresponse", {}, "401")
    failed, root = xml(app, "listUsers", page="1")
    assert (failed.status, root.attrib) == (431, {"cloud-stack-version": "4.22.0.0"})


def test_markup_in_values_is_escaped(app: TestApp) -> None:
    app.admin.call("createDomain", name="<a>&\"'")
    _, root = xml(app, "listDomains", name="<a>&\"'")
    assert root.findtext("domain/name") == "<a>&\"'"


def test_empty_list_and_page_past_the_end(app: TestApp) -> None:
    assert app.admin.raw("listZones").json() == {"listzonesresponse": {}}
    total = app.admin.call("listUsers")["count"]
    assert app.admin.call("listUsers", page=9, pagesize=10) == {"count": total}


def test_count_is_the_total_not_the_page(app: TestApp) -> None:
    for name in ("count1", "count2"):
        app.user(name)
    answer = app.admin.call("listUsers", listall="true", page=1, pagesize=1)
    assert (answer["count"], len(answer["user"])) == (3, 1)


def test_times(app: TestApp) -> None:
    created = app.admin.call("listUsers")["user"][0]["created"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", created)
