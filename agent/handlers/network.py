"""Networks and taps."""

from __future__ import annotations

from agent.dispatch import handles
from agent.handlers import check
from agent.host import Host
from protos.agent.v1 import agent_pb2 as pb


@handles(thing=lambda c: f"bridge:{c.network.bridge}")
async def ensure_network(host: Host, cmd: pb.EnsureNetwork) -> pb.Done:
    """A bridge and how it reaches other hosts."""
    check.network(cmd.network)
    host.touch(f"bridge:{cmd.network.bridge}")
    await host.call(host.network.ensure_network, cmd.network)
    return pb.Done()


@handles(thing=lambda c: f"port:{c.port.name}", fenced=True)
async def ensure_port(host: Host, cmd: pb.EnsurePort) -> pb.PortState:
    """A tap on its bridge with its rules; the bridge is ensured on the way."""
    check.vm_name(cmd.vm)
    check.port(cmd.port)
    bridge = f"bridge:{cmd.port.network.bridge}"
    async with host.locks.hold(bridge):
        host.touch(bridge)
        await host.call(host.network.ensure_network, cmd.port.network)
        await host.call(host.network.ensure_port, cmd.vm, cmd.port)
    return pb.PortState(name=cmd.port.name)


@handles(thing=lambda c: f"port:{c.name}", fenced=True)
async def ensure_no_port(host: Host, cmd: pb.EnsureNoPort) -> pb.Done:
    """No tap, no rules."""
    check.vm_name(cmd.name)
    await host.call(host.network.ensure_no_port, cmd.name, cmd.uuid)
    return pb.Done()
