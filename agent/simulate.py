"""Many simulated hosts in one process: each with its own key, certificate, address, connection and state."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import random
import resource
from dataclasses import dataclass, field
from pathlib import Path

from agent import handlers  # noqa: F401  registers the command table
from agent.drivers.simulator import PoolBook, SimHypervisor, SimNetwork, SimStorage
from agent.host import Host
from agent.identity import Identity
from agent.journal import Journal
from agent.report import Reporter, facts
from agent.rpc.link import Enrolment
from agent.rpc.server import AgentServer
from agent.setup import join
from common.ids import new_uuid
from protos.report.v1 import report_pb2 as pb

log = logging.getLogger(__name__)

JOINING_AT_ONCE = 16
FIRST_REPORTS = 300   # a second: each is a TLS handshake


@dataclass(frozen=True)
class Plan:
    """What to simulate. Host n (from 0) has its folder h<n> in `state_dir` and listens on `address_base` + n."""

    hosts: int
    state_dir: Path
    address_base: str = "127.1.0.1"
    port: int = 8251
    boot_ms: int = 0
    managers: list[str] = field(default_factory=list)   # where to join; needed only by hosts that have not joined yet
    token: str = ""
    ca_pem: bytes = b""
    name: str = "sim"

    def address(self, number: int) -> str:
        """Where host `number` listens."""
        return f"{ipaddress.ip_address(self.address_base) + number}:{self.port}"


class Simulation:
    """Runs a plan. `hosts` and `addresses` are filled by `start`."""

    def __init__(self, plan: Plan, seed: int | None = None) -> None:
        self.plan = plan
        self.hosts: dict[str, Host] = {}
        self.addresses: dict[str, str] = {}
        self._rng = random.Random(seed)
        self._identities: dict[str, Identity] = {}
        plan.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._journal = Journal(plan.state_dir / "journal")
        self._shared = PoolBook(self._journal.records("shared"))
        self._server = AgentServer(self.hosts)
        self._reporters: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Joins the hosts that have not joined, listens, and begins to report. Raises SetupFailed, PortTaken."""
        raise_file_limit()
        numbers = range(self.plan.hosts)
        fresh = [number for number in numbers if not (self._folder(number) / "host.json").exists()]
        if fresh:
            await self._join(fresh)
        for number in numbers:
            identity = Identity.load(self._folder(number))
            self._add(number, identity)
        await self._server.start()
        loop = asyncio.get_running_loop()
        for uuid, host in self.hosts.items():
            reporter = Reporter(host, self._identities[uuid], random.Random(self._rng.random()), max(1.0, len(self.hosts) / FIRST_REPORTS))
            self._reporters.append(loop.create_task(reporter.run()))
        log.info("%d simulated hosts from %s", len(self.hosts), self.plan.address(0))

    async def stop(self) -> None:
        """Ends; simulated guests go on where they were at the next start."""
        for task in self._reporters:
            task.cancel()
        await asyncio.gather(*self._reporters, return_exceptions=True)
        await self._server.stop(grace=1)
        self._journal.close()

    def _add(self, number: int, identity: Identity) -> None:
        host = make_host(identity.host, self._journal, self._folder(number), self.plan.boot_ms, self._shared)
        self._identities[host.uuid] = identity
        self.hosts[host.uuid] = host
        address = self.plan.address(number)
        self._server.listen(address, lambda: identity)
        self.addresses[host.uuid] = address

    async def _join(self, numbers: list[int]) -> None:
        link = Enrolment(self.plan.managers[0], self.plan.ca_pem)
        limit = asyncio.Semaphore(JOINING_AT_ONCE)

        async def one(number: int) -> None:
            async with limit:
                await join(link, self._folder(number), self.plan.token, await self._request(number))

        try:
            await asyncio.gather(*(one(number) for number in numbers))
        finally:
            await link.close()

    async def _request(self, number: int) -> pb.JoinRequest:
        records = self._journal.records("")
        guid = records.get("guid", str(number))
        if guid is None:
            guid = new_uuid()
            records.put("guid", str(number), guid)
            await records.commit()
        blank = make_host("", self._journal, self._folder(number), self.plan.boot_ms)
        return pb.JoinRequest(guid=guid, name=f"{self.plan.name}-{number}", address=self.plan.address(number), facts=await facts(blank))

    def _folder(self, number: int) -> Path:
        return self.plan.state_dir / f"h{number}"


def make_host(uuid: str, journal: Journal, folder: Path, boot_ms: int, shared: PoolBook | None = None) -> Host:
    """One simulated host on a journal. `shared`: the storage it has in common with others."""
    records = journal.records(uuid)
    hypervisor = SimHypervisor(records, folder, boot_ms)
    host = Host(uuid, hypervisor, SimNetwork(records), SimStorage(records, folder, hypervisor, shared), records,
                open_control=hypervisor.open_control, open_console=hypervisor.open_console)
    host.operations.recover()
    return host


def raise_file_limit() -> None:
    """As many open files as the system lets this process have: each simulated host needs a few."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
