"""The control protocol: framing, enrolment and mutual TLS, over memory and over real sockets."""

import asyncio
import json
import ssl
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from common import tls
from common.control import (
    ControlError,
    ControlServer,
    EnrolClient,
    Pipe,
    Refused,
    Session,
    StoredIdentity,
    StreamPipe,
    converse,
    enrol,
    memory_pipes,
    serve,
)
from common.control.enrol import seal
from common.control.frames import MAX_FRAME, Unpacker, pack
from tests.authority import Authority, make_key

ROUTER = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a11"
NAME = tls.router_name(ROUTER)
TOKEN = "a-token-of-one-use"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(NAME)


def identity(folder: Path, authority: Authority, token: str = TOKEN) -> StoredIdentity:
    return StoredIdentity(folder, name=NAME, token=token, ca_sha256=tls.fingerprint(authority.pem), make_key=make_key)


async def echo(method: str, params: dict[str, Any]) -> Any:
    if method == "refuse":
        raise Refused(409, "older")
    if method == "break":
        raise RuntimeError("inside")
    return {"method": method, "params": params}


async def dialled(held: StoredIdentity, talk: Callable[[Pipe], Any]) -> Any:
    """Runs `talk` against a server on `held`, over memory."""
    near, far = memory_pipes()
    serving = asyncio.create_task(converse(far, held, echo))
    try:
        return await asyncio.wait_for(talk(near), 20)
    finally:
        await near.close()
        await asyncio.wait_for(serving, 20)


def enrolled(folder: Path, authority: Authority) -> StoredIdentity:
    held = identity(folder, authority)
    asyncio.run(dialled(held, lambda pipe: enrol(pipe, TOKEN, authority.sign)))
    return held


# ---- frames


def test_frames_survive_any_cutting() -> None:
    messages = [{"id": n, "text": "x" * n} for n in (0, 1, 300)]
    stream = b"".join(pack(m) for m in messages)
    for size in (1, 3, 7, len(stream)):
        frames = Unpacker()
        got = [m for at in range(0, len(stream), size) for m in frames.feed(stream[at : at + size])]
        assert got == messages
        assert not frames.partial


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack(">I", MAX_FRAME + 1),
        b"\xff\xff\xff\xff",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 1) + b"{",
        struct.pack(">I", 0),
        struct.pack(">I", 2) + b"\xff\xfe",
        struct.pack(">I", 9) + b'{"a":NaN}',
        struct.pack(">I", 200_000) + b"[" * 200_000,
    ],
)
def test_hostile_frames_are_refused(stream: bytes) -> None:
    with pytest.raises(ControlError):
        Unpacker().feed(stream)


def test_a_message_too_long_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ControlError, match="does not fit"):
        pack({"x": "y" * 100}, limit=100)


# ---- enrolment


def test_enrolment_then_tls(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)
    serial = authority.serials[-1]

    async def talk(pipe: Pipe) -> tuple[str, Any]:
        session = await Session.open(pipe, authority.client(tmp_path / "m"), NAME)
        result = await session.call("health", {"a": 1})
        await session.close()
        return session.peer_serial, result

    assert asyncio.run(dialled(held, talk)) == (serial, {"method": "health", "params": {"a": 1}})
    again = identity(tmp_path / "id", authority)  # as after a restart: enrolled, and the token on the config disk is worth nothing
    assert again.context() is not None
    assert asyncio.run(dialled(again, talk))[0] == serial


def test_a_second_enrolment_is_refused(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)
    for candidate in (held, identity(tmp_path / "id", authority)):
        with pytest.raises(Refused) as refusal:
            asyncio.run(dialled(candidate, lambda pipe: enrol(pipe, TOKEN, authority.sign)))
        assert refusal.value.code == 409


def test_a_manager_with_a_wrong_token_gets_no_csr_and_leaves_nothing(tmp_path: Path, authority: Authority) -> None:
    held = identity(tmp_path / "id", authority)
    with pytest.raises(ControlError, match="does not hold its token"):
        asyncio.run(dialled(held, lambda pipe: enrol(pipe, "another", authority.sign)))
    assert held.context() is None


