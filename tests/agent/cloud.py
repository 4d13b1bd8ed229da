"""A manager's half of the host link, as a cloud has it: database, CA, report server, client."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from common import tls
from manager.agents.client import AgentClient
from manager.agents.enrolment import RouterEnrolment
from manager.agents.server import ReportServer
from manager.model.db import Database
from manager.model.infra import hosts
from manager.model.peers import HostPeer
from manager.model.tables import metadata
from manager.services.ca import Authority, Credentials
from manager.services.keys import Keys


@dataclass
class Cloud:
    db: Database
    authority: Authority
    keys: Keys
    credentials: Credentials
    server: ReportServer
    client: AgentClient

    @property
    def join_address(self) -> str:
        return f"127.0.0.1:{self.server.enrol_port}"

    def token(self, uses: int = 1) -> str:
        return self.db.write(lambda tx: hosts.create_token(tx, None, uses=uses))

    def peer(self, uuid: str) -> HostPeer:
        def read(tx):
            found = hosts.by_uuid(tx, uuid)
            assert found is not None
            return hosts.peer(tx, found.id)
        return self.db.read(read)


@contextlib.asynccontextmanager
async def running(folder: Path, url: str | None = None) -> AsyncIterator[Cloud]:
    db = Database(url or f"sqlite:///{folder}/pileus.db")
    metadata.create_all(db.engine)
    authority, keys = Authority.load_or_make(folder / "keys"), Keys.load_or_make(folder / "keys")
    credentials, _ = authority.credentials(tls.MANAGER, "manager")
    server = ReportServer(db, authority, credentials, 1, "127.0.0.1:0", "127.0.0.1:0", lambda: [f"127.0.0.1:{server.report_port}"])
    await server.start()
    client = AgentClient(credentials, RouterEnrolment(db, authority, keys))
    cloud = Cloud(db, authority, keys, credentials, server, client)
    try:
        yield cloud
    finally:
        await client.close()
        await cloud.server.stop(0.5)
        db.close()
