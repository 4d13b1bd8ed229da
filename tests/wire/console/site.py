"""A site whose managers' report port answers console proxies: real gRPC and TLS, hosts in memory. `Proxy` is a program in a proxy's place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import grpc.aio

from common import tls
from manager.agents.consoles import ConsoleService
from manager.agents.server import ReportServer
from manager.model.console import proxies
from manager.model.db import Tx
from manager.model.infra import certificates
from manager.services.ca import Authority, Credentials
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from protos.consoleproxy.v1 import consoleproxy_pb2_grpc
from tests.wire.vm.test_vms import Site

BROWSER = "198.51.100.7"


class Refused(Exception):
    """The manager's refusal: `code` is a grpc.StatusCode."""

    def __init__(self, code: Any, text: str) -> None:
        super().__init__(f"{code.name}: {text}")
        self.code, self.text = code, text


class Consoles(Site):
    """`authority`: of the cloud; `port`: where proxies call."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url)
        self.authority = Authority.load_or_make(folder / "keys")
        self.credentials, _ = self.authority.credentials(tls.MANAGER, "manager")
        self.server = self.app.background.run(self._serve())
        self.app.admin.call("updateConfiguration", name="consoleproxy.mode", value="local")

    async def _serve(self) -> ReportServer:
        service = ConsoleService(self.app.db, self.authority, self.app.keys, self.hosts)  # type: ignore[arg-type]
        server = ReportServer(self.app.db, self.authority, self.credentials, 1, "127.0.0.1:0", "127.0.0.1:0", list, service)
        await server.start()
        return server

    def close(self) -> None:
        """Ends all."""
        self.app.background.run(self.server.stop(0.1))
        self.app.close()

    def proxy(self, name: str = "one", address: str = "203.0.113.5:8443") -> Proxy:
        """A local proxy that beats once."""
        made = Proxy(self, name)
        made.beat(address=address)
        return made


class Proxy:
    """Calls as a proxy's program does."""

    def __init__(self, site: Consoles, name: str, *, certified: str = "", recorded: bool = True) -> None:
        self.site = site
        self.row = site.app.db.write(lambda tx: proxies.local(tx, name))
        credentials, issued = site.authority.credentials(certified or tls.console_name(self.row.uuid), "console")
        self.serial = issued.serial

        def record(tx: Tx) -> None:
            certificates.record(tx, serial=issued.serial, name=issued.name, kind="consolelocal", subject_id=self.row.id, not_after=issued.not_after,
                                key_sha256=issued.key_sha256)

        if recorded:
            site.app.db.write(record)
        self.stub = site.app.background.run(self._stub(credentials))

    async def _stub(self, credentials: Credentials) -> Any:
        channel = grpc.aio.secure_channel(
            f"127.0.0.1:{self.site.server.report_port}",
            grpc.ssl_channel_credentials(credentials.ca_pem, credentials.key_pem, credentials.certificate_pem),
            options=[("grpc.ssl_target_name_override", tls.MANAGER)])
        return consoleproxy_pb2_grpc.ConsoleStub(channel)  # type: ignore[no-untyped-call]

    def ask(self, method: str, request: Any) -> Any:
        """The answer. Refused when it is an error."""
        async def call() -> Any:
            try:
                return await getattr(self.stub, method)(request, timeout=30)
            except grpc.aio.AioRpcError as error:
                raise Refused(error.code(), error.details() or "") from None
        return self.site.app.background.run(call())

    def redeem(self, token: str, *, extra: str = "", client: str = BROWSER, direct: bool = False) -> pb.Grant:
        """A link is opened."""
        grant: pb.Grant = self.ask("Redeem", pb.RedeemRequest(token=token, extra=extra, client_address=client, direct=direct))
        return grant

    def attach(self, grant: pb.Grant, *, secret: str | None = None, client: str = BROWSER) -> pb.Grant:
        """The page opens a screen."""
        made: pb.Grant = self.ask("Attach", pb.AttachRequest(session=grant.session, secret=grant.secret if secret is None else secret,
                                                             client_address=client))
        return made

    def share(self, grant: pb.Grant) -> pb.ShareReply:
        """The page asks for a link."""
        made: pb.ShareReply = self.ask("Share", pb.ShareRequest(session=grant.session, secret=grant.secret, client_address=BROWSER))
        return made

    def beat(self, *open_now: pb.Grant, idle: int = 0, address: str = "203.0.113.5:8443", draining: bool = False) -> dict[str, str]:
        """{session: why it must end}."""
        said = [pb.Activity(session=grant.session, idle_seconds=idle, connections=1) for grant in open_now]
        reply: pb.BeatReply = self.ask("Beat", pb.BeatRequest(address=address, sessions=said, version="1", draining=draining))
        return {one.session: one.reason for one in reply.end}
