"""What sagas about public addresses and rules are given."""

from __future__ import annotations

import msgspec


class AddressJob(msgspec.Struct, frozen=True):
    """A public address, and its network."""

    address_id: int
    network_id: int


class RuleJob(msgspec.Struct, frozen=True):
    """A rule and those made or removed with it. `address_id` None: egress rules, which hang on the network."""

    network_id: int
    rule_ids: list[int]
    address_id: int | None = None


def keys(job: AddressJob | RuleJob) -> list[str]:
    """Work on one address comes one after another; so does work on one network's egress rules."""
    return [f"network:{job.network_id}" if job.address_id is None else f"ip:{job.address_id}"]
