"""Image stores: their services are asked for a sign of life. Three silences in a row: Down, told once, and nothing new goes there."""

from __future__ import annotations

import asyncio
import functools
import logging
from datetime import timedelta

from manager.model.db import Tx
from manager.model.infra import image_stores
from manager.model.infra.image_stores import DOWN, Watched
from manager.model.work import alerts
from manager.reconcile.declare import reconciler
from manager.services import AgentFailure, Services, Unreachable
from protos.secstorage.v1 import secstorage_pb2 as pb

log = logging.getLogger(__name__)

SECONDS = 10     # for an answer
AT_ONCE = 20


@reconciler("stores", every=timedelta(seconds=30))
async def stores(services: Services) -> None:
    """Asks all of them, some at once: one statement for the list, two for each store."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(found: Watched) -> None:
        async with slots:
            await _ask(services, found)

    await asyncio.gather(*(one(found) for found in await services.read(image_stores.watched)))


async def _ask(services: Services, found: Watched) -> None:
    try:
        status = await services.images.call(found.address, "Stat", pb.Empty(), SECONDS)
    except (AgentFailure, Unreachable) as failure:
        log.warning("image store %s at %s does not answer: %s", found.name, found.address, failure)
        await services.write(functools.partial(_silent, found=found))
        return
    await services.write(functools.partial(_answered, found=found, capacity=status.capacity_bytes, used=status.used_bytes))


def _answered(tx: Tx, found: Watched, capacity: int, used: int) -> None:
    image_stores.answered(tx, found.id, capacity, used)
    if found.state == DOWN:
        alerts.resolve(tx, f"image_store:{found.id}")
        log.info("image store %s is up", found.name)


def _silent(tx: Tx, found: Watched) -> None:
    if image_stores.silent(tx, found.id):
        alerts.once(tx, alerts.STORAGE_MISC, f"image_store:{found.id}", f"Image store {found.name} ({found.uuid}) is down: its service at "
                    f"{found.address} does not answer", zone_id=found.zone_id)
