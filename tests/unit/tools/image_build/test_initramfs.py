"""The cpio writer, read back by cpio(1) where there is one."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.image_build import initramfs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin/tool").write_bytes(b"\x7fELF tool")
    (tree / "bin/tool").chmod(0o755)
    (tree / "bin/alias").symlink_to("tool")
    (tree / "note").write_text("odd")
    return tree


def test_same_content_gives_same_bytes(folder: Path, tmp_path: Path) -> None:
    initramfs.pack(folder, tmp_path / "one")
    os.utime(folder / "note", (1, 1))
    initramfs.pack(folder, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_entries_are_padded_and_end_with_a_trailer(folder: Path, tmp_path: Path) -> None:
    initramfs.pack(folder, tmp_path / "out")
    data = gzip.decompress((tmp_path / "out").read_bytes())
    assert len(data) % 4 == 0
    names, at = [], 0
    while not names or names[-1] != "TRAILER!!!":
        assert data[at:at + 6] == b"070701"
        size, length = int(data[at + 54:at + 62], 16), int(data[at + 94:at + 102], 16)
        names.append(data[at + 110:at + 110 + length - 1].decode())
        at += -(-(110 + length) // 4) * 4
        at += -(-size // 4) * 4
    assert names == ["dev", "dev/console", "bin", "bin/alias", "bin/tool", "note", "TRAILER!!!"]


@pytest.mark.skipif(shutil.which("cpio") is None, reason="cpio is not installed")
def test_cpio_reads_it(folder: Path, tmp_path: Path) -> None:
    initramfs.pack(folder, tmp_path / "out")
    out = tmp_path / "unpacked"
    out.mkdir()
    data = gzip.decompress((tmp_path / "out").read_bytes())
    subprocess.run(["cpio", "-idm", "--quiet", "--no-absolute-filenames", "bin*", "note"], input=data, cwd=out, check=True)
    assert (out / "bin/tool").read_bytes() == b"\x7fELF tool"
    assert os.access(out / "bin/tool", os.X_OK)
    assert (out / "bin/alias").readlink() == Path("tool")
