"""Networks and ports on a real kernel: from every state they may be left in, twice, and over a restart of the agent."""

import json
import subprocess
from pathlib import Path

import pytest

from agent.drivers.base import DriverError
from agent.net import LinuxNetwork
from protos.agent.v1 import agent_pb2 as pb
from tests.net.agent.conftest import CONTROL, HostSpace


def devices(host: HostSpace) -> dict[str, dict[str, object]]:
    return {link["ifname"]: link for link in json.loads(host.space.run("ip", "-d", "-j", "link"))}


def test_a_vxlan_network_and_a_port_twice(host: HostSpace) -> None:
    for _ in range(2):
        host.port(1, addresses=["10.1.1.5"], hold=False)
    found = devices(host)
    assert found["pb7-1"]["mtu"] == found["vx7"]["mtu"] == found["t1"]["mtu"] == 1450
    assert found["vx7"]["master"] == found["t1"]["master"] == "pb7-1"
    assert found["vx7"]["linkinfo"]["info_data"]["group"] == "239.0.0.7"
    for name in ("pb7-1", "t1", "vx7"):
        assert host.space.run("cat", f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").strip() == "1"
    assert host.space.do(host.network.bridges) == ["pb7-1"]
    assert [(p.name, p.vm, p.uuid) for p in host.space.do(host.network.ports)] == [("t1", "i-2-1-VM", "nic-1")]
    assert host.space.do(host.network.bridges_found) == ["phys"]


def test_the_control_network(host: HostSpace) -> None:
    for _ in range(2):
        host.space.do(host.network.ensure_network, CONTROL)
    assert host.space.run("ip", "-4", "-br", "addr", "show", "cloud0").split()[-1] == "169.254.0.1/16"


def test_no_isolation_is_the_physical_bridge_itself(host: HostSpace) -> None:
    flat = pb.Network(bridge="pb-1", parent="phys")
    host.port(1, flat, hold=False)
    assert devices(host)["t1"]["master"] == "phys"
    assert "pb-1" not in devices(host)
    assert host.space.do(host.network.bridges) == []
    assert host.space.do(host.network.ensure_no_network, "phys")     # not ours: not touched
    assert "phys" in devices(host)


def test_a_network_goes_when_its_ports_are_gone(host: HostSpace) -> None:
    host.port(1, hold=False)
    assert not host.space.do(host.network.ensure_no_network, "pb7-1")
    for _ in range(2):
        host.space.do(host.network.ensure_no_port, "t1", "nic-1")
        assert host.space.do(host.network.ensure_no_network, "pb7-1")
    assert set(devices(host)) & {"pb7-1", "vx7", "t1"} == set()
    assert host.space.do(host.network.ports) == []
    assert '"t1"' not in host.space.run("nft", "list", "table", "bridge", "pileus")


def test_a_port_moves_to_its_network(host: HostSpace) -> None:
    host.port(1, hold=False)
    other = pb.Network(bridge="pb8-1", isolation=pb.Network.VXLAN, tag=8, parent="phys")
    host.port(1, other, hold=False)
    assert devices(host)["t1"]["master"] == "pb8-1"


def test_a_restarted_agent_knows_its_ports(host: HostSpace, tmp_path: Path) -> None:
    host.port(1, addresses=["10.1.1.5"], hold=False)
    host.network = LinuxNetwork(tmp_path / "host", host="host")
    host.port(2, addresses=["10.1.1.6"], hold=False)
    rules = host.space.run("nft", "list", "table", "bridge", "pileus")
    assert '"t1" . 10.1.1.5' in rules
    assert '"t2" . 10.1.1.6' in rules


@pytest.mark.parametrize("left", ["bridge", "device", "tap", "down"])
def test_made_whole_after_a_crash_in_the_middle(host: HostSpace, left: str) -> None:
    """Each thing is made, marked, joined in steps; the agent may die between any two."""
    commands = {
        "bridge": [["ip", "link", "add", "pb7-1", "type", "bridge"]],
        "device": [["ip", "link", "add", "vx7", "type", "vxlan", "id", "7", "group", "239.0.0.7", "dstport", "4789", "dev", "phys"]],
        "tap": [["ip", "tuntap", "add", "t1", "mode", "tap"]],
        "down": [["ip", "link", "add", "pb7-1", "type", "bridge"], ["ip", "link", "set", "pb7-1", "alias", "pileus network"],
                 ["ip", "tuntap", "add", "t1", "mode", "tap"], ["ip", "link", "set", "t1", "master", "pb7-1"]],
    }[left]
    for argv in commands:
        host.space.run(*argv)
    host.port(1, hold=False)
    found = devices(host)
    assert found["vx7"]["master"] == found["t1"]["master"] == "pb7-1"
    assert "UP" in found["pb7-1"]["flags"]
    assert "UP" in found["t1"]["flags"]
    host.space.do(host.network.ensure_no_port, "t1", "nic-1")
    assert host.space.do(host.network.ensure_no_network, "pb7-1")
    assert set(devices(host)) & {"pb7-1", "vx7", "t1"} == set()


def test_half_a_port_is_listed_and_removed(host: HostSpace, tmp_path: Path) -> None:
    host.port(1, hold=False)
    (tmp_path / "host" / "ports" / "t1.json").unlink()
    host.network = LinuxNetwork(tmp_path / "host", host="host")
    assert [(p.name, p.uuid) for p in host.space.do(host.network.ports)] == [("t1", "nic-1")]
    host.space.do(host.network.ensure_no_port, "t1", "nic-1")
    assert "t1" not in devices(host)


@pytest.mark.parametrize("network,code", [
    (pb.Network(bridge="pb9-1", isolation=pb.Network.VXLAN, tag=9, parent="nowhere"), "NOT_FOUND"),
    (pb.Network(bridge="pb9-1", isolation=pb.Network.VXLAN, tag=9, parent="unnumbered"), "NOT_FOUND"),
    (pb.Network(bridge="nowhere"), "NOT_FOUND"),
    (pb.Network(bridge="taken", isolation=pb.Network.VXLAN, tag=9, parent="phys"), "IN_USE"),
    (pb.Network(bridge="unnumbered", isolation=pb.Network.VXLAN, tag=9, parent="phys"), "IN_USE"),
])
def test_networks_that_cannot_be(host: HostSpace, network: pb.Network, code: str) -> None:
    host.space.run("ip", "link", "add", "unnumbered", "type", "veth", "peer", "name", "far")
    host.space.run("ip", "link", "add", "taken", "type", "bridge")
    host.space.run("ip", "link", "set", "far", "master", "taken")
    with pytest.raises(DriverError) as e:
        host.space.do(host.network.ensure_network, network)
    assert e.value.code == code
    assert (network.parent or network.bridge) in e.value.text or network.bridge in e.value.text


def test_anothers_port_is_not_removed(host: HostSpace) -> None:
    host.port(1, hold=False)
    with pytest.raises(DriverError) as e:
        host.space.do(host.network.ensure_no_port, "t1", "another")
    assert e.value.code == "INVALID"
    assert "t1" in devices(host)


def test_a_device_that_is_no_tap_is_left_alone(host: HostSpace) -> None:
    host.space.run("ip", "link", "add", "t1", "type", "veth", "peer", "name", "far")
    with pytest.raises(DriverError) as e:
        host.port(1, hold=False)
    assert e.value.code == "IN_USE"
    host.space.do(host.network.ensure_no_port, "t1", "nic-1")
    assert "t1" in devices(host)


def test_features_are_what_this_kernel_can(host: HostSpace) -> None:
    features = host.space.do(host.network.features)
    assert {"bridge", "vxlan", "nft-bridge"} <= set(features)
    has_vlan = subprocess.run(["ip", "netns", "exec", host.space.name, "ip", "link", "add", "link", "phys", "name", "x", "type", "vlan", "id", "2"],
                              capture_output=True, check=False).returncode == 0
    assert ("vlan" in features) == has_vlan
    if not has_vlan:
        with pytest.raises(DriverError) as e:
            host.space.do(host.network.ensure_network, pb.Network(bridge="pb5-1", isolation=pb.Network.VLAN, tag=5, parent="phys"))
        assert e.value.code == "UNSUPPORTED"
        assert "pb5-1" not in devices(host)


