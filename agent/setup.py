"""Joining: a host that holds a one-time token gets its certificate."""

from __future__ import annotations

import hmac
import socket
import ssl
from pathlib import Path
from typing import Any

from agent.identity import Identity, pending_key
from agent.rpc.link import Enrolment, LinkLost
from common import clock, tls
from protos.report.v1 import report_pb2 as pb

ATTEMPTS = 20
PAUSE = 1.5


class SetupFailed(Exception):
    """The host could not join; the text says why."""


def fetch_ca(manager: str, fingerprint: str) -> bytes:
    """The CA that the manager at `manager` shows in its handshake, if it is the one with this SHA-256. Raises SetupFailed."""
    host, _, port = manager.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # what it shows is compared with the fingerprint, and only then trusted
    context.set_alpn_protocols(["h2"])
    try:
        with socket.create_connection((host, int(port)), timeout=10) as raw, context.wrap_socket(raw) as secured:
            shown: Any = secured
            chain = (shown if hasattr(shown, "get_unverified_chain") else shown._sslobj).get_unverified_chain()  # public from Python 3.13
    except (OSError, ValueError) as error:
        raise SetupFailed(f"cannot reach {manager}: {error}") from None
    for certificate in chain or []:
        pem = certificate if isinstance(certificate, bytes) else certificate.public_bytes()
        pem = ssl.DER_cert_to_PEM_cert(pem) if isinstance(pem, bytes) else pem
        if hmac.compare_digest(tls.fingerprint(pem), fingerprint.replace(":", "").lower()):
            return pem.encode()
    raise SetupFailed(f"the manager at {manager} shows no CA with fingerprint {fingerprint}")


async def join(link: Enrolment, folder: Path, token: str, request: pb.JoinRequest, patience: int = ATTEMPTS) -> Identity:
    """Joins as `request` says (without its key) and stores the identity in `folder`; repeated until an answer came.

    A repeated join of the same folder is the same host. Raises SetupFailed.
    """
    key, csr = pending_key(folder)
    asked = pb.JoinRequest()
    asked.CopyFrom(request)
    asked.token, asked.csr_pem = token, csr.decode()
    for attempt in range(1, patience + 1):
        try:
            reply = await link.join(asked)
            break
        except LinkLost as lost:
            if lost.refused or attempt == patience:
                raise SetupFailed(f"joining failed: {lost}") from None
            await clock.nap(PAUSE)
    identity = Identity(folder, reply.host, [each for each in reply.report_addresses.split(",") if each], key,
                        reply.certificate_pem.encode(), reply.ca_pem.encode())
    identity.save()
    return identity
