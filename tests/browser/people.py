"""Logging in as people do, and reading what a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.watch import Watch

PASSWORD = "Password-1"
SIZE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


@dataclass
class Person:
    """A browser of one's own with one page in it. `base`: where the cloud is, without /client."""

    context: BrowserContext
    page: Page
    watch: Watch
    base: str
    name: str = ""

    def go(self, path: str) -> Page:
        """Opens a page below /client and waits until it is there."""
        self.page.goto(f"{self.base}/client{path}")
        self.watch.settled()
        return self.page

    def heading(self, text: str | re.Pattern[str]) -> None:
        """The page's heading is this."""
        expect(self.page.get_by_role("heading", level=1).first).to_have_text(text)

    def close(self) -> None:
        """Without a look back; the page was clean."""
        self.watch.clean()
        self.context.close()


def visitor(browser: Browser, base: str, **more: object) -> Person:
    """Nobody yet."""
    context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce", **more)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    return Person(context, page, Watch(page), base)


def log_in(person: Person, username: str, password: str = PASSWORD, domain: str = "") -> Person:
    """By the form; returns once the page behind it is there."""
    page, person.name = person.page, username
    person.watch.allowed += ["/client/session", "status of 401"]   # asked before anybody is known
    page.goto(f"{person.base}/client/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    if domain:
        page.get_by_label("Domain").fill(domain)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    person.watch.settled()
    person.watch.allowed.clear()
    return person


def person(browser: Browser, base: str, username: str, password: str = PASSWORD, domain: str = "") -> Person:
    """Somebody who has logged in."""
    return log_in(visitor(browser, base), username, password, domain)
