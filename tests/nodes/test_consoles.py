"""Consoles over two managers: a session goes on while the other node dies, links name a proxy that lives, a killed node's proxy ends with it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.nodes.cloud import Cloud, until
from tools.cloudkit import console, stack


@pytest.fixture(scope="module")
def vm(cloud: Cloud) -> Iterator[str]:
    """A running VM, in a cloud whose proxies run beside the managers."""
    console.local(cloud.api)
    network = cloud.network(cloud.first, "consoles")
    made = cloud.client.done("deployVirtualMachine", **cloud.vm(cloud.first, network, "screen"))
    for node in cloud.cluster.nodes:
        until(lambda node=node: stack.listens("127.0.0.1", cloud.cluster.ports[f"{node}_console"]), 60, f"the proxy of {node} listens")
    console.endpoint(cloud.api, made["virtualmachine"]["id"])   # waits until one was heard
    yield made["virtualmachine"]["id"]
    cloud.client.done("destroyVirtualMachine", id=made["virtualmachine"]["id"], expunge=True)
    cloud.api.call("updateConfiguration", name="consoleproxy.mode", value="auto")


def endpoint(cloud: Cloud, vm: str) -> dict[str, Any]:
    """A link, asked for with the patience that a node's death needs."""
    found: dict[str, Any] = cloud.client.call("createConsoleEndpoint", virtualmachineid=vm)["consoleendpoint"]
    assert found["success"], found
    return found


def node_of(cloud: Cloud, link: dict[str, Any]) -> str:
    """The node whose proxy a link names."""
    port = int(link["websocket"]["port"])
    return next(node for node in cloud.cluster.nodes if cloud.cluster.ports[f"{node}_console"] == port)


@contextmanager
def opened(link: dict[str, Any]) -> Iterator[ClientConnection]:
    """A VNC client's connection; it has been greeted."""
    at = link["websocket"]
    context = ssl._create_unverified_context()
    with connect(f"wss://{at['host']}:{at['port']}/{at['path']}?token={at['token']}", ssl=context, subprotocols=["binary"]) as made:  # type: ignore[list-item]
        assert made.recv(20) == b"RFB 003.008\n"
        yield made


def framed(screen: ClientConnection) -> None:
    """The screen answers what is asked: protocol version, no password, its size."""
    screen.send(b"RFB 003.008\n")
    assert screen.recv(20) == b"\x01\x01"
    screen.send(b"\x01")
    answer = screen.recv(20)
    assert isinstance(answer, bytes)
    assert answer[:4] == b"\0\0\0\0"


def test_a_session_outlives_the_other_node(cloud: Cloud, vm: str) -> None:
    link = endpoint(cloud, vm)
    here = node_of(cloud, link)
    there = next(node for node in cloud.cluster.nodes if node != here)
    with opened(link) as screen:
        cloud.kill(there)
        try:
            until(lambda: not cloud.running(there), 20, f"{there} is dead")
            until(lambda: not stack.listens("127.0.0.1", cloud.cluster.ports[f"{there}_console"]), 20, f"the proxy of {there} ended with it")
            framed(screen)
            until(lambda: node_of(cloud, endpoint(cloud, vm)) == here, 60, "links name the proxy that lives")
            sessions = cloud.client.call("listConsoleSessions", virtualmachineid=vm, isrecursive=True)["consolesession"]
            assert len(sessions) == 1
            with opened(endpoint(cloud, vm)) as second:
                framed(second)
        finally:
            cloud.restart(there)
        until(lambda: stack.listens("127.0.0.1", cloud.cluster.ports[f"{there}_console"]), 60, f"the proxy of {there} is back")
        screen.ping().wait(20)
