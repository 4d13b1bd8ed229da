"""What the router's machine does before the daemon: finding the config disk among the others."""

from pathlib import Path

from agent.drivers.libvirt import iso
from systemvms.router import boot


def disks(tmp_path: Path, **content: bytes) -> tuple[Path, Path]:
    """A /sys/block and a /dev with these devices."""
    for folder in ("block", "dev"):
        (tmp_path / folder).mkdir()
    for name, data in content.items():
        (tmp_path / "block" / name).mkdir()
        (tmp_path / "dev" / name).write_bytes(data)
    return tmp_path / "block", tmp_path / "dev"


def test_the_disk_that_agents_write_is_found(tmp_path: Path) -> None:
    config = iso.build("PILEUS", {"config.json": b"{}"})
    blocks, dev = disks(tmp_path, vda=bytes(100_000), vdb=iso.build("OTHER", {"config.json": b"{}"}), vdc=config)
    assert boot.find_config_disk(blocks, dev) == dev / "vdc"


def test_none_among_empty_and_missing_devices(tmp_path: Path) -> None:
    blocks, dev = disks(tmp_path, vda=b"", vdb=bytes(40_000))
    (blocks / "sr0").mkdir()  # a drive without a medium cannot be opened
    assert boot.find_config_disk(blocks, dev) is None


def test_a_label_that_only_begins_alike_is_another(tmp_path: Path) -> None:
    blocks, dev = disks(tmp_path, vda=iso.build("PILEUS2", {"config.json": b"{}"}))
    assert boot.find_config_disk(blocks, dev) is None
