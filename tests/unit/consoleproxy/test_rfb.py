"""The client's side of RFB in pieces of every size: what may go on goes on whole, what may not never does."""

from __future__ import annotations

import random

import pytest

from consoleproxy.rfb import ClientFilter, Malformed

HELLO = b"RFB 003.008\n\x01\x01"
LOOK = [bytes([0]) + bytes(19), bytes([2, 0, 0, 1, 0, 0, 0, 7]), bytes([3]) + bytes(9), bytes([150]) + bytes(9), bytes([248]) + bytes(7) + b"\x02ab"]
TOUCH = [bytes([4, 1, 0, 0, 0, 0, 0, 65]), bytes([5, 1, 0, 9, 0, 9]), bytes([6, 0, 0, 0, 0, 0, 0, 3]) + b"abc",
         bytes([6, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFB]) + b"abcde", bytes([255, 0]) + bytes(10), bytes([251, 0, 0, 9, 0, 9, 1, 0]) + bytes(16)]


@pytest.mark.parametrize("view_only", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_cut_anywhere(view_only: bool, seed: int) -> None:
    rng = random.Random(seed)
    messages = [rng.choice(LOOK + TOUCH) for _ in range(60)]
    stream, passed, checked = HELLO + b"".join(messages), b"", ClientFilter(view_only)
    while stream:
        size = rng.choice([1, 1, 2, 3, 7, 40])
        passed += checked.feed(stream[:size])
        stream = stream[size:]
    assert passed == HELLO + b"".join(one for one in messages if one in LOOK or not view_only)
    assert checked.inputs == sum(one in TOUCH[:-1] for one in messages)


@pytest.mark.parametrize("hello", [b"RFB 003.003\n\x01\x00", b"RFB 003.008\n\x02\x01", b"GET / HTTP/1.1\r\n"])
def test_a_handshake_of_another_length_is_refused(hello: bytes) -> None:
    """RFB 3.3 has no security type: the byte after would pass for ClientInit, and a key event for a harmless message."""
    with pytest.raises(Malformed):
        ClientFilter(True).feed(hello)


@pytest.mark.parametrize("message", [bytes([99]), bytes([253, 1, 0, 0]), bytes([255, 9]), bytes([6, 0, 0, 0, 0x7F, 0, 0, 0])])
def test_what_is_not_known_ends_it(message: bytes) -> None:
    with pytest.raises(Malformed):
        ClientFilter(False).feed(HELLO + message)


def test_power_is_not_a_client_s_and_encodings_that_change_lengths_are_not_asked_for() -> None:
    checked = ClientFilter(False)
    assert checked.feed(HELLO + bytes([250, 0, 1, 2])) == HELLO
    asked = (-316).to_bytes(4, "big", signed=True) + (7).to_bytes(4, "big")
    assert checked.feed(bytes([2, 0, 0, 2]) + asked) == bytes([2, 0, 0, 1, 0, 0, 0, 7])


@pytest.mark.parametrize("size", [1, 5, 14, 40])
def test_nobody_turns_the_others_out(size: int) -> None:
    """ClientInit asks whether the screen is shared: a server that is told no closes everybody else's (RFC 6143, 7.3.1)."""
    checked, stream, passed = ClientFilter(True), b"RFB 003.008\n\x01\x00" + LOOK[2], b""
    for begin in range(0, len(stream), size):
        passed += checked.feed(stream[begin:begin + size])
    assert passed == HELLO + LOOK[2]
