"""Event streams over two managers: a listener goes on at the other one and misses nothing; two hundred at once cost little."""

from __future__ import annotations

import json
import socket
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from common import clock
from tests.nodes.cloud import Cloud, until
from tests.wire.app import signed
from tools.cloudkit.api import Api

MANY = 200


@dataclass
class Heard:
    """What one connection has said."""

    text: str = ""
    ended: bool = False

    def events(self) -> list[tuple[str, dict[str, Any], str]]:
        """(name, data, id)."""
        out = []
        for block in self.text.split("\n\n")[:-1]:
            lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "event" in lines:
                out.append((lines["event"], json.loads(lines["data"]), lines.get("id", "")))
        return out

    def keys(self) -> int:
        """How many changes of SSH keys were told."""
        return sum(name == "change" and data.get("type") == "SSHKeyPair" for name, data, _ in self.events())

    @property
    def last(self) -> str:
        """The id until which all was told."""
        return next((place for _, _, place in reversed(self.events()) if place), "")


@contextmanager
def listening(api: Api, port: int, last: str = "") -> Iterator[Heard]:
    """A stream of this user, read by a thread of its own."""
    query = urllib.parse.urlencode(signed({"lasteventid": last} if last else {}, api.transport.key, api.transport.secret))
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/client/api/stream?{query}")
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    heard, sock = Heard(), connection.sock

    def read() -> None:
        try:
            while data := answer.read1(65536):
                heard.text += data.decode()
        except (OSError, ValueError, AttributeError, HTTPException):
            pass  # this side or the other has closed it
        heard.ended = True

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        until(lambda: "event: hello" in heard.text or heard.ended, 20, "hello")
        yield heard
    finally:
        if not heard.ended:
            sock.shutdown(socket.SHUT_RDWR)
        thread.join(20)
        connection.close()


def test_a_listener_goes_on_at_the_other_node(cloud: Cloud) -> None:
    first, second = (cloud.cluster.ports[f"{node}_api"] for node in cloud.cluster.nodes)
    api = cloud.api
    with listening(api, first) as heard:
        cloud.client.call("createSSHKeyPair", name="stream-1")
        until(lambda: heard.keys() == 1, 20, "the first key")
        last = heard.last
    cloud.client.call("createSSHKeyPair", name="stream-2")
    with listening(api, second, last) as heard:
        until(lambda: heard.keys() >= 1, 20, "what was missed")
        assert not any(name == "reset" for name, _, _ in heard.events())
        before = heard.keys()
        cloud.client.call("createSSHKeyPair", name="stream-3")
        until(lambda: heard.keys() == before + 1, 20, "what came then")


def test_a_killed_manager_ends_its_streams(cloud: Cloud) -> None:
    node = cloud.cluster.nodes[1]
    with listening(cloud.api, cloud.cluster.ports[f"{node}_api"]) as heard:
        cloud.kill(node)
        until(lambda: heard.ended, 20, "the end of the stream")
        last = heard.last
    with listening(cloud.api, cloud.cluster.ports["api"], last) as heard:
        cloud.client.call("createSSHKeyPair", name="stream-4")
        until(lambda: heard.keys() >= 1, 20, "a key made after it")
    cloud.restart(node)


def test_two_hundred_streams(cloud: Cloud) -> None:
    with ExitStack() as open_ones:
        tenants = []
        for number in range(MANY // 20):
            made = cloud.client.call("createAccount", username=f"stream{number}", password="password", email="s@example.com",
                                     firstname="s", lastname="s", accounttype=0)["account"]["user"][0]
            keys = cloud.client.call("registerUserKeys", id=made["id"])["userkeys"]
            tenants.append(Api(cloud.cluster.endpoint, keys["apikey"], keys["secretkey"]))
        all_of_them = [[open_ones.enter_context(listening(api, cloud.cluster.ports["api"])) for _ in range(20)] for api in tenants]
        began = clock.monotonic()
        tenants[3].call("createSSHKeyPair", name="one")
        until(lambda: all(heard.keys() == 1 for heard in all_of_them[3]), 20, "all of the tenant's streams")
        took = clock.monotonic() - began
        assert all(heard.keys() == 0 for number, each in enumerate(all_of_them) if number != 3 for heard in each)
        assert took < 10, took
