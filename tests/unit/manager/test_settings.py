"""Configuration keys: CloudStack's names, types, defaults and scopes; each has an effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from manager.model.tenancy.counters import KINDS
from manager.settings import KEYS
from tests.contract.contract import contract

MANAGER = Path(__file__).parents[3] / "manager"
OURS = {"hypervisor.list": "our hypervisors"}  # whose default differs, and why
OF_OURS = {"consoleproxy.mode": "CloudStack has system VMs alone", "console.token.seconds": "CloudStack's tokens live for a minute",
           "console.share.seconds": "CloudStack does not share consoles"}
LATER = {**OF_OURS, "webhook.delivery.blocklist": "CloudStack has it since 4.23; its domains' admins may open it there, here only root admins"}
THEIRS = {key["name"]: key for key in contract()["configuration"]}


@pytest.mark.parametrize("name", sorted(KEYS.keys() - LATER))
def test_as_in_the_contract(name: str) -> None:
    key, want = KEYS[name], THEIRS[name]
    assert key.type == want["type"]
    assert key.scopes == tuple(scope for scope in ([want["scope"]] if isinstance(want["scope"], str) else want["scope"]) if scope != "Global")
    assert key.category == want["category"]
    assert key.parent == want.get("parent", "")
    assert name in OURS or key.default == (want["default"] or "")


def test_each_is_read_somewhere() -> None:
    source = "\n".join(path.read_text() for path in MANAGER.rglob("*.py") if path.name != "keys.py")
    limits = {f"max.{owner}.{kind.setting}" for owner in ("account", "domain", "project") for kind in KINDS.values()}
    assert [name for name in KEYS if name not in limits and not re.search(f"[\"']{re.escape(name)}[\"']", source)] == []


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("default.page.size", "10", ["0", "x", "", "1.5"]), ("enforce.post.requests.and.timestamps", "TRUE", ["yes", "1", ""]),
    ("cpu.overprovisioning.factor", "2.5", ["0", "x"]), ("vm.password.length", "6", ["5", "1000"])])
def test_values_are_checked(name: str, good: str, bad: list[str]) -> None:
    KEYS[name].parse(good)
    for value in bad:
        with pytest.raises(ValueError):
            KEYS[name].parse(value)


def test_defaults_parse() -> None:
    for key in KEYS.values():
        key.parse(key.default)
