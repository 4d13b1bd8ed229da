"""VM power: each handler takes the state to end in, looks, and does what is missing."""

from __future__ import annotations

from agent.dispatch import handles
from agent.drivers.base import DriverError
from agent.handlers import check
from agent.host import Host
from common import clock
from protos.agent.v1 import agent_pb2 as pb

POLL = 0.5           # seconds between looks at a guest that was asked to power down
MAX_GRACE = 600


@handles(thing=lambda c: f"vm:{c.vm.name}", fenced=True)
async def ensure_running(host: Host, cmd: pb.EnsureRunning) -> pb.VmState:
    """Running already: say so. Left half-made by a crash: define it anew. Absent: make it."""
    check.vm(cmd.vm)
    await _same(host, cmd.vm.name, cmd.vm.uuid)
    power = await host.call(host.hypervisor.power, cmd.vm.name)
    if power == pb.PAUSED:
        await host.call(host.hypervisor.resume, cmd.vm.name)
    elif power != pb.RUNNING:
        await _start(host, cmd.vm, power)
    return await _settled(host, cmd.vm.name)


@handles(thing=lambda c: f"vm:{c.vm}", fenced=True)
async def ensure_stopped(host: Host, cmd: pb.EnsureStopped) -> pb.VmState:
    """Off, and still defined when it was. Without `force` the guest gets `grace_seconds` to power down by itself."""
    check.vm_name(cmd.vm)
    await _same(host, cmd.vm, cmd.uuid)
    await _power_off(host, cmd.vm, 0 if cmd.force else cmd.grace_seconds)
    return await _state(host, cmd.vm)


@handles(thing=lambda c: f"vm:{c.vm}", fenced=True)
async def ensure_absent(host: Host, cmd: pb.EnsureAbsent) -> pb.VmState:
    """Off and undefined; disks and taps stay."""
    check.vm_name(cmd.vm)
    await _same(host, cmd.vm, cmd.uuid)
    await host.call(host.hypervisor.destroy, cmd.vm)
    await host.call(host.hypervisor.undefine, cmd.vm)
    host.records.put("boot", cmd.vm, None)
    host.consoles.end_vm(cmd.vm, pb.ConsoleEnd.STOPPED, "the VM is gone from this host", forget=True)
    return pb.VmState(name=cmd.vm, uuid=cmd.uuid, power=pb.ABSENT)


@handles(thing=lambda c: f"vm:{c.vm.name}", fenced=True)
async def ensure_rebooted(host: Host, cmd: pb.EnsureRebooted) -> pb.VmState:
    """Powered off and started from the definition in the command, once for each `boot`."""
    check.vm(cmd.vm)
    name = cmd.vm.name
    await _same(host, name, cmd.vm.uuid)
    if host.records.get("boot", name) != cmd.boot:
        await _power_off(host, name, int(cmd.vm.extra.get("reboot_grace_seconds", "0") or 0), pb.ConsoleEnd.REBOOTED)
        host.records.put("boot", name, cmd.boot)  # off now: what is left is ensure_running, however often
        await host.records.commit()
    power = await host.call(host.hypervisor.power, name)
    if power != pb.RUNNING:
        await _start(host, cmd.vm, power)
    return await _settled(host, name)


async def _start(host: Host, vm: pb.Vm, power: pb.Power.ValueType) -> None:
    for disk in vm.disks:
        if await host.call(host.storage.volume, disk.pool, disk.uuid) is None:
            raise DriverError("NOT_FOUND", f"{vm.name}: volume {disk.uuid} is not on pool {disk.pool.uuid}")
    ready = {port.name for port in await host.call(host.network.ports)}
    for port in vm.ports:
        if port.name not in ready:
            raise DriverError("NOT_FOUND", f"{vm.name}: there is no port {port.name}")
    if power == pb.CRASHED:
        await host.call(host.hypervisor.destroy, vm.name)
    await host.call(host.hypervisor.define, vm)
    await host.call(host.hypervisor.start, vm.name)


async def _settled(host: Host, name: str) -> pb.VmState:
    seconds = host.hypervisor.settle(name)
    if seconds > 0:
        await clock.nap(seconds)
    state = await _state(host, name)
    if state.power != pb.RUNNING:
        raise DriverError("FAILED", f"{name} was started and is {pb.Power.Name(state.power)} now; see {state.serial_log or 'its log'}")
    return state


async def _power_off(host: Host, name: str, grace: int, why: pb.ConsoleEnd.Why.ValueType = pb.ConsoleEnd.STOPPED) -> None:
    power = await host.call(host.hypervisor.power, name)
    if power == pb.RUNNING and grace > 0:
        await host.call(host.hypervisor.shutdown, name)
        end = clock.monotonic() + min(grace, MAX_GRACE)
        while (power := await host.call(host.hypervisor.power, name)) == pb.RUNNING and clock.monotonic() < end:
            await clock.nap(POLL)
    if power not in (pb.OFF, pb.ABSENT):
        host.consoles.end_vm(name, why, "the VM restarts" if why == pb.ConsoleEnd.REBOOTED else "the VM was stopped")
        await host.call(host.hypervisor.destroy, name)


async def _same(host: Host, name: str, uuid: str) -> None:
    found = await host.call(host.hypervisor.uuid, name)
    if uuid and found and found != uuid:
        raise DriverError("INVALID", f"{name} on this host is {found}, not {uuid}")


async def _state(host: Host, name: str) -> pb.VmState:
    hypervisor = host.hypervisor
    return pb.VmState(name=name, uuid=await host.call(hypervisor.uuid, name), power=await host.call(hypervisor.power, name),
                      serial_log=await host.call(hypervisor.serial_log, name))
