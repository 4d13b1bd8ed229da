"""The web UI's figures: first load, time to use, click to rows, memory over a long day; in headless Chromium."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from common.ids import new_uuid
from manager.model.db import Database, Tx
from manager.model.tables.tenancy import account
from manager.model.tables.work import event
from tools.benchkit.world import World

ROUNDS = 7
DAY_S = 8 * 3600
PAGES = ("/", "/instance", "/network", "/volume", "/event", "/host", "/template", "/publicip")
CLICK = """path => new Promise(done => {
    const begun = performance.now()
    document.querySelector(`nav a[href="${path}"]`).click()
    const look = () => requestAnimationFrame(() => document.querySelector('main tbody tr td') ? done(performance.now() - begun) : look())
    look()
})"""
READY = """() => new Promise(done => {
    const there = () => document.querySelector('main h1') && document.querySelector('nav a')
    const look = () => requestAnimationFrame(() => there() ? done(performance.now()) : look())
    look()
})"""


@dataclass
class Loaded:
    """What one first load cost: KB over the wire of the UI's own files and of API answers, and ms until the page could be used."""

    files_kb: float
    answers_kb: float
    ready_ms: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's, headless."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=[
            "--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--expose-gc"])
        yield made
        made.close()


def logged_in(browser: Browser, base: str, password: str) -> BrowserContext:
    """Root admin's session."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{base}/client/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("nav a")
    page.close()
    return context


def first_load(context: BrowserContext, base: str) -> Loaded:
    """With a session, an empty cache and nothing but this page."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda found: urls.__setitem__(found["requestId"], found["response"]["url"]))
    line.on("Network.loadingFinished", lambda found: sizes.__setitem__(found["requestId"], found["encodedDataLength"]))
    page.goto(f"{base}/client/", wait_until="commit")
    ready = page.evaluate(READY)
    page.wait_for_timeout(1500)
    page.close()
    api = sum(size for number, size in sizes.items() if "/client/api" in urls.get(number, "") or "/client/session" in urls.get(number, ""))
    return Loaded((sum(sizes.values()) - api) / 1024, api / 1024, ready)


def click_to_rows(context: BrowserContext, base: str) -> float:
    """From the click on Instances to its rows, each time in a fresh page that never had them; the median."""
    found = []
    for _ in range(ROUNDS):
        page = context.new_page()
        page.goto(f"{base}/client/")
        page.wait_for_selector('nav a[href="/client/instance"]')
        page.wait_for_timeout(1000)
        found.append(float(page.evaluate(CLICK, "/client/instance")))
        page.close()
    print("  " + ", ".join(f"{value:.0f}" for value in found) + " ms", flush=True)
    return statistics.median(found)


def memory(context: BrowserContext, base: str, world: World, rounds: int, events: int) -> dict[str, float]:
    """The heap after `rounds` walks over the pages while `events` changes are told, over the heap after the first walks."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    page.goto(f"{base}/client/")
    page.wait_for_selector("nav a")
    db = Database(world.cluster.database.url(), 1)
    try:
        for _ in range(3):
            _walk(page)
        before, began = _heap(line), time.monotonic()
        for number in range(rounds):
            db.write(lambda tx: _events(tx, events // rounds))
            _walk(page)
            if number % max(rounds // 6, 1) == 0:
                print(f"  after {number + 1} rounds: {_heap(line) / 2**20:.1f} MiB", flush=True)
        after = _heap(line)
    finally:
        db.close()
        page.close()
    print(f"  {before / 2**20:.1f} MiB, then {after / 2**20:.1f}, in {time.monotonic() - began:.0f} s", flush=True)
    return {"ui_heap_mb": after / 2**20, "ui_heap_growth_8h": after / before}


def _walk(page: Page) -> None:
    for path in PAGES:
        link = page.locator(f'nav a[href="/client{path}"]').first
        if link.count():
            link.click()
            page.wait_for_selector("main h1")
            page.wait_for_timeout(120)


def _heap(line: CDPSession) -> float:
    line.send("HeapProfiler.enable")
    for _ in range(2):
        line.send("HeapProfiler.collectGarbage")
    found: dict[str, Any] = line.send("Runtime.getHeapUsage")
    return float(found["usedSize"])


def _events(tx: Tx, count: int) -> None:
    """As a cloud at work leaves them; the listener is told of each."""
    row = tx.one(account.select().where(account.c.name == "admin").limit(1))
    now = tx.now()
    tx.insert_many(event, [{
        "uuid": new_uuid(), "type": "VM.START", "level": "INFO", "state": "Completed", "description": "bench", "account_id": row.id,
        "domain_id": row.domain_id, "resource_type": "VirtualMachine", "resource_uuid": new_uuid(), "archived": False, "created": now + number}
        for number in range(count)])
