"""libvirt domain XML from typed objects: nothing here touches a machine (source: https://libvirt.org/formatdomain.html)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

METADATA_NAMESPACE = "https://pileus.cloud/xmlns/vm/1"

# Bus of a disk as CloudStack's details name it → the first letters of the guest's device name.
DISK_LETTERS = {"virtio": "vd", "scsi": "sd", "sata": "sd", "ide": "hd"}


@dataclass(frozen=True)
class Cpu:
    """What the guest sees: a mode of libvirt (`host-model`, `host-passthrough`, `maximum`), or `custom` with a model's name."""

    mode: Literal["host-model", "host-passthrough", "maximum", "custom"]
    model: str = ""


@dataclass(frozen=True)
class Disk:
    """A file of the host as the guest's `number`-th disk on `bus`. `tune`: elements of <iotune> with their values."""

    path: Path
    number: int
    bus: str = "virtio"
    format: Literal["qcow2", "raw"] = "qcow2"
    cache: str = "none"
    serial: str = ""
    readonly: bool = False
    tune: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Nic:
    """A tap that exists already: libvirt neither makes nor removes it. `mtu` 0: not told to the guest."""

    tap: str
    mac: str
    mtu: int = 0


@dataclass(frozen=True)
class Mark:
    """What the agent keeps in a domain's metadata: that the domain is its own, a system VM's way in, and what it starts with.

    `weight`: of its CPUs; `quota`: microseconds that each may run in 100 ms, 0: all.
    """

    role: str = ""
    control_address: str = ""
    control_port: int = 0
    weight: int = 0
    quota: int = 0


@dataclass(frozen=True)
class Domain:
    """A virtual machine. `screen`: unix socket of its display. `tcg_cache_mib`: of software emulation."""

    name: str
    uuid: str
    accelerated: bool
    vcpus: int
    memory_mib: int
    cpu: Cpu
    serial_log: Path
    arch: str = "x86_64"
    machine: str = "pc"
    disks: tuple[Disk, ...] = ()
    nics: tuple[Nic, ...] = ()
    screen: Path | None = None
    mark: Mark = Mark()
    tcg_cache_mib: int = 128


def render(domain: Domain) -> str:
    """The XML of a domain. NICs keep their order on the PCI bus."""
    root = ET.Element("domain", type="kvm" if domain.accelerated else "qemu")
    _text(root, "name", domain.name)
    _text(root, "uuid", domain.uuid)
    root.append(_metadata(domain.mark))
    _text(root, "memory", str(domain.memory_mib), unit="MiB")
    _text(root, "vcpu", str(domain.vcpus), placement="static")
    _os(root, domain)
    _features(root, domain)
    _cpu(root, domain)
    _clock(root, domain)
    _text(root, "on_poweroff", "destroy")
    _text(root, "on_reboot", "restart")
    _text(root, "on_crash", "destroy")
    pm = ET.SubElement(root, "pm")
    ET.SubElement(pm, "suspend-to-mem", enabled="no")
    ET.SubElement(pm, "suspend-to-disk", enabled="no")
    _devices(root, domain)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _metadata(mark: Mark) -> ET.Element:
    metadata = ET.Element("metadata")
    ET.register_namespace("pileus", METADATA_NAMESPACE)
    vm = ET.SubElement(metadata, f"{{{METADATA_NAMESPACE}}}vm")
    if mark.role:
        vm.set("role", mark.role)
        vm.set("control_address", mark.control_address)
        vm.set("control_port", str(mark.control_port))
    if mark.weight:
        vm.set("weight", str(mark.weight))
    if mark.quota:
        vm.set("quota", str(mark.quota))
    return metadata


def read_mark(metadata: str) -> Mark:
    """The mark in what virDomainGetMetadata answers for METADATA_NAMESPACE."""
    vm = ET.fromstring(metadata)  # noqa: S314 written by `render`, read back from libvirt
    return Mark(vm.get("role", ""), vm.get("control_address", ""), int(vm.get("control_port", "0")), int(vm.get("weight", "0")),
                int(vm.get("quota", "0")))


def _os(root: ET.Element, domain: Domain) -> None:
    os = ET.SubElement(root, "os")
    _text(os, "type", "hvm", arch=domain.arch, machine=domain.machine)
    ET.SubElement(os, "boot", dev="hd")


