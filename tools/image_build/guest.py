"""The tiny guest of the demo and the tests: Debian's cloud kernel and a busybox initramfs, nothing else, on a BIOS-bootable disk."""

import json
import shutil
import tempfile
from pathlib import Path

from common.exec import run
from tools.image_build import cache, disk, initramfs, systemvm

RECIPE = systemvm.ROOT / "systemvms/guest"
NAME = "pileus-tiny.qcow2"
ARGUMENTS = "console=tty0 console=ttyS0,115200 quiet loglevel=3 panic=10 no_timer_check rcupdate.rcu_expedited=1 random.trust_cpu=on"
MODULES = ["virtio_pci", "virtio_blk", "virtio_net", "virtio_rng", "button", "evdev"]
COMMANDS = [
    "acpid", "base64", "cat", "cut", "date", "dd", "df", "dmesg", "echo", "env", "free", "grep", "halt", "head", "hexdump",
    "hostname", "httpd", "init", "ip", "kill", "ls", "lsmod", "md5sum", "mkdir", "modprobe", "mount", "mv", "nc", "nslookup",
    "ping", "poweroff", "printf", "ps", "reboot", "rm", "sed", "sh", "sha256sum", "sleep", "sync", "tail", "tee", "timeout", "top",
    "tr", "traceroute", "udhcpc", "umount", "uname", "uptime", "vi", "wc", "wget",
]
BOOT_SIZE = 30 * disk.MIB  # kernel 14 MB, initramfs 2 MB


def build(out: Path, store: Path, sources: systemvm.Sources, say: systemvm.Say) -> Path:
    """Makes the qcow2 and its manifest in `out` unless they are there for this very input; returns the qcow2. Raises CommandFailed."""
    key = cache.digest([RECIPE, systemvm.BUILDER], sources.mirror)
    image, manifest = out / NAME, out / "manifest.json"
    if image.exists() and manifest.exists() and json.loads(manifest.read_text()).get("key") == key:
        say("the tiny guest is up to date")
        return image
    base = systemvm.packages(store, sources, say)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store) as folder:
        work = Path(folder)
        run(["tar", "-C", folder, "-xf", str(base), "./kernel", "./usr/bin/busybox"], timeout=300)
        kernel = work / "kernel"
        version = initramfs.kernel_version(kernel)
        furnish(work / "early", kernel, work / "usr/bin/busybox")
        initramfs.pack(work / "early", work / "initrd")
        disk.make(work / NAME, kernel=kernel / f"boot/vmlinuz-{version}", initrd=work / "initrd", arguments=ARGUMENTS, boot_size=BOOT_SIZE)
        (work / NAME).replace(image)
    facts = {"key": key, "kernel": version, "arguments": ARGUMENTS, "virtual_size": disk.BOOT_START + BOOT_SIZE,
             "files": {NAME: {"sha256": cache.sha256(image), "size": image.stat().st_size}}}
    manifest.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")
    return image


def furnish(folder: Path, kernel: Path, busybox: Path) -> None:
    """The guest's whole root file system."""
    shutil.copytree(RECIPE / "initramfs", folder)
    for name in ("bin", "proc", "sys", "run", "tmp", "root", "www"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "sbin").symlink_to("bin")
    shutil.copy(busybox, folder / "bin/busybox")
    for command in COMMANDS:
        (folder / "bin" / command).symlink_to("busybox")
    (folder / "etc/passwd").write_text("root::0:0:root:/root:/bin/sh\n")
    (folder / "etc/group").write_text("root:x:0:\n")
    initramfs.add_modules(kernel, folder, MODULES)
