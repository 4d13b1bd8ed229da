"""VLANs between two hosts on a kernel that has them. Run by tests/kernel/test_network.py inside the small VM.

The hosts are network namespaces, their physical devices the two ends of a cable; drivers, devices, tags and frames are real.
"""

import json
import os
import socket
import subprocess
from collections.abc import Callable

import pytest

from agent.drivers.base import DriverError
from protos.agent.v1 import agent_pb2 as pb
from tests.net.agent.conftest import HostSpace, make_host  # noqa: F401  a fixture
from tests.net.agent.test_flow import Sink, connect, guest
from tests.net.agent.wire import drain, first, ipv4, passes, tagged, udp

A = "02:00:00:00:00:01"


def vlan(tag: int, parent: str = "phys") -> pb.Network:
    return pb.Network(bridge=f"pb{tag}-1", isolation=pb.Network.VLAN, tag=tag, parent=parent)


def broadcast(n: int, data: bytes) -> bytes:
    return ipv4(f"02:00:00:00:00:0{n}", f"10.1.1.{n}", "255.255.255.255", 17, udp(1, 2, data))


@pytest.fixture(params=["device", "bridge"])
def pair(make_host: Callable[[str], HostSpace], request: pytest.FixtureRequest) -> tuple[HostSpace, HostSpace]:  # noqa: F811
    """Two hosts; `phys` is the end of the cable itself, or a bridge that has it as its uplink."""
    one, two = make_host("host1"), make_host("host2")
    subprocess.run(["ip", "-n", one.space.name, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", two.space.name], check=True)
    for host in (one, two):
        if request.param == "bridge":
            host.space.run("ip", "link", "add", "phys", "type", "bridge")
            host.space.run("ip", "link", "set", "wire", "master", "phys", "up")
        else:
            host.space.run("ip", "link", "set", "wire", "name", "phys")
        host.space.run("ip", "link", "set", "phys", "up")
    return one, two


def cable(host: HostSpace) -> str:
    return "wire" if "wire" in host.space.run("ip", "-br", "link") else "phys"


def tcpdump(host: HostSpace, count: int) -> subprocess.Popen[str]:
    watch = subprocess.Popen(["ip", "netns", "exec", host.space.name, "tcpdump", "-i", cable(host), "-n", "-e", "-l", "-c", str(count), "vlan"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watch.stderr
    while "listening" not in watch.stderr.readline():
        pass
    return watch


def test_guests_frames_are_tagged_on_the_wire_and_arrive(pair: tuple[HostSpace, HostSpace]) -> None:
    sender, receiver = pair[0].port(1, vlan(100), trusted=True), pair[1].port(2, vlan(100), trusted=True)
    watch = tcpdump(pair[1], 2)
    assert passes(sender, receiver, broadcast(1, b"data"), broadcast(1, b"mark"))
    seen, _ = watch.communicate(timeout=30)
    print(seen)
    assert seen.count("vlan 100,") == 2
    assert A in seen


def test_vlans_are_apart(pair: tuple[HostSpace, HostSpace]) -> None:
    sender, same = pair[0].port(1, vlan(100), trusted=True), pair[1].port(2, vlan(100), trusted=True)
    beside, apart = pair[0].port(3, vlan(200), trusted=True), pair[1].port(4, vlan(200), trusted=True)
    drain(apart)
    assert passes(sender, same, broadcast(1, b"data"), broadcast(1, b"mark"))
    os.write(beside, broadcast(3, b"other"))
    assert first(apart) == broadcast(3, b"other")       # of VLAN 100 nothing had come before


def test_nobody_hops_into_another_vlan(pair: tuple[HostSpace, HostSpace]) -> None:
    """A guest that tags its own frames gets them nowhere: not into that VLAN, nor nested in its own."""
    sender, same = pair[0].port(1, vlan(100), trusted=True), pair[1].port(2, vlan(100), trusted=True)
    target = pair[1].port(4, vlan(200), trusted=True)
    beside = pair[0].port(3, vlan(200), trusted=True)
    drain(target)
    assert not passes(sender, same, tagged(broadcast(1, b"evil"), 200), broadcast(1, b"mark"))
    os.write(beside, broadcast(3, b"other"))
    assert first(target) == broadcast(3, b"other")


def test_guests_talk_tcp_over_a_vlan(pair: tuple[HostSpace, HostSpace]) -> None:
    with guest(pair[0], 1, vlan(100)) as one, guest(pair[1], 2, vlan(100)) as two:
        sink = Sink(two, "10.1.1.2")
        with connect(one, "10.1.1.2") as connection:
            connection.sendall(b"x" * 100_000)
            connection.shutdown(socket.SHUT_WR)
            sink.close()
        assert sink.received == 100_000


def test_made_twice_and_removed(pair: tuple[HostSpace, HostSpace]) -> None:
    host = pair[0]
    for _ in range(2):
        host.port(1, vlan(100), hold=False)
    links = {link["ifname"]: link for link in json.loads(host.space.run("ip", "-d", "-j", "link"))}
    name = f"{cable(host)}.100"
    assert links[name]["linkinfo"]["info_data"]["id"] == 100
    assert links[name]["master"] == links["t1"]["master"] == "pb100-1"
    assert links[name]["link"] == cable(host)           # on the uplink, not on the physical bridge: its other ports see no tags
    assert not host.space.do(host.network.ensure_no_network, "pb100-1")
    host.space.do(host.network.ensure_no_port, "t1", "nic-1")
    assert host.space.do(host.network.ensure_no_network, "pb100-1")
    left = host.space.run("ip", "-br", "link")
    assert name not in left
    assert "pb100-1" not in left


def test_a_vlan_that_is_somebody_elses_is_left_alone(pair: tuple[HostSpace, HostSpace]) -> None:
    host = pair[0]
    host.space.run("ip", "link", "add", "link", cable(host), "name", "mine", "type", "vlan", "id", "100")
    host.space.run("ip", "link", "set", "mine", "alias", "the operator's")
    with pytest.raises(DriverError) as e:
        host.space.do(host.network.ensure_network, vlan(100))
    assert e.value.code == "IN_USE"
    assert "mine" in e.value.text


def test_one_vlan_is_not_on_two_bridges(pair: tuple[HostSpace, HostSpace]) -> None:
    host = pair[0]
    host.space.do(host.network.ensure_network, vlan(100))
    with pytest.raises(DriverError) as e:
        host.space.do(host.network.ensure_network, pb.Network(bridge="other", isolation=pb.Network.VLAN, tag=100, parent="phys"))
    assert e.value.code == "IN_USE"


def test_this_kernel_has_what_was_probed(pair: tuple[HostSpace, HostSpace]) -> None:
    features = pair[0].space.do(pair[0].network.features)
    print(features)
    assert {"bridge", "nft-bridge", "tbf", "vlan", "vxlan"} <= set(features)
