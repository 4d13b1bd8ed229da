"""Deployments under load: so many in flight, by four clients that poll as `cs` does."""

from __future__ import annotations

import asyncio
import base64
import itertools
import random
import time
from dataclasses import dataclass, field

from tools.benchkit.cost import cpu_s, parts
from tools.benchkit.world import BOOT_MS, World

USER_DATA = base64.b64encode(b"#cloud-config\n" + b"x" * 500).decode()


@dataclass
class Load:
    """One run. The window that is measured begins with the `warm`-th deployment that ends and lasts for `total` more."""

    world: World
    total: int
    in_flight: int
    warm: int
    seed: int = 1
    ended: int = 0
    begun: float = 0.0
    over: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def run(self) -> dict[str, float]:
        """The figures."""
        asyncio.run(self._run())
        if self.failed:
            raise RuntimeError(f"{len(self.failed)} deployments failed, the first: {self.failed[0]}")
        seconds = self.over - self.begun
        rows = self.world.cluster.database.query(
            "SELECT ended - created FROM saga WHERE kind = 'vm.deploy' AND state = 'done' AND is_job = 1"
            f" ORDER BY ended DESC LIMIT {self.total}", "pileus")
        times = sorted(int(str(row[0])) / 1e6 - BOOT_MS / 1000 for row in rows)
        out = {"deploys_per_s": self.total / seconds, "deploy_p95_s": times[int(len(times) * 0.95) - 1],
               "cpu_s_per_deploy": sum(self.cpu.values()) / self.total}
        shares = ", ".join(f"{part} {value / self.total * 1000:.0f} ms" for part, value in self.cpu.items())
        print(f"  {self.total} deployments in {seconds:.1f} s; CPU for each: {shares}; median {times[len(times) // 2]:.1f} s", flush=True)
        return out

    async def _run(self) -> None:
        world, rng = self.world, random.Random(self.seed)
        targets = [(user, network) for user, nets in zip(world.users, world.networks, strict=True) for network in nets]
        rng.shuffle(targets)
        turns = itertools.cycle(targets)
        numbers = itertools.count()

        async def slot() -> None:
            while not self.over:
                (user, network), number = next(turns), next(numbers)
                try:
                    made = await user.call("deployVirtualMachine", zoneid=world.zone.id, templateid=world.template, networkids=network,
                                           serviceofferingid=world.offering, userdata=USER_DATA, keypair="bench", name=f"b{self.seed}-{number}")
                    await user.job(made["jobid"])
                except Exception as error:  # counted: one failure makes the whole run void
                    self.failed.append(f"{type(error).__name__}: {error}")
                    if len(self.failed) > 20:
                        return
                    continue
                self._count()

        await asyncio.gather(*(slot() for _ in range(self.in_flight)))

    def _count(self) -> None:
        self.ended += 1
        if self.ended == self.warm:
            self.begun, self.cpu = time.monotonic(), {part: -cpu_s(pids) for part, pids in parts(self.world.cluster).items()}
        elif self.ended == self.warm + self.total:
            self.over = time.monotonic()
            for part, pids in parts(self.world.cluster).items():
                self.cpu[part] += cpu_s(pids)


def idle_cpu(world: World, seconds: float) -> float:
    """CPU seconds that the cloud uses in a second without any work: reports, reconcilers, polls."""
    pids = [pid for found in parts(world.cluster).values() for pid in found]
    before = cpu_s(pids)
    time.sleep(seconds)
    return (cpu_s(pids) - before) / seconds
