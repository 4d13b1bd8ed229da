"""Two clouds for this tier: `site` is set up, `empty` has hosts that have joined and nothing else. Chromium is the distribution's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Person, person
from tests.browser.site import Site, built_site
from tools.cloudkit.cluster import Cluster

ROOT = Path(__file__).parents[2]
ADMIN = "password"
FAILED = ROOT / "build" / "screens" / "failed"
BROWSERS: list[Browser] = []   # the one that runs


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails leaves a picture of each page that is open, and its address."""
    report = yield
    if report.failed:
        FAILED.mkdir(parents=True, exist_ok=True)
        for context in [context for browser in BROWSERS for context in browser.contexts]:
            for number, page in enumerate(context.pages):
                page.screenshot(path=FAILED / f"{item.name}-{BROWSERS[0].contexts.index(context)}-{number}.png")
                report.sections.append(("open page", page.url))
    return report


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The UI as its sources are now; nothing when it was built already, or PILEUS_UI_ROOT names one that was built elsewhere."""
    if os.environ.get("PILEUS_UI_ROOT"):
        return
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "ui")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=[
            "--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"])   # tests run as root, in containers with little /dev/shm
        BROWSERS.append(made)
        yield made
        BROWSERS.clear()
        made.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A manager on SQLite with a zone, two tenants and what belongs to them."""
    with built_site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two managers behind HAProxy."""
    cluster = Cluster(tmp_path_factory.mktemp("empty"))
    try:
        cluster.start()
        cluster.hosts(3)
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def people(browser: Browser) -> Iterator[Callable[..., Person]]:
    """Makes persons; at the end each page must have been clean."""
    made: list[Person] = []

    def make(base: str, username: str, password: str = "", domain: str = "") -> Person:
        made.append(person(browser, base, username, password or ADMIN, domain))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
    for one in made:
        one.watch.clean()
