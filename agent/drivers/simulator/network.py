"""Simulated bridges and taps."""

from __future__ import annotations

from agent.drivers.base import DriverError
from agent.journal import Records
from protos.agent.v1 import agent_pb2 as pb


class SimNetwork:
    """Implements base.Network."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def bridges_found(self) -> list[str]:
        """Any traffic label will do; cloudbr0 and cloudbr1 are shown."""
        return ["cloudbr0", "cloudbr1"]

    def features(self) -> list[str]:
        """Everything."""
        return ["vlan", "vxlan", "nft-bridge-ct"]

    def ensure_network(self, network: pb.Network) -> None:
        """A bridge of this name and kind; INVALID when it is there as another."""
        wanted = [int(network.isolation), network.tag, network.parent, network.multicast, network.address]
        found = self._records.get("bridge", network.bridge)
        if found is None:
            self._records.put("bridge", network.bridge, wanted)
        elif found != wanted:
            raise DriverError("INVALID", f"bridge {network.bridge} is there already as another network: {found}")

    def ensure_port(self, vm: str, port: pb.Port) -> None:
        """A tap on a bridge that is there."""
        if self._records.get("bridge", port.network.bridge) is None:
            raise DriverError("NOT_FOUND", f"port {port.name}: there is no bridge {port.network.bridge}")
        wanted = {"vm": vm, "uuid": port.uuid, "bridge": port.network.bridge, "mac": port.mac, "addresses": list(port.addresses)}
        if self._records.get("port", port.name) != wanted:
            self._records.put("port", port.name, wanted)

    def ensure_no_port(self, name: str, uuid: str) -> None:
        """No such tap."""
        found = self._records.get("port", name)
        if found is not None and (not uuid or found["uuid"] == uuid):
            self._records.put("port", name, None)

    def ports(self) -> list[pb.PortObject]:
        """All taps."""
        return [pb.PortObject(name=name, vm=port["vm"], uuid=port["uuid"]) for name, port in self._records.all("port").items()]

    def bridges(self) -> list[str]:
        """All bridges made here."""
        return list(self._records.all("bridge"))

    def ensure_no_network(self, bridge: str) -> bool:
        """No such bridge, unless a tap is on it."""
        if any(port["bridge"] == bridge for port in self._records.all("port").values()):
            return False
        if self._records.get("bridge", bridge) is not None:
            self._records.put("bridge", bridge, None)
        return True
