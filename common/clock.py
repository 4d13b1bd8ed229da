"""The one place where time passes: monotonic time for waiting, wall time for what is shown and signed."""

import asyncio
import time


def monotonic() -> float:
    """Seconds since some fixed moment; for measuring and waiting, never for storing."""
    return time.monotonic()


def wall_us() -> int:
    """Microseconds since 1970 UTC on this machine. What is stored takes the database's time (`manager.model.clock`)."""
    return time.time_ns() // 1000


def wall_seconds() -> int:
    """Seconds since 1970 UTC on this machine; for what expires."""
    return int(time.time())


def pause(seconds: float) -> None:
    """Blocks this thread for `seconds`."""
    time.sleep(seconds)


async def nap(seconds: float) -> None:
    """Suspends this task for `seconds`."""
    await asyncio.sleep(seconds)
