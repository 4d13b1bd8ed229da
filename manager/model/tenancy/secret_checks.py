"""Fingerprints of the keys that all nodes of a cloud share."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.tables.work import secret_check


def fingerprints(tx: Tx) -> dict[str, str]:
    """By name of the key; empty before the first node has started."""
    return {row.name: row.fingerprint for row in tx.rows(select(secret_check.c.name, secret_check.c.fingerprint))}


def settle(tx: Tx, name: str, fingerprint: str) -> str:
    """The cloud's fingerprint of this key: the first node's stays. Compare it with your own."""
    have = fingerprints(tx).get(name)
    if have is not None:
        return have
    try:
        with tx.conn.begin_nested():
            tx.insert(secret_check, name=name, fingerprint=fingerprint)
    except IntegrityError:  # another node was first
        return fingerprints(tx)[name]
    return fingerprint
