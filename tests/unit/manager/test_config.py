"""The configuration file and its variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from manager.config import BadConfig, load, redacted


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "manager.toml"
    path.write_text(text)
    return path


def test_file_and_variables(tmp_path: Path) -> None:
    path = written(tmp_path, '[api]\nhttp = "127.0.0.1:1"\ntrusted_proxies = ["10.0.0.0/8"]\n[log]\njson = true\n')
    variables = {"PILEUS_API_HTTP": "127.0.0.1:2", "PILEUS_AGENTS_ADVERTISE": "a:1, b:2", "PILEUS_NODE_NAME": "n1", "PILEUS_AGENT_LISTEN": "x"}
    config = load(path, variables)
    assert (config.api.http, config.api.trusted_proxies, config.log.json) == ("127.0.0.1:2", ("10.0.0.0/8",), True)
    assert (config.agents.advertise, config.node_name) == (("a:1", "b:2"), "n1")


@pytest.mark.parametrize(("text", "names"), [
    ("[apo]\nx = 1\n", "apo"), ("[api]\nhtpp = 1\n", "api.htpp"), ("[api]\nhttp = 1\n", "api.http"), ("[log]\njson = 1\n", "log.json"),
    ("api = 1\n", "api"),
    ('[api]\nhttp = "127.0.0.1:99999"\n', "api.http"), ('[api]\ntrusted_proxies = ["x"]\n', "trusted_proxies"), ("nonsense", "manager.toml"),
    ('[database]\nthreads = "x"\n', "database.threads"), ("[node]\nprocesses = 0\n", "node.processes")])
def test_what_is_wrong_is_named(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BadConfig, match=names):
        load(written(tmp_path, text), {})


def test_unknown_variables(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="PILEUS_API_HTPP"):
        load(written(tmp_path, ""), {"PILEUS_API_HTPP": "x"})


def test_plain_http_stays_on_loopback(tmp_path: Path) -> None:
    for address in ("127.0.0.1:1", "localhost:1", "[::1]:1"):
        assert load(written(tmp_path, f'[api]\nhttp = "{address}"\n'), {}).api.http == address
    with pytest.raises(BadConfig, match="insecure_http"):
        load(written(tmp_path, '[api]\nhttp = "0.0.0.0:1"\n'), {})
    assert load(written(tmp_path, '[api]\nhttp = "0.0.0.0:1"\ninsecure_http = true\n'), {}).api.insecure_http


def test_shown_without_secrets(tmp_path: Path) -> None:
    config = load(written(tmp_path, '[api]\nadmin_password = "s3cret"\n[database]\nurl = "mysql+pymysql://u:s3cret@h/d"\n'), {})
    assert "s3cret" not in str(redacted(config))
