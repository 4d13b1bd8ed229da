"""The trial guest's boot sector is what its source says."""

import shutil
import subprocess
from pathlib import Path

import pytest

from agent.drivers.libvirt import trial


def test_a_boot_sector() -> None:
    assert len(trial.BOOT_SECTOR) == 512
    assert trial.BOOT_SECTOR[510:] == b"\x55\xaa"
    assert trial.SAID in trial.BOOT_SECTOR


@pytest.mark.skipif(shutil.which("as") is None, reason="binutils is not installed")
def test_assembled_from_its_source(tmp_path: Path) -> None:
    source = Path(trial.__file__).with_name("trial.S")
    subprocess.run(["as", source, "-o", tmp_path / "t.o"], check=True)
    subprocess.run(["ld", "-Ttext", "0x7c00", "--oformat", "binary", "-o", tmp_path / "t.bin", tmp_path / "t.o"], check=True)
    assert (tmp_path / "t.bin").read_bytes() == trial.BOOT_SECTOR
