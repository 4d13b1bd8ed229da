"""Uses the console of the demo's real guest in a browser, from logging in on. Run inside the demo's network namespace, with the demo's name.

Prints what was seen as JSON; pictures are kept in build/screens/e2e.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from common import clock
from tests.browser.people import log_in, visitor
from tools.cloudkit.api import Api
from tools.cloudkit.api import log_in as api_of
from tools.cloudkit.realhost import guests_of

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens" / "e2e"
SLOW = 120_000   # ms: an emulated guest on a busy machine
# cells of 8×16 with light in them, by row: a cursor is one cell, a prompt a few
CELLS = """() => {
    const canvas = document.querySelector('canvas')
    if (!canvas || !canvas.width) return []
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const rows = Array.from({ length: Math.ceil(canvas.height / 16) }, () => new Set())
    for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 150) {
        const at = i / 4
        rows[Math.floor(at / canvas.width / 16)].add(Math.floor((at % canvas.width) / 8))
    }
    return rows.map((row) => row.size)
}"""
FULL = f"() => {{ const rows = ({CELLS})(); return rows.length > 0 && rows.filter((lit) => lit > 30).length >= rows.length * 0.7 }}"
EMPTY = f"() => ({CELLS})().filter((lit) => lit > 30).length === 0"
SOME = f"() => ({CELLS})().some((lit) => lit > 1)"
# every text that the screen's state line shows, from now on
HEAR = """() => {
    window.stays = 'the same page'
    const line = document.querySelector('#panel-screen [role=status]')
    window.said = [line.innerText.trim()]
    new MutationObserver(() => {
        const now = line.innerText.trim()
        if (now !== window.said.at(-1)) window.said.push(now)
    }).observe(line, { childList: true, characterData: true, subtree: true })
}"""
FILL = 'n=0; while [ $n -lt 900 ]; do printf "%s_" $n; n=$((n+1)); done; echo\n'
STARTED = "() => document.querySelector('pre.log').innerText.split('from-the-screen').at(-1).includes('PILEUS-FACTS')"
SHIFTED = {">": "Shift+Period", "S": "Shift+KeyS"}   # a guest is told of keys, not of letters


def listening(folder: Path) -> list[str]:
    """Addresses at which QEMU of this demo listens by TCP."""
    found = []
    for pid in guests_of(folder):
        sockets = set()
        for path in Path(f"/proc/{pid}/fd").iterdir():
            match = re.fullmatch(r"socket:\[(\d+)\]", str(path.readlink()))
            sockets.update([match[1]] if match else [])
        for table in ("tcp", "tcp6"):
            rows = [row.split() for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]]
            found += [row[1] for row in rows if row[3] == "0A" and row[9] in sockets]
    return found


def strokes(page: Page, text: str) -> None:
    """Types on the screen as fingers do, and Enter."""
    page.locator("#panel-screen canvas").click()
    for letter in text:
        page.keyboard.press(SHIFTED.get(letter, letter), delay=20)
    page.keyboard.press("Enter")


def in_log(page: Page, text: str) -> None:
    """Waits until the boot log has it; back to the screen."""
    page.get_by_role("tab", name="Boot log").click()
    expect(page.locator("pre.log")).to_contain_text(text, timeout=SLOW)
    page.get_by_role("tab", name="Screen").click()


def opened(context: BrowserContext, page: Page) -> tuple[Page, float]:
    """The console's page by the button, and the seconds until its first frame."""
    began = clock.monotonic()
    with context.expect_page() as found:
        page.get_by_role("main").get_by_role("button", name="Console").first.click()
    console = found.value
    console.wait_for_url(re.compile("/session/"), timeout=SLOW)
    console.wait_for_function(SOME, timeout=SLOW, polling=50)
    return console, clock.monotonic() - began


def used(console: Page) -> dict[str, Any]:
    """Commands on the screen and on the serial line, with their output."""
    expect(console.get_by_text("Connected").first).to_be_attached(timeout=SLOW)
    strokes(console, "")   # the guest's shells begin with Enter
    strokes(console, "echo from-the-screen > /dev/ttyS0")
    in_log(console, "from-the-screen")
    strokes(console, "clear")
    console.wait_for_function(EMPTY, timeout=SLOW, polling=200)
    before = console.evaluate(CELLS)
    console.get_by_role("button", name="Paste text").click()
    console.get_by_label("Text", exact=True).fill(FILL)
    console.get_by_role("button", name="Type it").click()
    console.wait_for_function(FULL, timeout=SLOW, polling=200)
    after = console.evaluate(CELLS)
    console.screenshot(path=SCREENS / "console.png")
    console.get_by_role("tab", name="Serial console").click()
    expect(console.locator("#panel-serial [role=status]")).to_contain_text("Connected", timeout=SLOW)
    console.locator("#panel-serial .xterm").click()
    console.keyboard.press("Enter")
    expect(console.locator("#panel-serial .xterm-rows")).to_contain_text("#", timeout=SLOW)
    console.keyboard.type("echo serial-$((6*7))\n", delay=20)
    expect(console.locator("#panel-serial .xterm-rows")).to_contain_text("serial-42", timeout=SLOW)
    console.screenshot(path=SCREENS / "serial.png")
    console.get_by_role("tab", name="Screen").click()
    return {"before": before, "after": after}


def rebooted(console: Page, api: Api, vm: str) -> dict[str, Any]:
    """What the page says while the VM reboots; it must be of use again by itself."""
    console.evaluate(HEAR)
    began = clock.monotonic()
    api.call("rebootVirtualMachine", id=vm)
    console.wait_for_function("() => window.said.length > 1 && window.said.at(-1) === 'Connected'", timeout=SLOW, polling=100)
    console.wait_for_function(SOME, timeout=SLOW, polling=100)
    seconds = clock.monotonic() - began
    console.screenshot(path=SCREENS / "rebooted.png")
    console.get_by_role("tab", name="Boot log").click()
    console.wait_for_function(STARTED, timeout=SLOW, polling=500)
    console.get_by_role("tab", name="Screen").click()
    strokes(console, "")
    strokes(console, "echo after-the-reboot > /dev/ttyS0")
    in_log(console, "after-the-reboot")
    return {"said": console.evaluate("window.said"), "stays": console.evaluate("window.stays"), "reboot_s": round(seconds, 2)}


def main(name: str) -> None:
    """See the module."""
    folder = ROOT / ".pileus" / name
    values = dict(line.split("=", 1) for line in (ROOT / ".pileus" / f"{name}.env").read_text().splitlines())
    password = (folder / "admin.password").read_text()
    api = api_of(values["CLOUDSTACK_ENDPOINT"], "admin", password)
    vm = api.listed("listVirtualMachines", "virtualmachine", name="demo-vm")[0]["id"]
    SCREENS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=["--no-sandbox", "--disable-dev-shm-usage"])
        person = visitor(browser, values["CLOUDSTACK_ENDPOINT"].removesuffix("/client/api"), ignore_https_errors=True)
        person.context.set_default_timeout(SLOW)
        console = None
        try:
            page = log_in(person, "admin", password).go(f"/instance/{vm}")
            console, seconds = opened(person.context, page)
            seen = {"first_frame_s": round(seconds, 2), **used(console)}
            seen["listening"] = listening(folder)
            seen |= rebooted(console, api, vm)
        except BaseException:
            for number, one in enumerate(person.context.pages):
                one.screenshot(path=SCREENS / f"failed-{number}.png")
            raise
        finally:
            browser.close()
    seen["guests"] = len(list(guests_of(folder)))
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
