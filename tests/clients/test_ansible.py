"""Ansible's collection ngine_io.cloudstack: a playbook sets up a zone and a tenant, changes nothing the second time, and takes it away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.clients.cloud import Cloud

BOOKS = Path(__file__).parent / "ansible"
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8yWDOvZpVrj5yiH3Kr6cpCnZGzF2Yyqf0jXDVyLbWq ansible"


def play(cloud: Cloud, book: str, folder: Path) -> list[dict[str, Any]]:
    """The results of a playbook's tasks, in order."""
    env = {**os.environ, "CLOUDSTACK_ENDPOINT": cloud.manager.endpoint, "CLOUDSTACK_KEY": cloud.admin.transport.key,
           "CLOUDSTACK_SECRET": cloud.admin.transport.secret, "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json", "ANSIBLE_HOME": str(folder),
           "ANSIBLE_LOCALHOST_WARNING": "False", "ANSIBLE_NOCOLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ansible-playbook"), "-i", "localhost,", "-e", json.dumps({
            "ansible_python_interpreter": sys.executable, "public_key": PUBLIC_KEY}), str(BOOKS / book)],
        capture_output=True, text=True, env=env, cwd=folder, timeout=300, check=False)
    assert "{" in done.stdout, done.stdout[-2000:] + done.stderr[-3000:]
    tasks = json.loads(done.stdout[done.stdout.index("{"):])["plays"][0]["tasks"]
    out = [{"task": task["task"]["name"], **task["hosts"]["localhost"]} for task in tasks]
    assert done.returncode == 0, [(task["task"], task.get("msg")) for task in out if task.get("failed")]
    return out


def test_a_playbook_is_idempotent(cloud: Cloud, tiny: str, tmp_path: Path) -> None:
    first = play(cloud, "site.yml", tmp_path)
    assert sum(task["changed"] for task in first) >= 18
    admin = cloud.admin
    vm = admin.list_virtual_machines(name="by-ansible")[0]
    assert (vm["state"], vm["group"], vm["affinitygroup"][0]["name"]) == ("Running", "ansible-group", "ansible-apart")
    assert admin.list_zones(name="ansible")[0]["guestcidraddress"] == "10.1.1.0/24"
    acme = admin.list_accounts(name="acme", listall=True)[0]
    assert (acme["vmlimit"], {user["username"] for user in acme["user"]}) == ("7", {"acme_op", "acme_two"})
    again = play(cloud, "site.yml", tmp_path)
    assert [task["task"] for task in again if task["changed"]] == []
    gone = play(cloud, "teardown.yml", tmp_path)
    assert sum(task["changed"] for task in gone) >= 17
    assert not admin.list_virtual_machines(name="by-ansible")
    assert not admin.list_zones(name="ansible")
    assert not admin.list_accounts(name="acme", listall=True)
    admin.call("resetConfiguration", name="expunge.delay")
