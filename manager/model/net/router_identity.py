"""The identity of system VMs (routers, console proxies): their one-time token and the certificate they were given."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from manager.model.db import Tx
from manager.model.infra import certificates
from manager.model.tables.network import nic, router, system_vm

TABLES = {"router": router, "console": system_vm}  # by kind of certificate
_READ = {kind: select(table.c.token_enc, table.c.cert_serial).where(table.c.vm_id == bindparam("vm")) for kind, table in TABLES.items()}
_WRITE = {kind: update(table).where(table.c.vm_id == bindparam("vm")).values(cert_serial=bindparam("serial"), enrolled_key=bindparam("digest"))
          for kind, table in TABLES.items()}


def read(tx: Tx, vm_id: int, kind: str = "router") -> tuple[str, str]:
    """(encrypted token, serial number in hexadecimal), empty where there is none."""
    row = tx.first(_READ[kind], {"vm": vm_id})
    return ("", "") if row is None else (row.token_enc or "", row.cert_serial or "")


def addresses(tx: Tx, vm_id: int) -> list[str]:
    """The addresses by which browsers may reach a console proxy: its certificate names them, for clouds without an operator's own."""
    return [str(row.ip) for row in tx.rows(select(nic.c.ip).where(
        nic.c.vm_id == vm_id, nic.c.live == 1, nic.c.role.in_(("public", "management")), nic.c.ip.is_not(None)).order_by(nic.c.device))]


def write(tx: Tx, vm_id: int, *, serial: str, name: str, not_after: int, key_sha256: str, kind: str = "router") -> None:
    """Records the certificate that a system VM is about to get; earlier ones are revoked."""
    certificates.record(tx, serial=serial, name=name, kind=kind, subject_id=vm_id, not_after=not_after, key_sha256=key_sha256)
    certificates.revoke(tx, kind, vm_id, but=serial)
    tx.execute(_WRITE[kind], {"vm": vm_id, "serial": serial, "digest": key_sha256})
