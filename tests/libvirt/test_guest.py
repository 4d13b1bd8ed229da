"""The real driver with real libvirt, QEMU and a guest that boots, from its definition to its removal."""

import os
import select
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import libvirt
import pytest

from agent.drivers.base import DriverError
from protos.agent.v1 import agent_pb2 as pb
from tests.libvirt.conftest import NETWORK, TestHost, until
from tests.net.agent.wire import hold_tap

FOREIGN = "<domain type='qemu'><name>{}</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os></domain>"


def booted(host: TestHost, vm: pb.Vm) -> bool:
    return "FACTS" in host.said(vm) or "Please press Enter" in host.said(vm)


def test_facts(host: TestHost) -> None:
    started = time.monotonic()
    facts = host.hypervisor.facts()
    print(f"facts in {time.monotonic() - started:.1f} s: {facts}")
    assert (facts.hypervisor, facts.arch, facts.cpus) == ("KVM", "x86_64", os.cpu_count())
    assert facts.cpu_mhz > 100
    assert facts.memory_bytes > 2**28
    assert facts.hypervisor_version[0].isdigit()
    assert host.hypervisor.facts() == facts
    assert host.hypervisor.vms() == []      # the trial guest is gone
    assert 0 <= host.hypervisor.load().cpu_used <= 1
    assert list((host.state / "config").iterdir()) == []


@pytest.fixture(scope="module")
def vm(host: TestHost) -> pb.Vm:
    return host.vm(1)


def test_boots_and_writes_its_serial_log(host: TestHost, vm: pb.Vm) -> None:
    hypervisor = host.hypervisor
    assert hypervisor.power(vm.name) == pb.ABSENT
    assert hypervisor.uuid(vm.name) == ""
    hypervisor.define(vm)
    hypervisor.define(vm)
    assert hypervisor.power(vm.name) == pb.OFF
    started = time.monotonic()
    hypervisor.start(vm.name)
    hypervisor.start(vm.name)
    created = time.monotonic()
    assert hypervisor.power(vm.name) == pb.RUNNING
    assert hypervisor.uuid(vm.name) == vm.uuid
    until(lambda: booted(host, vm), "the guest's boot")
    print(f"started in {created - started:.1f} s, booted in {time.monotonic() - started:.1f} s, accelerated: {hypervisor.facts().hvm}")
    assert [(info.name, info.uuid, info.power) for info in hypervisor.vms()] == [(vm.name, vm.uuid, pb.RUNNING)]


def test_the_volume_is_in_use(host: TestHost, vm: pb.Vm) -> None:
    with pytest.raises(DriverError) as e:
        host.storage.ensure_no_volume(host.pool, vm.disks[0].uuid)
    assert e.value.code == "IN_USE"


def test_its_screen_is_a_socket_and_no_port(host: TestHost, vm: pb.Vm) -> None:
    path = Path(host.hypervisor.screen_socket(vm.name))
    assert stat.S_ISSOCK(path.stat().st_mode)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with socket.socket(socket.AF_UNIX) as viewer:
        viewer.settimeout(10)
        viewer.connect(str(path))
        version = viewer.recv(12)
        viewer.sendall(version)
        assert version.startswith(b"RFB 003.")
        assert viewer.recv(16) == b"\x01\x01"     # one security type: none (RFC 6143, 7.2.1); who may reach it is the agent's business
    assert host.inside.run("ss", "-Hltn").split() == []


def test_qemu_got_what_was_meant(host: TestHost, vm: pb.Vm) -> None:
    command = Path(f"/proc/{host.daemon.guests()[vm.name]}/cmdline").read_bytes().decode().split("\0")
    if not host.hypervisor.facts().hvm:
        assert "tcg,tb-size=128" in [argument.removeprefix("accel=") for argument in command] or any("tb-size=128" in a for a in command)
    with libvirt.open(host.daemon.uri) as connection:
        xml = connection.lookupByName(vm.name).XMLDesc(0)
    assert f"images/{'1a1a1a1a-0000-4000-8000-000000000001'}.qcow2" in xml      # the backing chain was found with its format
    first, second = (xml.index(f"02:00:00:00:01:0{nic}") for nic in (1, 2))
    slots = [int(xml[at:].split("slot='0x")[1][:2], 16) for at in (first, second)]
    assert slots == sorted(slots)       # NIC order is PCI order


def test_its_frames_reach_its_network(host: TestHost, vm: pb.Vm) -> None:
    """A trusted neighbour sees the guest ask for an address on both NICs."""
    neighbour = pb.Port(name="t99", uuid="99", mac="02:00:00:00:09:09", network=NETWORK, trusted=True)
    host.inside.do(host.network.ensure_port, "r-9-VM", neighbour)
    tap = host.inside.do(hold_tap, "t99")
    try:
        seen: set[str] = set()

        def both() -> bool:
            if select.select([tap], [], [], 1)[0]:
                frame = os.read(tap, 65536)
                if frame[12:14] == b"\x08\x00" and frame[36:38] == b"\0\x43":
                    seen.add(frame[6:12].hex(":"))
            return seen == {port.mac for port in vm.ports}

        until(both, "DHCP requests on both NICs")
    finally:
        os.close(tap)
        host.inside.do(host.network.ensure_no_port, "t99", "99")


