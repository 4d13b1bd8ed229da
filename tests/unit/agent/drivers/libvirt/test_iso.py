"""The config disk, read back by somebody else's program."""

import shutil
import subprocess
from pathlib import Path

import pytest

from agent.drivers.libvirt import iso


def test_same_input_same_bytes_in_whole_sectors() -> None:
    image = iso.build("PILEUS", {"config.json": b"x" * 5000})
    assert image == iso.build("PILEUS", {"config.json": b"x" * 5000})
    assert len(image) == (21 + 3) * iso.SECTOR
    assert image[16 * 2048 + 1:16 * 2048 + 6] == b"CD001"
    assert image[16 * 2048 + 40:16 * 2048 + 72] == b"PILEUS".ljust(32)


@pytest.mark.skipif(shutil.which("isoinfo") is None, reason="genisoimage is not installed")
@pytest.mark.parametrize("data", [b"", b"{}", b"q" * 2048, b"w" * 100_001])
def test_isoinfo_reads_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "c.iso"
    path.write_bytes(iso.build("PILEUS", {"config.json": data, "a.txt": b"first"}))
    listing = subprocess.run(["isoinfo", "-f", "-i", path], check=True, capture_output=True, text=True).stdout.split()
    assert listing == ["/A.TXT;1", "/CONFIG.JSON;1"]
    assert subprocess.run(["isoinfo", "-x", "/CONFIG.JSON;1", "-i", path], check=True, capture_output=True).stdout == data


@pytest.mark.parametrize("label,name", [
    ("pileus", "a.b"), ("", "a.b"), ("A" * 33, "a.b"), ("A", "UP.b"), ("A", "../a.b"), ("A", "nodot"), ("A", ".b")])
def test_names_that_cannot_be(label: str, name: str) -> None:
    with pytest.raises(ValueError):
        iso.build(label, {name: b""})
