from concurrent.futures import ThreadPoolExecutor

import pytest

from common import atomic


def test_write_replaces_whole_and_keeps_the_mode(tmp_path):
    path = tmp_path / "key"
    atomic.write(path, "one", mode=0o600)
    atomic.write(path, b"two", mode=0o640)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("two", 0o640)
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    (path / "in it").touch()
    with pytest.raises(OSError):
        atomic.write(path, "x")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder"]


def test_of_many_creators_one_wins(tmp_path):
    path = tmp_path / "token"
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: atomic.create(path, str(n)), range(30)))
    assert won.count(True) == 1
    assert path.read_text() == str(won.index(True))
    assert path.stat().st_mode & 0o777 == 0o600
