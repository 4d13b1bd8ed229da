"""The system VM image: what goes in, what is thrown out, and the manifest that says so."""

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from common import clock
from common.exec import run
from tools.image_build import cache, debian, disk, initramfs

ROOT = Path(__file__).resolve().parent.parent.parent
RECIPE = ROOT / "systemvms/router"
BUILDER = ROOT / "tools/image_build"
CODE = ("router", "common", "consoleproxy", "protos")  # what the daemons import
PAGE = ROOT / "ui/dist/console"                        # the console page, where it was built
WHEELS = ("grpcio", "protobuf", "starlette", "uvicorn", "websockets", "uvloop", "httptools", "h11", "click", "anyio", "idna", "sniffio",
          "typing_extensions", "cryptography", "cffi", "pycparser")  # the console proxy's: in the versions that are tested here

# console: the last one is /dev/console. panic: a router that cannot go on starts again. Mitigations and KASLR stay on.
ARGUMENTS = "console=tty0 console=ttyS0,115200 quiet loglevel=4 panic=10 no_timer_check rcupdate.rcu_expedited=1 random.trust_cpu=on"
INITRAMFS_MODULES = ["virtio_pci", "virtio_blk", "virtio_rng", "virtio_scsi", "sd_mod", "ata_piix", "nvme", "virtio_mmio", "xen_blkfront"]
INITRAMFS_COMMANDS = ["sh", "mount", "modprobe", "findfs", "sleep", "switch_root"]
EMPTY = ["boot", "tmp", "run", "var/cache", "var/log", "proc", "sys", "dev"]
BOOT_SIZE = 32 * disk.MIB
ROOT_SIZE = 512 * disk.MIB

Say = Callable[[str], None]


@dataclass(frozen=True)
class Sources:
    """Where Debian's packages come from."""

    mirror: str = ""
    security: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Sources":
        """The mirrors a person has set by PILEUS_DEBIAN_MIRROR and PILEUS_DEBIAN_SECURITY, else Debian's own."""
        return cls(environment.get("PILEUS_DEBIAN_MIRROR", ""), environment.get("PILEUS_DEBIAN_SECURITY", ""))


def build(out: Path, store: Path, sources: Sources, say: Say) -> Path:
    """Makes qcow2, vmlinuz, initrd and manifest.json in the folder `out` unless they are there for this very input; returns the manifest.

    `store` keeps the packages between builds. Needs root. Raises CommandFailed.
    """
    pins = wheel_pins()
    page = [PAGE] if PAGE.is_dir() else []
    key = cache.digest([RECIPE, BUILDER, *(ROOT / folder for folder in CODE), *page], sources.mirror, *pins)
    manifest = out / "manifest.json"
    if manifest.exists() and json.loads(manifest.read_text()).get("key") == key and (out / "pileus-systemvm.qcow2").exists():
        say("the system VM image is up to date")
        return manifest
    base = packages(store, sources, say)
    wheels = cache.cached(store, "wheels", cache.digest([], *pins), ".tar", lambda path: fetch_wheels(path, pins))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store) as work:
        say("putting our code on top")
        return _assemble(Path(work), base, wheels, out, key, say)


def packages(store: Path, sources: Sources, say: Say) -> Path:
    """The tar of Debian packages and kernel that the images start from; made once per package list, mirror and month.

    The month: so that a machine which builds for years does not stay with the packages of the first day. Raises CommandFailed.
    """
    names = read_list(RECIPE / "packages.txt")
    month = clock.wall_us() // (30 * 86400 * 1_000_000)
    key = cache.digest([BUILDER / "debian.py"], *names, sources.mirror, sources.security, str(month))
    say("Debian packages: taken from the cache, or fetched (a minute)")
    return cache.cached(store, "debian", key, ".tar", lambda path: debian.bootstrap(path, names, sources.mirror, sources.security))


def wheel_pins() -> list[str]:
    """The console proxy's packages in the versions of this environment; those that it lacks are not needed by the others."""
    found = []
    for name in WHEELS:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name}=={metadata.version(name)}")
    return found


