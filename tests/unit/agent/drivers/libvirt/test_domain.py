"""Domain XML against golden files. `PILEUS_GOLDEN=write` rewrites them: read the difference before you commit it."""

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from agent.drivers.base import DriverError
from agent.drivers.libvirt import build
from agent.drivers.libvirt.domain import METADATA_NAMESPACE, Cpu, Domain, Mark, letters, read_mark, render
from protos.agent.v1 import agent_pb2 as pb

GOLDEN = Path(__file__).parent / "golden"
POOL = pb.Pool(uuid="aaaaaaaa-0000-4000-8000-000000000001", type="Filesystem", path="/srv/pool")
EMULATED = build.Site(False, Path("/var/log/pileus-agent/vm"), Path("/var/lib/pileus-agent/config"), cpu_capacity_mhz=8000)
KVM = build.Site(True, EMULATED.log_dir, EMULATED.config_dir, cpu_capacity_mhz=8000)


def volume(n: int) -> str:
    return f"bbbbbbbb-0000-4000-8000-00000000000{n}"


def port(n: int, **more: object) -> pb.Port:
    return pb.Port(name=f"t{n}", uuid=f"cccccccc-0000-4000-8000-00000000000{n}", mac=f"02:00:00:00:00:0{n}",
                   network=pb.Network(bridge="pb2s-1", isolation=pb.Network.VLAN, tag=100, parent="eth1", **more))


def user_vm(**more: object) -> pb.Vm:
    fields: dict[str, object] = {
        "name": "i-2-17-VM", "uuid": "dddddddd-0000-4000-8000-000000000017", "vcpus": 2, "memory_mib": 1024, "cpu_mhz": 1000,
        "disks": [pb.Disk(pool=POOL, uuid=volume(2), device=1), pb.Disk(pool=POOL, uuid=volume(1), device=0)],
        "ports": [port(1), port(2)], "arch": "x86_64"}
    return pb.Vm(**{**fields, **more})


RATES = pb.Rates(read_bytes=1 << 20, write_bytes=2 << 20, read_iops=100, write_iops=200, total_iops=900, read_bytes_max=4 << 20,
                 read_bytes_max_seconds=10, write_bytes_max=1 << 20, read_iops_max=400, write_iops_max=800, write_iops_max_seconds=5,
                 write_bytes_max_seconds=3)


def router() -> pb.Vm:
    return pb.Vm(name="r-4-VM", uuid="dddddddd-0000-4000-8000-000000000004", vcpus=1, memory_mib=192,
                 disks=[pb.Disk(pool=POOL, uuid=volume(3), device=0)], ports=[port(3, mtu=1450)],
                 system=pb.SystemVm(role="router", config_json='{"token":"one-time"}', control_address="169.254.3.7", control_port=3922))


