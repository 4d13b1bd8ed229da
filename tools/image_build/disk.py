"""One BIOS-bootable disk from files, without mounting anything: MBR, a FAT partition with SYSLINUX and the kernel, an ext4 root.

FAT because SYSLINUX installs itself into an unmounted FAT by mtools, while on ext4 it asks for a mount (docs/adr/0902).
"""

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.exec import run

MIB = 1 << 20
SECTOR = 512
BOOT_START = MIB
MBR_CODE = (Path("/usr/lib/syslinux/mbr/mbr.bin"), Path("/usr/share/syslinux/mbr.bin"))
FAT, LINUX = 0x0E, 0x83  # partition types: FAT16 with LBA, Linux
ACTIVE = 0x80

# No SERIAL line: SeaBIOS shows the VGA text it gets on the serial port only when told so, and a console named by number may not exist.
BOOT_MENU = "DEFAULT pileus\nPROMPT 0\nTIMEOUT 0\nLABEL pileus\n  LINUX /vmlinuz\n  INITRD /initrd\n  APPEND {arguments}\n"


@dataclass(frozen=True)
class Partition:
    """A slot of the partition table; `start` and `size` in bytes, both multiples of a sector."""

    kind: int
    start: int
    size: int
    active: bool = False


def partition_table(partitions: list[Partition], signature: int) -> bytes:
    """The first sector without boot code: at most four partitions by LBA (the CHS fields hold the "use LBA" value)."""
    entries = b"".join(
        struct.pack("<B3sB3sII", ACTIVE if p.active else 0, b"\xfe\xff\xff", p.kind, b"\xfe\xff\xff", p.start // SECTOR, p.size // SECTOR)
        for p in partitions)
    return bytes(440) + struct.pack("<IH", signature, 0) + entries.ljust(64, b"\0") + b"\x55\xaa"


def make(out: Path, *, kernel: Path, initrd: Path, arguments: str, boot_size: int, root: Path | None = None, root_size: int = 0,
         label: str = "") -> None:
    """Writes a zstd qcow2: `kernel` and `initrd` in a boot partition of `boot_size` bytes, the tree `root` as ext4 named `label`."""
    raw = out.with_suffix(".raw")
    partitions = [Partition(FAT, BOOT_START, boot_size, active=True)]
    if root is not None:
        partitions.append(Partition(LINUX, BOOT_START + boot_size, root_size))
    try:
        end = partitions[-1].start + partitions[-1].size
        with raw.open("wb") as file:
            code = next(path for path in MBR_CODE if path.exists()).read_bytes()
            file.write(code[:440].ljust(440, b"\0") + partition_table(partitions, 0x50494C45)[440:])
            file.truncate(end)
        if root is not None:
            ext4(raw, partitions[1], root, label)
        _boot_partition(raw, boot_size, {"vmlinuz": kernel, "initrd": initrd}, BOOT_MENU.format(arguments=arguments))
        run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", "-o", "compat=1.1,compression_type=zstd", str(raw), str(out)],
            timeout=900)
    finally:
        raw.unlink(missing_ok=True)


def ext4(disk: Path, partition: Partition, tree: Path, label: str) -> None:
    """Makes an ext4 of `tree` inside `disk` at `partition`, owners and modes kept (so: as root)."""
    run(["mke2fs", "-q", "-F", "-t", "ext4", "-L", label, "-m", "1", "-d", str(tree), "-E",
         f"offset={partition.start},lazy_itable_init=0,root_owner=0:0", str(disk), f"{partition.size // 1024}k"], timeout=900)


def _boot_partition(disk: Path, size: int, files: Mapping[str, Path], menu: str) -> None:
    at = f"{disk}@@{BOOT_START}"
    env = {**os.environ, "MTOOLS_SKIP_CHECK": "1"}
    config = disk.with_suffix(".cfg")
    config.write_text(menu)
    try:
        # -H: SYSLINUX's boot sector finds itself by the number of sectors in front of the partition
        run(["mformat", "-i", at, "-T", str(size // SECTOR), "-h", "16", "-s", "63", "-H", str(BOOT_START // SECTOR), "-v", "PILEUSBOOT",
             "::"], env=env)
        for name, path in {**files, "syslinux.cfg": config}.items():
            run(["mcopy", "-i", at, str(path), f"::{name}"], env=env, timeout=300)
        run(["syslinux", "--install", "--offset", str(BOOT_START), str(disk)], env=env)
    finally:
        config.unlink()
