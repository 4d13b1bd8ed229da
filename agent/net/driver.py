"""The Network protocol on the Linux kernel: bridges, VLAN and VXLAN devices, taps, nftables."""

from __future__ import annotations

import ipaddress
import threading
from pathlib import Path

from agent.drivers.base import DriverError
from agent.net import plan, probe, rules
from agent.net.links import MARK, Link, Links, naming, silence_ipv6
from agent.net.ports import PortBook
from common import clock
from common.exec import CommandFailed, Runner, run
from protos.agent.v1 import agent_pb2 as pb

_TO_HOST: dict[pb.Network.Isolation.ValueType, rules.ToHost] = {pb.Network.NONE: "all", pb.Network.CONTROL: "control"}
CHECK_SECONDS = 30.0      # after so long the rules are written again even when nothing changed: somebody may have flushed them


class LinuxNetwork:
    """Networks and taps of this host, or of the network namespace its threads are in. Devices carry an alias that says whose they are.

    `host` is anything that differs between hosts, as its uuid.
    """

    def __init__(self, state_dir: Path = Path("/var/lib/pileus-agent"), *, host: str = "", runner: Runner = run) -> None:
        self._book = PortBook(state_dir / "ports")
        self._host = host
        self._run = runner
        # Bridges, book and rules are one state; each step in it takes milliseconds.
        self._lock = threading.RLock()
        self._applied, self._applied_at = "", 0.0
        self._features: list[str] | None = None

    # ---- looking ----

    def bridges_found(self) -> list[str]:
        """Bridges that are not the agent's, and devices free to carry a label themselves."""
        with Links.open() as links:
            return sorted(link.name for link in links.all() if not link.ours and link.name != "lo" and not link.master
                          and link.kind not in ("tun", "vlan", "vxlan", "ifb", "gre", "gretap", "sit", "ip6tnl", "ipip", "wireguard"))

    def features(self) -> list[str]:
        """What was probed and works; probed once."""
        with self._lock:
            if self._features is None:
                self._features = probe.features(self._run)
            return self._features

    def ports(self) -> list[pb.PortObject]:
        """Taps that are there or remembered: one that is only half there must be seen to be removed."""
        with self._lock, Links.open() as links:
            found = {entry.port.name: pb.PortObject(name=entry.port.name, vm=entry.vm, uuid=entry.port.uuid) for entry in self._book.all()}
            for link in links.all():
                if link.ours and link.kind == "tun" and link.name not in found:
                    _, _, vm, uuid = (*link.alias.split(" "), "", "", "")[:4]
                    found[link.name] = pb.PortObject(name=link.name, vm=vm, uuid=uuid)
        return [found[name] for name in sorted(found)]

    def bridges(self) -> list[str]:
        """Bridges that the agent made."""
        with Links.open() as links:
            return sorted(link.name for link in links.all() if link.ours and link.kind == "bridge")

    # ---- networks ----

    def ensure_network(self, network: pb.Network) -> None:
        """The bridge, what joins it to other hosts, and the rules that keep it from the host."""
        with self._lock, Links.open() as links:
            if network.isolation == pb.Network.NONE:
                bridge = links.find(plan.bridge_of(network))
                if bridge is None or bridge.kind != "bridge":
                    raise DriverError("NOT_FOUND", f"{plan.bridge_of(network)}: there is no such bridge on this host")
            elif network.isolation == pb.Network.CONTROL:
                bridge = self._bridge(links, network.bridge, plan.mtu(network, plan.ETHERNET_MTU))
                links.add_address(bridge, network.address)
            else:
                parent = _parent(links, network)
                mtu = plan.mtu(network, parent.mtu)
                uplink = (_vlan if network.isolation == pb.Network.VLAN else _vxlan)(links, network, parent)
                bridge = self._bridge(links, network.bridge, mtu)
                if uplink.master not in (0, bridge.index):
                    raise DriverError("IN_USE", f"{network.bridge}: {uplink.name} belongs to another bridge")
                self._apply(links)
                _join(links, uplink, bridge, mtu)
            self._apply(links)

    def ensure_no_network(self, bridge: str) -> bool:
        """Removes a bridge of the agent's with its devices; False while it has taps or somebody else's device."""
        with self._lock, Links.open() as links:
            found = links.find(bridge)
            if found is None or not found.ours:
                return True
            members = links.members(found)
            if any(link.kind not in ("vlan", "vxlan") or not link.ours for link in members):
                return False
            for link in (*members, found):
                links.delete(link)
            self._apply(links)
            return True

    def _bridge(self, links: Links, name: str, mtu: int) -> Link:
        bridge = links.find(name)
        if bridge is None:
            bridge = links.add(name, "bridge", f"{MARK} network", address=plan.bridge_mac(name, self._host))
        elif bridge.kind != "bridge" or not (bridge.ours or not (bridge.alias or links.members(bridge))):
            raise DriverError("IN_USE", f"{name}: a device of that name exists which Pileus did not make")
        elif not bridge.ours:
            links.set(bridge, ifalias=f"{MARK} network")     # made, not yet marked: the agent was killed in between
        if not bridge.up:
            # Snooping without a querier would lose multicast, neighbour discovery with it; waiting 15 s before forwarding helps nobody.
            links.set_bridge(bridge, br_stp_state=0, br_forward_delay=0, br_mcast_snooping=0)
            silence_ipv6(name)
        if bridge.mtu != mtu:
            links.set(bridge, mtu=mtu)
        if not bridge.up:
            links.set(bridge, state="up")
        return links.get(name)

    # ---- ports ----

    def ensure_port(self, vm: str, port: pb.Port) -> None:
        """Rules first, then the tap: there is no moment in which it is on the bridge and unguarded."""
        with self._lock, Links.open() as links:
            bridge = links.find(plan.bridge_of(port.network))
            if bridge is None or bridge.kind != "bridge":
                raise DriverError("NOT_FOUND", f"{port.name}: there is no bridge {plan.bridge_of(port.network)}")
            _guard(port)
            self._book.put(vm, port)
            self._apply(links, force=True)
            alias = f"{MARK} port {vm} {port.uuid}"
            tap = links.find(port.name)
            if tap is None:
                tap = links.add(port.name, "tuntap", alias, mode="tap")
            elif tap.kind != "tun":
                raise DriverError("IN_USE", f"{port.name}: a device of that name exists which is no tap")
            elif tap.alias != alias:
                links.set(tap, ifalias=alias)
            silence_ipv6(port.name)
            _join(links, tap, bridge, bridge.mtu)
        self._shape(port)

    def ensure_no_port(self, name: str, uuid: str) -> None:
        """Tap first, then its rules. INVALID when the port of that name is another NIC's."""
        with self._lock, Links.open() as links:
            known = self._book.get(name)
            if known is not None and uuid and known.port.uuid and known.port.uuid != uuid:
                raise DriverError("INVALID", f"{name} belongs to NIC {known.port.uuid}, not {uuid}")
            tap = links.find(name)
            if tap is not None and (tap.ours or known is not None) and tap.kind == "tun":
                links.delete(tap)
            if known is not None:
                self._book.drop(name)
                self._apply(links, force=True)

    def _shape(self, port: pb.Port) -> None:
        """To the guest: a token bucket on the tap. From the guest: a limit in the rules."""
        try:
            if port.mbps > 0:
                self._run(["tc", "qdisc", "replace", "dev", port.name, "root", "tbf", "rate", f"{port.mbps}mbit",
                           "burst", str(rules.burst_bytes(port.mbps)), "latency", "50ms"])
            elif " tbf " in self._run(["tc", "qdisc", "show", "dev", port.name, "root"]).out:
                self._run(["tc", "qdisc", "del", "dev", port.name, "root"])
        except CommandFailed as error:
            raise DriverError("FAILED", f"{port.name}: limiting it to {port.mbps} Mbit/s: {error.text}") from None

    # ---- rules ----

    def _apply(self, links: Links, *, force: bool = False) -> None:
        """Renders and applies the whole table; skipped when it was applied just so a moment ago."""
        uplinks = {link.name for link in links.all() if link.ours and link.kind in ("vlan", "vxlan")}
        text = rules.render([_guard(entry.port) for entry in self._book.all()], uplinks)
        now = clock.monotonic()
        if text == self._applied and not force and now - self._applied_at < CHECK_SECONDS:
            return
        try:
            self._run(["nft", "-f", "-"], stdin=text)
        except CommandFailed as error:
            self._applied = ""
            raise DriverError("FAILED", f"the host's rules were refused: {error.text}") from None
        self._applied, self._applied_at = text, now


