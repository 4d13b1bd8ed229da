"""Names and sizes of network devices."""

import pytest

from agent.net import plan
from protos.agent.v1 import agent_pb2 as pb


@pytest.mark.parametrize("network,bridge", [
    (pb.Network(bridge="pb-1", parent="cloudbr0"), "cloudbr0"),
    (pb.Network(bridge="cloudbr0"), "cloudbr0"),
    (pb.Network(bridge="pb-1", parent="eth1", isolation=pb.Network.VLAN, tag=7), "pb-1"),
])
def test_bridge(network: pb.Network, bridge: str) -> None:
    assert plan.bridge_of(network) == bridge


@pytest.mark.parametrize("parent,tag", [("eth1", 100), ("enp0s31f6", 4094), ("a-bridge-of-15ch", 4094), ("a-bridge-of-15cx", 4094)])
def test_vlan_names_fit_and_differ(parent: str, tag: int) -> None:
    name = plan.vlan_device(parent, tag)
    assert len(name) <= 15
    assert name != plan.vlan_device(parent + "y", tag)


def test_mtu_leaves_room_for_the_encapsulation() -> None:
    assert plan.mtu(pb.Network(isolation=pb.Network.VXLAN), 1500) == 1450
    assert plan.mtu(pb.Network(isolation=pb.Network.VLAN), 9000) == 9000
    assert plan.mtu(pb.Network(isolation=pb.Network.VXLAN, mtu=1400), 1500) == 1400


def test_vxlan_group() -> None:
    assert plan.vxlan_group(pb.Network(tag=0x010203)) == "239.1.2.3"
    assert plan.vxlan_group(pb.Network(tag=1, multicast="239.0.16.1")) == "239.0.16.1"


def test_bridge_macs_are_local_and_differ_between_hosts() -> None:
    mac = plan.bridge_mac("cloud0", "h1")
    assert mac == plan.bridge_mac("cloud0", "h1")
    assert mac != plan.bridge_mac("cloud0", "h2")
    assert int(mac[:2], 16) & 3 == 2
