"""What is on the host, and the whole-host document of shared objects."""

from __future__ import annotations

from agent import __version__
from agent.dispatch import handles
from agent.drivers.base import DriverError
from agent.fences import Stale
from agent.handlers import check
from agent.host import Host
from protos.agent.v1 import agent_pb2 as pb


@handles(thing=None)
async def ping(host: Host, cmd: pb.Ping) -> pb.HostState:
    """Who answers."""
    if cmd.report and host.hurry is not None:
        host.hurry()
    return pb.HostState(boot_id=await host.call(host.hypervisor.boot_id), version=__version__, epoch=host.fences.epoch())


@handles(thing=None)
async def list_objects(host: Host, cmd: pb.ListObjects) -> pb.Objects:
    """All that the agent made, with the fence of the last command about each."""
    found = pb.Objects(bridges=await host.call(host.network.bridges), operations=host.operations.list())
    for vm in await host.call(host.hypervisor.vms):
        found.vms.append(pb.VmObject(name=vm.name, uuid=vm.uuid, power=vm.power, fence=host.fences.of(f"vm:{vm.name}")))
    for port in await host.call(host.network.ports):
        found.ports.append(pb.PortObject(name=port.name, vm=port.vm, uuid=port.uuid, fence=host.fences.of(f"port:{port.name}")))
    images: set[str] = set()
    for pool in host.pools():
        for uuid in await _volumes(host, pool):
            found.volumes.append(pb.VolumeObject(pool=pool.uuid, uuid=uuid, fence=host.fences.of(f"volume:{uuid}")))
        images.update(await host.call(host.storage.images, pool))
    found.images.extend(sorted(images))
    return found


async def _volumes(host: Host, pool: pb.Pool) -> list[str]:
    """All of a local pool's; of a shared one's those that this host was told about: other hosts answer for the others."""
    if pool.type in ("Filesystem", ""):
        return await host.call(host.storage.volumes, pool)
    told = [thing.partition(":")[2] for thing in host.records.all("object") if thing.startswith("volume:")]
    return [uuid for uuid in told if await host.call(host.storage.volume, pool, uuid) is not None]


@handles(thing=lambda c: "host")
async def apply_host_state(host: Host, cmd: pb.ApplyHostState) -> pb.Done:
    """Ensures the networks and pools named, removes what the agent made and nobody names, but for what was ensured just now."""
    seen = host.records.get("generation", "host") or 0
    if cmd.generation < seen:
        raise Stale(f"host document {cmd.generation} comes after {seen}")
    for network in cmd.networks:
        check.network(network)
    for pool in cmd.pools:
        check.pool(pool)
        await host.call(host.storage.ensure_pool, pool)
        host.records.put("pool", pool.uuid, {"type": pool.type, "path": pool.path})
    await _keep_networks(host, list(cmd.networks))
    await _keep_images(host, set(cmd.images))
    if cmd.generation != seen:
        host.records.put("generation", "host", cmd.generation)
        await host.records.commit()
    return pb.Done()


@handles(thing=lambda c: "faults")
async def set_faults(host: Host, cmd: pb.SetFaults) -> pb.Faults:
    """Faults of a simulated host."""
    if not host.hypervisor.simulated:
        raise DriverError("UNSUPPORTED", "only simulated hosts have faults")
    host.faults.set(cmd.faults, clear=cmd.clear)
    if cmd.boot_ms >= 0:
        host.records.put("simulator", "boot_ms", cmd.boot_ms)
    return _faults(host)


@handles(thing=None)
async def get_faults(host: Host, cmd: pb.GetFaults) -> pb.Faults:
    """Faults that are left."""
    if not host.hypervisor.simulated:
        raise DriverError("UNSUPPORTED", "only simulated hosts have faults")
    return _faults(host)


def _faults(host: Host) -> pb.Faults:
    return pb.Faults(faults=host.faults.list(), boot_ms=host.records.get("simulator", "boot_ms") or 0)


async def _keep_networks(host: Host, networks: list[pb.Network]) -> None:
    for network in networks:
        async with host.locks.hold(f"bridge:{network.bridge}"):
            await host.call(host.network.ensure_network, network)
    named = {network.bridge for network in networks}
    for bridge in await host.call(host.network.bridges):
        async with host.locks.hold(f"bridge:{bridge}"):
            if bridge not in named and not host.fresh(f"bridge:{bridge}"):
                await host.call(host.network.ensure_no_network, bridge)


async def _keep_images(host: Host, images: set[str]) -> None:
    for pool in host.pools():
        for uuid in await host.call(host.storage.images, pool):
            async with host.locks.hold(f"image:{pool.uuid}:{uuid}"):
                if uuid not in images and not host.fresh(f"image:{uuid}"):
                    await host.call(host.storage.ensure_no_image, pool, uuid)
