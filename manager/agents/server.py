"""What agents and console proxies call: Enrol (join with a one-time token), Report (report, renew), Console. Any node answers, TLS passes through."""

from __future__ import annotations

import functools
import logging
import random
from collections.abc import Callable
from typing import Any

import grpc
import grpc.aio

from common import tls
from manager.agents.consoles import SERVICE, ConsoleService
from manager.agents.peers import named_caller
from manager.agents.reports import Refused as ReportRefused
from manager.agents.reports import ReportBatches, told
from manager.model.db import Database, Tx, Unavailable
from manager.model.errors import Refused
from manager.model.infra import certificates, hosts, reports
from manager.services.ca import Authority, BadRequest, Credentials, Issued, key_of
from protos.report.v1 import report_pb2 as pb

log = logging.getLogger(__name__)

AGE_SECONDS = 3600      # connections are renewed, so that agents spread over nodes that were added; gRPC adds 10 % jitter
CODES = {401: grpc.StatusCode.PERMISSION_DENIED, 431: grpc.StatusCode.INVALID_ARGUMENT, 432: grpc.StatusCode.FAILED_PRECONDITION}


class PortTaken(Exception):
    """An address cannot be listened on."""


class ReportServer:
    """Listens for agents: at `enrol` (host:port) for those that join, at `report` for those that have a certificate.

    Two ports, because grpc-python cannot ask for a client certificate without requiring it (docs/adr/0601). Port 0: any free one, see
    `enrol_port` and `report_port`. `advertise()`: where hosts that join shall report to. `consoles`: answers console proxies, on the
    port of those that have a certificate. Raises PortTaken.
    """

    def __init__(self, db: Database, authority: Authority, credentials: Credentials, node_id: int, enrol: str, report: str,
                 advertise: Callable[[], list[str]], consoles: ConsoleService | None = None) -> None:
        self._db = db
        self._authority = authority
        self._advertise = advertise
        self._batches = ReportBatches(db, node_id)
        unary = grpc.unary_unary_rpc_method_handler
        pair = [(credentials.key_pem, credentials.certificate_pem + credentials.ca_pem)]  # the CA too: those that join pin its fingerprint
        self._enrol, self.enrol_port = _server(
            "pileus.report.v1.Enrol", {"Join": unary(self._join, pb.JoinRequest.FromString, pb.JoinReply.SerializeToString)},
            enrol, grpc.ssl_server_credentials(pair))
        self._reports, self.report_port = _server(
            "pileus.report.v1.Report",
            {"Report": unary(self._report, pb.HostReport.FromString, pb.ReportReply.SerializeToString),
             "Renew": unary(self._renew, pb.RenewRequest.FromString, pb.RenewReply.SerializeToString)},
            report, grpc.ssl_server_credentials(pair, credentials.ca_pem, True))
        if consoles is not None:
            self._reports.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, consoles.methods()),))

    async def start(self) -> None:
        """Begins to answer."""
        await self._enrol.start()
        await self._reports.start()

    async def stop(self, grace: float = 2.0) -> None:
        """Ends; agents go to other nodes."""
        await self._enrol.stop(grace)
        await self._reports.stop(grace)

    async def _join(self, request: pb.JoinRequest, context: Any) -> pb.JoinReply:
        if not request.guid or not request.address:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "a host that joins needs a guid and an address")
        try:
            host, issued = await self._db.run(functools.partial(self._admit, request))
        except Refused as refused:
            log.warning("join of %s refused: %s", request.name, refused.text)
            await context.abort(CODES.get(refused.code, grpc.StatusCode.FAILED_PRECONDITION), refused.text)
            raise AssertionError from None
        except BadRequest as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
            raise AssertionError from None
        except Unavailable:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the database is away")
            raise AssertionError from None
        log.info("host %s (%s) joined from %s", host.uuid, host.name, request.address)
        return pb.JoinReply(host=host.uuid, certificate_pem=issued.certificate_pem, ca_pem=self._authority.ca_pem,
                            report_addresses=",".join(self._advertise()))

    def _admit(self, request: pb.JoinRequest, tx: Tx) -> tuple[hosts.Host, Issued]:
        joining = hosts.Joining(request.guid[:128], request.name, request.address[:255], request.facts.hypervisor, request.facts.arch)
        key = key_of(request.csr_pem)
        host = hosts.join(tx, request.token, joining, key)
        reports.facts(tx, host.id, told(request.facts))
        return host, self._certify(tx, host, request.csr_pem)

    def _certify(self, tx: Tx, host: hosts.Host, csr_pem: str) -> Issued:
        issued = self._authority.sign(csr_pem, tls.host_name(host.uuid), "host")
        certificates.record(tx, serial=issued.serial, name=issued.name, kind="host", subject_id=host.id, not_after=issued.not_after,
                            key_sha256=issued.key_sha256)
        hosts.certified(tx, host.id, issued.serial)
        return issued

    async def _report(self, report: pb.HostReport, context: Any) -> pb.ReportReply:
        uuid, serial = await _caller(context)
        if report.host != uuid:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, f"host {uuid} cannot report as {report.host}")
        try:
            return await self._batches.take(report, serial)
        except ReportRefused as refused:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, str(refused))
        except Unavailable:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the database is away")
        raise AssertionError

    async def _renew(self, request: pb.RenewRequest, context: Any) -> pb.RenewReply:
        uuid, serial = await _caller(context)

        def renew(tx: Tx) -> Issued | None:
            host = hosts.by_uuid(tx, uuid)
            if host is None or host.live is None or not certificates.valid(tx, [serial]):
                return None
            return self._certify(tx, host, request.csr_pem)

        try:
            issued = await self._db.run(renew)
        except BadRequest as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
            raise AssertionError from None
        except Unavailable:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the database is away")
            raise AssertionError from None
        if issued is None:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, f"host {uuid} is gone, or its certificate is revoked")
            raise AssertionError
        return pb.RenewReply(certificate_pem=issued.certificate_pem, ca_pem=self._authority.ca_pem)


async def _caller(context: Any) -> tuple[str, str]:
    """(uuid, certificate serial) of the host that calls."""
    return await named_caller(context, tls.HOST_SUFFIX, "a host with its certificate")


def _server(service: str, methods: dict[str, Any], address: str, credentials: Any) -> tuple[Any, int]:
    server = grpc.aio.server(options=_options())
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, methods),))
    try:
        return server, int(server.add_secure_port(address, credentials))
    except RuntimeError:
        raise PortTaken(f"cannot listen for agents on {address}: the port is taken, or the address is not this machine's") from None


def _options() -> list[tuple[str, Any]]:
    return [
        ("grpc.so_reuseport", 0),
        ("grpc.max_connection_age_ms", int(AGE_SECONDS * 1000 * random.uniform(0.9, 1.1))),
        ("grpc.max_connection_age_grace_ms", 15_000),
        ("grpc.http2.bdp_probe", 0),
        ("grpc.tsi.max_frame_size", 2048),   # reports are small: 9 KiB less for each of thousands of connections
        ("grpc.keepalive_time_ms", 60_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.http2.max_ping_strikes", 0),
    ]
