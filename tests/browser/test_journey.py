"""The proof: from nothing to a tenant's VM with its console, all of it in the browser; and a second tenant who sees nothing of it."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.beginning import Beginning, beginning
from tests.browser.people import Person, log_in, visitor
from tests.browser.test_sweep import SCREENS
from tests.nodes.cloud import until

PASSWORD = "Password-1"
SLOW = 60_000   # ms: of jobs on a busy machine


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beginning]:
    """One for all parts of the journey, which build on each other."""
    with beginning(tmp_path_factory.mktemp("journey")) as made:
        yield made


@pytest.fixture(scope="module")
def admin(browser: Browser, start: Beginning) -> Iterator[Person]:
    """The administrator, from the first login on."""
    who = log_in(visitor(browser, start.base), "admin", start.manager.password)
    yield who
    who.close()


@pytest.fixture(scope="module")
def tenant(browser: Browser, start: Beginning) -> Iterator[Person]:
    """Logs in when first asked for."""
    who = visitor(browser, start.base, ignore_https_errors=True)   # the console's certificate is of the cloud's own CA
    log_in(who, "tina", PASSWORD, "sales")
    yield who
    who.close()


def keep(page: Page, name: str) -> None:
    """A picture for the guide."""
    folder = SCREENS / "journey"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def field(page: Page, name: str, value: str) -> None:
    """Fills the form's field of this parameter."""
    page.locator(f'[data-field="{name}"] input:not([role=combobox]), [data-field="{name}"] textarea').first.fill(value)


def pick(page: Page, name: str, text: str) -> None:
    """Chooses an object in a field that refers to one."""
    page.locator(f'[data-field="{name}"] [role=combobox]').fill(text)
    page.locator(f'[data-field="{name}"]').get_by_role("option", name=text).first.click()


@pytest.mark.timeout(240)
def test_1_the_administrator_sets_up_a_zone(start: Beginning, admin: Person) -> None:
    page = admin.go("/setup/zone")
    page.get_by_role("radio", name=re.compile("Simulated hosts")).check()
    page.locator("input[name=name]").fill("first")
    keep(page, "zone-wizard")
    page.get_by_role("button", name="Next").click()
    expect(page.locator('[name="tags"]')).to_be_visible()
    page.get_by_role("button", name="Next").click()
    for part, (gateway, first, last) in {
            "management": ("172.16.0.1", "172.16.0.10", "172.16.0.50"), "public": ("198.51.100.1", "198.51.100.10", "198.51.100.60")}.items():
        page.locator(f'[name="{part}.gateway"]').fill(gateway)
        page.locator(f'[name="{part}.gateway"]').blur()
        expect(page.locator(f'[name="{part}.start"]')).not_to_have_value("")   # a proposal
        page.locator(f'[name="{part}.start"]').fill(first)
        page.locator(f'[name="{part}.end"]').fill(last)
    page.get_by_role("button", name="Next").click()
    page.locator('[name="folder"]').fill("/simulated/pool")
    page.get_by_role("button", name="Next").click()
    keep(page, "zone-review")
    page.get_by_role("button", name="Set up the zone").click()
    expect(page.get_by_role("button", name=re.compile("^Add all|^Add to the cluster")).first).to_be_visible(timeout=SLOW)
    adds_all = page.get_by_role("button", name=re.compile("^Add all"))
    (adds_all if adds_all.count() else page.get_by_role("button", name="Add to the cluster").first).click()
    expect(page.get_by_text("The zone first is ready", exact=False)).to_be_visible(timeout=2 * SLOW)
    keep(page, "zone-ready")
    (zone,) = start.admin().listed("listZones", "zone")
    assert zone["allocationstate"] == "Enabled"
    assert len(start.admin().listed("listHosts", "host", type="Routing", state="Up")) == 2


