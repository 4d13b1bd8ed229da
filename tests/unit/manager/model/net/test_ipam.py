"""Choosing addresses and tags."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manager.model.net import ipam


def test_guest_span_leaves_out_what_is_no_guests() -> None:
    span = ipam.guest_span("10.1.1.0/24", "10.1.1.1")
    assert (ipam.dotted(span.first), ipam.dotted(span.last)) == ("10.1.1.1", "10.1.1.254")
    assert not ipam.within(span, ipam.number("10.1.1.1"))
    assert ipam.within(span, ipam.number("10.1.1.2"))
    narrow = ipam.guest_span("10.1.1.0/24", None, "10.1.1.10", "10.1.1.12")
    assert narrow.last - narrow.first == 2


@given(st.sets(st.integers(0, 13)), st.integers(0, 1 << 30))
def test_pick_finds_what_is_free_and_nothing_else(taken: set[int], seed: int) -> None:
    span = ipam.guest_span("10.0.0.0/28", "10.0.0.1")
    used = {span.first + offset for offset in taken}
    choice = ipam.pick(span, used, random.Random(seed))
    free = set(range(span.first, span.last + 1)) - used - span.keep
    assert choice in free if free else choice is None


@given(st.sets(st.integers(1, 12)), st.integers(0, 1 << 30))
def test_pick_tag(taken: set[int], seed: int) -> None:
    ranges = ipam.parse_tags("1-4, 7,9-12", 4094)
    free = {1, 2, 3, 4, 7, 9, 10, 11, 12} - taken
    choice = ipam.pick_tag(ranges, taken, random.Random(seed))
    assert choice in free if free else choice is None


@pytest.mark.parametrize("text", ["a", "9-5", "0-3", "4000-5000", "-3"])
def test_bad_ranges_of_tags(text: str) -> None:
    with pytest.raises(ValueError):
        ipam.parse_tags(text, 4094)
