"""DHCP gives each known card its own address and nobody else any; DNS knows the guests both ways and asks upstream for the rest."""

from tests.net.router.lab import MACS, OUTSIDE, Lab, Upstream, guest_network


def test_a_client_gets_its_lease(lab: Lab) -> None:
    lab.only()
    lease = lab.dhcp("g1")
    wanted = {"ip": "10.1.1.11", "mask": "24", "router": "10.1.1.1", "dns": "10.1.1.1", "domain": "cs2.internal", "hostname": "one", "mtu": "1400"}
    assert wanted.items() <= lease.items()


def test_a_card_without_the_default_route_gets_no_route_and_no_resolver(lab: Lab) -> None:
    lab.only()
    lease = lab.dhcp("g2")
    assert lease["ip"] == "10.1.1.12"
    assert not {"router", "dns", "domain", "staticroutes"} & lease.keys()


def test_an_unknown_card_gets_nothing(lab: Lab) -> None:
    lab.only()
    try:
        assert lab.dhcp("g2", "02:00:00:00:0c:99") == {}
    finally:
        lab.run("g2", "ip", "link", "set", "eth0", "address", MACS["g2"])


def test_a_lease_that_moves_to_another_card_moves_at_once(lab: Lab) -> None:
    lab.only()
    assert lab.dhcp("g1")["ip"] == "10.1.1.11"
    first, second = guest_network()["leases"]
    moved = [first | {"mac": "02:00:00:00:0c:77"}, second | {"address": "10.1.1.13"}, {"mac": MACS["g1"], "address": "10.1.1.12"}]
    result = lab.only(guests=[guest_network(leases=moved)])
    assert result["reloaded"] == ["dnsmasq restart"]
    assert lab.dhcp("g1")["ip"] == "10.1.1.12"
    assert lab.dhcp("g2")["ip"] == "10.1.1.13"


def test_a_new_lease_needs_no_restart(lab: Lab) -> None:
    first, second = guest_network()["leases"]
    lab.only(guests=[guest_network(leases=[first])])
    assert lab.dhcp("g1")["ip"] == "10.1.1.11"
    result = lab.only(guests=[guest_network(leases=[first, second])])
    assert result["reloaded"] == ["dnsmasq reload"]
    assert "ended with code" not in lab.log()
    assert lab.dhcp("g2")["ip"] == "10.1.1.12"
    assert lab.dns("g1", "two.cs2.internal") == ["10.1.1.12"]


def test_a_guest_may_be_called_what_dnsmasq_takes_for_a_keyword(lab: Lab) -> None:
    first, second = guest_network()["leases"]
    second["default_route"] = True
    for name in ("ignore", "infinite", "12h", "3600"):
        lab.only(guests=[guest_network(leases=[first | {"hostname": name}, second])])
        lease = lab.dhcp("g1")
        assert "ended with code" not in lab.log()
        assert (lease["ip"], lease["hostname"], lease["lease"]) == ("10.1.1.11", name, "86400")
        assert lab.dns("g1", f"{name}.cs2.internal") == ["10.1.1.11"]


def test_dns_knows_guests_both_ways(lab: Lab) -> None:
    lab.only()
    lab.configure("g1", "10.1.1.11")
    assert lab.dns("g1", "two.cs2.internal") == ["10.1.1.12"]
    assert lab.dns("g1", "one") == ["10.1.1.11"]
    assert lab.dns("g1", "data-server") == ["10.1.1.1"]
    assert lab.dns("g1", "12.1.1.10.in-addr.arpa", 12) == ["two.cs2.internal"]
    assert lab.dns("g1", "nobody.cs2.internal") == []


def test_what_it_does_not_know_it_asks_upstream(lab: Lab) -> None:
    upstream = Upstream(lab.socket("out", 2), "198.51.100.77")
    lab.only(upstream_dns=[OUTSIDE])
    lab.configure("g1", "10.1.1.11")
    assert lab.dns("g1", "www.example.org") == ["198.51.100.77"]
    lab.dns("g1", "nobody.cs2.internal")
    lab.dns("g1", "200.1.1.10.in-addr.arpa", 12)
    assert set(upstream.asked) == {"www.example.org"}  # the network's own names never leave it
