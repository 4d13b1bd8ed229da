from concurrent.futures import ThreadPoolExecutor

import pytest

from manager.services.keys import KeyFileError, Keys


def test_what_is_sealed_opens_with_the_same_key_only(tmp_path):
    keys = Keys.load_or_make(tmp_path / "a")
    sealed = keys.seal("päss" * 50)
    assert len(sealed) <= 1.5 * len("päss".encode() * 50) + 100
    assert keys.open(sealed) == "päss" * 50
    assert keys.seal("x") != keys.seal("x")
    assert Keys.load(tmp_path / "a").open(sealed)
    other = Keys.load_or_make(tmp_path / "b")
    assert other.fingerprint() != keys.fingerprint()
    for bad in (sealed[:-3] + "AAA", "plain", "p1:", ""):
        with pytest.raises(ValueError):
            keys.open(bad)
    with pytest.raises(ValueError):
        other.open(sealed)


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        prints = set(pool.map(lambda _: Keys.load_or_make(tmp_path).fingerprint(), range(16)))
    assert len(prints) == 1


def test_a_key_that_others_may_read_or_that_is_none_is_refused(tmp_path):
    with pytest.raises(KeyFileError, match="No such file"):
        Keys.load(tmp_path)
    Keys.load_or_make(tmp_path)
    (tmp_path / "encryption.key").chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        Keys.load(tmp_path)
    (tmp_path / "encryption.key").chmod(0o600)
    (tmp_path / "encryption.key").write_text("not a key")
    with pytest.raises(KeyFileError, match="not a key"):
        Keys.load(tmp_path)
