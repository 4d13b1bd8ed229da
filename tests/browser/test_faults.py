"""What goes wrong while a page is open: managers that die, a slow network, refusals of each kind. The page says so in words and goes on."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Person
from tests.browser.site import PASSWORD, Site
from tests.nodes.clients import Patient
from tools.cloudkit.api import log_in
from tools.cloudkit.cluster import Cluster

LIVE, NOT_LIVE = re.compile("^Live"), re.compile("^Not live")
REFUSED = {401: "unable to verify user credentials", 431: "Unable to find zone", 432: "does not exist or is not available", 530: "Internal error",
           531: "not permitted", 533: "Insufficient capacity", 503: "The database is not available"}


def _word(who: Person) -> object:
    return who.page.get_by_role("status").filter(has_text=re.compile("Live|Not live|Connecting")).first


def test_a_killed_manager_is_hardly_noticed(empty: Cluster, people: Callable[..., Person]) -> None:
    """The page's stream ends with its manager and goes on at the other; what changes then shows without a reload."""
    who = people(empty.endpoint.removesuffix("/client/api"), "admin")
    api = Patient(log_in(empty.endpoint, "admin", empty.password))
    page = who.go("/domain")
    expect(_word(who)).to_have_text(LIVE)   # type: ignore[arg-type]
    who.watch.allowed += ["ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "503", "502", "ERR_FAILED"]
    for node in empty.nodes:
        os.kill(empty.plan(node).service().running(), signal.SIGKILL)
        api.call("createDomain", name=f"after-{node}")
        expect(page.get_by_text(f"after-{node}").first).to_be_visible(timeout=40_000)
        empty.plan(node).start()
        expect(_word(who)).to_have_text(LIVE, timeout=40_000)   # type: ignore[arg-type]


def test_without_the_stream_the_page_polls(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    who.watch.allowed += ["ERR_FAILED", "/client/api/stream"]
    who.context.route("**/client/api/stream*", lambda route: route.abort())
    page = who.go("/sshkey")
    expect(_word(who)).to_have_text(NOT_LIVE, timeout=20_000)   # type: ignore[arg-type]
    site.tom.call("createSSHKeyPair", name="by-polling")
    expect(page.get_by_text("by-polling").first).to_be_visible(timeout=60_000)
    who.context.unroute("**/client/api/stream*")
    expect(_word(who)).to_have_text(LIVE, timeout=60_000)   # type: ignore[arg-type]


def test_what_changes_elsewhere_shows(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    page = who.go("/sshkey")
    expect(_word(who)).to_have_text(LIVE)   # type: ignore[arg-type]
    site.tom.call("createSSHKeyPair", name="by-stream")
    expect(page.get_by_text("by-stream").first).to_be_visible(timeout=10_000)


def test_a_slow_network_shows_that_it_waits(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)

    def late(route: Route) -> None:
        who.page.wait_for_timeout(1500)
        route.continue_()

    who.page.route("**/client/api/listVirtualMachines", late)
    who.page.goto(f"{site.base}/client/instance")
    expect(who.page.locator("[aria-busy=true]").first).to_be_visible()
    expect(who.page.locator(f'main a[href="/client/instance/{site.vm["id"]}"]').first).to_be_visible(timeout=20_000)
    who.watch.settled()


@pytest.mark.parametrize("status", sorted(REFUSED))
def test_refusals_are_shown_in_the_apis_words(site: Site, people: Callable[..., Person], status: int) -> None:
    who = people(site.base, "tom", PASSWORD)
    who.watch.allowed += [str(status)]
    body = json.dumps({"listvolumesresponse": {"errorcode": status, "cserrorcode": 4350, "errortext": REFUSED[status]}})
    who.page.route("**/client/api/listVolumes", lambda route: route.fulfill(status=status, content_type="application/json", body=body))
    who.page.goto(f"{site.base}/client/volume")
    if status == 401:
        expect(who.page.get_by_role("button", name="Log in")).to_be_visible()
    else:
        expect(who.page.get_by_text(REFUSED[status]).first).to_be_visible(timeout=20_000)


def test_no_manager_at_all(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    who.watch.allowed += ["ERR_FAILED", "failed", "ERR_"]
    who.page.route("**/client/api/listVolumes", lambda route: route.abort())
    who.page.goto(f"{site.base}/client/volume")
    expect(who.page.get_by_text("No management server answers").first).to_be_visible(timeout=30_000)
