"""What sagas about one network are given."""

from __future__ import annotations

import msgspec


class NetworkJob(msgspec.Struct, frozen=True):
    """A network."""

    network_id: int


class RestartNetwork(msgspec.Struct, frozen=True):
    """A network, and whether its router is made anew."""

    network_id: int
    cleanup: bool