def _guard(port: pb.Port) -> rules.Guard:
    """The port as the rules see it. INVALID for a MAC or address that is none."""
    try:
        addresses = tuple(str(ipaddress.ip_address(text)) for text in port.addresses)
        to_host = _TO_HOST.get(port.network.isolation, "nothing")
        return rules.Guard(port.name, rules.mac_text(port.mac), addresses, port.trusted, max(port.mbps, 0), to_host)
    except ValueError as error:
        raise DriverError("INVALID", f"{port.name}: {error}") from None


def _parent(links: Links, network: pb.Network) -> Link:
    parent = links.find(network.parent) if network.parent else None
    if parent is None:
        raise DriverError("NOT_FOUND", f"{network.bridge}: there is no device {network.parent!r} on this host to carry it")
    if not parent.up:
        links.set(parent, state="up")
    return parent


def _vlan(links: Links, network: pb.Network, parent: Link) -> Link:
    everything = links.all()
    lowers = [parent, *(link for link in everything if link.master == parent.index)]
    there = next((link for link in everything if link.kind == "vlan" and link.vlan == network.tag
                  and link.lower in [lower.index for lower in lowers]), None)
    if there is not None:
        if there.alias and not there.ours:
            raise DriverError("IN_USE", f"VLAN {network.tag} on {parent.name} is taken by {there.name}")
        links.set(there, ifalias=f"{MARK} uplink")
        return links.get(there.name)
    # A physical bridge with one uplink: tag on the uplink, so that the bridge's own ports never see the tagged frames.
    lower = parent
    if parent.kind == "bridge":
        uplinks = [link for link in lowers[1:] if link.kind != "tun" and not link.ours]
        lower = uplinks[0] if len(uplinks) == 1 else parent
    return links.add(plan.vlan_device(lower.name, network.tag), "vlan", f"{MARK} uplink", link=lower.index, vlan_id=network.tag)


