"""Sessions and client tokens in the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from manager.model import schema
from manager.model.clock import MINUTE
from manager.model.db import Database
from manager.model.seeding.seed import ADMIN_USER_ID
from manager.model.tables.tenancy import client_token, session
from manager.model.tenancy import clienttokens, sessions


@pytest.fixture(scope="module")
def db(db_url: str) -> Iterator[Database]:
    made = Database(db_url)
    schema.upgrade(made)
    yield made
    made.close()


def test_a_session_lives_slides_and_ends(db: Database) -> None:
    db.write(lambda tx: sessions.create(tx, "id", "key", ADMIN_USER_ID, "192.0.2.1"))
    found = db.read(lambda tx: sessions.find(tx, "id"))
    assert found is not None
    assert (found.user_id, found.sessionkey_hash) == (ADMIN_USER_ID, sessions.hashed("key"))
    assert db.read(lambda tx: sessions.find(tx, "other")) is None
    db.write(lambda tx: tx.execute(update(session).values(expires=tx.now() + MINUTE)))
    db.write(lambda tx: sessions.touch(tx, "id"))
    assert db.read(lambda tx: tx.scalar(select(session.c.expires)) - tx.now()) > 29 * MINUTE
    assert db.write(sessions.sweep) == 0
    db.write(lambda tx: tx.execute(update(session).values(expires=tx.now() - 1)))
    assert db.read(lambda tx: sessions.find(tx, "id")) is None
    assert db.write(sessions.sweep) == 1


def test_client_tokens(db: Database) -> None:
    db.write(lambda tx: clienttokens.take(tx, 2, "createX", "t", "d"))
    with pytest.raises(clienttokens.TakenMeanwhile):
        db.write(lambda tx: clienttokens.take(tx, 2, "createX", "t", "d"))
    db.write(lambda tx: clienttokens.take(tx, 2, "createX", "T", "d"))  # binary collation: another token
    db.write(lambda tx: clienttokens.done(tx, 2, "createX", "t", "uuid", None))
    found = db.read(lambda tx: clienttokens.find(tx, 2, "createX", "t"))
    assert found is not None
    assert (found.digest, found.object_uuid, found.job_uuid) == ("d", "uuid", None)
    assert db.write(lambda tx: clienttokens.sweep(tx, tx.now() - MINUTE)) == 0
    db.write(lambda tx: tx.execute(update(client_token).values(created=1)))
    assert db.write(lambda tx: clienttokens.sweep(tx, tx.now() - MINUTE)) == 2
