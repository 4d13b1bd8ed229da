"""The daemon of one real host."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from agent import handlers  # noqa: F401  registers the command table
from agent.config import Config, ConfigError
from agent.drivers.base import Hypervisor, Network, Storage
from agent.host import Host
from agent.identity import Identity
from agent.journal import Journal
from agent.report import Reporter
from agent.rpc.server import AgentServer
from agent.simulate import make_host

log = logging.getLogger(__name__)


def identity_folder(config: Config) -> Path:
    """Where the identity is kept."""
    return config.state_dir / "identity"


def open_host(config: Config, uuid: str, journal: Journal, threads: ThreadPoolExecutor, watch: Callable[[str], None] | None = None) -> Host:
    """The host with the drivers that the configuration names. Raises DriverError, ConfigError.

    `watch` is called, from another thread, with the name of a VM that stopped or paused.
    """
    if config.driver == "simulator":
        return make_host(uuid, journal, config.state_dir, config.boot_ms)
    hypervisor, network, storage = _open_drivers(config, uuid, watch)
    return Host(uuid, hypervisor, network, storage, journal.records(uuid), threads)


def _open_drivers(config: Config, uuid: str, watch: Callable[[str], None] | None) -> tuple[Hypervisor, Network, Storage]:
    if config.driver != "libvirt":
        raise ConfigError(f"unknown driver {config.driver}: libvirt or simulator")
    if config.accelerate not in ("auto", "kvm", "tcg"):
        raise ConfigError(f"accelerate is {config.accelerate}: auto, kvm or tcg")
    try:
        from agent.drivers.libvirt import LibvirtHypervisor
    except ImportError as error:
        raise ConfigError(f"the libvirt driver needs libvirt-python: {error}") from None
    from agent.drivers.localdir import LocalStorage
    from agent.net import LinuxNetwork

    hypervisor = LibvirtHypervisor(
        config.libvirt_uri, state_dir=config.state_dir, log_dir=config.vm_log_dir, cache=config.disk_cache,
        accelerate="kvm" if config.accelerate == "kvm" else "tcg" if config.accelerate == "tcg" else "auto", watch=watch)
    return hypervisor, LinuxNetwork(config.state_dir, host=uuid), LocalStorage()


async def serve(config: Config) -> None:
    """Serves until SIGTERM or SIGINT; guests are never touched by starting or ending. Raises FileNotFoundError before `setup`."""
    identity = Identity.load(identity_folder(config))
    journal = Journal(config.state_dir / "journal")
    threads = ThreadPoolExecutor(config.threads, thread_name_prefix="driver")
    loop = asyncio.get_running_loop()

    def watch(_vm: str) -> None:
        loop.call_soon_threadsafe(reporter.hurry)

    host = open_host(config, identity.host, journal, threads, watch)
    reporter = Reporter(host, identity, random.Random())
    host.operations.recover()
    server = AgentServer({host.uuid: host})
    server.listen(config.listen, lambda: identity)
    await server.start()
    reports = loop.create_task(reporter.run())
    log.info("host %s serves on %s", host.uuid, config.listen)
    try:
        await until_stopped()
    finally:
        reports.cancel()
        await asyncio.gather(reports, return_exceptions=True)
        await server.stop(grace=10)
        threads.shutdown(wait=True)
        journal.close()


async def until_stopped(ready: Callable[[], None] | None = None) -> None:
    """Returns at SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if ready is not None:
        ready()
    await stop.wait()
