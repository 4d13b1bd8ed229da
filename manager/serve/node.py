"""One manager process: API, sagas, reconcilers, agents."""

from __future__ import annotations

import asyncio
import fcntl
import importlib
import ipaddress
import logging
import pkgutil
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import manager.reconcile
import manager.sagas
from common import clock, killpoint, tls
from common.ids import token
from manager import settings
from manager.agents.client import AgentClient
from manager.agents.consoles import ConsoleService
from manager.agents.enrolment import RouterEnrolment
from manager.agents.images import ImageClient
from manager.agents.server import ReportServer
from manager.api.access import Access
from manager.api.execute import Api, load_commands
from manager.api.job.render import render_job
from manager.api.passwords import hashed
from manager.api.stream.hub import Hub
from manager.api.wire.app import App
from manager.api.wire.site import Site
from manager.config import Config, endpoint
from manager.model import schema
from manager.model.db import Database
from manager.model.infra import certificates, hosts
from manager.model.seeding.seed import ADMIN_USER_ID
from manager.model.tenancy import users
from manager.reconcile.runner import Runner
from manager.saga.worker import Worker
from manager.serve import admin, keys, listeners
from manager.serve.consoles import LocalProxy
from manager.services import Services
from manager.services.ca import Credentials

log = logging.getLogger(__name__)

VERSION = "0.1.0"
FINISH_S = 30.0


class SecondNode(Exception):
    """The embedded database is in use by another process."""


def load_parts() -> None:
    """Imports all commands, sagas and reconcilers, which register themselves."""
    load_commands()
    for package in (manager.sagas, manager.reconcile):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)