def _features(root: ET.Element, domain: Domain) -> None:
    features = ET.SubElement(root, "features")
    ET.SubElement(features, "acpi")
    ET.SubElement(features, "apic")
    if not domain.accelerated:
        # QEMU would take up to 1 GiB of host memory for translated code.
        _text(ET.SubElement(features, "tcg"), "tb-cache", str(domain.tcg_cache_mib), unit="MiB")


def _cpu(root: ET.Element, domain: Domain) -> None:
    if domain.cpu.mode == "custom":
        cpu = ET.SubElement(root, "cpu", mode="custom", match="exact", check="none")
        _text(cpu, "model", domain.cpu.model, fallback="forbid")
    else:
        cpu = ET.SubElement(root, "cpu", mode=domain.cpu.mode)
    if domain.vcpus > 1:
        ET.SubElement(cpu, "topology", sockets="1", cores=str(domain.vcpus), threads="1")


def _clock(root: ET.Element, domain: Domain) -> None:
    clock = ET.SubElement(root, "clock", offset="utc")
    ET.SubElement(clock, "timer", name="rtc", tickpolicy="catchup")
    ET.SubElement(clock, "timer", name="pit", tickpolicy="delay")
    if domain.accelerated:
        ET.SubElement(clock, "timer", name="hpet", present="no")


def _devices(root: ET.Element, domain: Domain) -> None:
    devices = ET.SubElement(root, "devices")
    if any(disk.bus == "scsi" for disk in domain.disks):
        ET.SubElement(devices, "controller", type="scsi", index="0", model="virtio-scsi")
    for disk in domain.disks:
        _disk(devices, disk)
    for nic in domain.nics:
        _nic(devices, nic)
    serial = ET.SubElement(devices, "serial", type="pty")
    ET.SubElement(serial, "log", file=str(domain.serial_log), append="on")
    ET.SubElement(serial, "target", type="isa-serial", port="0")
    channel = ET.SubElement(devices, "channel", type="unix")
    ET.SubElement(channel, "source", mode="bind")
    ET.SubElement(channel, "target", type="virtio", name="org.qemu.guest_agent.0")
    _console(devices, domain)
    balloon = ET.SubElement(devices, "memballoon", model="virtio")
    ET.SubElement(balloon, "stats", period="10")
    rng = ET.SubElement(devices, "rng", model="virtio")
    _text(rng, "backend", "/dev/urandom", model="random")


def _console(devices: ET.Element, domain: Domain) -> None:
    """Screen, keyboard and pointer. The USB tablet polls a thousand times a second: not under emulation, not in system VMs."""
    if domain.screen is None or not domain.accelerated:
        ET.SubElement(devices, "controller", type="usb", model="none")
    else:
        ET.SubElement(devices, "input", type="tablet", bus="usb")
    if domain.screen is None:
        return
    graphics = ET.SubElement(devices, "graphics", type="vnc", sharePolicy="force-shared")
    ET.SubElement(graphics, "listen", type="socket", socket=str(domain.screen))    # no port on any network
    video = ET.SubElement(devices, "video")
    ET.SubElement(video, "model", type="vga", vram="16384", heads="1")


def _disk(devices: ET.Element, disk: Disk) -> None:
    element = ET.SubElement(devices, "disk", type="file", device="disk")
    # Guests run on thin files: a full host pauses them instead of corrupting their file systems.
    driver = ET.SubElement(element, "driver", name="qemu", type=disk.format, cache=disk.cache)
    if not disk.readonly:
        driver.set("error_policy", "enospace")
        driver.set("discard", "unmap")
    ET.SubElement(element, "source", file=str(disk.path))
    ET.SubElement(element, "target", dev=DISK_LETTERS[disk.bus] + letters(disk.number), bus=disk.bus)
    if disk.tune:
        iotune = ET.SubElement(element, "iotune")
        for tag, value in disk.tune:
            _text(iotune, tag, str(value))
    if disk.readonly:
        ET.SubElement(element, "readonly")
    if disk.serial:
        _text(element, "serial", disk.serial)


def _nic(devices: ET.Element, nic: Nic) -> None:
    element = ET.SubElement(devices, "interface", type="ethernet")
    ET.SubElement(element, "mac", address=nic.mac)
    ET.SubElement(element, "target", dev=nic.tap, managed="no")
    ET.SubElement(element, "model", type="virtio")
    if nic.mtu:
        ET.SubElement(element, "mtu", size=str(nic.mtu))
    ET.SubElement(element, "rom", enabled="no")     # guests boot from disk: without iPXE the BIOS is a second quicker


def letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa: how Linux counts disks."""
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
