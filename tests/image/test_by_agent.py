"""The system VM image run by the agent's own drivers: libvirt's domain, config disk, control network, taps."""

import asyncio
import json
import shutil
import time
from pathlib import Path

from common.ids import new_uuid
from manager.services.ca import Authority
from protos.agent.v1 import agent_pb2 as pb
from tests.image.control import PORT, Router
from tests.image.wires import within
from tests.libvirt.conftest import NETWORK, TestHost, host, tiny_image, until

__all__ = ["host", "tiny_image"]  # fixtures

CONTROL = pb.Network(bridge="cloud0", isolation=pb.Network.CONTROL, address="169.254.0.1/16")
ADDRESS, MAC, GUEST_MAC = "169.254.3.4", "02:00:00:00:01:01", "02:00:00:00:01:03"
ENROL_SECONDS = 90.0


def system_vm(on: TestHost, image: Path, router: Router) -> pb.Vm:
    """A router with its disk and ports made, not yet defined."""
    name, volume = new_uuid(), new_uuid()
    draft = on.storage.image_draft(on.pool, name)
    shutil.copy(image, draft)
    size = on.storage.adopt_image(on.pool, name, draft).virtual_bytes
    on.storage.ensure_volume(on.pool, volume, size, name)
    ports = [pb.Port(name="tr1", uuid=new_uuid(), mac=MAC, network=CONTROL, trusted=True),
             pb.Port(name="tr2", uuid=new_uuid(), mac=GUEST_MAC, network=NETWORK, trusted=True)]
    for port in ports:
        on.inside.do(on.network.ensure_network, port.network)
        on.inside.do(on.network.ensure_port, "r-7-VM", port)
    config = json.dumps(router.config({"mac": MAC, "address": ADDRESS, "prefix": 16},
                                      [{"mac": GUEST_MAC, "role": "GUEST", "address": "10.1.1.1/24"}]))
    return pb.Vm(name="r-7-VM", uuid=new_uuid(), vcpus=1, memory_mib=192, cpu_mhz=500, disks=[pb.Disk(pool=on.pool, uuid=volume)], ports=ports,
                 system=pb.SystemVm(role="router", config_json=config, control_address=ADDRESS, control_port=PORT))


def test_router_enrols_under_libvirt(host: TestHost, systemvm_image: Path, tmp_path: Path) -> None:  # noqa: F811
    router = Router(Authority.load_or_make(tmp_path / "ca"), ADDRESS)
    vm = system_vm(host, systemvm_image / "pileus-systemvm.qcow2", router)
    host.hypervisor.facts()  # the trial of KVM is not part of the boot
    host.hypervisor.define(vm)
    began = time.monotonic()
    host.hypervisor.start(vm.name)
    try:
        within(host.inside.name, lambda: asyncio.run(router.enrol(lambda: None, ENROL_SECONDS)))
        print(f"\nenrolled {time.monotonic() - began:.1f} s after the start")
        [health] = within(host.inside.name, lambda: asyncio.run(router.patient_calls(lambda: None, ENROL_SECONDS, ("health", {}))))
        assert [check for check in health["checks"] if not check["ok"]] == []
        host.hypervisor.shutdown(vm.name)
        until(lambda: host.hypervisor.power(vm.name) == pb.OFF, "the power button")
    except BaseException as error:
        error.add_note(host.said(vm)[-3000:])
        raise
