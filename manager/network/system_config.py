"""The config disk of a system VM that is no router, from plain rows."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from manager.model.net.network import NicRow
from manager.network import names

PORT = 443  # where browsers reach a console proxy


def config_disk(uuid: str, name: str, nics: Sequence[NicRow], token: str, ca_pem: str, ca_sha256: str, managers: Sequence[str]) -> dict[str, Any]:
    """Identity, one-time token, trust, devices, where the managers are. Not to be stored or logged."""
    control = next(nic for nic in nics if nic.role == "control")
    return {
        "role": "consoleproxy", "uuid": uuid, "name": name, "token": token, "ca_pem": ca_pem, "ca_sha256": ca_sha256,
        "control": {"mac": control.mac, "address": control.ip, "prefix": names.CONTROL_PREFIX},
        "interfaces": [{"mac": nic.mac, "role": nic.role, "address": _with_prefix(nic), "gateway": nic.gateway or "", "default": bool(nic.is_default)}
                       for nic in nics if nic.role != "control"],
        "managers": list(managers), "port": PORT}


def _with_prefix(nic: NicRow) -> str:
    return f"{nic.ip}/{ipaddress.IPv4Network(f'0.0.0.0/{nic.netmask}').prefixlen}" if nic.ip and nic.netmask else ""
