"""Who calls a manager's gRPC server: the name and serial number in the certificate that TLS has verified."""

from __future__ import annotations

import functools
from typing import Any

import grpc

from manager.services.ca import serial_of


async def named_caller(context: Any, suffix: str, who: str) -> tuple[str, str]:
    """(uuid, certificate serial) of the caller whose name is `<uuid><suffix>`; others are refused: only `who` may call."""
    found = context.auth_context()
    names = [name.decode() for name in found.get("x509_subject_alternative_name", ())]
    uuid = next((name.removesuffix(suffix) for name in names if name.endswith(suffix)), None)
    if uuid is None:
        await context.abort(grpc.StatusCode.UNAUTHENTICATED, f"only {who} may call")
        raise AssertionError
    return uuid, _serial(found["x509_pem_cert"][0])


@functools.lru_cache(maxsize=16_384)
def _serial(pem: bytes) -> str:
    return serial_of(pem)
