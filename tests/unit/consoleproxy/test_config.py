"""Settings: file, then environment; what is wrong is named."""

from pathlib import Path

import pytest

from consoleproxy.config import ConfigError, load
from consoleproxy.identity import Identity, NoIdentity
from consoleproxy.main import main


def test_file_and_environment(tmp_path: Path) -> None:
    file = tmp_path / "proxy.toml"
    file.write_text('managers = ["a:8250", "b:8250"]\nlisten = "[::]:9443"\nlog_json = true\n')
    config = load(file, {"PILEUS_CONSOLEPROXY_LISTEN": "127.0.0.1:1", "PILEUS_CONSOLEPROXY_FORWARDED_FROM": "10.0.0.1, 10.0.0.2", "OTHER": "x"})
    assert config.managers == ("a:8250", "b:8250")
    assert config.endpoint() == ("127.0.0.1", 1)
    assert config.forwarded_from == ("10.0.0.1", "10.0.0.2")
    assert load(file, {}).endpoint() == ("::", 9443)
    assert load(file, {}).log_json


@pytest.mark.parametrize("text, word", [
    ("", "managers"), ('managers = ["a:1"]\ncolour = 1', "colour"), ("managers = 7", "managers"), ("managers =", "proxy.toml"),
    ('managers = ["a:1"]\ndrain_seconds = "soon"', "drain_seconds")])
def test_what_is_wrong_is_named(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "proxy.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=word):
        load(file, {})


def test_a_key_that_others_may_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("key.pem", "certificate.pem", "ca.pem"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    with pytest.raises(NoIdentity, match="chmod 600"):
        Identity.load(tmp_path)
    (tmp_path / "proxy.toml").write_text(f'managers = ["a:1"]\nstate_dir = "{tmp_path}"\n')
    assert main(["check", "--config", str(tmp_path / "proxy.toml")]) == 1
    assert "chmod 600" in capsys.readouterr().err
    assert main(["check", "--config", str(tmp_path / "none.toml")]) == 2
