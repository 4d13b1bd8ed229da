"""The `certificate` table: each one the CA issued. What is not in it, or is revoked, is refused (grpc-python has no CRLs)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.infra import certificate

_VALID = select(certificate.c.serial).where(
    certificate.c.serial.in_(bindparam("serials", expanding=True)), certificate.c.revoked.is_(None))
_OF = select(certificate.c.key_sha256).where(
    certificate.c.kind == bindparam("kind_"), certificate.c.subject_id == bindparam("subject"), certificate.c.revoked.is_(None))
_REVOKE_OF = update(certificate).where(
    certificate.c.kind == bindparam("kind_"), certificate.c.subject_id == bindparam("subject"), certificate.c.revoked.is_(None),
    certificate.c.serial != bindparam("but")).values(revoked=now_us())


def record(tx: Tx, *, serial: str, name: str, kind: str, subject_id: int | None, not_after: int, key_sha256: str, pem: str | None = None,
           key_enc: str | None = None) -> None:
    """Notes an issued certificate; before its owner gets it. `pem`, `key_enc`: of one that an operator asked for, to be handed out once."""
    tx.insert(certificate, serial=serial, name=name, kind=kind, subject_id=subject_id, not_after=not_after, key_sha256=key_sha256,
              pem=pem, key_enc=key_enc, created=tx.now())


def valid(tx: Tx, serials: Collection[str]) -> set[str]:
    """Those serials that were issued here and are not revoked."""
    return {row.serial for row in tx.rows(_VALID, {"serials": list(serials)})} if serials else set()


def keys_of(tx: Tx, kind: str, subject_id: int) -> set[str]:
    """SHA-256 of the public keys of the certificates that somebody holds now."""
    return {row.key_sha256 for row in tx.rows(_OF, {"kind_": kind, "subject": subject_id})}


def revoke(tx: Tx, kind: str, subject_id: int, but: str = "") -> None:
    """Revokes all certificates of somebody (but one serial): refused from the next call on."""
    tx.execute(_REVOKE_OF, {"kind_": kind, "subject": subject_id, "but": but})


def by_serials(tx: Tx, serials: Sequence[str]) -> list[Row[Any]]:
    """The rows of these certificates, in the asked order."""
    found = {row.serial: row for row in tx.rows(select(certificate).where(certificate.c.serial.in_(list(serials))))} if serials else {}
    return [found[serial] for serial in serials if serial in found]


def revoke_one(tx: Tx, serial: str) -> bool:
    """Revokes one certificate: refused from the next call on. False when it was revoked already."""
    return tx.changed(update(certificate).where(certificate.c.serial == serial, certificate.c.revoked.is_(None)).values(revoked=now_us())) == 1
