"""Whether KVM really runs guests here: one is started. A device node that opens proves nothing (nested, paravirtual KVM)."""

from __future__ import annotations

import logging
from pathlib import Path
from xml.etree import ElementTree as ET

import libvirt

from agent.drivers.base import DriverError
from agent.drivers.libvirt.connection import Connection
from agent.drivers.libvirt.domain import Cpu
from common import atomic, clock

log = logging.getLogger(__name__)

NAME = "pileus-kvm-trial"
LIMIT = 8.0     # seconds; hardware needs less than one
SAID = b"PILEUS"

# trial.S beside this file, assembled: 300 million turns of a loop in 64-bit mode, then SAID on the serial port and a reset.
_CODE = bytes.fromhex(
    "fa31c08ed88ec08ed0bc007cbf0010b90018fcf3abc70600100320c70600200330c7060030830066b8001000000f22d80f20"
    "e00c200f22e066b9800000c00f3280cc010f300f0116987c0f20c0660d010000800f22c0ea5b7c0800b900a3e111ffc975fc"
    "66baf803488d350e000000b907000000f36eb0fee664f4ebfd50494c4555530a0f1f4000000000000000000000000000009a"
    "20000f00887c"
)
BOOT_SECTOR = _CODE.ljust(510, b"\0") + b"\x55\xaa"


def kvm_works(connection: Connection, folder: Path, cpu: Cpu) -> bool:
    """Starts a tiny guest of type kvm and waits for what it says. Files go to `folder`, which must exist, and are removed."""
    disk, output = folder / f"{NAME}.img", folder / f"{NAME}.log"
    try:
        atomic.write(disk, BOOT_SECTOR, mode=0o600, durable=False)
        atomic.write(output, b"", mode=0o600, durable=False)
        _end(connection)
        connection.call(lambda c: c.createXML(_xml(disk, output, cpu), 0), "trial guest")
        return _said(output)
    except DriverError as error:
        log.info("KVM does not start guests here: %s", error.text)
        return False
    finally:
        _end(connection)
        disk.unlink(missing_ok=True)
        output.unlink(missing_ok=True)


def _said(output: Path) -> bool:
    end = clock.monotonic() + LIMIT
    while clock.monotonic() < end:
        if SAID in output.read_bytes():
            return True
        clock.pause(0.1)
    log.warning("/dev/kvm is there, but a guest does not get anywhere in %g s: guests will be emulated", LIMIT)
    return False


def _end(connection: Connection) -> None:
    def end(open_connection: libvirt.virConnect) -> None:
        for domain in open_connection.listAllDomains():
            if domain.name() == NAME and domain.isActive():
                domain.destroy()

    connection.call(end, "trial guest")


def _xml(disk: Path, output: Path, cpu: Cpu) -> str:
    root = ET.Element("domain", type="kvm")
    ET.SubElement(root, "name").text = NAME
    ET.SubElement(root, "memory", unit="MiB").text = "16"
    ET.SubElement(ET.SubElement(root, "os"), "type", arch="x86_64", machine="pc").text = "hvm"
    ET.SubElement(ET.SubElement(root, "features"), "acpi")
    ET.SubElement(root, "cpu", mode=cpu.mode)
    for event in ("on_poweroff", "on_reboot", "on_crash"):
        ET.SubElement(root, event).text = "destroy"
    devices = ET.SubElement(root, "devices")
    element = ET.SubElement(devices, "disk", type="file", device="disk")
    ET.SubElement(element, "driver", name="qemu", type="raw")
    ET.SubElement(element, "source", file=str(disk))
    ET.SubElement(element, "target", dev="hda", bus="ide")
    serial = ET.SubElement(devices, "serial", type="file")
    ET.SubElement(serial, "source", path=str(output), append="on")
    ET.SubElement(devices, "controller", type="usb", model="none")
    ET.SubElement(devices, "memballoon", model="none")
    return ET.tostring(root, encoding="unicode")
