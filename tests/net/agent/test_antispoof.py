"""Anti-spoofing with real frames: what a guest may send arrives at its neighbour, what it may not does not."""

import os
import select
import time

import pytest

from tests.net.agent.conftest import CONTROL, HostSpace, port
from tests.net.agent.wire import arp, drain, ethernet, icmp6, ip, ipv4, ipv6, passes, tagged, tcp, udp

A, B, OTHER = "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:99"
IP, MORE, FOREIGN = "10.1.1.5", "10.1.1.77", "10.1.1.9"
IP6, LINK6, FOREIGN6 = "fd00::5", "fe80::ff:fe00:1", "fd00::9"
ALL6 = "ff02::1"
MARKER = ipv4(A, IP, "255.255.255.255", 17, udp(4000, 4001, b"the marker"))
TAGGED = tagged(arp(A, A, IP, FOREIGN), 5)


def advert(sender: str, target: str) -> bytes:
    return icmp6(A, sender, ALL6, 136, bytes(4) + ip(target))


FRAMES = {
    "its own ARP request": (arp(A, A, IP, FOREIGN), True),
    "its own ARP answer": (arp(A, A, IP, FOREIGN, 2), True),
    "an ARP probe": (arp(A, A, "0.0.0.0", IP), True),
    "its second address": (arp(A, A, MORE, FOREIGN), True),
    "its own UDP": (ipv4(A, IP, FOREIGN, 17, udp(1, 2)), True),
    "UDP from its second address": (ipv4(A, MORE, FOREIGN, 17, udp(1, 2)), True),
    "DHCP discover": (ipv4(A, "0.0.0.0", "255.255.255.255", 17, udp(68, 67)), True),
    "IPv6 of its own": (ipv6(A, IP6, ALL6, 17, udp(1, 2)), True),
    "IPv6 link-local": (ipv6(A, LINK6, ALL6, 17, udp(1, 2)), True),
    "neighbour advertisement of its own": (advert(IP6, IP6), True),
    "duplicate address detection": (icmp6(A, "::", ALL6, 135, bytes(4) + ip(IP6)), True),
    "another's MAC": (ipv4(OTHER, IP, FOREIGN, 17, udp(1, 2)), False),
    "ARP from another's MAC": (arp(OTHER, A, IP, FOREIGN), False),
    "ARP with another's MAC inside": (arp(A, OTHER, IP, FOREIGN), False),
    "ARP for another's address": (arp(A, A, FOREIGN, IP), False),
    "ARP answer for another's address": (arp(A, A, FOREIGN, IP, 2), False),
    "another's address": (ipv4(A, FOREIGN, IP, 17, udp(1, 2)), False),
    "no address but not DHCP": (ipv4(A, "0.0.0.0", FOREIGN, 17, udp(1, 2)), False),
    "DHCP server": (ipv4(A, IP, "255.255.255.255", 17, udp(67, 68)), False),
    "another's IPv6": (ipv6(A, FOREIGN6, ALL6, 17, udp(1, 2)), False),
    "neighbour advertisement for another": (advert(IP6, FOREIGN6), False),
    "router advertisement": (icmp6(A, LINK6, ALL6, 134, bytes(12)), False),
    "DHCPv6 server": (ipv6(A, LINK6, ALL6, 17, udp(547, 546)), False),
    "a VLAN tag": (TAGGED, False),
    "another protocol": (ethernet(A, 0x88B5, b"experiment"), False),
}


@pytest.mark.parametrize("what", FRAMES)
def test_an_untrusted_port(host: HostSpace, what: str) -> None:
    guest, neighbour = host.port(1, addresses=[IP, MORE, IP6]), host.port(2, trusted=True)
    frame, allowed = FRAMES[what]
    assert passes(guest, neighbour, frame, MARKER) is allowed


def test_a_port_without_ipv6_addresses_speaks_none(host: HostSpace) -> None:
    guest, neighbour = host.port(1, addresses=[IP]), host.port(2, trusted=True)
    for frame in (ipv6(A, LINK6, ALL6, 17, udp(1, 2)), FRAMES["duplicate address detection"][0]):
        assert not passes(guest, neighbour, frame, MARKER)


