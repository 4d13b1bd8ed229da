"""Sessions of browsers, as hashes: whoever reads the table cannot use one. Any node accepts them."""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import bindparam, delete, select, update

from manager.model.clock import MINUTE, now_us
from manager.model.console import sessions as consoles
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import session

LIFE = 30 * MINUTE
_FIND = select(session.c.user_id, session.c.sessionkey_hash, session.c.expires, now_us().label("now"), session.c.second_factor).where(
    session.c.id_hash == bindparam("hash"), session.c.expires > now_us())


class SessionRow(msgspec.Struct, frozen=True):
    """A session that has not expired."""

    user_id: int
    sessionkey_hash: str
    expires: int
    now: int
    second_factor: bool  # it was given


def hashed(text: str) -> str:
    """SHA-256, for unguessable values only."""
    return hashlib.sha256(text.encode()).hexdigest()


def find(tx: Tx, session_id: str) -> SessionRow | None:
    """The live session of this id."""
    row = tx.first(_FIND, {"hash": hashed(session_id)})
    return None if row is None else make(SessionRow, row)


def create(tx: Tx, session_id: str, sessionkey: str, user_id: int, client: str) -> None:
    """A new session of 30 minutes; expired ones of this user go."""
    tx.execute(delete(session).where(session.c.user_id == user_id, session.c.expires <= now_us()))
    tx.insert(session, id_hash=hashed(session_id), user_id=user_id, sessionkey_hash=hashed(sessionkey), client=client[:64], created=tx.now(),
              expires=tx.now() + LIFE)


def touch(tx: Tx, session_id: str) -> None:
    """Another 30 minutes from now."""
    tx.execute(update(session).where(session.c.id_hash == hashed(session_id)).values(expires=now_us() + LIFE))


def end(tx: Tx, session_id: str) -> bool:
    """Removes a session; False when there was none. Consoles that were opened in it end, too."""
    consoles.close_of_login(tx, session_id, "The user has logged out")
    return tx.changed(delete(session).where(session.c.id_hash == hashed(session_id))) > 0


def prove(tx: Tx, session_id: str) -> None:
    """The second factor was given in this session."""
    tx.execute(update(session).where(session.c.id_hash == hashed(session_id)).values(second_factor=True))


def end_all(tx: Tx, user_id: int, keep: str | None = None) -> None:
    """Removes all sessions of a user, but for the one of id `keep`: its password or state has changed. Its consoles end."""
    consoles.close_of_user(tx, user_id, "The user's password or state has changed", keep)
    gone = delete(session).where(session.c.user_id == user_id)
    tx.execute(gone if keep is None else gone.where(session.c.id_hash != hashed(keep)))


def sweep(tx: Tx) -> int:
    """Removes expired sessions; returns how many."""
    return tx.changed(delete(session).where(session.c.expires <= now_us()))
