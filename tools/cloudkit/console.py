"""Consoles of a small cloud on this machine: proxies beside the managers, and a link to open one."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from common import clock
from tools.cloudkit.api import Api
from tools.cloudkit.stack import ROOT

PATIENCE = 60.0
LASTS = "3600"     # seconds: a person reads what was printed before opening the link


def build_ui() -> bool:
    """Builds the web UI and the console page, or finds them built; False, with a note, when that cannot be done here."""
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "ui")], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        print(f"           … the web UI was not built (make ui says why): {lines[-1]}")
    return done.returncode == 0


def local(api: Api) -> None:
    """Proxies run beside the managers, and links live for an hour."""
    for name, value in (("consoleproxy.mode", "local"), ("console.token.seconds", LASTS)):
        api.call("updateConfiguration", name=name, value=value)


def endpoint(api: Api, vm: str) -> dict[str, Any]:
    """createConsoleEndpoint's answer, once a proxy is there. TimeoutError with its words when none comes."""
    until = clock.monotonic() + PATIENCE
    while True:
        found: dict[str, Any] = api.call("createConsoleEndpoint", virtualmachineid=vm)["consoleendpoint"]
        if found["success"]:
            return found
        if clock.monotonic() > until:
            raise RuntimeError(f"no console of {vm}: {found['details']}")
        clock.pause(0.5)


def link(api: Api, vm: str) -> str:
    """A page that opens the VM's console once."""
    local(api)
    return str(endpoint(api, vm)["url"])
