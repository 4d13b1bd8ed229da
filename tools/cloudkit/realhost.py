"""A host with real libvirt and QEMU in a network namespace of its own, a machine beyond it, and the wires between them.

    this machine ── HOST ⇄ AGENT_SIDE ── [namespace: libvirtd, agent, bridge cloudbr0] ── [namespace: outside, GATEWAY]

Nothing is changed outside the two namespaces but one end of a cable, which goes with them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.exec import run
from common.ids import new_uuid
from tools.cloudkit.processes import Service
from tools.cloudkit.stack import BIN, GRPC, ROOT, ManagerPlan, listens

HOST, AGENT_SIDE = "198.18.255.1", "198.18.255.2"   # of RFC 2544: nobody's network
GATEWAY, PUBLIC_MASK = "198.51.100.1", "255.255.255.0"  # of RFC 5737
BRIDGE = "cloudbr0"
TUNNELS = "198.18.254.1/24"  # VXLAN needs an address to send from
OUTSIDE_PORT = 7000
AGENT_PORT = 8251
QEMU_CONF = 'stdio_handler = "file"\nuser = "root"\ngroup = "root"\nsecurity_driver = "none"\n'


@dataclass(frozen=True)
class RealHost:
    """Names are prefixed with `name`, at most 8 characters."""

    name: str
    folder: Path

    @property
    def inside(self) -> str:
        """The namespace of the host."""
        return self.name

    @property
    def outside(self) -> str:
        """The namespace of the machine beyond it."""
        return f"{self.name}-outside"

    @property
    def uri(self) -> str:
        """For virsh -c."""
        return f"qemu+unix:///system?socket={self.folder}/libvirt/run/libvirt-sock"

    def wire(self) -> None:
        """Namespaces, bridge and cables; those that are there stay."""
        if all(run(["ip", "netns", "exec", name, "true"], check=False).code == 0 for name in (self.inside, self.outside)):
            return
        self.unwire()
        run(["ip", "netns", "add", self.inside])
        run(["ip", "netns", "add", self.outside])
        cable = f"{self.name}0"
        run(["ip", "link", "add", cable, "type", "veth", "peer", "name", "mgmt", "netns", self.inside])
        run(["ip", "addr", "add", f"{HOST}/30", "dev", cable])
        run(["ip", "link", "set", cable, "up"])
        self._ip(self.inside, "link set lo up", f"addr add {AGENT_SIDE}/30 dev mgmt", "link set mgmt up", f"link add {BRIDGE} type bridge",
                 f"addr add {TUNNELS} dev {BRIDGE}", f"link set {BRIDGE} up",
                 f"link add wire type veth peer name eth0 netns {self.outside}",
                 f"link set wire master {BRIDGE}", "link set wire up")
        self._ip(self.outside, "link set lo up", f"addr add {GATEWAY}/24 dev eth0", "link set eth0 up")

    def unwire(self) -> None:
        """Takes the namespaces away, and all that is in them."""
        run(["ip", "link", "del", f"{self.name}0"], check=False)
        for namespace in (self.inside, self.outside):
            run(["ip", "netns", "del", namespace], check=False)

    def libvirtd(self) -> Service:
        """libvirtd with folders of its own."""
        folder = self.folder / "libvirt"
        (folder / "etc").mkdir(parents=True, exist_ok=True)
        if not (folder / "etc" / "libvirtd.conf").exists():
            (folder / "etc" / "libvirtd.conf").write_text(f'auth_unix_rw = "none"\nhost_uuid = "{new_uuid()}"\n')
            (folder / "etc" / "qemu.conf").write_text(QEMU_CONF)
            kept = ROOT / "build" / "libvirt-cache"  # asking QEMU what it can do takes 10 s
            kept.mkdir(parents=True, exist_ok=True)
            (folder / "cache").symlink_to(kept)
        jail = str(Path(__file__).with_name("jail.py"))
        return Service("libvirtd", ["unshare", "--mount", "--uts", sys.executable, jail, str(folder)], self.folder,
                       prefix=["ip", "netns", "exec", self.inside])

    def start_libvirtd(self) -> None:
        """Starts it and waits for its socket."""
        socket_path = self.folder / "libvirt" / "run" / "libvirt-sock"
        service = self.libvirtd()
        if not service.running():
            socket_path.unlink(missing_ok=True)
        service.start(socket_path.exists)

    def agent(self) -> Service:
        """The agent on it."""
        return Service("agent", [str(BIN / "pileus-agent"), "serve"], self.folder, self._agent_env(), ["ip", "netns", "exec", self.inside])

    def start_agent(self, plan: ManagerPlan) -> None:
        """Joins the cloud at the first start; waits until it listens."""
        if not list((self.folder / "agent").glob("**/*.pem")):
            token = plan.token()
            argv = ["ip", "netns", "exec", self.inside, str(BIN / "pileus-agent"), "setup", "--manager", f"{HOST}:{plan.ports['enrol']}",
                    "--token", token["token"], "--ca-fingerprint", token["ca_fingerprint"], "--name", self.name,
                    "--address", f"{AGENT_SIDE}:{AGENT_PORT}"]
            done = subprocess.run(argv, env={**os.environ, **self._agent_env()}, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"pileus-agent setup: {done.stderr.strip()[-2000:]}")
        self.agent().start(lambda: listens(AGENT_SIDE, AGENT_PORT), 120)

    def outside_service(self) -> Service:
        """The machine beyond: answers a line of text with "heard …", and keeps who said what."""
        return Service("outside", [sys.executable, str(Path(__file__).with_name("outside.py")), GATEWAY, str(OUTSIDE_PORT),
                                   str(self.folder / "outside.heard")], self.folder, prefix=["ip", "netns", "exec", self.outside])

    def from_outside(self, *argv: str) -> str:
        """Runs a program on the machine beyond; what it prints."""
        return run(["ip", "netns", "exec", self.outside, *argv], timeout=60).out

    def _agent_env(self) -> dict[str, str]:
        return {**GRPC, "PILEUS_AGENT_STATE_DIR": str(self.folder / "agent"), "PILEUS_AGENT_LISTEN": f"{AGENT_SIDE}:{AGENT_PORT}",
                "PILEUS_AGENT_LIBVIRT_URI": self.uri, "PILEUS_AGENT_VM_LOG_DIR": str(self.folder / "vm-logs"),
                "PILEUS_AGENT_ADDRESS": f"{AGENT_SIDE}:{AGENT_PORT}", "PILEUS_AGENT_DISK_CACHE": "unsafe"}

    @staticmethod
    def _ip(namespace: str, *lines: str) -> None:
        run(["ip", "-n", namespace, "-batch", "-"], stdin="\n".join(lines) + "\n")


def guests_of(folder: Path) -> Iterator[int]:
    """Process ids of QEMU guests that a libvirtd of `folder` left running."""
    for path in (folder / "libvirt" / "run" / "qemu").glob("*.pid"):
        with contextlib.suppress(ValueError, OSError):
            yield int(path.read_text())


def usable() -> str:
    """Why this machine cannot be such a host; empty when it can."""
    if os.geteuid() != 0:
        return "root is needed for bridges, namespaces and libvirt"
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    lacking = [name for name in ("libvirtd", "qemu-system-x86_64", "qemu-img", "nft", "ip", "mmdebstrap") if shutil.which(name, path=path) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""
