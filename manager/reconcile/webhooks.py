"""Events are delivered to webhooks: several at once, one at a time for each webhook, again after a failure, and then it is history."""

from __future__ import annotations

import asyncio
import functools
import logging
from datetime import timedelta

from common import clock
from manager import settings
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.work import webhooks as model
from manager.model.work.webhooks import DeliveryRow
from manager.reconcile.declare import reconciler
from manager.services import Services, hooks

log = logging.getLogger(__name__)

LOOK = 0.5             # seconds between looks for what became due while others are being sent
PATIENCE = 540.0       # seconds after which a run ends and the next one goes on: below the reconciler's limit
MAX_PAUSE = 60


@reconciler("webhooks", every=timedelta(seconds=30))
async def webhooks(services: Services) -> None:
    """Sends until nothing is queued. What a dying node had begun is sent again by the next: a receiver may get an event twice, never not at all."""
    running: dict[int, asyncio.Task[None]] = {}
    until = clock.monotonic() + PATIENCE
    try:
        while clock.monotonic() < until:
            size = await services.read(lambda tx: int(settings.get(tx, "webhook.delivery.thread.pool.size")))
            if len(running) < size:
                rows = await services.read(functools.partial(model.due, busy=list(running), most=size - len(running)))
                for row in rows:
                    running[row.webhook_id] = asyncio.create_task(_one(services, row))
            if not running:
                if not await services.read(model.waiting):
                    return
                await clock.nap(LOOK)
                continue
            done, _ = await asyncio.wait(running.values(), timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
            running = {key: task for key, task in running.items() if task not in done}
            for task in done:
                task.result()
        if running:
            await asyncio.wait(running.values())
    finally:
        for task in running.values():
            task.cancel()


@reconciler("webhook-history", every=timedelta(hours=1), setting="webhook.deliveries.cleanup.interval")
async def history(services: Services) -> None:
    """Of each webhook the newest `webhook.deliveries.limit` deliveries are kept."""
    await services.write(lambda tx: model.trim(tx, int(settings.get(tx, "webhook.deliveries.limit"))))


async def _one(services: Services, row: DeliveryRow) -> None:
    """One try of one delivery."""
    plan = await services.read(functools.partial(_plan, row=row, services=services))
    if plan is None:
        await services.write(functools.partial(model.drop, delivery_ids=[row.id]))
        return
    post, seconds, tries, blocked = plan
    outcome = await hooks.deliver(post, blocked, seconds)
    last = outcome.success or row.tries + 1 >= tries
    if not outcome.success:
        log.info("webhook delivery %s, try %d of %d: %s", row.uuid, row.tries + 1, tries, outcome.response[:200])

    def write(tx: Tx) -> None:
        again = None if last else tx.now() + min(1 << row.tries, MAX_PAUSE) * SECOND
        model.tried(tx, row.id, again_at=again, success=outcome.success, headers=outcome.headers, response=outcome.response,
                    started=outcome.started, ended=outcome.ended)
    await services.write(write)


def _plan(tx: Tx, row: DeliveryRow, services: Services) -> tuple[hooks.Post, float, int, list[hooks.Network]] | None:
    """What to send where, its seconds, how many tries in all, and what may not be reached; None: it is gone, disabled, or asks too much."""
    hook = model.by_id(tx, row.webhook_id)
    if hook is None or hook.state != "Enabled" or not model.entitled(tx, hook):
        return None
    post = hooks.Post(hook.payload_url, row.event_uuid or "", row.event_type, row.account_uuid or "", row.payload,
                      services.secrets.open(hook.secret_enc) if hook.secret_enc else "", bool(hook.ssl_verification))
    seconds = float(settings.get(tx, "webhook.delivery.timeout", domain=hook.domain_id))
    tries = int(settings.get(tx, "webhook.delivery.tries", domain=hook.domain_id))
    return post, seconds, tries, hooks.blocklist(str(settings.get(tx, "webhook.delivery.blocklist")))
