"""`make demo` as a person runs it, in a network namespace of its own: on the simulator, and with a real guest; twice; and taken away again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.ids import new_uuid

ROOT = Path(__file__).parents[2]


@pytest.fixture
def namespace() -> Iterator[str]:
    """A network namespace with loopback; the demo's own namespaces are beside it."""
    name = f"pe-{new_uuid()[:8]}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
    yield name
    subprocess.run(["ip", "netns", "del", name], check=True)


def demo(namespace: str, name: str, *arguments: str) -> str:
    """What tools/demo prints. nsenter, for `ip netns exec` would hide the namespaces that the demo makes from its next run."""
    inside = ["nsenter", f"--net=/run/netns/{namespace}", sys.executable, str(ROOT / "tools" / "demo")]
    done = subprocess.run([*inside, *arguments, "--name", name], cwd=ROOT, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def console(namespace: str, printed: str) -> dict[str, Any]:
    """What console_client.py sees at the link that the demo printed."""
    link = re.search(r"^console +(https://\S+)$", printed, re.MULTILINE)
    assert link is not None, printed[-2000:]
    assert re.search(r"^web UI +http://\S+/client/$", printed, re.MULTILINE)
    inside = ["nsenter", f"--net=/run/netns/{namespace}", sys.executable, str(ROOT / "tests" / "e2e" / "console_client.py"), link[1]]
    done = subprocess.run(inside, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def in_browser(namespace: str, name: str) -> None:
    """A browser logs in, opens the VM's console, types, and lives through a reboot."""
    inside = ["nsenter", f"--net=/run/netns/{namespace}", sys.executable, "-m", "tests.e2e.browser_client", name]
    done = subprocess.run(inside, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    seen = json.loads(done.stdout)
    print(f"console of a real guest: {done.stdout}")
    assert len([lit for lit in seen["before"] if lit > 30]) == 0
    assert len([lit for lit in seen["after"] if lit > 30]) >= 15, "the output is in the picture"
    assert seen["listening"] == []
    assert seen["guests"] >= 2, "a router and a VM were looked at"
    assert any("reboot" in words.lower() or "again" in words.lower() for words in seen["said"]), seen["said"]
    assert seen["said"][-1] == "Connected"
    assert seen["stays"] == "the same page"


def processes_below(folder: Path) -> list[str]:
    """Command lines of processes that name a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in line and path.parent.name != str(os.getpid()):
            found.append(line)
    return found


@pytest.mark.parametrize("hypervisor", ["simulator", "kvm"])
def test_demo_twice_and_down(namespace: str, hypervisor: str) -> None:
    name = f"e{hypervisor[:3]}"
    folder = ROOT / ".pileus" / name
    try:
        first = demo(namespace, name, "up", "--hypervisor", hypervisor)
        assert "✓ VM demo-vm is Running" in first
        if hypervisor == "kvm":
            for words in ("the password is the one that the deployment answered", "through NAT", "(port forwarding) answers with the guest's boot id",
                          "(static NAT) answers with the guest's boot id", "which no rule opens, does not answer"):
                assert words in first, words
        seen = console(namespace, first)
        assert min(seen["width"], seen["height"], seen["picture"], seen["typed"]) > 0
        if hypervisor == "kvm":
            in_browser(namespace, name)
        variables = (ROOT / ".pileus" / f"{name}.env").read_text()
        assert all(f"{key}=" in variables for key in ("CLOUDSTACK_ENDPOINT", "CLOUDSTACK_KEY", "CLOUDSTACK_SECRET"))
        assert "the VM of the last run is there" in demo(namespace, name, "up", "--hypervisor", hypervisor)
    finally:
        demo(namespace, name, "down")
    assert not folder.exists()
    assert not (ROOT / ".pileus" / f"{name}.env").exists()
    assert processes_below(folder) == []
    assert f"pil{name}" not in subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
