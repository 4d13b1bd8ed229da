"""Reconcilers: on time, on a signal, on one node at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from sqlalchemy import select, update

from manager.model.db import Database
from manager.model.tables import metadata
from manager.model.tables.work import lease
from manager.reconcile.declare import Reconciler, signal
from manager.reconcile.runner import Runner
from manager.saga.node import NodeLease
from manager.saga.timing import Timing
from manager.services import Services

HOURLY, OFTEN = timedelta(hours=1), timedelta(milliseconds=20)


@contextlib.asynccontextmanager
async def runners(url: str, every: timedelta, run: Callable[[Services], Awaitable[None]], count: int = 1, *, node_local: bool = False,
                  lease_s: float = 30) -> AsyncIterator[tuple[Database, list[Runner]]]:
    db = Database(url)
    metadata.drop_all(db.engine)
    metadata.create_all(db.engine)
    services = Services(None, None, None, lambda fn: db.run(fn, writing=False), db.run)  # type: ignore[arg-type]
    made: list[Runner] = []
    try:
        for i in range(count):
            node = NodeLease(db, f"n{i}", timing=Timing())
            await node.start()
            made.append(Runner(db, services, node, {"toy": Reconciler("toy", every, run, node_local)}, lease=lease_s, poll=0.02))
            await made[-1].start()
        yield db, made
    finally:
        for runner in made:
            await runner.stop()
            runner.node.kill()
        await asyncio.get_running_loop().run_in_executor(None, db.close)


async def until(true: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def test_it_runs_at_once_then_on_its_timer(db_url: str) -> None:
    async def run() -> None:
        times: list[int] = []

        async def toy(services: Services) -> None:
            times.append(1)
        async with runners(db_url, OFTEN, toy):
            await until(lambda: len(times) >= 3)
    asyncio.run(run())


def test_a_signal_runs_it_now_and_a_rolled_back_one_does_not(db_url: str) -> None:
    async def run() -> None:
        times: list[int] = []

        async def toy(services: Services) -> None:
            times.append(1)
        async with runners(db_url, HOURLY, toy) as (db, _):
            await until(lambda: len(times) == 1)

            def fails(tx: object) -> None:
                signal(tx, "toy")  # type: ignore[arg-type]
                raise ValueError
            with contextlib.suppress(ValueError):
                await db.run(fails)
            await asyncio.sleep(0.1)
            assert len(times) == 1
            await db.run(lambda tx: signal(tx, "toy"))
            await until(lambda: len(times) == 2)
    asyncio.run(run())


def test_a_signal_while_it_runs_makes_it_run_again(db_url: str) -> None:
    async def run() -> None:
        times: list[int] = []
        gate = asyncio.Event()

        async def toy(services: Services) -> None:
            times.append(1)
            await gate.wait()
        async with runners(db_url, HOURLY, toy) as (db, _):
            await until(lambda: len(times) == 1)
            await db.run(lambda tx: signal(tx, "toy"))
            await asyncio.sleep(0.1)
            assert len(times) == 1
            gate.set()
            await until(lambda: len(times) == 2)
    asyncio.run(run())


def test_it_runs_on_one_node_at_a_time(db_url: str) -> None:
    async def run() -> None:
        running, most, times = 0, 0, 0

        async def toy(services: Services) -> None:
            nonlocal running, most, times
            running, times = running + 1, times + 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1
        async with runners(db_url, OFTEN, toy, 3):
            await until(lambda: times >= 8)
        assert most == 1
    asyncio.run(run())


def test_a_failure_is_kept_and_tried_again(db_url: str) -> None:
    async def run() -> None:
        times: list[int] = []

        async def toy(services: Services) -> None:
            times.append(1)
            if len(times) == 1:
                raise ValueError("no route")
        async with runners(db_url, timedelta(milliseconds=200), toy) as (db, _):
            await until(lambda: len(times) == 1)
            await asyncio.sleep(0.05)
            assert db.read(lambda tx: tx.one(select(lease))).last_error == "ValueError: no route"
            await until(lambda: len(times) == 2)
            await asyncio.sleep(0.05)
            assert db.read(lambda tx: tx.one(select(lease))).last_error is None
    asyncio.run(run())


def test_a_lost_lease_cancels_the_run(db_url: str) -> None:
    async def run() -> None:
        ends: list[str] = []

        async def toy(services: Services) -> None:
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                ends.append("cancelled")
                raise
        async with runners(db_url, HOURLY, toy, lease_s=0.3) as (db, [runner]):
            await until(lambda: runner._running)
            await asyncio.sleep(0.05)
            await db.run(lambda tx: tx.execute(update(lease).values(take=lease.c.take + 1, until=2**50)))
            await until(lambda: ends)
    asyncio.run(run())


def test_a_local_one_runs_on_every_node(db_url: str) -> None:
    async def run() -> None:
        times: list[int] = []

        async def toy(services: Services) -> None:
            times.append(1)
        async with runners(db_url, HOURLY, toy, 3, node_local=True) as (db, _):
            await until(lambda: len(times) == 3)
            assert not db.read(lambda tx: tx.rows(select(lease)))
    asyncio.run(run())