@pytest.mark.parametrize("name,vm,site", [
    ("user-kvm", user_vm(), KVM),
    ("user-emulated", user_vm(), EMULATED),
    ("user-scsi-q35", user_vm(machine="q35", disks=[pb.Disk(pool=POOL, uuid=volume(1), bus="scsi")]), KVM),
    ("router-emulated", router(), EMULATED),
    ("user-limited", user_vm(disks=[pb.Disk(pool=POOL, uuid=volume(1), cache="writethrough", rates=RATES),
                                    pb.Disk(pool=POOL, uuid=volume(2), device=1, cache="none", rates=pb.Rates(total_iops=500))],
                             cpu_limited=True), build.Site(True, KVM.log_dir, KVM.config_dir, cpu_capacity_mhz=8000, core_mhz=4000)),
])
def test_golden(name: str, vm: pb.Vm, site: build.Site) -> None:
    text, path = render(build.domain(vm, site)), GOLDEN / f"{name}.xml"
    if os.environ.get("PILEUS_GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


def test_nothing_is_told_of_a_system_vms_secrets() -> None:
    assert "one-time" not in render(build.domain(router(), EMULATED))


def test_a_screen_is_a_socket_whose_path_is_short_enough() -> None:
    site = build.Site(True, KVM.log_dir, KVM.config_dir, Path("/var/lib/pileus-agent/screens"))
    for name, path in (("i-2-17-VM", "/var/lib/pileus-agent/screens/i-2-17-VM.vnc"), ("v" * 63, None)):
        graphics = ET.fromstring(render(build.domain(user_vm(name=name), site))).findall(".//graphics")
        assert [(g.get("type"), g.get("port"), g.get("passwd")) for g in graphics] == [("vnc", None, None)]
        listens = graphics[0].findall("listen")
        assert [listen.get("type") for listen in listens] == ["socket"]
        assert len(listens[0].get("socket", "")) < 108
        assert path in (None, listens[0].get("socket"))
    long = build.screen(build.Site(True, Path("/l"), Path("/c"), Path("/" + "d" * 60)), "v" * 63)
    assert len(str(long)) < 108


def test_text_cannot_become_markup() -> None:
    evil = '"/><disk type="file"'
    parsed = ET.fromstring(render(Domain(evil, evil, False, 1, 1, Cpu("maximum"), Path(evil), screen=Path(evil))))
    assert parsed.findtext("name") == evil
    assert parsed.findall("devices/disk") == []


@pytest.mark.parametrize("mark", [Mark(), Mark("router", "169.254.3.7", 3922), Mark(weight=7)])
def test_the_mark_is_read_back(mark: Mark) -> None:
    domain = Domain("a", "b", False, 1, 1, Cpu("maximum"), Path("/l"), mark=mark)
    found = ET.fromstring(render(domain)).find(f"metadata/{{{METADATA_NAMESPACE}}}vm")
    assert found is not None
    assert read_mark(ET.tostring(found, encoding="unicode")) == mark


@pytest.mark.parametrize("change,code", [
    ({"arch": "aarch64"}, "UNSUPPORTED"),
    ({"machine": "isapc"}, "UNSUPPORTED"),
    ({"disks": [pb.Disk(pool=POOL, uuid=volume(1), bus="xen")]}, "UNSUPPORTED"),
    ({"disks": [pb.Disk(pool=POOL, uuid="../../etc/passwd")]}, "INVALID"),
    ({"disks": [pb.Disk(pool=POOL, uuid=volume(1), device=1), pb.Disk(pool=POOL, uuid=volume(2), device=1)]}, "INVALID"),
    ({"disks": [pb.Disk(pool=pb.Pool(uuid=POOL.uuid, path="relative"), uuid=volume(1))]}, "INVALID"),
])
def test_what_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(DriverError) as e:
        build.domain(user_vm(**change), KVM)
    assert e.value.code == code


@pytest.mark.parametrize("vcpus,mhz,capacity,weight", [
    (2, 1000, 8000, 2500), (4, 4000, 8000, 10000), (1, 1, 10**8, 1), (2, 0, 8000, 0), (2, 1000, 0, 0)])
def test_cpu_weight(vcpus: int, mhz: int, capacity: int, weight: int) -> None:
    site = build.Site(True, Path("/l"), Path("/c"), cpu_capacity_mhz=capacity)
    assert build.domain(user_vm(vcpus=vcpus, cpu_mhz=mhz), site).mark.weight == weight


@pytest.mark.parametrize("number,text", [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz"), (702, "aaa")])
def test_letters(number: int, text: str) -> None:
    assert letters(number) == text


def test_quotas() -> None:
    site = build.Site(True, KVM.log_dir, KVM.config_dir, core_mhz=2000)
    for mhz, limited, quota in ((1000, True, 50_000), (1000, False, 0), (2000, True, 0), (4000, True, 0), (1, True, 1000)):
        assert build.domain(user_vm(cpu_mhz=mhz, cpu_limited=limited), site).mark.quota == quota
    assert build.domain(user_vm(cpu_limited=True), EMULATED).mark.quota == 0


def test_an_unknown_cache_mode_is_refused() -> None:
    with pytest.raises(DriverError, match="cache mode"):
        build.domain(user_vm(disks=[pb.Disk(pool=POOL, uuid=volume(1), cache="unsafe")]), KVM)
