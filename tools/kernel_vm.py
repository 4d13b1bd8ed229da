"""The small virtual machine for tests of what a build machine's kernel may lack (802.1Q, bonding, …): Debian's cloud kernel, a
read-only root of Debian packages and the Python packages that the tests need.

Made once for each list of packages, cached; the code under test is not in it (tests/kernel/vm.py hands it over at each start).
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common import clock
from common.exec import run
from tools.image_build import cache, debian, initramfs, systemvm

ROOT = Path(__file__).resolve().parent.parent
INIT = ROOT / "tests/kernel/init"
PACKAGES = ["busybox-static", "iproute2", "iputils-ping", "kmod", "nftables", "procps", "python3", "tcpdump", "util-linux"]
WHEELS = ["pyroute2", "pytest", "pytest-timeout", "protobuf", "pymysql"]
PYTHON = "3.11"                 # of Debian 12, whatever runs this
EARLY_MODULES = ["virtio_pci", "virtio_blk", "virtio_console", "virtio_rng", "squashfs", "overlay"]
UNUSED = ["kernel", "usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/info", "var/cache/apt", "var/lib/apt"]
UNUSED_MODULES = ["drivers/gpu", "drivers/media", "drivers/infiniband", "drivers/scsi", "drivers/net/ethernet", "sound", "fs/xfs", "fs/btrfs"]


@dataclass(frozen=True)
class Image:
    """The files of a VM: kernel, its initramfs, root file system."""

    kernel: Path
    initrd: Path
    root: Path


def build(out: Path, store: Path, sources: systemvm.Sources, say: Callable[[str], None]) -> Image:
    """Makes the files in `out` unless they are there for this very input. Needs root; raises CommandFailed."""
    versions = {name: importlib.metadata.version(name) for name in WHEELS}
    month = str(clock.wall_us() // (30 * 86400 * 1_000_000))    # so that the packages of the first day are not kept for ever
    key = cache.digest([Path(__file__), INIT, systemvm.BUILDER / "debian.py"], json.dumps(versions), sources.mirror, month)
    manifest, image = out / "manifest.json", Image(out / "vmlinuz", out / "initrd", out / "root.squashfs")
    if manifest.exists() and json.loads(manifest.read_text()) == {"key": key}:
        say("the small test VM is up to date")
        return image
    say("making the small test VM (about a minute)")
    out.mkdir(parents=True, exist_ok=True)
    store.mkdir(parents=True, exist_ok=True)
    manifest.unlink(missing_ok=True)
    base = cache.cached(store, "kernel-vm", cache.digest([systemvm.BUILDER / "debian.py"], *PACKAGES, sources.mirror, month), ".tar",
                        lambda path: debian.bootstrap(path, PACKAGES, sources.mirror, sources.security))
    with tempfile.TemporaryDirectory(dir=store) as folder:
        _assemble(base, Path(folder), image, versions)
    manifest.write_text(json.dumps({"key": key}))
    return image


def _assemble(base: Path, work: Path, image: Image, versions: dict[str, str]) -> None:
    tree, early = work / "tree", work / "early"
    tree.mkdir()
    run(["tar", "-C", str(tree), "-xf", str(base)], timeout=300)
    kernel = tree / "kernel"
    version = initramfs.kernel_version(kernel)
    shutil.copy(kernel / f"boot/vmlinuz-{version}", image.kernel)
    _early(early, kernel, tree / "usr/bin/busybox")
    initramfs.pack(early, image.initrd)
    modules = tree / "usr/lib/modules"
    shutil.move(kernel / "lib/modules", modules)
    for folder in UNUSED_MODULES:
        shutil.rmtree(modules / version / "kernel" / folder, ignore_errors=True)
    run(["depmod", "-b", str(tree), version])
    for name in UNUSED:
        shutil.rmtree(tree / name, ignore_errors=True)
    for mount in ("checkout", "upper"):
        (tree / mount).mkdir()
    _wheels(tree / "opt/wheels", versions)
    image.root.unlink(missing_ok=True)
    run(["mksquashfs", str(tree), str(image.root), "-comp", "lz4", "-noappend", "-no-progress", "-quiet"], timeout=300)


def _early(folder: Path, kernel: Path, busybox: Path) -> None:
    """The initramfs: busybox, the drivers of the disk, and the script that mounts the root."""
    (folder / "bin").mkdir(parents=True)
    shutil.copy(busybox, folder / "bin/busybox")
    shutil.copy(INIT, folder / "init")
    (folder / "init").chmod(0o755)
    initramfs.add_modules(kernel, folder, EARLY_MODULES)


def _wheels(target: Path, versions: dict[str, str]) -> None:
    """The same versions as the tests have outside, for the VM's Python."""
    platforms = [f"--platform={name}" for name in ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64", "any")]
    run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile", "--target", str(target), "--only-binary=:all:",
         f"--python-version={PYTHON}", "--implementation=cp", *platforms, *(f"{name}=={version}" for name, version in versions.items())],
        timeout=600)
