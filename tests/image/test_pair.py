"""Router VM and tiny guest, joined by bridges, with a machine outside: what a person's first VM does, without manager and agent."""

import asyncio
import base64
import hashlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from manager.services.ca import Authority
from tests.image.control import Router
from tests.image.qemu import Hardware, Machine, Nic
from tests.image.wires import Wires, wires, within

CONTROL_MAC, PUBLIC_MAC, GUEST_MAC, VM_MAC = "02:00:00:00:01:01", "02:00:00:00:01:02", "02:00:00:00:01:03", "02:00:00:00:02:01"
CONTROL, PUBLIC, OUTSIDE, VM = "169.254.3.4", "198.51.100.10", "198.51.100.1", "10.1.1.20"
SERVICE = 7000
USER_DATA = f"#!/bin/true\noutside={OUTSIDE}:{SERVICE}\nping={OUTSIDE}\n".encode()
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEhPd2Rvd2VrbmV3d2hhdGFtZXJlcmFuZG9tbnVtYmVy test"
PASSWORD = "Tr0ub4dor"  # noqa: S105 of this test only
NETWORK, INSTANCE = "7c1f6a52-7a3c-4b2e-8f5b-0d6f1f1c9a10", "5d2c8a54-1111-4b2e-8f5b-0d6f1f1c9a11"

BOOT_SECONDS, FACTS_SECONDS, TCP_SECONDS = 90.0, 180.0, 20.0


def state(router: Router, generation: int, *, forward: bool) -> dict[str, Any]:
    """The guest's network as a manager would describe it."""
    metadata = {"instance_id": INSTANCE, "vm_id": "i-2-3-VM", "local_hostname": "one", "public_keys": [KEY],
                "user_data": base64.b64encode(USER_DATA).decode(), "password": PASSWORD, "password_id": "1"}
    lease = {"mac": VM_MAC, "address": VM, "hostname": "one", "default_route": True, "metadata": metadata}
    whole: dict[str, Any] = {
        "router": router.uuid, "generation": generation, "hostname": "r-1-VM",
        "interfaces": [{"mac": CONTROL_MAC, "role": "CONTROL", "address": f"{CONTROL}/16"}, {"mac": PUBLIC_MAC, "role": "PUBLIC"},
                       {"mac": GUEST_MAC, "role": "GUEST", "address": "10.1.1.1/24"}],
        "guests": [{"uuid": NETWORK, "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "domain": "cs1cloud.internal", "leases": [lease],
                    "egress_default_allow": True, "source_nat": PUBLIC}],
        "addresses": [{"address": f"{PUBLIC}/24", "gateway": OUTSIDE, "mac": PUBLIC_MAC, "source_nat": True}],
    }
    if forward:
        whole["firewall"] = [{"id": "f1", "protocol": "tcp", "port_first": 8080, "port_last": 8080, "public_address": PUBLIC}]
        whole["forwards"] = [{"id": "p1", "public_address": PUBLIC, "protocol": "tcp", "public_first": 8080, "public_last": 8080,
                              "guest_address": VM, "guest_first": 80, "guest_last": 80}]
    return whole


class Outside:
    """A TCP service beyond the router: keeps who came and what they said, and answers it."""

    def __init__(self, namespace: str) -> None:
        self._listener = within(namespace, lambda: socket.create_server((OUTSIDE, SERVICE)))
        self.heard: list[tuple[str, str]] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the service."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, peer = self._listener.accept()
            except OSError:
                return
            with connection:
                line = connection.makefile().readline().strip()
                self.heard.append((peer[0], line))
                connection.sendall(f"heard {line}\n".encode())


@pytest.fixture
def net() -> Iterator[Wires]:
    with wires("169.254.0.1/16", f"{OUTSIDE}/24") as made:
        yield made


def get_facts(namespace: str) -> dict[str, Any]:
    """What the guest answers over HTTP through the router's public address."""
    def fetch() -> dict[str, Any]:
        with urllib.request.urlopen(f"http://{PUBLIC}:8080/", timeout=TCP_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    return within(namespace, fetch)


def reachable(namespace: str, port: int) -> bool:
    """Whether a connection to the public address opens."""
    def dial() -> bool:
        try:
            socket.create_connection((PUBLIC, port), timeout=3).close()
        except OSError:
            return False
        return True

    return within(namespace, dial)


def test_guest_behind_router(systemvm_image: Path, tiny_guest: Path, net: Wires, tmp_path: Path) -> None:
    router = Router(Authority.load_or_make(tmp_path / "ca"), CONTROL)
    config = router.write_config(tmp_path / "config.iso", {"mac": CONTROL_MAC, "address": CONTROL, "prefix": 16}, [])
    nics = [Nic(net.tap("rc", "cloud0"), CONTROL_MAC), Nic(net.tap("rp", "public"), PUBLIC_MAC), Nic(net.tap("rg", "guest"), GUEST_MAC)]
    outside = Outside(net.outside)
    with Machine(tmp_path, "router", Hardware(systemvm_image / "pileus-systemvm.qcow2", 192, nics, config, namespace=net.bridges)) as machine:

        def call(*requests: tuple[str, dict[str, Any]]) -> list[Any]:
            return within(net.bridges, lambda: asyncio.run(router.patient_calls(machine.check, BOOT_SECONDS, *requests)))

        within(net.bridges, lambda: asyncio.run(router.enrol(machine.check, BOOT_SECONDS)))
        router_seconds = machine.age()
        call(("apply", state(router, 1, forward=False)))
        vm = Hardware(tiny_guest, 128, [Nic(net.tap("vm", "guest"), VM_MAC)], namespace=net.bridges)
        with Machine(tmp_path, "guest", vm) as guest:
            line = guest.expect("PILEUS-FACTS ", FACTS_SECONDS)
            guest_seconds = guest.age()
            facts = json.loads(line.partition("PILEUS-FACTS ")[2])
            check_facts(facts, outside)
            assert not reachable(net.outside, 8080), "a port that nobody opened is open"
            call(("apply", state(router, 2, forward=True)))
            began = time.monotonic()
            assert get_facts(net.outside)["boot_id"] == facts["boot_id"]
            print(f"\nrouter enrolled after {router_seconds:.1f} s, guest's facts after {guest_seconds:.1f} s, "
                  f"answer through the port forward in {time.monotonic() - began:.2f} s\n{facts}")
            assert not reachable(net.outside, 8081), "a port without a rule is open"
            guest.press_power_button()
            guest.wait_off(60)
    outside.close()


def check_facts(facts: dict[str, Any], outside: Outside) -> None:
    """All that the guest found out is what its router was told."""
    assert facts["address"] == VM
    assert facts["gateway"] == "10.1.1.1"
    assert (facts["hostname"], facts["domain"], facts["resolved"]) == ("one", "cs1cloud.internal", VM)
    assert facts["instance_id"] == INSTANCE
    assert facts["user_data_sha256"] == hashlib.sha256(USER_DATA).hexdigest()
    fingerprint = hashlib.md5(base64.b64decode(KEY.split()[1])).hexdigest()
    assert facts["ssh_key_fingerprint"] == ":".join(fingerprint[i:i + 2] for i in range(0, 32, 2))
    assert facts["password_sha256"] == hashlib.sha256(PASSWORD.encode()).hexdigest()
    assert facts["outside"] == f"heard {facts['boot_id']}"
    assert outside.heard == [(PUBLIC, facts["boot_id"])], "the outside saw another address or text"
    assert facts["ping"] is True
    assert facts["boots"] == 1
