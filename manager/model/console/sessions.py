"""Console sessions: made with a one-time token, redeemed once, ended with a reason. Tokens and secrets are stored as hashes alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.clock import SECOND, now_us
from manager.model.console.standing import Standing
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.console import console_session
from manager.model.tables.infra import host
from manager.model.tables.vm import vm

GRACE = 60 * SECOND      # no proxy has the session open for so long: it ends
FRESH = 10 * SECOND      # how old `seen` may be while a session is open
_s = console_session.c
_REDEEM = update(console_session).where(
    _s.id == bindparam("session"), _s.token_hash == bindparam("token"), _s.token_expires > now_us(), _s.live == 1, _s.acquired.is_(None)).values(
    token_hash=None, acquired=now_us(), seen=now_us(), secret_hash=bindparam("secret"), client_address=bindparam("client"),
    proxy_id=bindparam("proxy"), direct=bindparam("once"))
_CLOSE = update(console_session).where(_s.live == 1).values(live=None, removed=now_us(), token_hash=None, secret_hash=None)
_TOUCH = update(console_session).where(_s.id == bindparam("session"), _s.live == 1).values(
    seen=now_us(), idle=bindparam("still"), bytes_in=bindparam("received"), bytes_out=bindparam("sent"), proxy_id=bindparam("proxy"))
_ADOPT = update(console_session).where(_s.id == bindparam("session"), _s.live == 1).values(seen=now_us(), proxy_id=bindparam("proxy"))


class ConsoleVm(msgspec.Struct, frozen=True):
    """A VM, of a tenant or of the cloud, as createConsoleEndpoint needs it."""

    id: int
    uuid: str
    type: str
    name: str
    state: str
    hypervisor: str | None
    account_id: int
    domain_id: int
    zone_id: int
    host_id: int | None


class SessionRow(msgspec.Struct, frozen=True):
    """A console session that the caller may list."""

    id: int
    uuid: str
    user_id: int
    account_id: int
    domain_id: int


class Beat(msgspec.Struct, frozen=True):
    """What a proxy says of a session."""

    uuid: str
    bytes_in: int
    bytes_out: int
    idle: int
    connections: int


def hashed(value: str) -> str:
    """SHA-256, for unguessable values only."""
    return hashlib.sha256(value.encode()).hexdigest()


def same(stored: str | None, value: str) -> bool:
    """Whether `value` is what was hashed; in constant time."""
    return stored is not None and hmac.compare_digest(stored, hashed(value))


def find_vm(tx: Tx, caller: Caller, uuid: str) -> ConsoleVm | None:
    """A VM that the caller sees: tenants' within its reach, the cloud's own for root admins alone."""
    statement = select(*columns(ConsoleVm, vm)).where(vm.c.uuid == uuid, vm.c.live == 1, caller.sees(vm.c.account_id, vm.c.domain_id))
    row = tx.first(statement if caller.is_admin else statement.where(vm.c.type == "User"))
    return None if row is None else make(ConsoleVm, row)


def create(tx: Tx, caller: Caller, vm_id: int, host_id: int | None, proxy_id: int, token: str, seconds: int, *, creator: str = "", extra: str = "",
           login: str | None = None) -> str:
    """A session that `token` opens once within `seconds`; returns its uuid. `login`: the id of the caller's session of the API."""
    uuid = new_uuid()
    now = tx.now()
    tx.insert(console_session, uuid=uuid, vm_id=vm_id, account_id=caller.account_id, domain_id=caller.domain_id, user_id=caller.user_id,
              host_id=host_id, proxy_id=proxy_id, creator_address=creator[:64], token_hash=hashed(token), token_expires=now + seconds * SECOND,
              extra_hash=hashed(extra) if extra else None, login_hash=hashed(login) if login else None, created=now)
    return uuid


def share(tx: Tx, parent: Standing, token: str, seconds: int) -> str:
    """A view-only session beside `parent`, which ends with it; returns its uuid."""
    own = tx.one(select(_s.account_id, _s.domain_id, _s.user_id, _s.login_hash).where(_s.id == parent.id))
    uuid, now = new_uuid(), tx.now()
    tx.insert(console_session, uuid=uuid, vm_id=parent.vm_id, account_id=own.account_id, domain_id=own.domain_id, user_id=own.user_id,
              host_id=parent.host_id, proxy_id=parent.proxy_id, parent_id=parent.id, creator_address=parent.creator_address,
              token_hash=hashed(token), token_expires=now + seconds * SECOND, login_hash=own.login_hash, view_only=True, created=now)
    return uuid


