"""Guests with a real TCP stack: connections outlive new rules, limits are enforced (measured), VXLAN carries them between hosts."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from protos.agent.v1 import agent_pb2 as pb
from tests.net.agent.conftest import VXLAN, HostSpace, port
from tests.net.agent.wire import Pump, Space, drain, first, hold_tap, ipv4, passes, space, udp

PORT = 5201


@contextmanager
def guest(host: HostSpace, n: int, network: pb.Network = VXLAN, **more: object) -> Iterator[Space]:
    """A guest: a namespace whose eth0 is wired to port t<n> of a host; MAC …:0n, address 10.1.1.n, which is all it may use."""
    outside = host.port(n, network, addresses=[f"10.1.1.{n}"], **more)
    with ExitStack() as stack:
        inside = stack.enter_context(space(f"guest{n}"))
        inside.run("ip", "tuntap", "add", "eth0", "mode", "tap")
        inside.run("ip", "link", "set", "eth0", "address", f"02:00:00:00:00:0{n}", "mtu", "1450")
        tap = inside.do(hold_tap, "eth0")
        stack.callback(os.close, tap)
        inside.run("ip", "link", "set", "eth0", "up")
        inside.run("ip", "addr", "add", f"10.1.1.{n}/24", "dev", "eth0")
        pump = Pump(outside, tap)
        stack.callback(pump.close)
        yield inside


class Sink:
    """Takes connections in a guest and counts what comes."""

    def __init__(self, inside: Space, address: str) -> None:
        self.received = 0
        self._socket = inside.do(socket.create_server, (address, PORT))
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        connection, _ = self._socket.accept()
        with connection:
            while data := connection.recv(65536):
                self.received += len(data)

    def close(self) -> None:
        self._thread.join(20)
        self._socket.close()


def connect(inside: Space, address: str) -> socket.socket:
    return inside.do(socket.create_connection, (address, PORT), 20)


def test_established_connections_outlive_new_rules(host: HostSpace) -> None:
    with guest(host, 1) as one, guest(host, 2) as two:
        sink = Sink(two, "10.1.1.2")
        with connect(one, "10.1.1.2") as connection:
            for turn in range(20):
                host.space.do(host.network.ensure_port, "i-2-9-VM", port(9, addresses=[f"10.1.1.{100 + turn}"]))
                connection.sendall(b"x" * 1000)
            connection.shutdown(socket.SHUT_WR)
            sink.close()
        assert sink.received == 20_000


def rate(connection: socket.socket, sink: Sink) -> float:
    """Mbit/s that arrive while one sends as fast as it goes, after the first two seconds (token buckets start full)."""
    stop = threading.Event()

    def send() -> None:
        while not stop.is_set():
            connection.sendall(b"x" * 16384)

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(2)
    before, start = sink.received, time.monotonic()
    time.sleep(3)
    mbps = (sink.received - before) * 8 / (time.monotonic() - start) / 1e6
    stop.set()
    sender.join(20)
    connection.shutdown(socket.SHUT_WR)
    return mbps


@pytest.mark.parametrize("limited", ["from the guest", "to the guest", "neither"])
def test_limits_are_what_they_say(host: HostSpace, limited: str) -> None:
    """8 Mbit/s: a policer costs TCP some of it, a shaper does not. Unlimited, the same wire carries several times as much."""
    more = {"from the guest": ({"mbps": 8}, {}), "to the guest": ({}, {"mbps": 8}), "neither": ({}, {})}[limited]
    with guest(host, 1, **more[0]) as one, guest(host, 2, **more[1]) as two:
        sink = Sink(two, "10.1.1.2")
        with connect(one, "10.1.1.2") as connection:
            mbps = rate(connection, sink)
            sink.close()
        print(f"{limited}: {mbps:.1f} Mbit/s")
        if limited == "neither":
            assert mbps > 16
        else:
            assert 2 < mbps < 8.8


@pytest.fixture
def pair(make_host: Callable[[str], HostSpace]) -> tuple[HostSpace, HostSpace]:
    """Two hosts whose physical devices are the two ends of a cable, 10.9.9.1 and 10.9.9.2."""
    one, two = make_host("host1"), make_host("host2")
    subprocess.run(["ip", "-n", one.space.name, "link", "add", "phys", "type", "veth", "peer", "name", "phys", "netns", two.space.name], check=True)
    for n, host in enumerate((one, two), 1):
        host.space.run("ip", "addr", "add", f"10.9.9.{n}/24", "dev", "phys")
        host.space.run("ip", "link", "set", "phys", "up")
    return one, two


def test_vxlan_carries_guests_between_hosts(pair: tuple[HostSpace, HostSpace]) -> None:
    with guest(pair[0], 1) as one, guest(pair[1], 2) as two:
        sink = Sink(two, "10.1.1.2")
        capture = subprocess.Popen(["ip", "netns", "exec", pair[0].space.name, "tcpdump", "-i", "phys", "-n", "-l", "-c", "4", "udp", "port", "4789"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert capture.stderr
        while "listening" not in capture.stderr.readline():
            pass
        with connect(one, "10.1.1.2") as connection:
            connection.sendall(b"x" * 100_000)
            connection.shutdown(socket.SHUT_WR)
            sink.close()
        assert sink.received == 100_000
        seen, _ = capture.communicate(timeout=20)
        assert "vni 7" in seen
        assert "10.1.1.1" in seen


def test_vxlan_networks_are_apart(pair: tuple[HostSpace, HostSpace]) -> None:
    other = pb.Network(bridge="pb8-1", isolation=pb.Network.VXLAN, tag=8, parent="phys")
    frame = ipv4("02:00:00:00:00:01", "10.1.1.1", "255.255.255.255", 17, udp(1, 2))
    sender, same, apart = pair[0].port(1, trusted=True), pair[1].port(2, trusted=True), pair[1].port(3, other, trusted=True)
    beside = pair[0].port(4, other, trusted=True)
    drain(apart)
    assert passes(sender, same, frame, frame.replace(b"data", b"mark"))
    os.write(beside, (marker := ipv4("02:00:00:00:00:04", "10.1.1.4", "255.255.255.255", 17, udp(3, 4))))
    assert first(apart) == marker     # of VNI 7 nothing had come before
