"""Orphans: what a host has and the database does not. Only a tombstone with a fence not lower than the host's allows removal."""

from __future__ import annotations

import asyncio
import functools
import logging
from dataclasses import dataclass
from datetime import timedelta

from google.protobuf.message import Message

from manager.model.db import Tx
from manager.model.infra import host_parts
from manager.model.work import alerts, tombstones, watch
from manager.model.work.watch import Grave
from manager.reconcile.declare import reconciler
from manager.services import AgentFailure, Fence, HostPeer, Services, Unreachable
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)

AT_ONCE = 10
ORPHAN_ALERT = 14  # CloudStack's AlertType.MANAGEMENT_NODE


@dataclass(frozen=True)
class Thing:
    """An object on a host that the database does not have there. `remove`: the command that would."""

    kind: str
    name: str
    seen: pb.Fence
    remove: Message
    why: str


@reconciler("orphans", every=timedelta(minutes=10))
async def orphans(services: Services) -> None:
    """Looks at every host that is Up."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(host_id: int, uuid: str, address: str, hypervisor: str) -> None:
        async with limit:
            await look(services, HostPeer(host_id, uuid, address))

    await asyncio.gather(*(one(*found) for found in await services.read(host_parts.up)))


async def look(services: Services, peer: HostPeer) -> None:
    """One host. The host is asked first, the database afterwards: what is made meanwhile has its row by then."""
    try:
        found: pb.Objects = await services.agents.do(peer, pb.ListObjects())
    except (AgentFailure, Unreachable) as error:
        log.info("host %s: %s", peer.uuid, error)
        return
    things, graves, may_act, number = await services.read(functools.partial(_compare, peer=peer, found=found))
    for thing in things:
        grave = graves.get((thing.kind, thing.name))
        if may_act and grave is not None and (grave.epoch, grave.fence) >= (thing.seen.epoch, thing.seen.fence):
            await _remove(services, peer, thing, grave, number)
        else:
            text = f"Host {peer.uuid} has {thing.kind} {thing.name}, which {thing.why}; it is left alone"
            log.error("%s", text)
            await services.write(functools.partial(_alert, text=text))


async def _remove(services: Services, peer: HostPeer, thing: Thing, grave: Grave, number: int) -> None:
    try:
        await services.agents.do(peer, thing.remove, Fence(grave.lock_key, grave.epoch, grave.fence, number))
        log.warning("host %s: removed orphan %s %s", peer.uuid, thing.kind, thing.name)
    except (AgentFailure, Unreachable) as error:
        log.warning("host %s: orphan %s %s stays: %s", peer.uuid, thing.kind, thing.name, error)


Compared = tuple[list[Thing], dict[tuple[str, str], Grave], bool, int]


def _compare(tx: Tx, peer: HostPeer, found: pb.Objects) -> Compared:
    things = [*_vms(tx, peer, found), *_volumes(tx, peer, found), *_ports(tx, found)]
    graves: dict[tuple[str, str], Grave] = {}
    for kind in (tombstones.VM, tombstones.VOLUME, tombstones.PORT):
        names = [thing.name for thing in things if thing.kind == kind]
        graves.update({(kind, name): grave for name, grave in watch.graves(tx, kind, names).items()})
    held = watch.held(tx, {thing.seen.key for thing in things} | {grave.lock_key for grave in graves.values()})
    quiet = [thing for thing in things if thing.seen.key not in held
             and ((grave := graves.get((thing.kind, thing.name))) is None or grave.lock_key not in held)]
    return quiet, graves, not watch.report_only(tx), tx.now()


def _vms(tx: Tx, peer: HostPeer, found: pb.Objects) -> list[Thing]:
    known = watch.known_vms(tx, [vm.name for vm in found.vms])
    out = []
    for vm in found.vms:
        row = known.get(vm.name)
        if row is not None and (row[1] == peer.id or (row[1] is None and vm.power != pb.RUNNING)):
            continue
        why = "is not in the database" if row is None else "should not run here"
        out.append(Thing(tombstones.VM, vm.name, vm.fence, pb.EnsureAbsent(vm=vm.name, uuid=vm.uuid), why))
    return out


def _volumes(tx: Tx, peer: HostPeer, found: pb.Objects) -> list[Thing]:
    known = watch.known_volumes(tx, [volume.uuid for volume in found.volumes])
    strange = [volume for volume in found.volumes if volume.uuid not in known]
    if not strange:
        return []
    pools = {pool.uuid: pb.Pool(uuid=pool.uuid, type=pool.type, path=pool.path) for pool in host_parts.joined_pools(tx, peer.id)}
    out = []
    for volume in strange:
        command = pb.EnsureNoVolume(pool=pools.get(volume.pool, pb.Pool(uuid=volume.pool)), uuid=volume.uuid)
        out.append(Thing(tombstones.VOLUME, volume.uuid, volume.fence, command, "is not in the database"))
    return out


def _ports(tx: Tx, found: pb.Objects) -> list[Thing]:
    known = watch.known_nics(tx, [port.uuid for port in found.ports])
    return [Thing(tombstones.PORT, port.name, port.fence, pb.EnsureNoPort(vm=port.vm, name=port.name, uuid=port.uuid),
                  "is not in the database") for port in found.ports if port.uuid not in known]


def _alert(tx: Tx, text: str) -> None:
    if not watch.alerted(tx, ORPHAN_ALERT, text):
        alerts.add(tx, ORPHAN_ALERT, "ORPHAN", text)