def plain(held: StoredIdentity, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    server = ControlServer(held)
    for number, params in enumerate(requests):
        if not server.ended:
            server.receive(pack({"id": number, "method": "enrol", "params": params}))
    return Unpacker().feed(server.outgoing())


def certificate_for(held: StoredIdentity, authority: Authority) -> str:
    return asyncio.run(authority.sign(held.offer().csr))[0]


def test_certificates_without_the_right_proof_are_refused(tmp_path: Path, authority: Authority) -> None:
    held = identity(tmp_path / "id", authority)
    certificate, other = certificate_for(held, authority), Authority(NAME)
    good = seal(TOKEN, "certificate", certificate.encode(), authority.pem.encode())
    stranger = authority.issue(ec.generate_private_key(ec.SECP256R1()).public_key(), NAME)
    cases: list[tuple[int, dict[str, Any]]] = [
        (403, {"certificate": certificate, "ca": authority.pem}),
        (403, {"certificate": certificate, "ca": authority.pem, "mac": ""}),
        (403, {"certificate": certificate, "ca": authority.pem, "mac": "é"}),
        (403, {"certificate": certificate, "ca": authority.pem, "mac": held.offer().mac}),  # the CSR's proof played back
        (403, {"certificate": certificate, "ca": other.pem, "mac": good}),
        (403, {"certificate": certificate, "ca": other.pem, "mac": seal(TOKEN, "certificate", certificate.encode(), other.pem.encode())}),
        (400, {"certificate": stranger, "ca": authority.pem, "mac": seal(TOKEN, "certificate", stranger.encode(), authority.pem.encode())}),
        (400, {"certificate": certificate, "ca": "x", "mac": seal(TOKEN, "certificate", certificate.encode(), b"x")}),
    ]
    for code, params in cases:
        (answer,) = plain(held, params)
        assert answer["error"]["code"] == code, params
        assert held.context() is None
    (answer,) = plain(held, {"certificate": certificate, "ca": authority.pem, "mac": good})
    assert answer["result"] == {"enrolled": True}
    (answer,) = plain(held, {"certificate": certificate, "ca": authority.pem, "mac": good})  # the same, played back
    assert answer["error"]["code"] == 409


def test_an_impostor_without_the_token_is_not_signed(authority: Authority) -> None:
    client = EnrolClient(TOKEN)
    csr = make_key(NAME)[1].decode()
    with pytest.raises(ControlError, match="does not hold"):
        client.receive(pack({"id": 1, "result": {"csr": csr, "mac": seal("guess", "csr", csr.encode())}}))
    assert client.csr is None


def test_plain_frames_carry_nothing_but_enrolment(tmp_path: Path, authority: Authority) -> None:
    server = ControlServer(identity(tmp_path / "id", authority))
    assert server.receive(pack({"id": 1, "method": "apply", "params": {}})) == []
    assert Unpacker().feed(server.outgoing())[0]["error"]["code"] == 401
    assert server.ended


def test_a_stranger_cannot_make_the_router_buffer_much(tmp_path: Path, authority: Authority) -> None:
    server = ControlServer(identity(tmp_path / "id", authority))
    with pytest.raises(ControlError, match="longer than"):
        server.receive(struct.pack(">I", 1 << 20))


def test_tls_before_enrolment_is_refused(tmp_path: Path, authority: Authority) -> None:
    with pytest.raises(ControlError, match="closed"):
        asyncio.run(dialled(identity(tmp_path / "id", authority), lambda p: Session.open(p, authority.client(tmp_path / "m"), NAME)))


# ---- TLS


async def one_call(pipe: Pipe, context: ssl.SSLContext, router: str = NAME, method: str = "health") -> Any:
    session = await Session.open(pipe, context, router)
    return await session.call(method)


def test_only_a_manager_of_this_cloud_is_answered(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)
    foreign = Authority(NAME)
    refused = [
        authority.client(tmp_path / "host", "somebody.host.pileus"),
        authority.client(tmp_path / "router", NAME),
        foreign.client(tmp_path / "foreign", tls.MANAGER, trusts=authority.pem),
        tls.client_context(authority.pem),
    ]
    for context in refused:
        with pytest.raises(ControlError):
            asyncio.run(dialled(held, lambda pipe, context=context: one_call(pipe, context)))  # type: ignore[misc]


def test_the_manager_refuses_another_router(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)
    manager = authority.client(tmp_path / "m")
    with pytest.raises(ControlError, match="TLS failed"):
        asyncio.run(dialled(held, lambda pipe: one_call(pipe, manager, "other.router.pileus")))


def test_refusals_and_failures_are_answers(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)

    async def talk(pipe: Pipe) -> None:
        session = await Session.open(pipe, authority.client(tmp_path / "m"), NAME)
        with pytest.raises(Refused, match="409 older"):
            await session.call("refuse")
        with pytest.raises(Refused) as failure:
            await session.call("break")
        assert failure.value.code == 500
        assert "inside the router" in failure.value.text  # and not the exception's own text, which may hold anything
        assert (await session.call("still"))["method"] == "still"

    asyncio.run(dialled(held, talk))


def test_large_messages_pass_over_real_sockets(tmp_path: Path, authority: Authority) -> None:
    held = enrolled(tmp_path / "id", authority)
    load = {"leases": ["x" * 1000] * 8000}

    async def talk() -> Any:
        server = await serve("127.0.0.1", 0, held, echo)
        port = server.sockets[0].getsockname()[1]
        pipe = StreamPipe(*await asyncio.open_connection("127.0.0.1", port))
        session = await Session.open(pipe, authority.client(tmp_path / "m"), NAME)
        answer = await session.call("apply", load)
        await session.close()
        server.close()
        return answer["params"]

    assert asyncio.run(asyncio.wait_for(talk(), 60)) == load


def test_secrets_do_not_enter_the_log(tmp_path: Path, authority: Authority, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="common")
    held = enrolled(tmp_path / "id", authority)
    plain(held, {})
    assert caplog.records
    assert TOKEN not in caplog.text
    assert json.dumps(held.context() is not None) == "true"
