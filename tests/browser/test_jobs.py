"""The job tray: progress, what failed and why, the same again with the same values, jobs begun elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Person
from tests.browser.site import PASSWORD, Site

SLOW = 60_000


@pytest.fixture
def stopped(site: Site) -> Iterator[Site]:
    """Tom's VM is off, and starts fail."""
    site.tom.call("stopVirtualMachine", id=site.vm["id"])
    site.cloud.admin.call("configureSimulator", name="StartCommand", value="result:fail")
    try:
        yield site
    finally:
        site.cloud.admin.call("cleanupSimulatorMock")
        if site.tom.listed("listVirtualMachines", "virtualmachine", id=site.vm["id"])[0]["state"] == "Stopped":
            site.tom.call("startVirtualMachine", id=site.vm["id"])


def _tray(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile("^Jobs:")).click()
    return page.get_by_role("region", name="Jobs")


def _start(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.timeout(240)
def test_a_failed_job_says_why_and_is_tried_again(stopped: Site, people: Callable[..., Person]) -> None:
    who = people(stopped.base, "tom", PASSWORD)
    page = who.go(f"/instance/{stopped.vm['id']}")
    page.get_by_role("main").get_by_role("button", name="Start", exact=True).click()
    _start(page)
    tray = _tray(page)
    expect(tray.get_by_text("failed", exact=False).first).to_be_visible(timeout=SLOW)
    expect(tray.get_by_role("button", name="Retry")).to_be_visible()
    assert len(tray.locator(".reason").inner_text()) > 10
    stopped.cloud.admin.call("cleanupSimulatorMock")
    tray.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("dialog").locator('[data-field="id"]')).to_be_visible()   # the same values
    _start(page)
    expect(page.get_by_role("main").get_by_text("Running").first).to_be_visible(timeout=SLOW)
    expect(_tray(page).locator("li.done")).to_have_count(1, timeout=SLOW)


@pytest.mark.timeout(120)
def test_jobs_of_this_user_begun_elsewhere_show(site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    page = who.go("/volume")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    site.tom.call("rebootVirtualMachine", id=site.vm["id"])
    tray = _tray(page)
    expect(tray.locator("li.done").get_by_text("Reboot").first).to_be_visible(timeout=SLOW)
