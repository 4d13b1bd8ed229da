"""What is changed on one manager is in force on the other within two seconds, while both are busy: roles, keys, sessions, settings, limits."""

from __future__ import annotations

import http.cookiejar
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from pileus_sdk import NoAnswer

from common import clock
from tests.nodes.cloud import Cloud
from tools.cloudkit.api import Api, ApiFailed

WITHIN_S, GIVE_UP_S = 2.0, 15.0
THREADS = 6
FIRST, SECOND = 0, 1
PASSWORD = "password of the test"


def at(cloud: Cloud, node: int, keys: tuple[str, str] | None = None) -> Api:
    """A client of one manager, not through HAProxy; the admin's unless keys are given."""
    admin = cloud.api.transport
    api = Api(cloud.cluster.plan(cloud.cluster.nodes[node]).endpoint, *(keys or (admin.key, admin.secret)))
    api.transport.patience = 0
    return api


def status(api: Api, command: str, **params: Any) -> int:
    """Of one call."""
    try:
        api.raw(command, params)
    except ApiFailed as refused:
        return int(refused.code)
    except NoAnswer as other:
        return int(other.status)
    return 200


@dataclass
class Tenant:
    """An account with a role of its own."""

    cloud: Cloud
    name: str
    role: str
    account: dict[str, Any] = field(default_factory=dict)
    keys: tuple[str, str] = ("", "")

    @property
    def user(self) -> str:
        """The id of its user."""
        return str(self.account["user"][0]["id"])

    def renew(self) -> None:
        """New keys, made on the first manager."""
        made = at(self.cloud, FIRST).call("registerUserKeys", id=self.user)["userkeys"]
        self.keys = (made["apikey"], made["secretkey"])

    def second(self) -> Api:
        """Its client of the second manager."""
        return at(self.cloud, SECOND, self.keys)


class Session:
    """A browser's session, which goes to either manager."""

    def __init__(self, cloud: Cloud, username: str) -> None:
        self.cloud = cloud
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.key = ""
        self.key = self.post(FIRST, command="login", username=username, password=PASSWORD)[1]["loginresponse"]["sessionkey"]

    def post(self, node: int, **form: str) -> tuple[int, dict[str, Any]]:
        """(status, answer)."""
        text = urlencode({"response": "json", "sessionkey": self.key, **form}).encode()
        try:
            with self.opener.open(self.cloud.cluster.plan(self.cloud.cluster.nodes[node]).endpoint, text, timeout=30) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def late(what: Callable[[], bool]) -> float:
    """Seconds after now at which the last call began that did not see it; AssertionError when that was more than two seconds later."""
    changed, last = clock.monotonic(), 0.0
    while True:
        began = clock.monotonic() - changed
        if what():
            assert last <= WITHIN_S, f"not in force after {last:.2f} s"
            return last
        last = began
        assert last < GIVE_UP_S, "never in force"
        clock.pause(0.02)


@pytest.fixture(scope="module")
def busy(cloud: Cloud) -> Iterator[Cloud]:
    """Both managers read and write without a pause; afterwards all of it has worked."""
    stop, wrong = threading.Event(), []

    def work(number: int) -> None:
        api, turn = at(cloud, number % 2), 0
        while not stop.is_set():
            turn += 1
            for command, params in (("listApis", {}), ("listVirtualMachines", {"listall": True}),
                                    ("createSSHKeyPair", {"name": f"load-{number}-{turn}"}), ("deleteSSHKeyPair", {"name": f"load-{number}-{turn}"})):
                found = status(api, command, **params)
                if found != 200:
                    wrong.append((command, found))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    yield cloud
    stop.set()
    for thread in threads:
        thread.join(60)
    assert wrong == []


@pytest.fixture(scope="module")
def tenant(busy: Cloud) -> Tenant:
    """Its role has a rule for each command that a test takes away."""
    admin = at(busy, FIRST)
    role = admin.call("createRole", name="of the test", type="User")["role"]["id"]
    made = Tenant(busy, "spreader", role)
    made.account = admin.call("createAccount", username="spreader", password=PASSWORD, email="e", firstname="f", lastname="l", roleid=role)["account"]
    made.renew()
    late(lambda: status(made.second(), "listZones") == 200)
    return made


