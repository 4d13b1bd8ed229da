"""A host in a network namespace with the real network driver."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.net import LinuxNetwork
from protos.agent.v1 import agent_pb2 as pb
from tests.net.agent.wire import Space, hold_tap, space

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

VXLAN = pb.Network(bridge="pb7-1", isolation=pb.Network.VXLAN, tag=7, parent="phys")
CONTROL = pb.Network(bridge="cloud0", isolation=pb.Network.CONTROL, address="169.254.0.1/16")


@dataclass
class HostSpace:
    """A host: its namespace, its driver, and the taps its guests hold."""

    space: Space
    network: LinuxNetwork
    stack: ExitStack

    def port(self, n: int, network: pb.Network = VXLAN, *, hold: bool = True, **more: object) -> int:
        """Ensures port t<n> with MAC …:0n and holds its tap; its file descriptor (or -1)."""
        self.space.do(self.network.ensure_network, network)
        self.space.do(self.network.ensure_port, "i-2-1-VM", port(n, network, **more))
        if not hold:
            return -1
        tap = self.space.do(hold_tap, f"t{n}")
        self.stack.callback(os.close, tap)
        self.forwarding(f"t{n}")
        return tap

    def forwarding(self, device: str) -> None:
        """Waits until the bridge has noticed that somebody holds the tap (the kernel takes up to a second)."""
        for _ in range(100):
            if self.space.run("cat", f"/sys/class/net/{device}/brport/state").strip() == "3":
                return
            time.sleep(0.05)
        raise AssertionError(f"{device} does not forward")


def port(n: int, network: pb.Network = VXLAN, **more: object) -> pb.Port:
    return pb.Port(name=f"t{n}", uuid=f"nic-{n}", mac=f"02:00:00:00:00:0{n}", network=network, **more)


@pytest.fixture
def make_host(tmp_path: Path) -> Iterator[Callable[[str], HostSpace]]:
    """Makes hosts; each has a device `phys` with 10.9.9.<n>, that leads nowhere."""
    with ExitStack() as stack:
        def make(name: str) -> HostSpace:
            inside = stack.enter_context(space(name))
            return HostSpace(inside, LinuxNetwork(tmp_path / name, host=name), stack)

        yield make


@pytest.fixture
def host(make_host: Callable[[str], HostSpace]) -> HostSpace:
    """A host whose physical bridge has an address and no uplink."""
    made = make_host("host")
    made.space.run("ip", "link", "add", "phys", "type", "bridge")
    made.space.run("ip", "addr", "add", "10.9.9.1/24", "dev", "phys")
    made.space.run("ip", "link", "set", "phys", "up")
    return made
