"""Users: passwords, keys, failed logins."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.clock import MINUTE, now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import make
from manager.model.tables.tenancy import account, domain, role, user
from manager.model.tenancy import members, sessions
from manager.model.tenancy import settings as stored
from manager.model.tenancy.roles import ROOT_ADMIN
from manager.model.work import labels

LOCKED = 5 * MINUTE
ENABLED, DISABLED, IS_LOCKED = "enabled", "disabled", "locked"
SYSTEM_USER_ID, SYSTEM_ACCOUNT_ID = 1, 1
BAD = 431


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


def is_locked(tx: Tx, user_id: int) -> bool:
    """Whether too many wrong passwords or codes lock the user for the moment."""
    return tx.first(select(user.c.id).where(user.c.id == user_id, user.c.locked_until > now_us())) is not None


def succeeded(tx: Tx, user_id: int) -> None:
    """Forgets wrong passwords."""
    tx.execute(update(user).where(user.c.id == user_id, user.c.failed_logins > 0).values(failed_logins=0))


def set_password(tx: Tx, user_id: int, password_hash: str, keep: str | None = None) -> None:
    """A new password: all sessions end, but for the one of id `keep`."""
    tx.execute(update(user).where(user.c.id == user_id).values(password_hash=password_hash, failed_logins=0, locked_until=0))
    sessions.end_all(tx, user_id, keep)
    stored.raise_epoch(tx, stored.ACCESS)


def password_of(tx: Tx, user_id: int) -> str | None:
    """The hash that is stored."""
    found: str | None = tx.scalar(select(user.c.password_hash).where(user.c.id == user_id))
    return found


def change(tx: Tx, user_id: int, **values: Any) -> None:
    """Changes columns. Refused 431 when the name is taken in the domain, or the API key by anybody."""
    if "account_id" in values:
        members.leave(tx, user_id)
    try:
        tx.execute(update(user).where(user.c.id == user_id).values(**values))
    except IntegrityError:
        what = f"User name {values['username']}" if "username" in values else "The API key"
        raise Refused(BAD, f"{what} is taken; choose another") from None
    stored.raise_epoch(tx, stored.ACCESS)


def set_state(tx: Tx, user_id: int, state: str) -> None:
    """enabled, disabled or locked: but for enabled, sessions end and keys stop working."""
    values = {"state": state, **({"failed_logins": 0, "locked_until": 0} if state == ENABLED else {})}
    tx.execute(update(user).where(user.c.id == user_id).values(**values))
    if state != ENABLED:
        sessions.end_all(tx, user_id)
    stored.raise_epoch(tx, stored.ACCESS)


def remove(tx: Tx, user_id: int) -> None:
    """The user is gone, with its sessions, keys and second factor. Refused 536 when it is the only admin of a project."""
    members.leave(tx, user_id)
    labels.drop(tx, ("User",), [user_id])
    tx.execute(update(user).where(user.c.id == user_id).values(
        live=None, removed=tx.now(), api_key=None, secret_enc=None, second_factor=None, second_factor_proved=False))
    sessions.end_all(tx, user_id)
    stored.raise_epoch(tx, stored.ACCESS)


def others_can_administer(tx: Tx, user_id: int) -> bool:
    """Whether an enabled user with the built-in Root Admin role is left besides this one. Locks that role: two such calls take turns."""
    tx.execute(update(role).where(role.c.name == ROOT_ADMIN, role.c.builtin).values(state=role.c.state))
    return tx.first(select(user.c.id).join(account, account.c.id == user.c.account_id).join(role, role.c.id == account.c.role_id).where(
        role.c.name == ROOT_ADMIN, role.c.builtin, user.c.live == 1, account.c.live == 1, user.c.state == ENABLED, account.c.state == ENABLED,
        user.c.id.not_in([user_id, SYSTEM_USER_ID])).limit(1)) is not None


def uuid_by_key(tx: Tx, api_key: str) -> str | None:
    """The user that an API key belongs to."""
    found: str | None = tx.scalar(select(user.c.uuid).where(user.c.api_key == api_key, user.c.live == 1))
    return found


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
