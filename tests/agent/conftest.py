"""Hosts to command: simulated ones in this process, behind real gRPC and TLS."""

from __future__ import annotations

import contextlib
import itertools
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from agent.simulate import Plan, Simulation
from tests.agent.cloud import Cloud, running

Cloudy = Callable[..., AbstractAsyncContextManager[tuple[Cloud, Simulation]]]
_bases = itertools.count(1)


def free_port(address: str) -> int:
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def simulated(tmp_path: Path) -> Cloudy:
    """`async with simulated(hosts=2) as (cloud, simulation)`: a cloud with hosts that have joined."""

    @contextlib.asynccontextmanager
    async def start(hosts: int = 1, boot_ms: int = 0, folder: str = "sim") -> AsyncIterator[tuple[Cloud, Simulation]]:
        base = f"127.{90 + next(_bases)}.0.1"
        async with running(tmp_path) as cloud:
            plan = Plan(hosts, tmp_path / folder, base, free_port(base), boot_ms, [cloud.join_address], cloud.token(hosts),
                        cloud.authority.ca_pem.encode())
            simulation = Simulation(plan, seed=1)
            await simulation.start()
            try:
                yield cloud, simulation
            finally:
                await simulation.stop()

    return start
