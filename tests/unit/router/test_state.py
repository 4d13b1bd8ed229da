"""Parsing is strict, complete against the contract, and lets nothing through that could be more than a value."""

import copy
import dataclasses
import json
from pathlib import PurePosixPath
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor
from hypothesis import given
from hypothesis import strategies as st

from protos.router.v1 import router_pb2
from router import state
from router.parse import BadState
from router.render import dnsmasq, links, nftables
from router.state import read
from tests.unit.router.examples import DEVICES, FIRST, full, small

EVIL = ["\n", "a\nb", 'x"; flush ruleset; "', "$(reboot)", "a,b", "a b", "../etc", "-x", "é", "x" * 301, "\x00", "10.0.0.1\nserver=1.1.1.1", "#"]
WRONG_KINDS: list[Any] = [None, 1.5, [], {}, [[]], -5, 10**30]


@pytest.mark.parametrize("message", [d for d in router_pb2.DESCRIPTOR.message_types_by_name.values() if hasattr(state, d.name)], ids=lambda d: d.name)
def test_mirrors_the_contract(message: Descriptor) -> None:
    mirror = getattr(state, message.name)
    assert {f.name for f in dataclasses.fields(mirror)} == {f.name for f in message.fields}


def test_the_whole_contract_is_mirrored() -> None:
    answers = {"ApplyResult", "RouterHealth", "Check", "Traffic"}
    assert {name for name in router_pb2.DESCRIPTOR.message_types_by_name if not hasattr(state, name)} == answers
    for kind in ("Role", "Direction"):
        owner = {"Role": router_pb2.Interface, "Direction": router_pb2.FirewallRule}[kind]
        assert dict(getattr(owner, kind).items()) == {m.name: m.value for m in getattr(state, kind)}


def test_reads_what_protobuf_writes() -> None:
    message = json_format.ParseDict(full(), router_pb2.RouterState())
    for defaults in (False, True):
        wire = json_format.MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=defaults)
        assert read(json.loads(json.dumps(wire))) == read(full())


def test_secrets_do_not_show() -> None:
    shown = repr(read(full()))
    assert "pw" not in shown
    assert "cloud-config" not in shown


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values that are no containers."""
    if isinstance(document, dict):
        return [place for key, value in document.items() for place in places(value, (*path, key))]
    if isinstance(document, list):
        return [place for at, value in enumerate(document) for place in places(value, (*path, at))]
    return [path]


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a path."""
    changed = copy.deepcopy(document)
    target = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


BOOLEANS = {"default_route", "egress_default_allow", "source_nat"}
FREE_TEXT = {"id", "password", "password_id", "instance_id", "vm_id", "local_hostname", "service_offering", "availability_zone", "cloud_identifier",
             "public_hostname", "hypervisor_host_name"}  # fmt: skip


def typed(path: tuple[Any, ...]) -> bool:
    """Whether a place holds more than a free text, which is only ever sent over HTTP to the guest it is about."""
    return path[-1] not in FREE_TEXT and "public_keys" not in path


def test_no_free_text_reaches_a_rendered_file() -> None:
    document = full()
    for path in places(document):
        if not typed(path):
            document = put(document, path, f'{path[-1]}-SENTINEL"\n;')
    held = read(document)
    files = dnsmasq.render(held, DEVICES, PurePosixPath("/d"), "u")
    assert files is not None
    for text in (nftables.render(held, DEVICES), *files.named().values(), *links.changes(links.plan(held, DEVICES), links.Found({}))):
        assert "SENTINEL" not in text


def test_hostile_text_never_gets_past_a_typed_place() -> None:
    document = full()
    for path in places(document):
        for value in EVIL if typed(path) else []:
            with pytest.raises(BadState):
                read(put(document, path, value))
        for wrong in [*WRONG_KINDS, *([] if path[-1] in BOOLEANS else [True])]:
            with pytest.raises(BadState):
                read(put(document, path, wrong))


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=9)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner)))
def test_anything_else_is_refused_and_nothing_breaks(document: Any) -> None:
    with pytest.raises(BadState):
        read(document)


@pytest.mark.parametrize(
    "change, text",
    [
        ({"firewal": []}, "does not know"),
        ({"generation": 0}, "generation"),
        ({"interfaces": [{"mac": "02:00:00:00:00:03", "role": "GUEST", "address": "10.1.1.2/24"}]}, "no guest interface holds the gateway"),
        ({"guests": [small()["guests"][0], small()["guests"][0]]}, "twice"),
        ({"addresses": []}, "203.0.113.5 is not among"),
        ({"addresses": [{"address": "203.0.113.5/24", "mac": "02:00:00:00:00:09"}]}, "no public interface carries"),
        ({"firewall": [{"protocol": "tcp", "public_address": "203.0.113.9"}]}, "203.0.113.9 is not among"),
        ({"firewall": [{"protocol": "tcp", "public_address": "203.0.113.5", "port_first": 9, "port_last": 8}]}, "wrong order"),
        ({"firewall": [{"protocol": "tcp", "direction": "EGRESS"}]}, "no guest network"),
        ({"static_nats": [{"public_address": "203.0.113.5", "guest_address": g} for g in ("10.1.1.8", "10.1.1.9")]}, "twice"),
    ],
)
def test_a_whole_that_makes_no_sense_is_refused(change: dict[str, Any], text: str) -> None:
    with pytest.raises(BadState, match=text):
        read(small(**change))


def forward(first: int, last: int, guest: int = 0, **more: Any) -> dict[str, Any]:
    guest = guest or first
    return {"public_address": "203.0.113.5", "protocol": "tcp", "public_first": first, "public_last": last, "guest_address": "10.1.1.10",
            "guest_first": guest, "guest_last": guest + last - first} | more  # fmt: skip


def test_forwardings_that_overlap_or_do_not_fit_are_refused() -> None:
    with pytest.raises(BadState, match="forwarded twice"):
        read(small(forwards=[forward(80, 90), forward(90, 95)]))
    read(small(forwards=[forward(80, 90), forward(90, 95, protocol="udp"), forward(91, 95)]))
    with pytest.raises(BadState, match="as many ports"):
        read(small(forwards=[forward(80, 90) | {"guest_last": 91}]))
    with pytest.raises(BadState, match="static NAT"):
        read(small(forwards=[forward(80, 80)], static_nats=[{"public_address": "203.0.113.5", "guest_address": "10.1.1.9"}]))
    with pytest.raises(BadState, match="neither tcp nor udp"):
        read(small(forwards=[forward(80, 80, protocol="icmp")]))


def test_leases_must_fit_their_network() -> None:
    def leases(*given: dict[str, Any]) -> dict[str, Any]:
        return small(guests=[small()["guests"][0] | {"leases": list(given)}])

    one = {"mac": "02:00:00:00:01:01", "address": "10.1.1.9"}
    for bad in ([one, one], [one | {"address": "10.1.2.9"}], [one | {"address": "10.1.1.1"}], [one, one | {"mac": "02:00:00:00:01:02"}]):
        with pytest.raises(BadState):
            read(leases(*bad))
    with pytest.raises(BadState, match="password_id"):
        read(leases(one | {"metadata": {"password": "hidden"}}))
    with pytest.raises(BadState) as refusal:
        read(leases(one | {"metadata": {"password": "hidden" * 999}}))
    assert "hidden" not in str(refusal.value)
    assert ".guests[0].leases[0].metadata.password" in str(refusal.value)


def test_an_egress_rule_belongs_to_a_network_of_this_router() -> None:
    read(small(firewall=[{"protocol": "all", "direction": "EGRESS", "guest": FIRST}]))