def test_roles(tenant: Tenant) -> None:
    """A rule, its removal, and a disabled role."""
    admin, second = at(tenant.cloud, FIRST), tenant.second()
    rule = admin.call("createRolePermission", roleid=tenant.role, rule="listZones", permission="deny")["rolepermission"]["id"]
    late(lambda: status(second, "listZones") == 432)
    admin.call("deleteRolePermission", id=rule)
    late(lambda: status(second, "listZones") == 200)
    admin.call("disableRole", id=tenant.role)
    late(lambda: status(second, "listZones") == 432)
    admin.call("enableRole", id=tenant.role)
    late(lambda: status(second, "listZones") == 200)


def test_keys(tenant: Tenant) -> None:
    """New keys end the old ones; a disabled user's and switched-off keys do not work."""
    admin, old = at(tenant.cloud, FIRST), tenant.second()
    assert status(old, "listZones") == 200
    tenant.renew()
    late(lambda: status(old, "listZones") == 401)
    assert status(tenant.second(), "listZones") == 200
    admin.call("disableUser", id=tenant.user)
    late(lambda: status(tenant.second(), "listZones") == 401)
    admin.call("enableUser", id=tenant.user)
    late(lambda: status(tenant.second(), "listZones") == 200)
    admin.call("updateUser", id=tenant.user, apikeyaccess="Disabled")
    late(lambda: status(tenant.second(), "listZones") == 401)
    admin.call("updateUser", id=tenant.user, apikeyaccess="Inherit")
    late(lambda: status(tenant.second(), "listZones") == 200)


def test_sessions(tenant: Tenant) -> None:
    """Any manager accepts them; they end on all."""
    session = Session(tenant.cloud, tenant.name)
    assert session.post(SECOND, command="listZones")[0] == 200
    at(tenant.cloud, FIRST).call("updateUser", id=tenant.user, password=PASSWORD)
    late(lambda: session.post(SECOND, command="listZones")[0] == 401)
    again = Session(tenant.cloud, tenant.name)
    assert again.post(SECOND, command="listZones")[0] == 200
    cookies = list(again.jar)
    assert again.post(FIRST, command="logout")[0] == 200
    for cookie in cookies:
        again.jar.set_cookie(cookie)
    late(lambda: again.post(SECOND, command="listZones")[0] == 401)


def test_settings(tenant: Tenant) -> None:
    """default.page.size decides what pages are refused."""
    admin, second = at(tenant.cloud, FIRST), at(tenant.cloud, SECOND)
    try:
        admin.call("updateConfiguration", name="default.page.size", value="7")
        late(lambda: status(second, "listAccounts", page=1, pagesize=8) == 431)
    finally:
        admin.call("updateConfiguration", name="default.page.size", value="500")
    late(lambda: status(second, "listAccounts", page=1, pagesize=8) == 200)


def test_limits_of_calls(tenant: Tenant) -> None:
    """api.throttling.*, and a reset."""
    admin, second = at(tenant.cloud, FIRST), tenant.second()

    def configure(name: str, value: str) -> None:
        admin.call("updateConfiguration", name=f"api.throttling.{name}", value=value)

    try:
        configure("interval", "600")
        configure("max", "4")     # two for each manager
        configure("enabled", "true")
        late(lambda: status(second, "listZones") == 429)
        admin.call("resetApiLimit", account=tenant.account["id"])
        late(lambda: status(second, "listZones") == 200)
    finally:
        for name, value in (("enabled", "false"), ("max", "25"), ("interval", "1")):
            configure(name, value)
    late(lambda: status(second, "listZones") == 200)


def test_limits_of_resources(tenant: Tenant) -> None:
    """What an account may have."""
    admin, second = at(tenant.cloud, FIRST), tenant.second()
    owner = {"account": tenant.name, "domainid": tenant.account["domainid"]}
    network = {"name": "spread", "displaytext": "spread", "networkofferingid": tenant.cloud.first.networks, "zoneid": tenant.cloud.first.zone.id}
    admin.call("updateResourceLimit", resourcetype=6, max=0, **owner)
    late(lambda: status(second, "createNetwork", **network) == 532)
    admin.call("updateResourceLimit", resourcetype=6, max=1, **owner)
    late(lambda: status(second, "createNetwork", **network) == 200)
    assert status(second, "createNetwork", **network | {"name": "spread2"}) == 532
    admin.call("deleteAccount", id=tenant.account["id"])
    late(lambda: status(second, "listZones") == 401)
