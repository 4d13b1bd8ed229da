"""The job of an asynchronous command whose whole work fits into the call's own transaction: it is done when the job exists.

CloudStack answers such commands (createPhysicalNetwork, …) with a job; clients poll it. There is nothing left to do or to undo.
"""

from __future__ import annotations

import msgspec

from manager.saga import Ctx, Saga, Tx, register


class Immediate(msgspec.Struct, frozen=True):
    """`key`: the object's lock key, so that the job ends after earlier work on the object."""

    key: str


def report(ctx: Ctx[Immediate]) -> None:
    """Nothing is left to do: what the command wrote was committed together with this saga."""


IMMEDIATE = register(Saga("immediate", Immediate, locks=lambda p: [p.key], steps=[Tx(report)]))
