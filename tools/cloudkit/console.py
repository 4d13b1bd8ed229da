"""Consoles of a small cloud on this machine: proxies beside the managers, and a link to open one."""

from __future__ import annotations

from typing import Any

from common import clock
from tools.cloudkit.api import Api

PATIENCE = 60.0
LASTS = "3600"     # seconds: a person reads what was printed before opening the link


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