def _vxlan(links: Links, network: pb.Network, parent: Link) -> Link:
    name = plan.vxlan_device(network.tag)
    found = links.find(name)
    if found is not None:
        if found.kind != "vxlan" or (found.alias and not found.ours):
            raise DriverError("IN_USE", f"{name}: a device of that name exists which Pileus did not make")
        links.set(found, ifalias=f"{MARK} uplink")
        return links.get(name)
    addresses = links.addresses(parent)
    if not addresses:
        raise DriverError("NOT_FOUND", f"{network.bridge}: {parent.name} has no IPv4 address, VXLAN needs one")
    return links.add(name, "vxlan", f"{MARK} uplink", vxlan_id=network.tag, vxlan_group=plan.vxlan_group(network), vxlan_link=parent.index,
                     vxlan_local=addresses[0].split("/")[0], vxlan_port=plan.VXLAN_PORT, vxlan_ttl=16, vxlan_learning=1)


def _join(links: Links, link: Link, bridge: Link, mtu: int) -> None:
    """Puts a device on a bridge, up, with the bridge's MTU."""
    silence_ipv6(link.name)
    if link.mtu != mtu:
        links.set(link, mtu=mtu)
    if link.master != bridge.index:
        links.set(link, master=bridge.index)
    if not link.up:
        with naming(f"{link.name}: up"):
            links.set(link, state="up")
