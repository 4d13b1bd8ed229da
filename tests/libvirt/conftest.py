"""A host with libvirtd, QEMU, bridges and a pool of its own, and the tiny guest's image."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from agent.drivers.libvirt import LibvirtHypervisor
from agent.drivers.localdir import LocalStorage
from agent.net import LinuxNetwork
from common.ids import new_uuid
from protos.agent.v1 import agent_pb2 as pb
from tests.net.agent.wire import Space, space
from tools.image_build import guest, systemvm

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
IMAGE = "1a1a1a1a-0000-4000-8000-000000000001"
NETWORK = pb.Network(bridge="pb7-1", isolation=pb.Network.VXLAN, tag=7, parent="phys")
PATIENCE = 120.0        # seconds a guest may take; an idle machine needs 5

_QEMU_CONF = 'stdio_handler = "file"\nuser = "root"\ngroup = "root"\nsecurity_driver = "none"\n'


def until(what: Callable[[], object], say: str, seconds: float = PATIENCE) -> None:
    """Waits until `what()` is true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"{say}: not within {seconds:g} s"
        time.sleep(0.2)


class Libvirtd:
    """A libvirtd in the foreground of its own namespaces. Its end leaves guests running, as in life."""

    def __init__(self, folder: Path, inside: Space) -> None:
        self.folder, self.inside = folder, inside
        self.uri = f"qemu+unix:///system?socket={folder}/run/libvirt-sock"
        (folder / "etc").mkdir(parents=True)
        (folder / "etc/libvirtd.conf").write_text(f'auth_unix_rw = "none"\nhost_uuid = "{new_uuid()}"\n')
        (folder / "etc/qemu.conf").write_text(_QEMU_CONF)
        # Asking QEMU what it can do takes 10 s; the answer is kept from run to run.
        (BUILD / "libvirt-cache").mkdir(parents=True, exist_ok=True)
        (folder / "cache").symlink_to(BUILD / "libvirt-cache")
        self.start()

    def start(self) -> None:
        with (self.folder / "stderr").open("ab") as log:
            self._process = subprocess.Popen(["ip", "netns", "exec", self.inside.name, "unshare", "--mount", "--uts", sys.executable,
                                              str(ROOT / "tools/cloudkit/jail.py"), str(self.folder)], stdout=log, stderr=log)
        until(self._answers, f"libvirtd in {self.folder}", 60)

    def _answers(self) -> bool:
        assert self._process.poll() is None, (self.folder / "stderr").read_text()
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(f"{self.folder}/run/libvirt-sock") == 0

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def guests(self) -> dict[str, int]:
        """Process ids of running guests, by name."""
        return {path.stem: int(path.read_text()) for path in (self.folder / "run/qemu").glob("*-VM.pid")}


class TestHost:
    """What an agent has on a real host: hypervisor, network, storage; and the pool with the tiny guest's image."""

    __test__ = False

    def __init__(self, daemon: Libvirtd, folder: Path, image: Path) -> None:
        self.daemon, self.inside = daemon, daemon.inside
        self.changes: list[str] = []
        self.state, self.logs = folder / "state", folder / "logs"
        self.hypervisor = LibvirtHypervisor(daemon.uri, state_dir=self.state, log_dir=self.logs, watch=self.changes.append)
        self.network, self.storage = LinuxNetwork(self.state, host="test"), LocalStorage()
        self.pool = pb.Pool(uuid=new_uuid(), type="Filesystem", path=str(folder / "pool"))
        self.storage.ensure_pool(self.pool)
        draft = self.storage.image_draft(self.pool, IMAGE)
        shutil.copy(image, draft)
        self.size = self.storage.adopt_image(self.pool, IMAGE, draft).virtual_bytes

    def vm(self, number: int, **more: object) -> pb.Vm:
        """A VM with a volume on the tiny image and two ports, not yet defined."""
        root = f"2b2b2b2b-0000-4000-8000-00000000000{number}"
        self.storage.ensure_volume(self.pool, root, self.size, IMAGE)
        ports = [pb.Port(name=f"t{number}{nic}", uuid=new_uuid(), mac=f"02:00:00:00:0{number}:0{nic}", network=NETWORK) for nic in (1, 2)]
        for port in ports:
            self.inside.do(self.network.ensure_network, port.network)
            self.inside.do(self.network.ensure_port, f"i-2-{number}-VM", port)
        fields: dict[str, object] = {
            "name": f"i-2-{number}-VM", "uuid": new_uuid(), "vcpus": 1, "memory_mib": 128, "cpu_mhz": 500,
            "disks": [pb.Disk(pool=self.pool, uuid=root)], "ports": ports}
        return pb.Vm(**{**fields, **more})

    def said(self, vm: pb.Vm) -> str:
        """The guest's serial log."""
        path = self.hypervisor.serial_log(vm.name)
        return Path(path).read_text(errors="replace") if path else ""

    def threads(self) -> ThreadPoolExecutor:
        """Threads for an agent's Host that are in the host's network namespace."""
        return ThreadPoolExecutor(4, initializer=self.inside.enter)

    def close(self) -> None:
        """Ends all guests, checks that they are gone, and ends libvirtd."""
        for info in self.hypervisor.vms():
            self.hypervisor.destroy(info.name)
            self.hypervisor.undefine(info.name)
        self.hypervisor.close()
        left = self.daemon.guests()
        for process in left.values():
            os.kill(process, signal.SIGKILL)
        self.daemon.stop()
        assert not left, f"guests that outlived their host: {left}"


@pytest.fixture(scope="session")
def tiny_image() -> Path:
    """The tiny guest's qcow2, built when it is not there."""
    return guest.build(BUILD / "guest", BUILD / "cache", systemvm.Sources.of(os.environ), print)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, tiny_image: Path) -> Iterator[TestHost]:
    """One host for a module's tests: a new libvirtd takes its time."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    folder = tmp_path_factory.mktemp("host")
    with ExitStack() as stack:
        inside = stack.enter_context(space("libvirt"))
        for argv in (["link", "add", "phys", "type", "bridge"], ["addr", "add", "10.9.9.1/24", "dev", "phys"], ["link", "set", "phys", "up"]):
            inside.run("ip", *argv)
        made = TestHost(Libvirtd(folder / "libvirt", inside), folder, tiny_image)
        stack.callback(made.close)
        yield made
