"""Debian's packer with its built-in CloudStack builder: a VM is deployed, stopped, made a template, destroyed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud


def test_a_whole_template_build(cloud: Cloud, tiny: str, tmp_path: Path) -> None:
    user = cloud.user("packer")
    network = user.call("createNetwork", name="build", displaytext="build", zoneid=cloud.zone.id, networkofferingid=cloud.id_of(
        "listNetworkOfferings", "networkoffering", name=NETWORK_OFFERING))["network"]
    plan = {"builders": [{
        "type": "cloudstack", "api_url": user.transport.endpoint, "api_key": user.transport.key, "secret_key": user.transport.secret,
        "communicator": "none",
        "hypervisor": "Simulator", "zone": cloud.zone.id, "network": network["id"], "service_offering": OFFERING, "source_template": tiny,
        "use_local_ip_address": True, "template_name": "built", "template_display_text": "built by packer", "template_os": "Other Linux (64-bit)",
        "template_password_enabled": True, "instance_name": "packer-build", "expunge": False, "async_timeout": "2m"}]}
    (tmp_path / "build.json").write_text(json.dumps(plan))
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(["packer", "build", "-color=false", "build.json"], cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False,
                          env={**os.environ, "HOME": str(home), "CHECKPOINT_DISABLE": "1", "PACKER_NO_COLOR": "1"})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "A template was created: built" in done.stdout, done.stdout
    (built,) = user.listed("listTemplates", "template", templatefilter="self", name="built")
    assert built["isready"]
    assert built["passwordenabled"]
    assert built["displaytext"] == "built by packer"
    assert user.listed("listVirtualMachines", "virtualmachine", name="packer-build", state="Running") == []
    vm = user.call("deployVirtualMachine", zoneid=cloud.zone.id, templateid=built["id"], networkids=network["id"], name="from-built",
                   serviceofferingid=cloud.id_of("listServiceOfferings", "serviceoffering", name=OFFERING))
    assert vm["state"] == "Running"
    user.call("destroyVirtualMachine", id=vm["id"])
