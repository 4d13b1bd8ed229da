"""`cloudstack-openapi` (PyPI: cloudstack-openapi-ngine) makes an OpenAPI document of our listApis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.clients.cloud import Cloud


def test_it_digests_list_apis(cloud: Cloud, tmp_path: Path) -> None:
    """From a live endpoint, probing the keys of the lists."""
    env = {**os.environ, "CLOUDSTACK_ENDPOINT": cloud.manager.endpoint, "CLOUDSTACK_KEY": cloud.admin.transport.key,
           "CLOUDSTACK_SECRET": cloud.admin.transport.secret}
    out = tmp_path / "openapi.json"
    done = subprocess.run([str(Path(sys.executable).parent / "cloudstack-openapi"), "--probe-response-keys", "-o", str(out)], capture_output=True,
                          text=True, env=env, cwd=tmp_path, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    document = json.loads(out.read_text())
    names = {api["name"] for api in cloud.admin.raw("listApis", {})["api"]}
    assert len(document["paths"]) >= len(names) or all(name in out.read_text() for name in names)
    deploy = out.read_text()
    assert "serviceofferingid" in deploy
