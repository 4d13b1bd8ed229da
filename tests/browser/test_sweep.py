"""Every page, as an administrator and as a user: no console error, no failed request, nothing that hinders; a picture of each is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessible import hindrances, told
from tests.browser.people import PHONE, SIZE, Person, person
from tests.browser.routes import pages, resources
from tests.browser.site import PASSWORD, Site

SCREENS = Path(__file__).parents[2] / "build" / "screens"
ROLES = ("admin", "tom")
SHOWN_ALL_WAYS = {  # also dark, and at a phone's width
    "/", "/admin", "/home", "/instance", "/instance/new", "/network", "/host", "/setup/zone", "/timeline"}


@pytest.fixture(scope="module", params=ROLES)
def visitor(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Person]:
    """One login for all pages of a role."""
    made = person(browser, site.base, request.param, PASSWORD)
    yield made
    made.context.close()


def _name(path: str) -> str:
    return path.strip("/").replace("/", "-") or "home"


def _keep(page: Page, role: str, name: str) -> None:
    folder = SCREENS / role
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def _ways(who: Person, path: str) -> list[str]:
    """Dark, and as a phone shows it; nothing may hinder there, either."""
    page, found = who.page, []
    page.emulate_media(color_scheme="dark")
    _keep(page, who.name, f"{_name(path)}-dark")
    found += hindrances(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    who.watch.settled()
    _keep(page, who.name, f"{_name(path)}-phone")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px wider than a phone")
    found += hindrances(page)
    page.set_viewport_size(SIZE)
    return found


def _look(who: Person, path: str) -> list[str]:
    page = who.go(path)
    _keep(page, who.name, _name(path))
    found = hindrances(page)
    if page.get_by_role("heading", level=1).count() != 1:
        found.append(f"{page.get_by_role('heading', level=1).count()} headings of level 1")
    if path in SHOWN_ALL_WAYS:
        found += _ways(who, path)
    return found


def _may(who: Person, path: str) -> bool:
    """Whether it is in what the role is shown."""
    return who.page.get_by_role("heading", name="Not found").count() == 0


@pytest.mark.timeout(300)
def test_pages(visitor: Person) -> None:
    found = [(path, problem) for path in pages() for problem in _look(visitor, path)]
    assert not found, told(found)
    visitor.watch.clean()


@pytest.mark.timeout(300)
def test_lists_and_one_detail_page_of_each(visitor: Person) -> None:
    found: list[tuple[str, str]] = []
    for noun in resources():
        found += [(f"/{noun}", problem) for problem in _look(visitor, f"/{noun}")]
        if not _may(visitor, f"/{noun}"):
            continue
        link = visitor.page.locator(f'main a[href^="/client/{noun}/"]').first
        if link.count():
            href = str(link.get_attribute("href"))
            found += [(f"/{noun}/…", problem) for problem in _look_at_detail(visitor, noun, href.removeprefix("/client"))]
    assert not found, told(found)
    visitor.watch.clean()


def _look_at_detail(who: Person, noun: str, path: str) -> list[str]:
    page = who.go(path)
    _keep(page, who.name, f"{noun}-detail")
    return hindrances(page)


def test_login_page(browser: Browser, site: Site, people: Callable[..., Person]) -> None:
    who = people(site.base, "tom", PASSWORD)
    who.watch.allowed += ["401", "/client/session"]
    who.context.clear_cookies()
    who.go("/instance")
    assert "/login" in who.page.url
    assert not hindrances(who.page)
    _keep(who.page, "nobody", "login")
