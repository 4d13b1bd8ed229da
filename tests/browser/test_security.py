"""What a hostile page, tenant or name cannot do in a browser."""

from __future__ import annotations

import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Person, log_in, visitor
from tests.browser.site import PASSWORD, Site
from tools.cloudkit.api import ApiFailed

SCRIPT = "<img src=x onerror=\"window.__hacked=1\"><script>window.__hacked=1</script>"
SHORT = "<img src=x onerror=__hacked=1>"
NAMED = ("instance", "network", "sshkey", "affinitygroup", "instancegroup", "project", "event", "serviceoffering", "domain", "role", "alert")
FETCH = "url => fetch(url, {credentials: 'include', headers: {'X-Pileus-Client': 'ui'}}).then(r => r.text(), () => 'refused')"
HACKED = "window.__hacked === undefined"


@contextmanager
def elsewhere(body: str) -> Iterator[str]:
    """Another origin with this page."""
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *what: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _sessions(who: Person) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in who.context.cookies()}  # type: ignore[typeddict-item]


def _keys(site: Site) -> set[str]:
    return {key["name"] for key in site.tom.listed("listSSHKeyPairs", "sshkeypair")}


def test_another_origin_cannot_act_in_a_session(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    before = _keys(site)
    form = (f'<form id=f method=post action="{site.base}/client/api"><input name=command value=createSSHKeyPair><input name=name value=stolen>'
            '<input name=response value=json></form><script>document.getElementById("f").submit()</script>')
    with elsewhere(form) as other:
        page = who.context.new_page()
        with page.expect_response(lambda response: response.url.endswith("/client/api")) as answer:
            page.goto(other)
        assert answer.value.status == 401
    with elsewhere("hello") as other:
        page = who.context.new_page()
        page.goto(other)
        for path in ("/client/session", "/client/api?command=listUsers&response=json", "/client/api/stream"):
            assert page.evaluate(FETCH, site.base + path) == "refused", path
    assert _keys(site) == before


def test_no_other_page_frames_it(site: Site, browser: Browser) -> None:
    with elsewhere(f'<iframe src="{site.base}/client/" width=800 height=600></iframe>') as other:
        context = browser.new_context()
        page = context.new_page()
        page.goto(other)
        page.wait_for_function("() => document.querySelector('iframe').contentDocument === null")
        assert all("login" not in frame.url or not frame.locator("input").count() for frame in page.frames[1:])
        context.close()
    for path in ("/client/", "/client/instance", "/client/config.json"):
        with urllib.request.urlopen(site.base + path) as answer:
            assert answer.headers["x-frame-options"] == "DENY"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_session_begins_at_the_login(site: Site, browser: Browser) -> None:
    """What somebody planted before is not what the session has then, and cookies are no script's."""
    who = visitor(browser, site.base)
    who.context.add_cookies([{"name": name, "value": "planted", "url": f"{site.base}/client"} for name in ("JSESSIONID", "sessionkey")])
    log_in(who, "tom", PASSWORD)
    ours = [cookie for cookie in who.context.cookies() if cookie["value"] != "planted"]  # type: ignore[typeddict-item]
    found = {cookie["name"]: cookie["value"] for cookie in ours}  # type: ignore[typeddict-item]
    assert set(found) == {"JSESSIONID", "sessionkey"}
    assert all(cookie["httpOnly"] for cookie in ours)  # type: ignore[typeddict-item]
    shown = who.page.evaluate("document.cookie")
    assert not any(value in shown for value in found.values())
    stored = who.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert not any(value in stored for value in found.values())
    second = log_in(visitor(browser, site.base), "tom", PASSWORD)
    assert _sessions(second) != found
    second.context.close()
    who.context.close()


def test_a_session_that_was_ended_is_worth_nothing(site: Site, browser: Browser) -> None:
    who = log_in(visitor(browser, site.base), "tom", PASSWORD)
    cookies = _sessions(who)
    key = cookies["sessionkey"]

    def call(path: str) -> int:
        request = urllib.request.Request(site.base + path, headers={"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
        try:
            with urllib.request.urlopen(request) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    path = "/client/api?" + urllib.parse.urlencode({"command": "listVirtualMachines", "response": "json", "sessionkey": key})
    assert call(path) == 200
    assert call("/client/api?command=logout&response=json&sessionkey=" + urllib.parse.quote(key)) == 200
    assert call(path) == 401
    assert call("/client/api/stream?sessionkey=" + urllib.parse.quote(key)) == 401
    who.watch.allowed += ["401"]
    who.page.goto(f"{site.base}/client/instance")
    expect(who.page.get_by_role("button", name="Log in")).to_be_visible()
    who.context.close()


@pytest.fixture(scope="module")
def hostile(site: Site) -> Site:
    """Names that are markup, wherever the API takes them."""
    tom, admin = site.tom, site.cloud.admin
    made = 0
    for api, command, params in (
        (tom, "updateVirtualMachine", {"id": site.vm["id"], "displayname": SCRIPT}),
        (tom, "updateNetwork", {"id": site.network["id"], "name": SCRIPT[:120], "displaytext": SCRIPT}),
        (tom, "createTags", {"resourceids": site.vm["id"], "resourcetype": "UserVm", "tags": [{"key": SHORT, "value": SHORT}]}),
        (tom, "createSSHKeyPair", {"name": SHORT}),
        (tom, "createAffinityGroup", {"name": SHORT, "type": "host anti-affinity", "description": SCRIPT}),
        (tom, "createInstanceGroup", {"name": SHORT}),
        (tom, "createProject", {"name": SHORT, "displaytext": SCRIPT}),
        (admin, "createServiceOffering", {"name": SHORT, "displaytext": SCRIPT, "cpunumber": 1, "cpuspeed": 100, "memory": 64}),
        (admin, "createDomain", {"name": SHORT}),
        (admin, "createRole", {"name": SHORT, "type": "User", "description": SCRIPT}),
        (admin, "addAnnotation", {"entitytype": "VM", "entityid": site.vm["id"], "annotation": SCRIPT}),
        (admin, "generateAlert", {"type": 7, "name": SHORT, "description": SCRIPT}),
    ):
        try:
            api.call(command, **params)
            made += 1
        except ApiFailed as refusal:
            if refusal.code not in (431, 432):   # a name that the API refuses cannot hurt
                raise
    assert made >= 6
    return site


@pytest.mark.timeout(240)
def test_names_are_text_everywhere(hostile: Site, people: Callable[..., Person]) -> None:
    """A name that is markup shows as it was typed, in lists, details, events and pictures; no script of it runs."""
    for name in ("admin", "tom"):
        who = people(hostile.base, name, PASSWORD)
        for noun in NAMED:
            page = who.go(f"/{noun}")
            assert page.evaluate(HACKED), noun
        for path in (f"/instance/{hostile.vm['id']}", f"/network/{hostile.network['id']}"):
            page = who.go(path)
            for tab in page.get_by_role("tab").all():
                tab.click()
                who.watch.settled()
                assert page.evaluate(HACKED), path
            assert page.locator("main img[src=x]").count() == 0


def test_another_tenant_sees_nothing_by_url(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "una", PASSWORD, "sales")
    for path in (f"/instance/{site.vm['id']}", f"/network/{site.network['id']}", f"/publicip/{site.names['address']}"):
        who.watch.allowed += ["431", "400"]
        page = who.go(path)
        text = page.inner_text("main")
        assert "web-1" not in text
        assert "office" not in text
    key = _sessions(who)["sessionkey"]
    cookie = "; ".join(f"{name}={value}" for name, value in _sessions(who).items())
    for command in ("listVirtualMachines", "listNetworks", "listPublicIpAddresses", "listVolumes", "listEvents", "listSSHKeyPairs"):
        query = urllib.parse.urlencode({"command": command, "response": "json", "listall": "true", "sessionkey": key})
        with urllib.request.urlopen(urllib.request.Request(f"{site.base}/client/api?{query}", headers={"cookie": cookie})) as answer:
            assert site.vm["id"] not in json.dumps(json.load(answer))
