"""What agents are told about networks and ports, from plain rows."""

from __future__ import annotations

from collections.abc import Sequence

from manager.model.net.network import NicRow, Segment
from manager.network import names
from protos.agent.v1 import agent_pb2


def network_message(segment: Segment) -> agent_pb2.Network:
    """A layer 2 network as pileus.agent.v1.Network."""
    message = agent_pb2.Network(bridge=bridge_of(segment), isolation=agent_pb2.Network.Isolation.Value(segment.isolation),
                                tag=segment.tag, parent=segment.parent, mtu=segment.mtu)
    if segment.isolation == "VXLAN":
        message.multicast = names.multicast(segment.tag)
    if segment.isolation == "CONTROL":
        message.address = f"{names.CONTROL_HOST}/{names.CONTROL_PREFIX}"
    return message


def bridge_of(segment: Segment) -> str:
    """The segment's bridge on every host."""
    match segment.isolation:
        case "CONTROL":
            return names.CONTROL_BRIDGE
        case "NONE":
            return segment.parent
        case _:
            return names.bridge(segment.tag, segment.physical_network_id)


def port_message(nic: NicRow, segment: Segment, *, trusted: bool = False, addresses: Sequence[str] | None = None) -> agent_pb2.Port:
    """A NIC's tap as pileus.agent.v1.Port: a guest may use the address it was given (or `addresses`), a system VM's port any."""
    allowed = addresses if addresses is not None else ([nic.ip] if nic.ip else [])
    return agent_pb2.Port(name=names.tap(nic.id), uuid=nic.uuid, mac=nic.mac, network=network_message(segment),
                          addresses=[] if trusted else allowed, trusted=trusted)