def lock_embedded(config: Config) -> IO[str]:
    """Holds the embedded database for this process. SecondNode when another one has it."""
    path = Path(config.database.url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.with_name(path.name + ".lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise SecondNode(f"{path} is in use by another manager: the embedded database has one node; use MySQL or MariaDB for more") from None
    return held


def first_password(config: Config, db: Database) -> str | None:
    """Gives the admin a password if there is none yet. Returns it when it was made here, to be shown once."""
    made = "" if config.api.admin_password else token(12)
    secret = hashed(config.api.admin_password or made)
    return made or None if db.write(lambda tx: users.set_first_password(tx, ADMIN_USER_ID, secret)) else None


@dataclass
class Node:
    """One process. `sockets`: of the API, bound already. `reports`: whether this process listens for agents (one per machine)."""

    config: Config
    sockets: dict[str, socket.socket]
    reports: bool = True
    _held: IO[str] | None = None
    _report_port: int = 0
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> Database:
        """The database at the right version. Raises SecondNode, schema.WrongSchema, Unavailable."""
        if self.config.sqlite:
            self._held = lock_embedded(self.config)
        db = Database(self.config.database.url, self.config.database.threads)
        if self.config.sqlite:
            schema.upgrade(db)
        else:
            schema.check(db)
        return db

    async def run(self, db: Database, cloud: keys.CloudKeys) -> None:
        """Serves until SIGTERM or SIGINT, then drains."""
        config = self.config
        credentials, issued = cloud.authority.credentials(tls.MANAGER, "manager", [socket.gethostname()])
        await db.run(lambda tx: certificates.record(
            tx, serial=issued.serial, name=issued.name, kind="manager", subject_id=None, not_after=issued.not_after, key_sha256=issued.key_sha256))
        agents = AgentClient(credentials, RouterEnrolment(db, cloud.authority, cloud.secrets))
        images = ImageClient(credentials)
        services = Services(agents, images, cloud.secrets, lambda fn: db.run(fn, writing=False), db.run,
                            ca_pem=cloud.authority.ca_pem, managers=self._managers)
        worker = Worker(db, services, config.node_name, render_job, in_service=hosts.in_service, alone=config.sqlite, address=socket.gethostname(),
                        version=VERSION)
        if killpoint.ARMED:
            worker.hook = killpoint.hook
        await worker.start()
        access = Access(db, cloud.secrets)
        access.start()
        api = Api(db, cloud.secrets, worker, access, authority=cloud.authority, joining=self._joining())
        app = App(api, [ipaddress.ip_network(text) for text in config.api.trusted_proxies], ready=lambda: None if worker.node.held else "no database",
                  hub=Hub(api, config.api.streams, config.api.streams_per_user),
                  site=Site(config.ui_root / "client", Path(config.ui.settings)))
        reports = await self._listen_for_agents(db, cloud, credentials, worker, agents) if self.reports else None
        proxy = self._console_proxy(db, cloud, reports) if reports is not None else None
        runner = Runner(db, services, worker.node)
        await runner.start()
        console = await admin.start(Path(config.node.state), admin.Tools(db, cloud, config)) if config.sqlite else None
        try:
            await self._serve(app, api, cloud)
        finally:
            log.info("draining")
            if console is not None:
                console.close()
            await runner.stop()
            if proxy is not None:
                await proxy.stop()
            if reports is not None:
                await reports.stop()
            await worker.drain(FINISH_S)
            access.close()
            await agents.close()
            await images.close()

    def _joining(self) -> str:
        """Where hosts join: the enrolment port, on the name by which hosts reach the managers."""
        agents = self.config.agents
        bound, port = endpoint("agents.enrol", agents.enrol)
        if agents.advertise:
            return f"{endpoint('agents.advertise', agents.advertise[0])[0]}:{port}"
        return f"{socket.gethostname() if bound in ('0.0.0.0', '::') else bound}:{port}"

    def _managers(self) -> list[str]:
        """Where hosts and console proxies report: the addresses that are advertised, else this node's."""
        if self.config.agents.advertise:
            return list(self.config.agents.advertise)
        host, port = endpoint("agents.report", self.config.agents.report)
        return [f"{socket.gethostname() if host in ('0.0.0.0', '::') else host}:{self._report_port or port}"]

    async def _listen_for_agents(self, db: Database, cloud: keys.CloudKeys, credentials: Credentials, worker: Worker,
                                 client: AgentClient) -> ReportServer:
        agents = self.config.agents
        consoles = ConsoleService(db, cloud.authority, cloud.secrets, client)
        server = ReportServer(db, cloud.authority, credentials, worker.node.id, agents.enrol, agents.report, self._managers, consoles)
        self._report_port = server.report_port
        await server.start()
        return server

    def _console_proxy(self, db: Database, cloud: keys.CloudKeys, reports: ReportServer) -> LocalProxy:
        """It asks this node first, and the others (agents.advertise) when this one is silent."""
        bound, _ = endpoint("agents.report", self.config.agents.report)
        own = f"{'127.0.0.1' if bound in ('0.0.0.0', '::') else bound}:{reports.report_port}"
        made = LocalProxy(self.config, db, cloud.authority, list(dict.fromkeys([own, *self.config.agents.advertise])))
        made.start()
        return made

    async def _serve(self, app: App, api: Api, cloud: keys.CloudKeys) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        servers: list[tuple[listeners.Server, socket.socket]] = []
        for name, sock in self.sockets.items():
            served: Any = App(api, trusted=True) if name == "integration" else app
            made = listeners.server(served, (lambda: listeners.tls_context(self.config, cloud.authority)) if name == "https" else None)
            servers.append((made, sock))
        tasks = [asyncio.create_task(made.serve(sockets=[sock])) for made, sock in servers]
        stop = asyncio.create_task(self._stopping.wait())
        for name, sock in self.sockets.items():
            log.info("%s: listening on %s port %d", name, *sock.getsockname()[:2])
        await asyncio.wait([stop, *tasks], return_when=asyncio.FIRST_COMPLETED)
        await app.drain()
        await clock.nap(self.config.api.drain_seconds)
        for made, _ in servers:
            made.should_exit = True
        await asyncio.gather(*tasks)
        stop.cancel()


def serve(config: Config, sockets: dict[str, socket.socket], *, reports: bool = True, announce: Any = print) -> None:
    """A whole process: opens, serves, drains. Prints the first admin password with `announce`, once."""
    import uvloop

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # until the loop takes over: nothing to drain yet
    load_parts()
    node = Node(config, sockets, reports)
    db = node.open()
    settings.forget()
    cloud = keys.load(Path(config.node.keys), db)
    password = first_password(config, db)
    if password is not None:
        announce(f"The first password of user admin is {password} (shown once; change it with `pileus-manager admin reset-password`)", flush=True)
    try:
        uvloop.run(node.run(db, cloud))
    finally:
        db.close()
