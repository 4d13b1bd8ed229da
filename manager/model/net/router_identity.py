"""The identity of routers: their one-time token and the certificate they were given."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from manager.model.db import Tx
from manager.model.infra import certificates
from manager.model.tables.network import router

_READ = select(router.c.token_enc, router.c.cert_serial).where(router.c.vm_id == bindparam("vm"))
_WRITE = update(router).where(router.c.vm_id == bindparam("vm")).values(cert_serial=bindparam("serial"), enrolled_key=bindparam("digest"))


def read(tx: Tx, vm_id: int) -> tuple[str, str]:
    """(encrypted token, serial number in hexadecimal), empty where there is none."""
    row = tx.first(_READ, {"vm": vm_id})
    return ("", "") if row is None else (row.token_enc or "", row.cert_serial or "")


def write(tx: Tx, vm_id: int, *, serial: str, name: str, not_after: int, key_sha256: str) -> None:
    """Records the certificate a router is about to get; earlier ones are revoked."""
    certificates.record(tx, serial=serial, name=name, kind="router", subject_id=vm_id, not_after=not_after, key_sha256=key_sha256)
    certificates.revoke(tx, "router", vm_id, but=serial)
    tx.execute(_WRITE, {"vm": vm_id, "serial": serial, "digest": key_sha256})