def test_2_a_domain_an_account_and_limits(start: Beginning, admin: Person) -> None:
    page = admin.go("/domains")
    page.get_by_role("main").get_by_role("button", name="New domain").click()
    page.locator("form input[name=name]").fill("sales")
    page.get_by_role("button", name="Create domain").click()
    expect(page.get_by_text("sales").first).to_be_visible(timeout=20_000)
    page = admin.go("/account")
    page.get_by_role("button", name=re.compile("Create account|New account")).first.click()
    for name, value in {"username": "tina", "password": PASSWORD, "email": "tina@example.com", "firstname": "Tina", "lastname": "Tenant"}.items():
        field(page, name, value)
    pick(page, "roleid", "User")
    pick(page, "domainid", "sales")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Create account|New account")).click()
    expect(page.get_by_role("main").get_by_role("link", name="tina", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("main").get_by_role("link", name="tina", exact=True).click()
    page.get_by_role("tab", name="Limits").click()
    page.get_by_role("button", name=re.compile("^Change the limit of .*[Ii]nstances")).first.click()
    page.get_by_role("spinbutton", name=re.compile("^Limit of")).fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("spinbutton")).to_have_count(0, timeout=20_000)
    keep(page, "limits")
    api = start.admin()
    found = api.listed("listResourceLimits", "resourcelimit", account="tina", domainid=_domain(start), resourcetype=0)
    assert found[0]["max"] == 3


def _domain(start: Beginning) -> str:
    return str(start.admin().listed("listDomains", "domain", name="sales")[0]["id"])


def _template(start: Beginning) -> None:
    if start.admin().listed("listTemplates", "template", templatefilter="all", name="tiny"):
        return
    """One that simulated hosts can boot; registering is the subject of other tests."""
    api = start.admin()
    zone = api.listed("listZones", "zone")[0]["id"]
    made = api.call("registerTemplate", name="tiny", displaytext="tiny", format="QCOW2", hypervisor="Simulator", url="sim://tiny", zoneid=zone,
                    ispublic=True, isfeatured=True)["template"][0]
    until(lambda: api.listed("listTemplates", "template", templatefilter="self", id=made["id"])[0]["isready"], 60, "the template")


@pytest.mark.timeout(240)
def test_3_the_tenant_launches_an_instance(start: Beginning, tenant: Person) -> None:
    _template(start)
    page = tenant.go("/instance/new")
    page.get_by_role("radio", name=re.compile("^tiny")).check()
    page.get_by_role("radio", name=re.compile("Small Instance")).check()
    page.get_by_label("Network name").fill("office")
    page.get_by_role("button", name="Create network").click()
    expect(page.get_by_role("checkbox", name=re.compile("^office"))).to_be_checked(timeout=20_000)
    page.get_by_label("Host name").fill("web-1")
    expect(page.get_by_text("It will work as things are now.")).to_be_visible(timeout=20_000)
    keep(page, "launch")
    page.get_by_role("button", name="Launch", exact=True).click()
    page.wait_for_url(re.compile("/client/instance/[0-9a-f-]{36}"))
    page.get_by_role("button", name=re.compile("^Jobs")).click()
    tray = page.get_by_role("region", name="Jobs")
    expect(tray.get_by_text("web-1").first).to_be_visible()
    keep(page, "job")
    expect(tray.get_by_text("done", exact=False).first).to_be_visible(timeout=2 * SLOW)
    page.keyboard.press("Escape")
    expect(page.get_by_role("main").get_by_text("Running").first).to_be_visible(timeout=20_000)
    keep(page, "instance")


@pytest.mark.timeout(180)
def test_4_a_firewall_rule_and_a_port_forwarding(tenant: Person) -> None:
    page = tenant.go("/network")
    page.get_by_role("main").get_by_role("link", name="office").first.click()
    page.get_by_role("tab", name="Rules").click()
    address = page.get_by_role("article").first
    expect(address.get_by_text("Incoming traffic")).to_be_visible(timeout=20_000)
    incoming = address.locator("form").filter(has=page.get_by_role("button", name="Allow"))
    incoming.get_by_label("Ports").fill("22")
    incoming.get_by_label("From (CIDR)").fill("192.0.2.0/24")
    incoming.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("192.0.2.0/24").first).to_be_visible(timeout=SLOW)
    forward = address.locator("form").filter(has=page.get_by_role("button", name="Forward"))
    forward.get_by_label("Public port").fill("8080")
    forward.get_by_label("Instance port").fill("80")
    forward.get_by_role("button", name="Forward").click()
    expect(page.get_by_role("listitem").filter(has_text="8080").filter(has_text="web-1").first).to_be_visible(timeout=SLOW)
    keep(page, "rules")
    page.get_by_role("tab", name="Picture").click()
    expect(page.get_by_role("tabpanel").get_by_text("web-1").first).to_be_visible(timeout=20_000)
    keep(page, "topology")


