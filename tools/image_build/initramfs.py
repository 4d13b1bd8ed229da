"""An initramfs: a cpio archive (newc, kernel's Documentation/driver-api/early-userspace/buffer-format.rst) of a folder, compressed by gzip.

Written here rather than by cpio(1): device nodes need no root, and the same content gives the same bytes.
"""

import gzip
import os
import stat
from pathlib import Path

from common.exec import run

CONSOLE = (5, 1)  # the kernel opens /dev/console for init before devtmpfs is mounted


def pack(folder: Path, out: Path) -> None:
    """Writes the initramfs of `folder`: all files belong to root, times are zero."""
    entries = [_entry(1, "dev", stat.S_IFDIR | 0o755, b""), _entry(2, "dev/console", stat.S_IFCHR | 0o600, b"", CONSOLE)]
    for number, path in enumerate(sorted(p for p in folder.rglob("*") if p != folder / "dev"), start=3):
        mode = path.lstat().st_mode
        data = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        entries.append(_entry(number, str(path.relative_to(folder)), mode, data))
    entries.append(_entry(0, "TRAILER!!!", 0, b""))
    out.write_bytes(gzip.compress(b"".join(entries), compresslevel=9, mtime=0))


def add_modules(kernel: Path, folder: Path, names: list[str]) -> None:
    """Copies the modules `names` of the kernel tree `kernel` (lib/modules/VERSION below it) and what they need into `folder`.

    A name the kernel has built in, or does not have, is left out. Raises CommandFailed when depmod does.
    """
    version = kernel_version(kernel)
    source = kernel / "lib/modules" / version
    by_name = {path.name.removesuffix(".ko").replace("-", "_"): path for path in source.rglob("*.ko")}
    needs = _dependencies(kernel, version)
    wanted = [name.replace("-", "_") for name in names]
    for name in wanted:  # grows while it is walked
        wanted += [need for need in needs.get(name, []) if need not in wanted]
        if name in by_name:
            target = folder / by_name[name].relative_to(kernel)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(by_name[name].read_bytes())
    for index in ("modules.builtin", "modules.order"):
        (folder / "lib/modules" / version / index).write_bytes((source / index).read_bytes())
    run(["depmod", "-b", str(folder), version])


def kernel_version(kernel: Path) -> str:
    """Release of the one kernel below `kernel`, as 6.1.0-56-cloud-amd64."""
    [folder] = (kernel / "lib/modules").iterdir()
    return folder.name


def _dependencies(kernel: Path, version: str) -> dict[str, list[str]]:
    index = kernel / "lib/modules" / version / "modules.dep"
    if not index.exists():
        run(["depmod", "-b", str(kernel), version])
    pairs = (line.split(":", 1) for line in index.read_text().splitlines())
    return {_name(path): [_name(need) for need in needs.split()] for path, needs in pairs}


def _name(path: str) -> str:
    return Path(path).name.removesuffix(".ko").replace("-", "_")


def _entry(number: int, name: str, mode: int, data: bytes, device: tuple[int, ...] = (0, 0)) -> bytes:
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return _padded(head) + _padded(data)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
