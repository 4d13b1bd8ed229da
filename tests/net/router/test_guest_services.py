"""Metadata, user data and passwords by the asker's address, on the gateway and on 169.254.169.254."""

from tests.net.router.lab import Lab, guest_network

ONE = "11111111-1111-4111-8111-111111111111"


def test_each_guest_reads_its_own(lab: Lab) -> None:
    lab.only()
    for address in ("10.1.1.1", "169.254.169.254"):
        assert lab.http("g1", address, 80, "/latest/meta-data/instance-id") == (200, ONE.encode())
        assert lab.http("g1", address, 80, "/latest/instance-id") == (200, ONE.encode())
        assert lab.http("g2", address, 80, "/latest/meta-data/instance-id")[1].startswith(b"2222")
    assert lab.http("g1", "10.1.1.1", 80, "/latest/user-data") == (200, b"\x00\x01\x02\xff")
    assert lab.http("g2", "10.1.1.1", 80, "/latest/user-data")[0] == 404
    assert lab.http("g1", "10.1.1.1", 80, "/latest/public-keys") == (200, b"ssh-ed25519 AAAA one\n")


def test_no_header_changes_who_asks(lab: Lab) -> None:
    lab.only()
    answer = lab.http("g2", "10.1.1.1", 80, "/latest/vm-id", "X-Forwarded-For: 10.1.1.11", "Forwarded: for=10.1.1.11")
    assert answer == (404, b"")


def test_an_address_nobody_leased_reads_nothing(lab: Lab) -> None:
    lab.only()
    lab.run("g2", "ip", "addr", "flush", "dev", "eth0")
    lab.configure("g2", "10.1.1.200")
    try:
        assert lab.http("g2", "10.1.1.1", 80, "/latest/instance-id") == (404, b"")
        assert lab.http("g2", "10.1.1.1", 8080, "/", "DomU_Request: send_my_password") == (200, b"bad_request")
    finally:
        lab.run("g2", "ip", "addr", "flush", "dev", "eth0")
        lab.configure("g2", "10.1.1.12")


def password(lab: Lab, wish: str, who: str = "g1") -> bytes:
    return lab.http(who, "10.1.1.1", 8080, "/", f"DomU_Request: {wish}")[1]


def test_a_password_is_handed_out_until_it_is_saved(lab: Lab) -> None:
    lab.only()
    assert password(lab, "send_my_password") == b"s3cret"
    assert password(lab, "send_my_password") == b"s3cret"  # the first answer may have been lost
    assert password(lab, "send_my_password", "g2") == b"saved_password"
    assert password(lab, "saved_password") == b"saved_password"
    assert password(lab, "send_my_password") == b"saved_password"
    lab.only(hostname="other")  # a re-apply does not bring it back
    assert password(lab, "send_my_password") == b"saved_password"
    lab.stop(kill=True)
    lab.start()
    assert password(lab, "send_my_password") == b"saved_password"  # nor does a crash
    first, second = guest_network()["leases"]
    first["metadata"] |= {"password": "n3w", "password_id": "p2"}
    lab.only(guests=[guest_network(leases=[first, second])])
    assert password(lab, "send_my_password") == b"n3w"


def test_the_metadata_port_speaks_little_but_correct_http(lab: Lab) -> None:
    lab.only()
    with lab.socket("g1") as client:
        client.connect(("10.1.1.1", 80))
        client.sendall(b"POST /latest/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 405 ")
    with lab.socket("g1") as client:
        client.connect(("10.1.1.1", 80))
        client.sendall(b"G" * 40_000 + b"\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")