def test_guests_outlive_libvirtd_and_the_driver_connects_again(host: TestHost, vm: pb.Vm) -> None:
    process = host.daemon.guests()[vm.name]
    host.daemon.stop()
    with pytest.raises(DriverError, match="libvirt at"):
        host.hypervisor.power(vm.name)
    host.daemon.start()
    until(lambda: host.hypervisor.power(vm.name) == pb.RUNNING, "the guest under the new libvirtd", 30)
    assert host.daemon.guests()[vm.name] == process


def test_powers_down_when_asked_and_starts_again(host: TestHost, vm: pb.Vm) -> None:
    hypervisor = host.hypervisor
    hypervisor.shutdown(vm.name)
    until(lambda: hypervisor.power(vm.name) == pb.OFF, "ACPI power button")
    hypervisor.shutdown(vm.name)
    hypervisor.destroy(vm.name)
    assert hypervisor.power(vm.name) == pb.OFF
    before = len(host.said(vm))
    hypervisor.start(vm.name)
    until(lambda: len(host.said(vm)) > before, "more in the serial log: it is appended to")


def test_a_killed_guest_has_crashed_and_is_told(host: TestHost, vm: pb.Vm) -> None:
    host.changes.clear()
    os.kill(host.daemon.guests()[vm.name], signal.SIGKILL)
    until(lambda: host.hypervisor.power(vm.name) == pb.CRASHED, "the crash", 30)
    until(lambda: vm.name in host.changes, "the event", 10)
    assert [info.power for info in host.hypervisor.vms()] == [pb.CRASHED]
    host.hypervisor.define(vm)
    host.hypervisor.start(vm.name)
    assert host.hypervisor.power(vm.name) == pb.RUNNING


def test_a_paused_guest_goes_on(host: TestHost, vm: pb.Vm) -> None:
    with libvirt.open(host.daemon.uri) as connection:
        connection.lookupByName(vm.name).suspend()
    assert host.hypervisor.power(vm.name) == pb.PAUSED
    host.hypervisor.resume(vm.name)
    host.hypervisor.resume(vm.name)
    assert host.hypervisor.power(vm.name) == pb.RUNNING


def test_removed_without_a_trace_but_its_disk(host: TestHost, vm: pb.Vm) -> None:
    for _ in range(2):
        host.hypervisor.destroy(vm.name)
        host.hypervisor.undefine(vm.name)
        assert host.hypervisor.power(vm.name) == pb.ABSENT
        assert host.hypervisor.serial_log(vm.name) == ""
    assert list(host.logs.iterdir()) == []
    assert list((host.state / "screens").iterdir()) == []
    assert host.storage.volumes(host.pool) == [vm.disks[0].uuid]
    host.storage.ensure_no_volume(host.pool, vm.disks[0].uuid)
    with pytest.raises(DriverError) as e:
        host.hypervisor.start(vm.name)
    assert e.value.code == "NOT_FOUND"


def test_a_system_vm_has_its_config_disk_and_way_in(host: TestHost) -> None:
    system = pb.SystemVm(role="router", config_json='{"token":"one-time-token"}', control_address="169.254.3.7", control_port=3922)
    vm = host.vm(2, name="r-2-VM", system=system)
    host.hypervisor.define(vm)
    disk = host.state / "config/r-2-VM.iso"
    assert stat.S_IMODE(disk.stat().st_mode) == 0o600
    assert b'{"token":"one-time-token"}' in disk.read_bytes()
    assert host.hypervisor.control_address("r-2-VM") == ("169.254.3.7", 3922)
    assert host.hypervisor.control_address("i-2-99-VM") is None
    with libvirt.open(host.daemon.uri) as connection:
        assert "one-time-token" not in connection.lookupByName("r-2-VM").XMLDesc(libvirt.VIR_DOMAIN_XML_SECURE)
    host.hypervisor.undefine("r-2-VM")
    assert not disk.exists()


def test_other_peoples_domains_are_never_touched(host: TestHost) -> None:
    with libvirt.open(host.daemon.uri) as connection:
        foreign = connection.defineXML(FOREIGN.format("i-2-3-VM"))
        try:
            hypervisor = host.hypervisor
            assert hypervisor.vms() == []
            assert hypervisor.power("i-2-3-VM") == pb.ABSENT
            hypervisor.destroy("i-2-3-VM")
            hypervisor.undefine("i-2-3-VM")
            with pytest.raises(DriverError) as e:
                hypervisor.define(host.vm(3))
            assert e.value.code == "IN_USE"
            assert connection.lookupByName("i-2-3-VM").UUIDString() == foreign.UUIDString()
        finally:
            foreign.undefine()


def test_libvirts_complaints_name_the_vm(host: TestHost) -> None:
    vm = host.vm(4, uuid="not-a-uuid")
    with pytest.raises(DriverError) as e:
        host.hypervisor.define(vm)
    assert e.value.code == "INVALID"
    assert vm.name in e.value.text


def test_a_full_pool_is_told(host: TestHost, tmp_path: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "small", str(tmp_path)], check=True)
    try:
        pool = pb.Pool(uuid=host.pool.uuid, path=str(tmp_path))
        host.storage.ensure_pool(pool)
        with pytest.raises(DriverError) as e:
            host.storage.ensure_volume(pool, "3c3c3c3c-0000-4000-8000-000000000001", 2**30, "")
        assert e.value.code == "NO_SPACE"
        assert list((tmp_path / "volumes").iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
