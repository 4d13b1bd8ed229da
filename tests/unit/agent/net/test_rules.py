"""The rules against a golden file (`PILEUS_GOLDEN=write` rewrites it), and that nothing but names and addresses reaches them."""

import os
from pathlib import Path

import pytest

from agent.net.rules import Guard, burst_bytes, link_local, mac_text, render

GOLDEN = Path(__file__).parent / "golden" / "rules.nft"
GUARDS = [
    Guard("t2", "02:00:00:00:00:02", ("10.1.1.6",), mbps=200),
    Guard("t1", "02:00:00:00:00:01", ("10.1.1.5", "10.1.1.77", "fd00::5")),
    Guard("t4", "02:00:00:00:00:04", to_host="all"),
    Guard("t3", "02:00:00:00:00:03", trusted=True, to_host="control", mbps=10),
]


def test_golden() -> None:
    text = render(GUARDS, ["vx7", "eth1.100"])
    if os.environ.get("PILEUS_GOLDEN") == "write":
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


def test_order_of_input_does_not_matter() -> None:
    assert render(GUARDS, ["a", "b"]) == render(GUARDS[::-1], ["b", "a"])


@pytest.mark.parametrize("guard", [
    Guard('x"; flush ruleset; #', "02:00:00:00:00:01"),
    Guard("", "02:00:00:00:00:01"),
    Guard("a-name-that-is-too-long", "02:00:00:00:00:01"),
    Guard("t1", "02:00:00:00:00"),
    Guard("t1", "drop"),
    Guard("t1", "02:00:00:00:00:01", ("0.0.0.0/0",)),
    Guard("t1", "02:00:00:00:00:01", ("} drop",)),
])
def test_text_cannot_become_a_rule(guard: Guard) -> None:
    with pytest.raises(ValueError):
        render([guard])


def test_link_local_address_of_a_mac() -> None:
    assert str(link_local("00:11:22:33:44:55")) == "fe80::211:22ff:fe33:4455"    # RFC 4291, appendix A, by hand
    assert mac_text("02:00:00:00:00:AB") == "02:00:00:00:00:ab"


def test_bursts_let_the_largest_packets_through() -> None:
    assert burst_bytes(1) == 131_072
    assert burst_bytes(1000) == 15_625_000
