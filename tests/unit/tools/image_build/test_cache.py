"""What is built again, and what is not."""

from pathlib import Path

import pytest

from tools.image_build import cache


def test_digest_sees_content_name_mode_and_texts(tmp_path: Path) -> None:
    file = tmp_path / "folder/a"
    file.parent.mkdir()
    file.write_text("one")
    seen = {cache.digest([tmp_path])}
    file.write_text("two")
    seen.add(cache.digest([tmp_path]))
    file.chmod(0o755)
    seen.add(cache.digest([tmp_path]))
    seen.add(cache.digest([tmp_path], "text"))
    seen.add(cache.digest([file.rename(tmp_path / "folder/b")]))
    assert len(seen) == 5


def test_digest_passes_over_compiled_python(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = cache.digest([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_bytes(b"1")
    assert cache.digest([tmp_path]) == before


def test_made_once_and_old_ones_go(tmp_path: Path) -> None:
    made: list[str] = []

    def get(key: str) -> Path:
        def make(path: Path) -> None:
            made.append(key)
            path.write_text(key)

        return cache.cached(tmp_path, "kind", key, ".tar", make)

    assert [get(key).read_text() for key in "aabcd"] == list("aabcd")
    assert made == list("abcd")
    assert len(list(tmp_path.iterdir())) == cache.KEPT


def test_nothing_is_left_of_a_failure(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        cache.cached(tmp_path, "kind", "a", ".tar", fail)
    assert list(tmp_path.iterdir()) == []
