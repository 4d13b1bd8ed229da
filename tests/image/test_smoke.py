"""The system VM image in an emulated machine with a router's 192 MB: boots, enrols, applies a state, stops when asked to."""

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from manager.services.ca import Authority
from tests.image.control import PORT, Router
from tests.image.qemu import Hardware, Machine, Nic

CONTROL_MAC, PUBLIC_MAC, GUEST_MAC = "02:00:00:00:01:01", "02:00:00:00:01:02", "02:00:00:00:01:03"
ADDRESS = "169.254.3.4"
NETWORK = "7c1f6a52-7a3c-4b2e-8f5b-0d6f1f1c9a10"

ANSWER_SECONDS = 75.0  # five times the 15 s that an idle machine may take in emulation
APPLY_SECONDS = 60.0
OFF_SECONDS = 30.0
MEMORY_LEFT_KIB = 40_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def state(router: Router, generation: int) -> dict[str, Any]:
    """A small whole state: one guest network with one VM, one public address with a rule."""
    lease = {"mac": "02:00:00:00:02:01", "address": "10.1.1.20", "hostname": "one", "default_route": True,
             "metadata": {"instance_id": "i-1", "user_data": "aGVsbG8="}}
    return {
        "router": router.uuid, "generation": generation, "hostname": "r-1-VM",
        "interfaces": [{"mac": CONTROL_MAC, "role": "CONTROL", "address": f"{ADDRESS}/16"},
                       {"mac": PUBLIC_MAC, "role": "PUBLIC"},
                       {"mac": GUEST_MAC, "role": "GUEST", "address": "10.1.1.1/24"}],
        "guests": [{"uuid": NETWORK, "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "domain": "cs1cloud.internal", "leases": [lease],
                    "egress_default_allow": True, "source_nat": "198.51.100.10"}],
        "addresses": [{"address": "198.51.100.10/24", "gateway": "198.51.100.1", "mac": PUBLIC_MAC, "source_nat": True}],
        "firewall": [{"id": "f1", "protocol": "tcp", "port_first": 80, "port_last": 80, "public_address": "198.51.100.10"}],
        "forwards": [{"id": "p1", "public_address": "198.51.100.10", "protocol": "tcp", "public_first": 80, "public_last": 80,
                      "guest_address": "10.1.1.20", "guest_first": 80, "guest_last": 80}],
    }


def kernel_of(image: Path) -> tuple[Path, Path, str]:
    return image / "vmlinuz", image / "initrd", json.loads((image / "manifest.json").read_text())["arguments"]


def hardware(image: Path, router: Router, folder: Path, boot: str) -> Hardware:
    """A router's machine: its control port is forwarded from `router.port` here."""
    config = router.write_config(folder / "config.iso", {"mac": CONTROL_MAC, "address": ADDRESS, "prefix": 16}, [])
    control = f"user,net=169.254.0.0/16,host=169.254.0.1,hostfwd=tcp:127.0.0.1:{router.port}-{ADDRESS}:{PORT}"
    nics = [Nic(control, CONTROL_MAC), Nic("user,restrict=on", PUBLIC_MAC), Nic("user,restrict=on", GUEST_MAC)]
    return Hardware(image / "pileus-systemvm.qcow2", 192, nics, config=config, kernel=kernel_of(image) if boot == "direct" else None,
                    machine="q35" if boot == "direct" else "pc")


def start_and_enrol(machine: Machine, router: Router) -> float:
    """Seconds until the router has its certificate."""
    machine.expect(" answers on ", ANSWER_SECONDS)  # dialling earlier would measure QEMU's user network, which backs off
    asyncio.run(router.enrol(machine.check, ANSWER_SECONDS))
    return machine.age()


def unwell(health: dict[str, Any]) -> list[dict[str, Any]]:
    return [check for check in health["checks"] if not check["ok"]]


@pytest.mark.parametrize("boot", ["bios", "direct"])
def test_boots_enrols_applies_stops(boot: str, systemvm_image: Path, tmp_path: Path, record_property: Any) -> None:
    router = Router(Authority.load_or_make(tmp_path / "ca"), "127.0.0.1", free_port())
    with Machine(tmp_path, "router", hardware(systemvm_image, router, tmp_path, boot)) as machine:
        answered = start_and_enrol(machine, router)
        [fresh] = asyncio.run(router.patient_calls(machine.check, APPLY_SECONDS, ("health", {})))
        assert int(fresh["generation"]) == 0

        began = machine.age()
        applied, health = asyncio.run(router.calls(("apply", state(router, 1)), ("health", {})))
        apply_seconds = machine.age() - began
        assert int(applied["generation"]) == 1
        assert int(health["generation"]) == 1
        assert unwell(health) == []
        assert int(health["memory_free_kib"]) > MEMORY_LEFT_KIB

        machine.press_power_button()
        off_seconds = machine.wait_off(OFF_SECONDS)
        starts = machine.log.count("starting the router")
    figures = {"answered_s": round(answered, 1), "apply_s": round(apply_seconds, 1), "off_s": round(off_seconds, 1),
               "memory_free_kib": int(health["memory_free_kib"])}
    print(f"\n{boot}: {figures}")
    record_property("figures", figures)
    assert starts == 1, "the router daemon was started more than once:\n" + machine.log
    assert answered < ANSWER_SECONDS


def test_identity_and_state_outlive_a_power_cut(systemvm_image: Path, tmp_path: Path) -> None:
    router = Router(Authority.load_or_make(tmp_path / "ca"), "127.0.0.1", free_port())
    machine_of = hardware(systemvm_image, router, tmp_path, "direct")
    with Machine(tmp_path, "router", machine_of) as machine:
        start_and_enrol(machine, router)
        asyncio.run(router.patient_calls(machine.check, APPLY_SECONDS, ("apply", state(router, 7))))
    with Machine(tmp_path, "router", machine_of) as machine:
        machine.expect(" answers on ", ANSWER_SECONDS)
        [health] = asyncio.run(router.patient_calls(machine.check, APPLY_SECONDS, ("health", {})))
        assert int(health["generation"]) == 7
        assert unwell(health) == []
