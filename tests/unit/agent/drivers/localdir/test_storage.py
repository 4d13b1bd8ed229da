"""The local directory pool with the real qemu-img."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.drivers.base import DriverError
from agent.drivers.localdir import LocalStorage
from common.exec import Output, Scripted
from protos.agent.v1 import agent_pb2 as pb

MIB = 1024 * 1024
A, B, C = (f"{n}0000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))

pytestmark = pytest.mark.skipif(shutil.which("qemu-img") is None, reason="qemu-utils is not installed")


def info(path: Path | str) -> dict[str, object]:
    return json.loads(subprocess.run(["qemu-img", "info", "-U", "--output=json", str(path)], check=True, capture_output=True).stdout)


@pytest.fixture
def pool(tmp_path: Path) -> pb.Pool:
    made = pb.Pool(uuid=C, type="Filesystem", path=str(tmp_path / "pool"))
    LocalStorage().ensure_pool(made)
    return made


def put_image(pool: pb.Pool, uuid: str = A, size: int = 8 * MIB, *options: str) -> Path:
    draft = LocalStorage().image_draft(pool, uuid)
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", *options, str(draft), str(size)], check=True)
    return draft


def test_pool_says_its_sizes_and_makes_its_folders(pool: pb.Pool) -> None:
    sizes = LocalStorage().ensure_pool(pool)
    assert 0 < sizes.used_bytes < sizes.capacity_bytes
    assert sorted(p.name for p in Path(pool.path).iterdir()) == ["exports", "images", "volumes"]


@pytest.mark.parametrize("path", ["relative/x", "/a/../b", ""])
def test_a_pool_path_is_absolute(path: str) -> None:
    with pytest.raises(DriverError) as e:
        LocalStorage().ensure_pool(pb.Pool(uuid=C, path=path))
    assert e.value.code == "INVALID"


def test_a_pool_on_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(DriverError) as e:
        LocalStorage().ensure_pool(pb.Pool(uuid=C, path=str(tmp_path / "f")))
    assert e.value.code == "FAILED"
    assert C in e.value.text


def test_volume_on_an_image_from_making_to_removal(pool: pb.Pool) -> None:
    s = LocalStorage()
    assert s.image(pool, A) is None
    adopted = s.adopt_image(pool, A, put_image(pool))
    assert adopted.virtual_bytes == 8 * MIB
    assert s.image(pool, A) == adopted
    assert Path(pool.path, "images", f"{A}.qcow2").stat().st_mode & 0o777 == 0o444
    made = s.ensure_volume(pool, B, 16 * MIB, A)
    assert (made.size_bytes, made.path) == (16 * MIB, f"{pool.path}/volumes/{B}.qcow2")
    facts = info(made.path)
    assert facts["backing-filename-format"] == "qcow2"
    assert facts["full-backing-filename"] == f"{pool.path}/images/{A}.qcow2"
    assert s.ensure_volume(pool, B, 16 * MIB, A) == made                             # again: nothing happens
    assert s.ensure_volume(pool, B, 4 * MIB, A).size_bytes == 16 * MIB               # never shrinks
    assert s.ensure_volume(pool, B, 32 * MIB, A).size_bytes == 32 * MIB              # grows
    assert s.volumes(pool) == [B]
    assert not s.ensure_no_image(pool, A)                                            # a volume is on it
    s.ensure_no_volume(pool, B)
    s.ensure_no_volume(pool, B)
    assert s.volume(pool, B) is None
    assert s.images(pool) == [A]
    assert s.ensure_no_image(pool, A)
    assert s.ensure_no_image(pool, A)
    assert s.images(pool) == []


def test_blank_volume(pool: pb.Pool) -> None:
    made = LocalStorage().ensure_volume(pool, B, 64 * MIB, "")
    assert made.used_bytes < MIB
    assert "backing-filename" not in info(made.path)


def test_half_made_volume_is_made_again(pool: pb.Pool) -> None:
    draft = Path(pool.path, "volumes", f".{B}.qcow2.draft")
    draft.write_bytes(b"half")
    assert LocalStorage().volumes(pool) == []
    LocalStorage().ensure_volume(pool, B, MIB, "")
    assert not draft.exists()


@pytest.mark.parametrize("size,image,code", [(MIB, A, "INVALID"), (16 * MIB, C, "NOT_FOUND"), (0, "", "INVALID"), (MIB, "../x", "INVALID")])
def test_volumes_that_cannot_be(pool: pb.Pool, size: int, image: str, code: str) -> None:
    s = LocalStorage()
    s.adopt_image(pool, A, put_image(pool))
    with pytest.raises(DriverError) as e:
        s.ensure_volume(pool, B, size, image)
    assert e.value.code == code
    assert s.volumes(pool) == []
    assert list(Path(pool.path, "volumes").iterdir()) == []


def test_an_image_that_is_not_one_is_refused(pool: pb.Pool, tmp_path: Path) -> None:
    s = LocalStorage()
    draft = s.image_draft(pool, A)
    draft.write_bytes(b"<html>" + b"x" * 4096)
    with pytest.raises(DriverError, match="no qcow2 header"):
        s.adopt_image(pool, A, draft)
    (tmp_path / "secret").write_bytes(bytes(MIB))
    for options in (["-b", str(tmp_path / "secret"), "-F", "raw"], ["-o", f"data_file={tmp_path}/data"]):
        draft.unlink()
        with pytest.raises(DriverError) as e:
            s.adopt_image(pool, A, put_image(pool, A, MIB, *options))
        assert e.value.code == "CORRUPT"
    assert s.images(pool) == []


def test_truncated_image_is_refused(pool: pb.Pool) -> None:
    s = LocalStorage()
    draft = put_image(pool)
    subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 0 4M", str(draft)], check=True, capture_output=True)
    with draft.open("r+b") as file:
        file.truncate(draft.stat().st_size - 2 * MIB)
    with pytest.raises(DriverError) as e:
        s.adopt_image(pool, A, draft)
    assert e.value.code == "CORRUPT"


def test_an_image_goes_with_its_draft(pool: pb.Pool) -> None:
    draft, other = put_image(pool, A), put_image(pool, B)
    assert LocalStorage().ensure_no_image(pool, A)
    assert not draft.exists()
    assert other.exists()


def test_export_flattens(pool: pb.Pool) -> None:
    s = LocalStorage()
    draft = put_image(pool)
    subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 0 1M", str(draft)], check=True, capture_output=True)
    s.adopt_image(pool, A, draft)
    s.ensure_volume(pool, B, 8 * MIB, A)
    export = s.export(pool, B)
    subprocess.run(export.argv, check=True)
    facts = info(export.target)
    assert "backing-filename" not in facts
    assert facts["virtual-size"] == 8 * MIB
    assert "Pattern verification failed" not in subprocess.run(
        ["qemu-io", "-f", "qcow2", "-c", "read -P 7 0 1M", str(export.target)], check=True, capture_output=True, text=True).stdout
    s.drop_export(pool, B)
    s.drop_export(pool, B)
    assert not export.target.exists()
    with pytest.raises(DriverError):
        s.export(pool, C)


@pytest.fixture
def holder(pool: pb.Pool) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody who has volume B open for writing, as QEMU has."""
    LocalStorage().ensure_volume(pool, B, MIB, "")
    process = subprocess.Popen(["qemu-io", "-f", "qcow2", f"{pool.path}/volumes/{B}.qcow2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"length\n")
    process.stdin.flush()
    process.stdout.read(9)
    yield process
    process.stdin.close()
    process.stdout.close()
    process.wait(10)


def test_a_volume_in_use_stays(pool: pb.Pool, holder: subprocess.Popen[bytes]) -> None:
    s = LocalStorage()
    assert s.volume(pool, B) is not None
    for action in (lambda: s.ensure_no_volume(pool, B), lambda: s.ensure_volume(pool, B, 2 * MIB, "")):
        with pytest.raises(DriverError) as e:
            action()
        assert e.value.code == "IN_USE"
    assert s.volumes(pool) == [B]


def test_a_full_disk_is_told(pool: pb.Pool) -> None:
    full = Scripted({("qemu-img", "create"): Output(1, "", f"qemu-img: {B}: error while writing: No space left on device")})
    with pytest.raises(DriverError) as e:
        LocalStorage(full).ensure_volume(pool, B, MIB, "")
    assert e.value.code == "NO_SPACE"
    assert B in e.value.text


def test_simulated_images_are_for_simulated_hosts(pool: pb.Pool) -> None:
    with pytest.raises(DriverError) as e:
        LocalStorage().synthetic_image(pool, A, MIB)
    assert e.value.code == "UNSUPPORTED"
