"""The shared objects of hosts (bridges, cached images, pools): each host gets the whole document of what is in use, with a generation.

What the agent made and the document does not name, it removes (but for what was ensured a moment ago, or is still in use there).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from common import clock
from manager.model.db import Tx
from manager.model.infra import host_parts
from manager.model.work import watch
from manager.network.messages import network_message
from manager.reconcile.declare import reconciler
from manager.services import AgentFailure, HostPeer, Services, Unreachable
from protos.agent.v1 import agent_pb2

log = logging.getLogger(__name__)

AT_ONCE = 20
AGAIN = 3600.0   # seconds after which an unchanged document is sent all the same: something may have been lost on the host


@dataclass
class Sent:
    """What this process sent to each host: digest of the document, and when (monotonic)."""

    documents: dict[int, tuple[bytes, float]] = field(default_factory=dict)


_sent = Sent()


@reconciler("host-objects", every=timedelta(seconds=60))
async def host_objects(services: Services) -> None:
    """Sends the documents that changed."""
    await look(services, _sent)


async def look(services: Services, sent: Sent) -> None:
    """One round over all hosts that are Up."""
    if await services.read(watch.report_only):
        return
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(host_id: int, uuid: str, address: str, hypervisor: str) -> None:
        async with limit:
            await _send(services, sent, HostPeer(host_id, uuid, address), hypervisor)

    await asyncio.gather(*(one(*found) for found in await services.read(host_parts.up)))


async def _send(services: Services, sent: Sent, peer: HostPeer, hypervisor: str) -> None:
    uses = await services.read(lambda tx: host_parts.uses(tx, peer.id, hypervisor))
    if uses is None:
        log.info("host %s: something in use cannot be described yet; its objects are left alone", peer.uuid)
        return
    before = sent.documents.get(peer.id)
    if before is not None and before[0] == _digest(_document(uses, 0)) and clock.monotonic() - before[1] < AGAIN:
        return

    def renew(tx: Tx) -> agent_pb2.ApplyHostState | None:  # rows and generation of one moment
        now = host_parts.uses(tx, peer.id, hypervisor)
        return None if now is None else _document(now, host_parts.next_generation(tx, peer.id))

    document = await services.write(renew)
    if document is None:
        return
    try:
        await services.agents.do(peer, document)
    except (AgentFailure, Unreachable) as error:
        log.warning("host %s did not take its document: %s", peer.uuid, error)
        return
    sent.documents[peer.id] = (_digest(document), clock.monotonic())


def _digest(document: agent_pb2.ApplyHostState) -> bytes:
    """Of all but the generation."""
    bare = agent_pb2.ApplyHostState()
    bare.CopyFrom(document)
    bare.generation = 0
    return hashlib.sha256(bare.SerializeToString(deterministic=True)).digest()


def _document(uses: host_parts.Uses, generation: int) -> agent_pb2.ApplyHostState:
    networks = {message.bridge: message for message in map(network_message, uses.segments)}
    return agent_pb2.ApplyHostState(
        generation=generation, networks=[networks[bridge] for bridge in sorted(networks)], images=sorted(uses.images),
        pools=[agent_pb2.Pool(uuid=pool.uuid, type=pool.type, path=pool.path) for pool in uses.pools])
