"""What this kernel can do for networks, tried in a network namespace of its own, so that the host's devices are not touched."""

from __future__ import annotations

from common.exec import CommandFailed, Runner, run

# A VLAN needs a device that takes tags: the loopback does not.
_DEVICES = {
    "bridge": "link add p type bridge\n",
    "vlan": "link add p type bridge\nlink add link p name q type vlan id 2\n",
    "vxlan": "link add p type vxlan id 2 dstport 4789 dev lo\n",
}
_TABLE = "add table bridge p\nadd chain bridge p c {{ type filter hook input priority 0; }}\nadd rule bridge p c {} accept\n"
_RULES = {name: _TABLE.format(match) for name, match in {
    "nft-bridge": "ether type arp", "nft-bridge-ct": "ct state new", "nft-bridge-meta": "meta ibrname x"}.items()}
_SHAPER = ["tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "1mbit", "burst", "10k", "latency", "50ms"]


def features(runner: Runner = run) -> list[str]:
    """Names of what works, sorted. Needs root; empty without."""
    found = [name for name, steps in _DEVICES.items() if _works(runner, ["ip", "-batch", "-"], steps)]
    found += [name for name, rules in _RULES.items() if _works(runner, ["nft", "-f", "-"], rules)]
    if _works(runner, _SHAPER):
        found.append("tbf")
    return sorted(found)


def _works(runner: Runner, argv: list[str], stdin: str | None = None) -> bool:
    try:
        return runner(["unshare", "--net", *argv], stdin=stdin, check=False, timeout=30).code == 0
    except CommandFailed:
        return False
