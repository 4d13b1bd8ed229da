"""`make up`, `make down` and `make bench`, as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.cloudkit.api import Api

ROOT = Path(__file__).resolve().parents[2]
NAME = "test-up"


def tool(name: str, *arguments: str, **env: str) -> str:
    """What one of tools/ prints; it must succeed."""
    argv = [sys.executable, str(ROOT / "tools" / name), *arguments]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, env={**os.environ, **env})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_developers_cloud_comes_twice_and_goes() -> None:
    """Its variables let a client in; nothing stays behind."""
    folder = ROOT / ".pileus" / NAME
    try:
        for _ in range(2):
            assert "CLOUDSTACK" not in tool("devcloud", "up", "--name", NAME)
        env = dict(line.split("=", 1) for line in folder.with_suffix(".env").read_text().splitlines())
        api = Api(env["CLOUDSTACK_ENDPOINT"], env["CLOUDSTACK_KEY"], env["CLOUDSTACK_SECRET"])
        assert {host["state"] for host in api.listed("listHosts", "host", type="Routing")} == {"Up"}
        assert len(api.listed("listHosts", "host", type="Routing")) == 3
    finally:
        tool("devcloud", "down", "--name", NAME)
    assert not folder.exists()
    assert not folder.with_suffix(".env").exists()
    assert "no developer's cloud" in tool("devcloud", "down", "--name", NAME)


def test_the_benchmark_runs(tmp_path: Path) -> None:
    """At a tiny scale, which says nothing about speed."""
    out = tmp_path / "bench.json"
    printed = tool("bench", "--quick", "--only", "deploys_per_s", "--only", "signed_rps", "--out", str(out),
                   PILEUS_BENCH_FOLDER=str(tmp_path / "cloud"))
    assert "innodb_flush_log_at_trx_commit=1" in printed
    found = json.loads(out.read_text())
    assert set(found) >= {"deploys_per_s", "deploy_p95_s", "cpu_s_per_deploy", "reconnect_1000_s", "signed_rps", "start_s", "rss_idle_mb",
                          "list_vms_user_p50_ms", "list_vms_admin_p50_ms"}
    assert all(value > 0 for value in found.values())
