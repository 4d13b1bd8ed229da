"""Several workers in one process, for tests of how nodes share the work."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from manager.model.db import Database, Tx
from manager.saga import JobInfo, Saga, Started, start
from manager.saga.endings import Ended
from manager.saga.worker import Worker
from manager.services import Agents, Services
from tests.sagas.harness.play import QUICK


def services(db: Database, agents: Agents) -> Services:
    """Services with these hosts and nothing else."""
    return Services(agents, None, None, lambda fn: db.run(fn, writing=False), db.run)  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def workers(db: Database, agents: Agents, count: int = 1, **options: Any) -> AsyncIterator[list[Worker]]:
    """Started workers; killed at the end. Keyword arguments of Timing and of Worker."""
    timing = replace(QUICK, **{k: options.pop(k) for k in list(options) if hasattr(QUICK, k)})
    made = [Worker(db, services(db, agents), f"node-{i}", timing=timing, **options) for i in range(count)]
    try:
        for worker in made:
            await worker.start()
        yield made
    finally:
        for worker in made:
            worker.kill()


async def begin(worker: Worker, saga: Saga[Any], params: Any, job: JobInfo | None = None) -> Started:
    """Starts a saga in its own transaction."""
    def fn(tx: Tx) -> Started:
        return start(tx, saga, params, job)
    return await worker.db.run(fn)


async def finish(worker: Worker, saga: Saga[Any], params: Any, job: JobInfo | None = None, seconds: float = 20) -> Ended:
    """Starts a saga and waits for its end."""
    ended = await worker.wait((await begin(worker, saga, params, job)).id, seconds)
    assert ended is not None, f"{saga.kind} has not ended within {seconds} s"
    return ended
