"""Serial logs stay bounded."""

from pathlib import Path

from agent.drivers.libvirt import seriallog


def test_prepared_for_root_only_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    seriallog.prepare(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"boot")
    seriallog.prepare(path)
    assert path.read_bytes() == b"boot"


def test_trimmed_to_its_end_while_somebody_appends(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    with path.open("ab", buffering=0) as guest:
        guest.write(b"x" * 100)
        assert not seriallog.trim(path, limit=100, keep=10)
        guest.write(b"the end")
        assert seriallog.trim(path, limit=100, keep=10)
        guest.write(b"goes on")
    assert path.read_bytes() == b"goes on"
    assert (tmp_path / "a.log.1").read_bytes() == b"xxxthe end"
    seriallog.remove(path)
    seriallog.remove(path)
    assert list(tmp_path.iterdir()) == []
    assert not seriallog.trim(path)
