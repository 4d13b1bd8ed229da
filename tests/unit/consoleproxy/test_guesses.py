"""Wrong tokens are counted by address, for a minute, in bounded memory."""

from consoleproxy.guesses import ALLOWED, REMEMBERED, WINDOW, Guesses


class Clock:
    """Time by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_ten_a_minute() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(ALLOWED):
        assert not guesses.blocked("192.0.2.1")
        guesses.refused("192.0.2.1")
    assert guesses.blocked("192.0.2.1")
    assert not guesses.blocked("192.0.2.2")
    clock.now += WINDOW + 1
    assert not guesses.blocked("192.0.2.1")


def test_an_ipv6_neighbour_is_the_same_and_memory_is_bounded() -> None:
    guesses = Guesses(Clock())
    for number in range(ALLOWED):
        guesses.refused(f"2001:db8::{number:x}")
    assert guesses.blocked("2001:db8::ffff")
    assert not guesses.blocked("2001:db8:0:1::1")
    for number in range(REMEMBERED):
        guesses.refused(f"10.0.{number >> 8}.{number & 255}")
    assert not guesses.blocked("2001:db8::1")
