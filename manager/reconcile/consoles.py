"""Console sessions that nobody has open any more end; hosts are told of all that ended; old records go."""

from __future__ import annotations

import logging
from datetime import timedelta

from manager import settings
from manager.model.clock import MINUTE
from manager.model.console import proxies, sessions
from manager.model.db import Tx
from manager.model.peers import HostPeer
from manager.reconcile.declare import reconciler
from manager.services import AgentFailure, Services, Unreachable
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)
HOUR = 60 * MINUTE


@reconciler("console.sessions", every=timedelta(seconds=5))
async def sweep(services: Services) -> None:
    """The proxy ends an ended session at its next beat; should it not listen, the host cuts the stream."""
    await services.write(sessions.close_lost)
    rows = await services.read(sessions.untold)
    done, silent = [], set()
    for row in rows:
        if row.host_id is not None and row.host_id not in silent:
            try:
                await services.agents.do(HostPeer(row.host_id, row.host_uuid, row.address),
                                         pb.DenyConsole(session=row.uuid, reason=row.end_reason or ""), seconds=5)
            except AgentFailure as failure:
                log.warning("host %s: console session %s: %s", row.host_uuid, row.uuid, failure.text)
            except Unreachable:  # its agent forgets what it allowed when it restarts; streams of a dead host are dead
                silent.add(row.host_id)
        done.append(row.id)
    if done:
        await services.write(lambda tx: sessions.told(tx, done))


@reconciler("console.records", every=timedelta(hours=180), setting="console.session.cleanup.interval", unit=3600)
async def forget(services: Services) -> None:
    """Sessions that ended `console.session.cleanup.retention.hours` ago go."""
    def work(tx: Tx) -> None:
        sessions.forget(tx, tx.now() - int(settings.get(tx, "console.session.cleanup.retention.hours")) * HOUR)
        proxies.forget(tx)

    await services.write(work)