def shares(tx: Tx, parent: Standing) -> int:
    """How many view-only sessions beside it are open, or wait to be."""
    return int(tx.scalar(select(func.count()).where(_s.parent_id == parent.id, _s.live == 1)) or 0)


def redeem(tx: Tx, session: Standing, token: str, secret: str, client: str, proxy_id: int, direct: bool) -> bool:
    """The token is used up and `secret` opens the session; False when it was used, has expired, or the session has ended."""
    return tx.changed(_REDEEM, {"session": session.id, "token": hashed(token), "secret": hashed(secret), "client": client[:64],
                                "proxy": proxy_id, "once": direct}) == 1


def extra_is(tx: Tx, session_id: int, given: str) -> bool:
    """Whether the client's own security token is the one that was named when the session was made, or none was."""
    stored: str | None = tx.scalar(select(_s.extra_hash).where(_s.id == session_id))
    return stored is None or same(stored, given)


def adopt(tx: Tx, session_id: int, proxy_id: int) -> None:
    """The session is open at this proxy."""
    tx.execute(_ADOPT, {"session": session_id, "proxy": proxy_id})


def touch(tx: Tx, proxy_id: int, beats: Sequence[tuple[Standing, Beat]]) -> None:
    """Notes that sessions are open: not at each beat, so that many sessions cost little."""
    now = tx.now()
    stale = [{"session": one.id, "still": beat.idle, "received": beat.bytes_in, "sent": beat.bytes_out, "proxy": proxy_id}
             for one, beat in beats if one.seen < now - FRESH]
    if stale:
        tx.execute(_TOUCH, stale)


def close(tx: Tx, session_id: int, reason: str) -> bool:
    """The session has ended; False when it had before."""
    return tx.changed(_CLOSE.where(_s.id == session_id).values(end_reason=reason[:255])) == 1


def close_of_login(tx: Tx, login: str, reason: str) -> int:
    """Ends the sessions that were made in this login; returns how many."""
    return tx.changed(_CLOSE.where(_s.login_hash == hashed(login)).values(end_reason=reason[:255]))


def close_of_user(tx: Tx, user_id: int, reason: str, keep_login: str | None = None) -> int:
    """Ends the sessions of a user, but for those of the login `keep_login`; returns how many."""
    gone = _CLOSE.where(_s.user_id == user_id).values(end_reason=reason[:255])
    if keep_login is not None:
        gone = gone.where(or_(_s.login_hash.is_(None), _s.login_hash != hashed(keep_login)))
    return tx.changed(gone)


def close_lost(tx: Tx) -> int:
    """Ends sessions that no proxy has open any more, and those whose token nobody used; returns how many."""
    now = tx.now()
    lost = tx.changed(_CLOSE.where(_s.acquired.is_not(None), _s.seen < now - GRACE).values(
        end_reason="The page was closed, or its console proxy went away"))
    return lost + tx.changed(_CLOSE.where(_s.acquired.is_(None), _s.token_expires < now).values(end_reason="Its link was not used in time"))


def untold(tx: Tx, limit: int = 100) -> Sequence[Row[Any]]:
    """Ended sessions whose host is to be told: id, uuid, end_reason, host_id, host_uuid, address (NULL without a host)."""
    return tx.rows(select(_s.id, _s.uuid, _s.end_reason, host.c.id.label("host_id"), host.c.uuid.label("host_uuid"), host.c.address).select_from(
        console_session).join(vm, vm.c.id == _s.vm_id).outerjoin(host, host.c.id == func.coalesce(vm.c.host_id, _s.host_id)).where(
        _s.removed.is_not(None), _s.told.is_(False)).order_by(_s.removed).limit(limit))


def told(tx: Tx, ids: Collection[int]) -> None:
    """Their hosts know."""
    if ids:
        tx.execute(update(console_session).where(_s.id.in_(list(ids))).values(told=True))


def forget(tx: Tx, before: int) -> int:
    """Removes the records of sessions that ended before (µs); returns how many."""
    return tx.changed(delete(console_session).where(_s.removed < before, _s.told.is_(True)))
