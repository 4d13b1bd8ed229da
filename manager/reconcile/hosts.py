"""Liveness: Down is a conclusion, not a timeout (DESIGN 2)."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from common import clock
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.infra import host_parts, hosts
from manager.model.work import alerts, watch
from manager.model.work.watch import Sign
from manager.reconcile.declare import reconciler
from manager.saga.debts import cancel_debts, pay_debts
from manager.services import AgentFailure, HostPeer, Services, Unreachable
from protos.agent.v1 import agent_pb2

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=10)
MISSED = 3                 # periods without a report before a host is suspected
DIAL_SECONDS = 10
DIALS_AT_ONCE = 50
HOST_ALERT = 7             # CloudStack's AlertType.ALERT_TYPE_HOST


@dataclass
class Attention:
    """Whether this node has watched without a gap: a host that is silent because we were away is not dead."""

    since: float | None = None       # since when reports have come in while we looked (monotonic)
    last: float = field(default=-1e9)

    def look(self, newest_age: float, period: float) -> float:
        """Seconds of attention until now. `newest_age`: seconds since any host reported."""
        now = clock.monotonic()
        if self.since is None or now - self.last > 3 * EVERY.total_seconds() or newest_age > 2 * period:
            self.since = now
        self.last = now
        return now - self.since


_attention = Attention()


@reconciler("hosts", every=EVERY)
async def hosts_alive(services: Services) -> None:
    """Silent and not answering: Down. Reporting again: pays its debts, then Up. A third falls silent together: an alert, nothing else."""
    await look(services, _attention)


async def look(services: Services, attention: Attention) -> None:
    """One round."""
    signs, now = await services.read(lambda tx: (watch.signs(tx), tx.now()))
    await services.write(_cancel_gone)
    if not signs:
        return
    period = hosts.period(len(signs))
    limit = now - MISSED * period * SECOND
    watched = attention.look((now - max(sign.reported for sign in signs)) / SECOND, period)
    back = [sign for sign in signs if sign.state != hosts.UP and sign.reported > limit]
    await asyncio.gather(*(_return(services, sign) for sign in back))
    silent = [sign for sign in signs if sign.state != hosts.DOWN and sign.reported <= limit]
    if not silent or watched <= period:
        return
    if len(silent) > 1 and len(silent) * 3 > len(signs):
        text = f"{len(silent)} of {len(signs)} hosts fell silent together: this is taken for a fault of the network or of the managers"
        log.error("%s", text)
        await services.write(functools.partial(_alert, text=text, sign=silent[0]))
        return
    await _dial(services, silent)


async def _dial(services: Services, silent: Sequence[Sign]) -> None:
    limit = asyncio.Semaphore(DIALS_AT_ONCE)

    async def one(sign: Sign) -> None:
        async with limit:
            try:
                await services.agents.do(HostPeer(sign.id, sign.uuid, sign.address), agent_pb2.Ping(), seconds=DIAL_SECONDS)
                log.warning("host %s does not report, but answers", sign.uuid)
                return
            except AgentFailure as failure:
                log.warning("host %s does not report, but answers: %s", sign.uuid, failure.text)
                return
            except Unreachable as error:
                log.warning("host %s does not report and cannot be reached: %s", sign.uuid, error)
            await services.write(functools.partial(_down, sign=sign))

    await asyncio.gather(*(one(sign) for sign in silent))


async def _return(services: Services, sign: Sign) -> None:
    """A host that reports counts as Up once it has paid what it owes."""
    if await pay_debts(services, sign.id):
        await services.write(functools.partial(_up, host_id=sign.id))
        log.info("host %s is up", sign.uuid)


def _down(tx: Tx, sign: Sign) -> None:
    if watch.down(tx, sign.id, sign.reported):
        alerts.once(tx, alerts.HOST, f"host:{sign.id}", f"Host {sign.name} ({sign.uuid}) is down: it stopped reporting and cannot be reached",
                    zone_id=sign.zone_id, pod_id=sign.pod_id)


def _up(tx: Tx, host_id: int) -> None:
    host_parts.set_liveness(tx, host_id, hosts.UP)
    alerts.resolve(tx, f"host:{host_id}")


def _alert(tx: Tx, text: str, sign: Sign) -> None:
    if not watch.alerted(tx, HOST_ALERT, text):
        alerts.add(tx, HOST_ALERT, alerts.NAMES[HOST_ALERT], text, zone_id=sign.zone_id, pod_id=sign.pod_id)


def _cancel_gone(tx: Tx) -> None:
    """A host that was removed pays nothing any more."""
    for host_id in watch.gone_debtors(tx):
        cancel_debts(tx, host_id)
