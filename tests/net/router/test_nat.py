"""TCP passes NAT both ways where a rule allows it, and not elsewhere."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from tests.net.router.lab import (
    CONTROL,
    GUEST,
    OUTSIDE,
    PUBLIC,
    PUBLIC_A,
    PUBLIC_B,
    PUBLIC_C,
    Lab,
    allow,
    egress,
    forward,
    guest_network,
)

NOBODY = 0.7  # seconds after which a dropped connection is taken for dropped
A = {"address": f"{PUBLIC_A}/24", "gateway": OUTSIDE, "mac": PUBLIC, "source_nat": True}
B = {"address": f"{PUBLIC_B}/24", "gateway": OUTSIDE, "mac": PUBLIC}
C = {"address": f"{PUBLIC_C}/24", "gateway": OUTSIDE, "mac": PUBLIC}


@pytest.fixture(scope="module", autouse=True)
def _servers(lab: Lab) -> Iterator[None]:
    """Listeners on all ports that the tests use; who is told no is told by the router, not by a missing server."""
    with contextlib.ExitStack() as stack:
        for port in (80, 81, 8000, 8001, 8002):
            stack.enter_context(contextlib.closing(lab.listen("out", port)))
        for guest in ("g1", "g2"):
            for port in (22, 80, 8000, 8001, 8002, 9500, 9501):
                stack.enter_context(contextlib.closing(lab.listen(guest, port)))
        yield


def test_the_way_out_is_shut_by_default_and_rules_open_it(lab: Lab) -> None:
    lab.only()
    assert lab.say("g1", OUTSIDE, 80, NOBODY) is None
    lab.only(firewall=[egress("tcp", 80)])
    assert lab.say("g1", OUTSIDE, 80) == PUBLIC_A  # the outside sees the source NAT address
    assert lab.say("g1", OUTSIDE, 81, NOBODY) is None
    lab.only(firewall=[egress("tcp", 80, 81, sources=["10.1.1.12/32"])])
    assert lab.say("g2", OUTSIDE, 81) == PUBLIC_A
    assert lab.say("g1", OUTSIDE, 81, NOBODY) is None
    lab.only(firewall=[egress("all", destinations=["198.51.100.0/24"])])
    assert lab.say("g1", OUTSIDE, 80, NOBODY) is None


def test_where_the_default_allows_rules_shut(lab: Lab) -> None:
    lab.only(guests=[guest_network(egress_default_allow=True)], firewall=[egress("tcp", 81)])
    assert lab.say("g1", OUTSIDE, 80) == PUBLIC_A
    assert lab.say("g1", OUTSIDE, 81, NOBODY) is None


def test_port_forwarding_needs_its_firewall_rule(lab: Lab) -> None:
    ways = [forward(2222, 22), forward(8000, 8000, "10.1.1.12", count=3), forward(9000, 9500, count=2)]
    lab.only(forwards=ways)
    assert lab.say("out", PUBLIC_A, 2222, NOBODY) is None
    lab.only(forwards=ways, firewall=[allow(first=2222), allow(first=8000, last=8001), allow(first=9000, last=9001)])
    assert lab.say("out", PUBLIC_A, 2222) == OUTSIDE  # the guest sees the true client
    assert lab.say("out", PUBLIC_A, 8000) == OUTSIDE
    assert lab.say("out", PUBLIC_A, 8001) == OUTSIDE
    assert lab.say("out", PUBLIC_A, 8002, NOBODY) is None  # forwarded, not allowed
    assert lab.say("out", PUBLIC_A, 9001) == OUTSIDE  # a range that maps to other ports
    assert lab.say("out", PUBLIC_A, 22, NOBODY) is None  # the guest's own port number opens nothing


def test_rules_look_at_who_comes(lab: Lab) -> None:
    lab.only(forwards=[forward(2222, 22)], firewall=[allow(first=2222, sources=["198.51.100.0/24", "203.0.113.128/25"])])
    assert lab.say("out", PUBLIC_A, 2222, NOBODY) is None
    lab.only(forwards=[forward(2222, 22)], firewall=[allow(first=2222, sources=["198.51.100.0/24", "203.0.113.0/25"])])
    assert lab.say("out", PUBLIC_A, 2222) == OUTSIDE


def test_guests_reach_their_neighbours_by_the_public_address(lab: Lab) -> None:
    lab.only(forwards=[forward(2222, 22)], firewall=[allow(first=2222)])
    assert lab.say("g2", PUBLIC_A, 2222) == "10.1.1.1"  # through the gateway, else the answer would not come back this way
    assert lab.say("g1", PUBLIC_A, 2222) == "10.1.1.1"  # even itself
    lab.only(forwards=[forward(2222, 22)])
    assert lab.say("g2", PUBLIC_A, 2222, NOBODY) is None


def test_static_nat_both_ways_and_several_public_addresses(lab: Lab) -> None:
    nats = [{"public_address": PUBLIC_B, "guest_address": "10.1.1.11"}]
    rules = [egress("tcp", 80), allow(first=80, public=PUBLIC_B), allow(first=2222, public=PUBLIC_C)]
    lab.only(addresses=[A, B, C], static_nats=nats, forwards=[forward(2222, 22, "10.1.1.12", on=PUBLIC_C)], firewall=rules)
    assert lab.say("out", PUBLIC_B, 80) == OUTSIDE
    assert lab.say("out", PUBLIC_B, 22, NOBODY) is None
    assert lab.say("out", PUBLIC_C, 2222) == OUTSIDE
    assert lab.say("g1", OUTSIDE, 80) == PUBLIC_B  # its own address
    assert lab.say("g2", OUTSIDE, 80) == PUBLIC_A  # the others': source NAT
    assert lab.say("g1", PUBLIC_B, 80) == "10.1.1.1"
    lab.only(addresses=[A, C], firewall=[egress("tcp", 80)])
    assert lab.say("out", PUBLIC_B, 80, NOBODY) is None
    assert lab.say("g1", OUTSIDE, 80) == PUBLIC_A


def test_ping_a_public_address_only_by_rule(lab: Lab) -> None:
    lab.only()
    assert "0 received" in lab.run("out", "ping", "-c1", "-W1", PUBLIC_A, check=False)
    lab.only(firewall=[allow("icmp", icmp_type=8, icmp_code=-1)])
    lab.run("out", "ping", "-c1", "-W2", PUBLIC_A)
    lab.only(addresses=[A, B], static_nats=[{"public_address": PUBLIC_B, "guest_address": "10.1.1.11"}],
             firewall=[allow("icmp", public=PUBLIC_B, icmp_type=-1, icmp_code=-1)])  # fmt: skip
    lab.run("out", "ping", "-c1", "-W2", PUBLIC_B)
    assert "0 received" in lab.run("out", "ping", "-c1", "-W1", PUBLIC_A, check=False)


def test_nobody_but_the_manager_reaches_the_control_port_and_guests_do_not_reach_the_control_network(lab: Lab) -> None:
    lab.only(guests=[guest_network(egress_default_allow=True)], firewall=[allow("all")])
    for where, address in (("g1", "10.1.1.1"), ("g1", "169.254.1.5"), ("g1", PUBLIC_A), ("out", PUBLIC_A)):
        assert lab.say(where, address, 3922, NOBODY) is None
    for port in (53, 80, 8080):  # the services for guests are not for the outside
        assert lab.say("out", PUBLIC_A, port, NOBODY) is None
    with contextlib.closing(lab.listen("host", 80)):
        lab.run("host", "ip", "route", "replace", "10.1.1.0/24", "via", "169.254.1.5")
        assert lab.say("g1", "169.254.0.1", 80, NOBODY) is None


def test_established_connections_survive_a_re_apply(lab: Lab) -> None:
    rules = [egress("tcp", 80), allow(first=2222)]
    lab.only(forwards=[forward(2222, 22)], firewall=rules)
    with talk(lab, "out", PUBLIC_A, 2222) as inward, talk(lab, "g1", OUTSIDE, 80) as outward:
        lab.only(forwards=[forward(2222, 22), forward(2223, 22)], firewall=[*rules, allow(first=2223)])
        echo(inward)
        echo(outward)
        lab.only()  # even when what let them in is gone: revoking a rule stops new connections
        echo(inward)
        echo(outward)
        assert lab.say("out", PUBLIC_A, 2222, NOBODY) is None


def test_octets_are_counted_by_address_and_survive_a_re_apply(lab: Lab) -> None:
    rules = [egress("tcp", 80), allow(first=2222)]
    lab.only(forwards=[forward(2222, 22)], firewall=rules)
    before = usage(lab, PUBLIC_A)
    with talk(lab, "g1", OUTSIDE, 80) as channel:
        channel.sendall(b"x" * 500_000)
        left = 500_000
        while left:
            left -= len(channel.recv(65536))
    grown = [now - then for now, then in zip(usage(lab, PUBLIC_A), before, strict=True)]
    assert all(500_000 <= octets < 600_000 for octets in grown), grown
    held = usage(lab, PUBLIC_A)
    new = {"address": "203.0.113.9/24", "gateway": OUTSIDE, "mac": PUBLIC}
    lab.only(addresses=[A, new], firewall=rules)
    assert all(now >= then for now, then in zip(usage(lab, PUBLIC_A), held, strict=True))
    assert usage(lab, "203.0.113.9") == (0, 0)


def test_two_uplinks_answer_where_they_were_asked(lab: Lab) -> None:
    """A second public interface of another network with its own gateway."""
    second = "02:00:00:00:0c:04"
    lab.wire("router", "pub2", second, "out", "eth1")
    lab.run("out", "ip", "addr", "add", "198.51.100.1/24", "dev", "eth1")
    lab.run("out", "ip", "addr", "add", "192.0.2.1/32", "dev", "lo")  # somebody far away, to be reached through either
    lab.run("out", "ip", "link", "set", "eth1", "up")
    interfaces = [
        {"mac": CONTROL, "role": "CONTROL", "address": "169.254.1.5/16"},
        {"mac": PUBLIC, "role": "PUBLIC", "address": f"{PUBLIC_A}/24", "gateway": OUTSIDE},
        {"mac": GUEST, "role": "GUEST", "address": "10.1.1.1/24"},
        {"mac": second, "role": "PUBLIC", "address": "198.51.100.5/24", "gateway": "198.51.100.1"},
    ]
    more = {"address": "198.51.100.5/24", "gateway": "198.51.100.1", "mac": second}
    lab.only(interfaces=interfaces, addresses=[A, more], static_nats=[{"public_address": "198.51.100.5", "guest_address": "10.1.1.12"}],
             forwards=[forward(2222, 22)], firewall=[egress("tcp", 80), allow(first=2222), allow(first=80, public="198.51.100.5")])  # fmt: skip
    assert lab.say("g2", "192.0.2.1", 80) == "198.51.100.5"
    assert lab.say("g1", "192.0.2.1", 80) == PUBLIC_A
    sent = counters(lab, "pub2")
    assert says_from(lab, "192.0.2.1", "198.51.100.5", 80) == "192.0.2.1"
    assert counters(lab, "pub2") > sent  # the answers left by the second uplink, not by the default route
    sent = counters(lab, "pub")
    assert says_from(lab, "192.0.2.1", PUBLIC_A, 2222) == "192.0.2.1"
    assert counters(lab, "pub") > sent
    lab.only()
    assert "lookup 10" not in lab.run("router", "ip", "rule", "show")


def counters(lab: Lab, device: str) -> int:
    """IP packets that a device has sent."""
    return int(lab.run("router", "cat", f"/sys/class/net/{device}/statistics/tx_packets"))


def says_from(lab: Lab, source: str, address: str, port: int) -> str:
    """As `Lab.say`, from a given source address in the outside."""
    with lab.socket("out") as client:
        client.bind((source, 0))
        client.connect((address, port))
        return client.recv(100).decode()


def usage(lab: Lab, address: str) -> tuple[int, int]:
    """Octets in and out of a public address."""
    rows = {row["public_address"]: row for row in lab.call("traffic")["traffic"]}
    return int(rows[address]["bytes_in"]), int(rows[address]["bytes_out"])


@contextlib.contextmanager
def talk(lab: Lab, where: str, address: str, port: int) -> Iterator[socket.socket]:
    """An open connection, greeted."""
    with lab.socket(where) as client:
        client.connect((address, port))
        assert client.recv(100)
        yield client


def echo(channel: socket.socket) -> None:
    """The connection still carries octets both ways."""
    channel.sendall(b"still there")
    assert channel.recv(100) == b"still there"
