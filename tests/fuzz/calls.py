"""Calls made up from the declarations: plausible values (real ids, fitting words and numbers) mixed with hostile ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from manager.api.declare import Command, Param, Ref, RefList

HOSTILE = [
    "", " ", "0", "-1", "1", "2147483648", "-9223372036854775809", "1e400", "NaN", "true", "null", "a" * 256, "a" * 5000, "' OR '1'='1",
    "\"; DROP TABLE vm; --", "%", "_", "\\", "<x>&amp;]]>", "\r\nX-Evil: 1", "\x00", "\u202e\u200b", "ünïcödé 東京 🧨", "\ud7ff\ufffe",
    "../../etc/passwd", "${jndi:ldap://x}", "$(id)", "[0].x", "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000",
    "2026-13-45", "0000-00-00", "9999-12-31 23:59:59", "1.2.3.4/33", "10.0.0.0/8", "fe80::1", "300.1.1.1", "4096", "0-0", "65536", ",", ",,a,",
    "{", "a=b&c=d", "http://127.0.0.1/", "file:///etc/passwd", "x;y|z"]
WORDS = [
    "a", "b1", "name", "Enabled", "Disabled", "all", "admin", "alice", "10.1.1.0", "10.1.1.1", "10.9.0.5", "255.255.255.0", "10.1.1.0/24", "100",
    "200-210", "tcp", "udp", "KVM", "Simulator", "Advanced", "Isolated", "key=value", "2026-11-22", "untagged", "vlan://100", "self", "Allow",
    "Deny", "list*", "zone"]
MAP_KEYS = ["key", "value", "service", "provider", "networkid", "ip", "cpuNumber", "a b", "</x>", "k"]
SLOTS = 40
RARE = 12    # one value in so many is hostile


@dataclass(frozen=True)
class Slot:
    """The n-th id of a kind that there is when the call is sent: what is drawn may not depend on what happened before."""

    kind: str
    number: int

    def id(self, ids: Mapping[str, list[str]]) -> str:
        """The id."""
        there = ids.get(self.kind) or ids["any"]
        return there[self.number % len(there)]


def value(param: Param) -> st.SearchStrategy[Any]:
    """A value for one parameter; a dictionary stands for the fields of a map."""
    fitting = _fitting(param)
    return st.integers(0, RARE - 1).flatmap(lambda roll: st.sampled_from(HOSTILE) if roll == 0 else fitting)


def _slot(kind: str) -> st.SearchStrategy[Any]:
    return st.integers(0, SLOTS).map(lambda number: Slot(kind, number))


def _fitting(param: Param) -> st.SearchStrategy[Any]:
    row = param.item if param.type is Ref else param.item.of if isinstance(param.item, RefList) else None
    if row is not None:
        return _slot(row.__name__)
    if param.type is dict or (param.type is list and param.item is dict):
        return st.dictionaries(st.sampled_from(MAP_KEYS), st.one_of(st.sampled_from(WORDS), _slot("any")), min_size=1, max_size=3)
    if param.given.choices:
        return st.sampled_from(list(param.given.choices))
    if param.type is bool:
        return st.sampled_from(["true", "false"])
    if param.kind in ("integer", "long", "short", "double"):
        low = param.given.low if param.given.low is not None else 0
        high = param.given.high if param.given.high is not None else low + 300
        return st.integers(low, max(low, min(high, low + 5000))).map(str)
    if param.kind == "uuid":
        return _slot("any")
    return st.sampled_from(WORDS)


def parameters(cls: type[Command]) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of one call: the required parameters nearly always, each optional one sometimes."""
    required = {name: value(param) for name, param in cls.PARAMS.items() if param.required}
    optional = {name: value(param) for name, param in cls.PARAMS.items() if not param.required}
    some = st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True) if optional else st.just([])
    return some.flatmap(lambda names: st.fixed_dictionaries({**required, **{name: optional[name] for name in names}}))


def flat(values: Mapping[str, Any], ids: Mapping[str, list[str]]) -> dict[str, str]:
    """As sent."""
    out: dict[str, str] = {}
    for name, one in values.items():
        if isinstance(one, dict):
            out.update({f"{name}[0].{key}": part.id(ids) if isinstance(part, Slot) else part for key, part in one.items()})
        else:
            out[name] = one.id(ids) if isinstance(one, Slot) else one
    return out