def test_a_port_without_addresses_is_held_to_its_mac(host: HostSpace) -> None:
    guest, neighbour = host.port(1), host.port(2, trusted=True)
    assert passes(guest, neighbour, FRAMES["another's address"][0], MARKER)
    assert passes(guest, neighbour, FRAMES["another's IPv6"][0], MARKER)
    for what in ("another's MAC", "ARP with another's MAC inside", "DHCP server", "router advertisement", "a VLAN tag"):
        assert not passes(guest, neighbour, FRAMES[what][0], MARKER), what


def test_a_trusted_port_is_exempt_but_hops_no_vlan(host: HostSpace) -> None:
    router, neighbour = host.port(1, trusted=True), host.port(2, addresses=[FOREIGN])
    for what, (frame, _) in FRAMES.items():
        assert passes(router, neighbour, frame, MARKER) is (what != "a VLAN tag"), what


def test_addresses_change_live(host: HostSpace) -> None:
    guest, neighbour = host.port(1, addresses=[IP]), host.port(2, trusted=True)
    frame = ipv4(A, FOREIGN, IP, 17, udp(1, 2))
    assert not passes(guest, neighbour, frame, MARKER)
    host.space.do(host.network.ensure_port, "i-2-1-VM", port(1, addresses=[IP, FOREIGN]))
    assert passes(guest, neighbour, frame, MARKER)
    host.space.do(host.network.ensure_port, "i-2-1-VM", port(1, addresses=[IP]))
    assert not passes(guest, neighbour, frame, MARKER)


def test_a_removed_port_leaves_its_neighbours_guarded(host: HostSpace) -> None:
    guest, neighbour = host.port(1, addresses=[IP]), host.port(2, trusted=True)
    host.port(3, addresses=[FOREIGN])
    host.space.do(host.network.ensure_no_port, "t3", "nic-3")
    assert not passes(guest, neighbour, FRAMES["another's MAC"][0], MARKER)


def test_other_tables_are_left_alone_and_a_flush_is_healed(host: HostSpace) -> None:
    host.space.run("nft", "add table bridge mine; add chain bridge mine c { type filter hook forward priority 0; }; add table inet mine")
    guest, neighbour = host.port(1, addresses=[IP]), host.port(2, trusted=True)
    assert "table bridge mine" in host.space.run("nft", "list", "tables")
    assert "table inet mine" in host.space.run("nft", "list", "tables")
    host.space.run("nft", "delete", "table", "bridge", "pileus")
    assert passes(guest, neighbour, FRAMES["another's MAC"][0], MARKER)
    host.space.do(host.network.ensure_port, "i-2-1-VM", port(1, addresses=[IP]))
    assert not passes(guest, neighbour, FRAMES["another's MAC"][0], MARKER)


def test_guests_do_not_reach_the_host(host: HostSpace) -> None:
    """Linux answers ARP for all its addresses on all its devices; tenants must not get at the host by that."""
    guest = host.port(1, trusted=True)
    question = arp(A, A, IP, "10.9.9.1")
    drain(guest)
    os.write(guest, question)
    assert not _answered(guest, "10.9.9.1", 1.0)
    host.space.run("nft", "delete", "table", "bridge", "pileus")
    os.write(guest, question)
    assert _answered(guest, "10.9.9.1", 5.0)          # what it would be without the rules


def _answered(tap: int, address: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([tap], [], [], left)[0]:
            frame = os.read(tap, 65536)
            if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\x02" and frame[28:32] == ip(address):
                return True
    return False


def test_a_system_vm_answers_its_host_and_opens_nothing(host: HostSpace) -> None:
    router = host.port(1, CONTROL, trusted=True)
    os.write(router, arp(A, A, "169.254.3.7", "169.254.0.1"))
    assert _answered(router, "169.254.0.1", 5.0)

    def resets(flags: int) -> bool:
        drain(router)
        to = host.space.run("cat", "/sys/class/net/cloud0/address").strip()
        os.write(router, ipv4(A, "169.254.3.7", "169.254.0.1", 6, tcp("169.254.3.7", "169.254.0.1", 3922, 8251, flags), to=to))
        return _reset(router, 1.0 if flags == 2 else 5.0)

    assert resets(0x12)         # an answer nobody waits for gets a reset: it arrived
    assert not resets(0x02)     # a new connection does not even get that


def _reset(tap: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([tap], [], [], left)[0]:
            frame = os.read(tap, 65536)
            if frame[12:14] == b"\x08\x00" and frame[23] == 6 and frame[47] & 4:
                return True
    return False
