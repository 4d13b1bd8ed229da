"""Who may look at guests: keys come and go. No fence: what comes late is worth nothing after some seconds."""

from __future__ import annotations

from agent.dispatch import handles
from agent.drivers.base import DriverError
from agent.handlers import check
from agent.host import Host
from protos.agent.v1 import agent_pb2 as pb

LONGEST = 3600      # seconds a key may wait for its use


@handles(thing=None)
async def allow_console(host: Host, cmd: pb.AllowConsole) -> pb.Done:
    """The key of this hash opens the VM's consoles, each kind once, for some seconds."""
    check.vm_name(cmd.vm)
    check.uuid(cmd.session, "the console session")
    check.sha256(cmd.key_sha256)
    if not 0 < cmd.seconds <= LONGEST:
        raise DriverError("INVALID", f"a console key lives 1 to {LONGEST} seconds, not {cmd.seconds}")
    if await host.call(host.hypervisor.power, cmd.vm) == pb.ABSENT:
        raise DriverError("NOT_FOUND", f"there is no VM {cmd.vm} on this host")
    host.consoles.allow(cmd)
    return pb.Done()


@handles(thing=None)
async def deny_console(host: Host, cmd: pb.DenyConsole) -> pb.Done:
    """No key of the session opens anything, and what it has open ends."""
    check.uuid(cmd.session, "the console session")
    host.consoles.deny(cmd.session, cmd.reason)
    return pb.Done()
