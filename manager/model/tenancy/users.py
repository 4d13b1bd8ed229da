"""Users: passwords, keys, failed logins."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.clock import MINUTE, now_us
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import account, domain, user
from manager.model.tenancy import sessions
from manager.model.tenancy import settings as stored

LOCKED = 5 * MINUTE


class LoginRow(msgspec.Struct, frozen=True):
    """What a login needs."""

    id: int
    uuid: str
    password_hash: str | None
    failed_logins: int
    locked: bool
    usable: bool   # user and account are enabled


class ProfileRow(msgspec.Struct, frozen=True):
    """What the answer of a login shows."""

    username: str
    uuid: str
    firstname: str | None
    lastname: str | None
    timezone: str | None
    account_name: str
    account_type: int
    domain_uuid: str


def for_login(tx: Tx, username: str, domain_id: int) -> LoginRow | None:
    """The user of this name in a domain."""
    row: Any = tx.first(select(
        user.c.id, user.c.uuid, user.c.password_hash, user.c.failed_logins, user.c.locked_until > now_us(), user.c.state, account.c.state,
    ).join(account, account.c.id == user.c.account_id).where(
        user.c.username == username, account.c.domain_id == domain_id, user.c.live == 1, account.c.live == 1))
    return None if row is None else LoginRow(row[0], row[1], row[2], row[3], bool(row[4]), row[5] == "enabled" and row[6] == "enabled")


def profile(tx: Tx, user_id: int) -> ProfileRow:
    """A user as it sees itself."""
    return make(ProfileRow, tx.one(select(
        user.c.username, user.c.uuid, user.c.firstname, user.c.lastname, user.c.timezone, account.c.name, account.c.type, domain.c.uuid,
    ).join(account, account.c.id == user.c.account_id).join(domain, domain.c.id == account.c.domain_id).where(user.c.id == user_id)))


def failed(tx: Tx, user_id: int, allowed: int) -> None:
    """Counts a wrong password; after `allowed` in a row the user is locked for five minutes. 0: any number."""
    tx.execute(update(user).where(user.c.id == user_id).values(failed_logins=user.c.failed_logins + 1))
    if allowed > 0:
        tx.execute(update(user).where(user.c.id == user_id, user.c.failed_logins >= allowed).values(
            locked_until=now_us() + LOCKED, failed_logins=0))


def succeeded(tx: Tx, user_id: int) -> None:
    """Forgets wrong passwords."""
    tx.execute(update(user).where(user.c.id == user_id, user.c.failed_logins > 0).values(failed_logins=0))


def set_password(tx: Tx, user_id: int, password_hash: str) -> None:
    """A new password: all sessions end."""
    tx.execute(update(user).where(user.c.id == user_id).values(password_hash=password_hash, failed_logins=0, locked_until=0))
    sessions.end_all(tx, user_id)
    stored.raise_epoch(tx, stored.ACCESS)


def set_first_password(tx: Tx, user_id: int, password_hash: str) -> bool:
    """Sets a password where there is none; False when there was one."""
    return tx.changed(update(user).where(user.c.id == user_id, user.c.password_hash.is_(None)).values(password_hash=password_hash)) > 0


def set_keys(tx: Tx, user_id: int, api_key: str, secret_enc: str) -> None:
    """New keys: the old ones are refused everywhere within 2 s."""
    tx.execute(update(user).where(user.c.id == user_id).values(api_key=api_key, secret_enc=secret_enc))
    stored.raise_epoch(tx, stored.ACCESS)


def create(tx: Tx, *, account_id: int, domain_id: int, username: str, password_hash: str, uuid: str | None = None, **values: Any) -> str:
    """A new user; returns its uuid. IntegrityError when the name is taken in the domain."""
    uuid = uuid or new_uuid()
    tx.insert(user, uuid=uuid, account_id=account_id, domain_id=domain_id, username=username, password_hash=password_hash, created=tx.now(), **values)
    return uuid
