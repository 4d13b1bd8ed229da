"""Client tokens: a create call that is repeated answers the first one's object."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import client_token
from manager.model.tables.work import saga

_OF = (client_token.c.account_id == bindparam("account"), client_token.c.command == bindparam("name"), client_token.c.token == bindparam("given"))
_FIND = select(client_token.c.digest, client_token.c.object_uuid, client_token.c.saga_id, saga.c.uuid.label("job_uuid")).outerjoin(
    saga, saga.c.id == client_token.c.saga_id).where(*_OF)
_DONE = update(client_token).where(*_OF).values(object_uuid=bindparam("object"), saga_id=bindparam("job"))


class TakenMeanwhile(Exception):
    """Another call with the same token has just committed: run the transaction again."""


class FirstCall(msgspec.Struct, frozen=True):
    """What the first call with a token led to."""

    digest: str
    object_uuid: str | None
    saga_id: int | None
    job_uuid: str | None


def find(tx: Tx, account_id: int, command: str, token: str) -> FirstCall | None:
    """The first call with this token."""
    row = tx.first(_FIND, {"account": account_id, "name": command, "given": token})
    return None if row is None else make(FirstCall, row)


def take(tx: Tx, account_id: int, command: str, token: str, digest: str) -> None:
    """Claims the token for this transaction; a second claimer waits for its end. Raises TakenMeanwhile."""
    try:
        tx.insert(client_token, account_id=account_id, command=command, token=token, digest=digest, created=tx.now())
    except IntegrityError:
        raise TakenMeanwhile from None


def done(tx: Tx, account_id: int, command: str, token: str, object_uuid: str | None, saga_id: int | None) -> None:
    """Notes what the call led to."""
    tx.execute(_DONE, {"account": account_id, "name": command, "given": token, "object": object_uuid, "job": saga_id})


def sweep(tx: Tx, before: int) -> int:
    """Forgets tokens of calls from before that time whose saga has ended or is forgotten; returns how many."""
    lives = select(saga.c.id).where(saga.c.id == client_token.c.saga_id, saga.c.ended.is_(None)).exists()
    return tx.changed(delete(client_token).where(client_token.c.created < before, ~lives))
