"""The operator's certificate for consoles, with its chain: stored by uploadCustomCertificate, key sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from manager.model.db import Tx
from manager.model.tables.console import custom_certificate
from manager.model.tenancy import settings as stored

SERVER = "CPVMCertificate"   # the server's own: CloudStack's name
_c = custom_certificate.c


def put(tx: Tx, name: str, seq: int | None, domain_suffix: str, certificate: str, key_enc: str | None = None) -> None:
    """Stores one, instead of an earlier one of its name; proxies hear of it with their next beat."""
    tx.execute(delete(custom_certificate).where(_c.name == name))
    tx.insert(custom_certificate, name=name, seq=seq, domain_suffix=domain_suffix, certificate=certificate, key_enc=key_enc, updated=tx.now())
    stored.raise_epoch(tx, stored.SETTINGS)


def chain(tx: Tx, domain_suffix: str) -> Sequence[Row[Any]]:
    """name, seq, certificate of the authorities above the server's, the root first."""
    return tx.rows(select(_c.name, _c.seq, _c.certificate).where(_c.seq.is_not(None), _c.domain_suffix == domain_suffix).order_by(_c.seq, _c.name))


def served(tx: Tx) -> tuple[str, str]:
    """(what browsers are shown, PEM: the server's certificate and those below the root; its sealed key); empty texts when there is none."""
    row = tx.first(select(_c.certificate, _c.key_enc).where(_c.name == SERVER))
    return ("", "") if row is None or row.key_enc is None else (row.certificate, row.key_enc)
