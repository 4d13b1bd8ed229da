"""The ports of a host, remembered: the rules are rendered from all of them, also right after the agent was restarted."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from google.protobuf import json_format

from common import atomic
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)


class PortBook:
    """One JSON file per port in `folder`. Not thread-safe: its owner serialises."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._ports: dict[str, pb.EnsurePort] = {}
        for path in sorted(folder.glob("*.json")):
            try:
                self._ports[path.stem] = json_format.Parse(path.read_text(), pb.EnsurePort(), ignore_unknown_fields=True)
            except (json_format.ParseError, UnicodeDecodeError):
                # Half a file can only come from a crash of the machine, and with the machine went the tap.
                log.warning("forgetting the unreadable port file %s", path)
                path.unlink(missing_ok=True)

    def get(self, name: str) -> pb.EnsurePort | None:
        """The last command about this port."""
        return self._ports.get(name)

    def all(self) -> list[pb.EnsurePort]:
        """All ports, by name."""
        return [self._ports[name] for name in sorted(self._ports)]

    def put(self, vm: str, port: pb.Port) -> None:
        """Remembers a port. Not fsynced: a tap does not outlive the machine either."""
        entry = pb.EnsurePort(vm=vm, port=port)
        if self._ports.get(port.name) == entry:
            return
        self._ports[port.name] = entry
        text = json.dumps(json_format.MessageToDict(entry, preserving_proto_field_name=True), sort_keys=True)
        atomic.write(self._folder / f"{port.name}.json", text, durable=False)

    def drop(self, name: str) -> None:
        """Forgets a port."""
        self._ports.pop(name, None)
        (self._folder / f"{name}.json").unlink(missing_ok=True)
