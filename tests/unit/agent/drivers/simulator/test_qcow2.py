import shutil
import subprocess

import pytest

from agent.drivers.base import DriverError
from agent.drivers.simulator import qcow2


@pytest.mark.parametrize("size", [1 << 20, 2 << 30, 600 << 30, 5 << 40])
def test_an_empty_image_is_a_real_one(tmp_path, size):
    path = tmp_path / "x.qcow2"
    path.write_bytes(qcow2.empty(size))
    assert qcow2.inspect(path).virtual_bytes == size
    if shutil.which("qemu-img"):
        subprocess.run(["qemu-img", "check", "-f", "qcow2", str(path)], check=True, capture_output=True)


@pytest.mark.parametrize("content", [b"", b"<html>", b"QFI\xfb", qcow2.MAGIC + bytes([0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0]) + bytes(100)])
def test_what_is_none_or_refers_to_another_file_is_corrupt(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(DriverError) as failed:
        qcow2.inspect(path)
    assert failed.value.code == "CORRUPT"