@pytest.mark.timeout(180)
def test_5_the_console_opens_and_takes_keys(start: Beginning, tenant: Person) -> None:
    """The simulated guest draws what is typed; the picture changes. A proxy that is killed is missed for a moment only."""
    page = tenant.go("/instance")
    page.get_by_role("main").get_by_role("link", name="web-1").first.click()
    with tenant.context.expect_page() as opened:
        page.get_by_role("button", name="Console").click()
    console = opened.value
    console.wait_for_url(re.compile("/session/"), timeout=30_000)
    assert "token" not in console.url
    canvas = console.locator("canvas").first
    expect(canvas).to_be_visible(timeout=30_000)
    expect(console.get_by_text("Connected").first).to_be_attached(timeout=30_000)
    console.wait_for_function(_PAINTED, timeout=30_000)
    before = console.evaluate(_PIXELS)
    canvas.click()
    console.keyboard.type("hello")
    console.wait_for_function(f"before => ({_PIXELS})() !== before", arg=before, timeout=30_000)
    keep(console, "console")
    for pid in _proxies(start):
        os.kill(pid, signal.SIGKILL)   # the session says so, and comes back with the proxy that the manager starts anew
    expect(console.get_by_text("Connection lost").first).to_be_visible(timeout=30_000)
    expect(console.get_by_text("Connection lost")).to_have_count(0, timeout=SLOW)
    console.wait_for_function(_PAINTED, timeout=30_000)
    before = console.evaluate(_PIXELS)
    canvas.click()
    console.keyboard.type("again")
    console.wait_for_function(f"before => ({_PIXELS})() !== before", arg=before, timeout=30_000)
    console.close()


def _proxies(start: Beginning) -> list[int]:
    """The manager's console proxy."""
    manager = psutil.Process(start.manager.service().running())
    found = [child.pid for child in manager.children(recursive=True) if "consoleproxy" in " ".join(child.cmdline())]
    assert found
    return found


_PIXELS = "() => document.querySelector('canvas').toDataURL()"
_PAINTED = """() => {
    const canvas = document.querySelector('canvas')
    if (!canvas || !canvas.width) return false
    const seen = new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer))
    return seen.size > 1
}"""


def _act(page: Page, name: str, typed: str = "", *, asks: bool = True, menu: bool = False) -> None:
    """An action of the detail page, by its button or in the menu; with what its dialog asks for, where it has one."""
    main = page.get_by_role("main")
    if menu:
        main.get_by_role("button", name=re.compile("^More|^Actions")).first.click()
        page.get_by_role("menuitem", name=name, exact=True).click()
    else:
        main.get_by_role("button", name=name, exact=True).first.click()
    if not asks:
        return
    dialog = page.get_by_role("dialog")
    if typed:
        dialog.locator("input[name=confirmation]").fill(typed)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_have_count(0)


@pytest.mark.timeout(240)
def test_6_stop_destroy_recover(start: Beginning, tenant: Person) -> None:
    for name in ("allow.user.view.destroyed.vm", "allow.user.expunge.recover.vm"):   # users may not, unless told so
        start.admin().call("updateConfiguration", name=name, value="true")
    page = tenant.go("/instance")
    page.get_by_role("main").get_by_role("link", name="web-1").first.click()
    main = page.get_by_role("main")
    _act(page, "Stop")
    expect(main.get_by_text("Stopped").first).to_be_visible(timeout=SLOW)
    _act(page, "Destroy", typed="web-1", menu=True)
    expect(main.get_by_text("Destroyed").first).to_be_visible(timeout=SLOW)
    _act(page, "Recover", asks=False)
    expect(main.get_by_text("Stopped").first).to_be_visible(timeout=SLOW)


def test_7_a_second_tenant_sees_nothing_of_it(browser: Browser, start: Beginning, tenant: Person) -> None:
    start.admin().call("createAccount", username="otto", password=PASSWORD, email="o@example.com", firstname="Otto", lastname="Other", accounttype=0)
    page = tenant.go("/instance")
    page.get_by_role("main").get_by_role("link", name="web-1").first.click()
    page.wait_for_url(re.compile("/client/instance/[0-9a-f-]{36}"))
    path = page.url.split("/client")[1]
    other = log_in(visitor(browser, start.base), "otto", PASSWORD)
    for where in ("/instance", "/network", "/publicip", "/volume", "/event"):
        assert "web-1" not in other.go(where).inner_text("main")
        assert "office" not in other.page.inner_text("main")
    other.watch.allowed += ["431", "400"]
    assert "web-1" not in other.go(path).inner_text("main")
    other.page.evaluate("""() => { window.heard = []
        const key = fetch('/client/session', {headers: {'X-Pileus-Client': 'ui'}}).then(r => r.json()).then(s => {
            const source = new EventSource('/client/api/stream?sessionkey=' + encodeURIComponent(s.sessionkey))
            for (const name of ['hello', 'change', 'job', 'at']) source.addEventListener(name, e => window.heard.push([name, e.data]))
        }) }""")
    other.page.wait_for_function("() => window.heard.some(([name]) => name === 'hello')")
    _act(tenant.page, "Start")
    expect(tenant.page.get_by_role("main").get_by_text("Running").first).to_be_visible(timeout=SLOW)
    heard = other.page.evaluate("window.heard")
    assert not [one for one in heard if one[0] == "job" or "VirtualMachine" in one[1]]
    other.context.close()


def test_8_the_pictures_are_kept() -> None:
    assert len(list((SCREENS / "journey").glob("*.png"))) >= 8
