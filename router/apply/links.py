"""Brings addresses, routes and kernel switches to a plan: one run of ip(8) to look, one to change."""

import json
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

from common.exec import CommandFailed, Runner
from router.apply import devices
from router.render.links import RULES, Found, Plan, changes
from router.state import Role

SYSCTL = Path("/proc/sys/net")


def ensure(plan: Plan, run: Runner) -> None:
    """Makes the plan true, and tells the neighbours about addresses that are new. Raises CommandFailed, or OSError on a kernel switch."""
    for path, value in plan.sysctls.items():
        _switch(SYSCTL / path, value)
    found = look(run)
    run(["ip", "-batch", "-"], stdin="\n".join(changes(plan, found)) + "\n")
    for link in plan.links:
        if link.role is not Role.CONTROL:
            for address in set(link.addresses) - found.addresses.get(link.device, frozenset()):
                devices.announce(link.device, str(address.ip))


def look(run: Runner) -> Found:
    """The addresses of all devices and the routing rules in our range of priorities. Raises CommandFailed."""
    argv = ["ip", "-json", "-4", "-batch", "-"]
    output = run(argv, stdin="address show\nrule show\n")
    documents: list[Any] = []
    try:
        for line in output.out.splitlines():
            if line.strip():
                documents.append(json.loads(line))
        shown, rules = documents
    except ValueError:
        raise CommandFailed(argv, 0, "its answer is not what iproute2 gives") from None
    addresses = {
        link["ifname"]: frozenset(IPv4Interface(f"{a['local']}/{a['prefixlen']}") for a in link.get("addr_info", ()) if a["family"] == "inet")
        for link in shown
        if link
    }
    return Found(addresses, frozenset(_rule(rule) for rule in rules if rule["priority"] in RULES))


def _rule(rule: dict[str, Any]) -> str:
    mark = f" fwmark {rule['fwmark']}" if "fwmark" in rule else ""
    suppress = f" suppress_prefixlength {rule['suppress_prefixlen']}" if "suppress_prefixlen" in rule else ""
    return f"priority {rule['priority']} from {rule['src']}{mark} lookup {rule['table']}{suppress}"


def _switch(path: Path, value: str) -> None:
    try:
        if path.read_text().strip() != value:
            path.write_text(value)
    except FileNotFoundError:
        if "ipv6" not in path.parts:  # a kernel without IPv6 needs no switch to turn it off
            raise
