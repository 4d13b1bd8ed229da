"""HTTP for guests, and their passwords, without a network."""

import asyncio
from pathlib import Path

import pytest

from router.guest.http import Answer, Request, respond
from router.guest.services import GuestServices, Passwords
from router.render.metadata import by_address
from router.state import Lease, read
from tests.unit.router.examples import full


def say(request: Request) -> Answer:
    return Answer(200, f"{request.source} {request.path} {request.headers.get('x-a', '')}".encode())


@pytest.mark.parametrize(
    "head, answer",
    [
        ("GET /latest/a?b=c HTTP/1.0", b"10.0.0.9 /latest/a "),
        ("GET / HTTP/1.1\r\nX-A: 1\r\nx-a: 2", b"10.0.0.9 / 1"),
        ("GET / HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\nnonsense", b"10.0.0.9 / "),
    ],
)
def test_requests(head: str, answer: bytes) -> None:
    octets = respond(head, "10.0.0.9", say)
    assert octets.startswith(b"HTTP/1.1 200 OK\r\n")
    assert octets.endswith(b"\r\n\r\n" + answer)
    assert f"Content-Length: {len(answer)}\r\n".encode() in octets


@pytest.mark.parametrize("head, status", [("", 400), ("GET /", 400), ("GET / FTP/1", 400), ("GET  / HTTP/1.1", 400), ("PUT / HTTP/1.1", 405)])
def test_what_is_no_request(head: str, status: int) -> None:
    assert respond(head, "10.0.0.9", say).startswith(f"HTTP/1.1 {status} ".encode())


def test_head_has_no_body() -> None:
    assert respond("HEAD / HTTP/1.1", "10.0.0.9", say).endswith(b"Connection: close\r\n\r\n")


def lease() -> Lease:
    return by_address(read(full()))["10.1.1.10"][1]


def test_passwords(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    passwords = Passwords(path)
    ask = passwords.answer
    assert ask(None, "send_my_password").body == b"bad_request"
    assert ask(lease(), "").body == b"bad_request"
    assert ask(lease(), "send_my_password").body == b"pw"
    assert ask(lease(), "saved_password").body == b"saved_password"
    assert ask(lease(), "send_my_password").body == b"saved_password"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "pw" not in path.read_text()
    assert Passwords(path).answer(lease(), "send_my_password").body == b"saved_password"
    document = full()
    document["guests"][0]["leases"][0]["metadata"]["password_id"] = "p2"
    renewed = by_address(read(document))["10.1.1.10"][1]
    assert Passwords(path).answer(renewed, "send_my_password").body == b"pw"


def test_guests_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    passwords = Passwords(path)
    passwords.answer(lease(), "saved_password")
    passwords.keep_only(by_address(read(full())))
    assert "p1" in path.read_text()
    passwords.keep_only({})
    assert path.read_text() == "{}"


def test_a_broken_password_file_does_not_stop_the_router(tmp_path: Path) -> None:
    (tmp_path / "passwords.json").write_text("[")
    assert Passwords(tmp_path / "passwords.json").answer(lease(), "send_my_password").body == b"pw"


def test_strangers_read_nothing(tmp_path: Path) -> None:
    services = GuestServices(Passwords(tmp_path / "p"))
    services._leases = by_address(read(full()))
    assert services.metadata(Request("10.1.1.99", "/latest/vm-id", {})).status == 404
    assert services.metadata(Request("10.1.1.10", "/latest/vm-id", {})).body == b"i-2-10-VM"
    asyncio.run(services.listeners.ensure(set()))
