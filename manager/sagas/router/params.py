"""What sagas about one router are given."""

from __future__ import annotations

import msgspec


class RouterJob(msgspec.Struct, frozen=True):
    """A router (its VM's id) and its NICs."""

    vm_id: int
    nic_ids: list[int]


def router_key(vm_id: int) -> str:
    """The lock key of a router."""
    return f"router:{vm_id}"


def network_key(network_id: int) -> str:
    """The lock key of a network."""
    return f"network:{network_id}"
