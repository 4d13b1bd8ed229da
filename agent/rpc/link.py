"""How an agent talks to the managers: channels, joining, reporting, renewing."""

from __future__ import annotations

from typing import Any

import grpc
import grpc.aio

from agent.identity import Identity
from common import tls
from protos.report.v1 import report_pb2 as pb

ACKNOWLEDGED = 10.0  # seconds within which a manager must answer; a connection that does not is dropped
OPTIONS = [
    ("grpc.ssl_target_name_override", tls.MANAGER),
    ("grpc.initial_reconnect_backoff_ms", 500),
    ("grpc.max_reconnect_backoff_ms", 5_000),
    ("grpc.enable_retries", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.http2.bdp_probe", 0),
]


class LinkLost(Exception):
    """A manager did not answer, or refused. `refused`: it answered, and repeating will not help."""

    def __init__(self, text: str, refused: bool = False) -> None:
        super().__init__(text)
        self.refused = refused


class Link:
    """One connection to a manager, as one host."""

    def __init__(self, address: str, identity: Identity) -> None:
        credentials = grpc.ssl_channel_credentials(identity.ca_pem, identity.key_pem, identity.certificate_pem)
        self._channel = grpc.aio.secure_channel(address, credentials, options=OPTIONS)
        self._report = self._channel.unary_unary(
            "/pileus.report.v1.Report/Report", pb.HostReport.SerializeToString, pb.ReportReply.FromString)
        self._renew = self._channel.unary_unary(
            "/pileus.report.v1.Report/Renew", pb.RenewRequest.SerializeToString, pb.RenewReply.FromString)

    async def report(self, report: pb.HostReport) -> pb.ReportReply:
        """Sends a report. Raises LinkLost."""
        reply: pb.ReportReply = await _answer(self._report(report, timeout=ACKNOWLEDGED))
        return reply

    async def renew(self, csr_pem: bytes) -> pb.RenewReply:
        """Asks for a new certificate. Raises LinkLost."""
        reply: pb.RenewReply = await _answer(self._renew(pb.RenewRequest(csr_pem=csr_pem.decode()), timeout=ACKNOWLEDGED))
        return reply

    async def broken(self) -> None:
        """Returns when the connection is no longer up: a manager that died is noticed before the next report is due."""
        state = self._channel.get_state()
        while state == grpc.ChannelConnectivity.READY:
            await self._channel.wait_for_state_change(state)
            state = self._channel.get_state()

    async def close(self) -> None:
        """Drops the connection."""
        await self._channel.close()


class Enrolment:
    """A connection for joining: only the server shows a certificate; the one-time token is the credential."""

    def __init__(self, address: str, ca_pem: bytes) -> None:
        self._channel = grpc.aio.secure_channel(address, grpc.ssl_channel_credentials(ca_pem), options=OPTIONS)
        self._join = self._channel.unary_unary("/pileus.report.v1.Enrol/Join", pb.JoinRequest.SerializeToString, pb.JoinReply.FromString)

    async def join(self, request: pb.JoinRequest) -> pb.JoinReply:
        """Joins. Raises LinkLost with the manager's reason."""
        reply: pb.JoinReply = await _answer(self._join(request, timeout=60))
        return reply

    async def close(self) -> None:
        """Drops the connection."""
        await self._channel.close()


_REFUSALS = (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.INVALID_ARGUMENT,
             grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNIMPLEMENTED)


async def _answer(call: Any) -> Any:
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        raise LinkLost(error.details() or error.code().name, error.code() in _REFUSALS) from None
