"""Faults that a test asks a simulated host to have (SetFaults)."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from agent.journal import Records
from protos.agent.v1 import agent_pb2 as pb

ALL = "*"


class Faults:
    """The faults of one host, by the command they hit, with a count; kept over restarts."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._faults = [pb.Fault.FromString(base64.b64decode(text)) for text in records.get("faults", "all") or []]

    def set(self, faults: Iterable[pb.Fault], *, clear: bool) -> None:
        """Adds faults; `clear` removes the old ones first."""
        self._faults = [*([] if clear else self._faults), *(_copy(fault) for fault in faults)]
        self._keep()

    def list(self) -> list[pb.Fault]:
        """Those that still have a count."""
        return [_copy(fault) for fault in self._faults]

    def take(self, command: str) -> pb.Fault | None:
        """The first fault for a command, its count lowered; None when it has none."""
        for fault in self._faults:
            if fault.command in (command, ALL) and fault.count != 0:
                taken = _copy(fault)
                if fault.count > 0:
                    fault.count -= 1
                    self._faults = [each for each in self._faults if each.count != 0]
                    self._keep()
                return taken
        return None

    def _keep(self) -> None:
        self._records.put("faults", "all", [base64.b64encode(fault.SerializeToString()).decode() for fault in self._faults] or None)


def _copy(fault: pb.Fault) -> pb.Fault:
    copy = pb.Fault()
    copy.CopyFrom(fault)
    return copy