def fetch_wheels(out: Path, pins: list[str]) -> None:
    """Writes a tar of the packages for the image's Python, below usr/lib/pileus-wheels. Raises CommandFailed."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "usr/lib/pileus-wheels"
        run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--only-binary=:all:", "--python-version", "3.11",
             "--implementation", "cp", *(f"--platform=manylinux{glibc}_x86_64" for glibc in ("2014", "_2_17", "_2_28", "_2_34")),
             "--target", str(folder), *pins], timeout=900)
        for unused in (*folder.glob("*/tests"), *folder.glob("uvloop/*.c"), *folder.glob("uvloop/*.pyx"), folder / "bin"):
            shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)
        run(["tar", "-C", work, "--owner=0", "--group=0", "-cf", str(out), "usr"], timeout=600)


def read_list(path: Path) -> list[str]:
    """The items of a file of lines `item  # why`."""
    return [item for line in path.read_text().splitlines() if (item := line.partition("#")[0].strip())]


def _assemble(work: Path, base: Path, wheels: Path, out: Path, key: str, say: Say) -> Path:
    tree, early = work / "root", work / "early"
    for folder in (tree, early):
        folder.mkdir()
    run(["tar", "-C", str(tree), "-xpf", str(base), "--numeric-owner", "--exclude=./dev/*"], timeout=600)
    kernel = tree / "kernel"
    version = initramfs.kernel_version(kernel)
    packages = debian.installed(tree) | {f"linux-image-{version}": (kernel / "version").read_text().strip()}
    shutil.copy(kernel / f"boot/vmlinuz-{version}", work / "vmlinuz")
    make_early(early, kernel, tree / "bin/busybox")
    initramfs.pack(early, work / "initrd")
    furnish(tree, kernel, wheels)
    say("writing the disk")
    image = work / "pileus-systemvm.qcow2"
    disk.make(image, kernel=work / "vmlinuz", initrd=work / "initrd", arguments=ARGUMENTS, boot_size=BOOT_SIZE,
              root=tree, root_size=ROOT_SIZE, label="pileus-root")
    files = {}
    for path in (image, work / "vmlinuz", work / "initrd"):
        files[path.name] = {"sha256": cache.sha256(path), "size": path.stat().st_size}
        path.replace(out / path.name)
    manifest = {"key": key, "kernel": version, "arguments": ARGUMENTS, "virtual_size": disk.BOOT_START + BOOT_SIZE + ROOT_SIZE,
                "files": files, "packages": packages}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return out / "manifest.json"


def make_early(folder: Path, kernel: Path, busybox: Path) -> None:
    """The initramfs's content: busybox, the disk's drivers, the recipe's init."""
    for name in ("bin", "proc", "sys", "root"):
        (folder / name).mkdir()
    shutil.copy(busybox, folder / "bin/busybox")
    for command in INITRAMFS_COMMANDS:
        (folder / "bin" / command).symlink_to("busybox")
    (folder / "sbin").symlink_to("bin")
    shutil.copy(RECIPE / "initramfs/init", folder / "init")
    initramfs.add_modules(kernel, folder, INITRAMFS_MODULES)


def furnish(tree: Path, kernel: Path, wheels: Path) -> None:
    """Turns an unpacked Debian into the system VM's root: busybox init, the daemons with their .pyc files, no way to log in."""
    _install_modules(tree, kernel)
    for name in read_list(RECIPE / "unused.txt"):
        path = tree / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for name in EMPTY:
        (tree / name).mkdir(parents=True, exist_ok=True)
    (tree / "tmp").chmod(0o1777)
    shutil.copytree(RECIPE / "rootfs", tree, dirs_exist_ok=True)
    for name in ("boot.py", "console.py"):
        shutil.copy(RECIPE / name, tree / "usr/lib/pileus" / name)
    run(["tar", "-C", str(tree), "-xpf", str(wheels), "--numeric-owner"], timeout=600)
    if PAGE.is_dir():
        shutil.copytree(PAGE, tree / "usr/share/pileus/console")
    for folder in CODE:
        shutil.copytree(ROOT / folder, tree / "usr/lib/pileus" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "sbin/init").unlink(missing_ok=True)
    (tree / "sbin/init").symlink_to("/bin/busybox")
    (tree / "etc/hostname").write_text("pileus-router\n")
    (tree / "etc/resolv.conf").unlink(missing_ok=True)
    (tree / "etc/resolv.conf").symlink_to("/run/resolv.conf")
    run(["usermod", "--root", str(tree), "--lock", "--shell", "/usr/sbin/nologin", "root"])
    run(["useradd", "--root", str(tree), "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", "pileus-console"])
    run(["groupadd", "--root", str(tree), "--system", "dnsmasq"])  # Debian gives the user dnsmasq nogroup, which other things share
    run(["usermod", "--root", str(tree), "--gid", "dnsmasq", "dnsmasq"])
    # by the image's own interpreter: the building machine's may be another version. unchecked: no stat of sources at each import
    run(["chroot", str(tree), "/usr/bin/python3", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/usr/lib/pileus",
         "/usr/lib/pileus-wheels", "/usr/lib/python3.11"], timeout=600)


def _install_modules(tree: Path, kernel: Path) -> None:
    version = initramfs.kernel_version(kernel)
    source, target = kernel / "lib/modules" / version, tree / "usr/lib/modules" / version
    for name in read_list(RECIPE / "kernel-modules.txt"):
        path, to = source / "kernel" / name, target / "kernel" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, to)
        elif path.exists():
            shutil.copy(path, to)
    for index in ("modules.builtin", "modules.builtin.modinfo", "modules.order"):
        shutil.copy(source / index, target / index)
    shutil.rmtree(kernel)
    run(["depmod", "-b", str(tree), version])
