"""The reporter goes on when its host has trouble, and hurries when asked."""

import asyncio
import random
import time
from typing import Any

from agent.drivers.base import DriverError, HypervisorFacts
from agent.report import Reporter


class Away:
    """A host whose hypervisor does not answer."""

    uuid = "h"

    @property
    def hypervisor(self) -> "Away":
        return self

    def facts(self) -> HypervisorFacts:
        raise DriverError("FAILED", "libvirt at qemu:///system: connection refused")

    async def call(self, fn: Any, *args: Any) -> Any:
        return fn(*args)


class Quiet:
    """A link that never breaks."""

    async def broken(self) -> None:
        await asyncio.Event().wait()


def reporter() -> Reporter:
    made: Any = Reporter(Away(), None, random.Random(1))    # type: ignore[arg-type]
    made._link = Quiet()
    return made


def test_a_hypervisor_that_is_away_does_not_end_the_reports() -> None:
    assert asyncio.run(reporter()._turn()) == 10.0


def test_hurrying_ends_the_wait() -> None:
    async def wait() -> float:
        one, started = reporter(), time.monotonic()
        waiting = asyncio.create_task(one._wait(60))
        await asyncio.sleep(0.05)
        for _ in range(3):
            one.hurry()
        await waiting
        one.hurry()         # nobody waits: nothing happens
        return time.monotonic() - started

    assert asyncio.run(wait()) < 10
