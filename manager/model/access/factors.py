"""Second factors: the secret (sealed), whether it was proved, the last code that was taken, wrong codes."""

from __future__ import annotations

import msgspec
from sqlalchemy import select, update

from manager.model.clock import MINUTE, now_us
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import user
from manager.model.tenancy import settings as stored

LOCK = 5 * MINUTE
DOUBLINGS = 8  # the longest lock is about 21 hours


class FactorRow(msgspec.Struct, frozen=True):
    """A user's second factor. `sealed`: None before it is set up."""

    sealed: str | None
    proved: bool
    mandated: bool
    step: int
    locked: bool


def of(tx: Tx, user_id: int) -> FactorRow:
    """The second factor of a user."""
    return make(FactorRow, tx.one(select(
        user.c.second_factor, user.c.second_factor_proved, user.c.second_factor_mandated, user.c.second_factor_step,
        user.c.locked_until > now_us()).where(user.c.id == user_id)))


def set_up(tx: Tx, user_id: int, sealed: str) -> bool:
    """A new secret, which counts once a code has proved it. False when there is one that was proved."""
    return tx.changed(update(user).where(user.c.id == user_id, ~user.c.second_factor_proved).values(second_factor=sealed, second_factor_step=0)) > 0


def clear(tx: Tx, user_id: int) -> None:
    """No second factor."""
    tx.execute(update(user).where(user.c.id == user_id).values(
        second_factor=None, second_factor_proved=False, second_factor_step=0, second_factor_failed=0))
    stored.raise_epoch(tx, stored.ACCESS)


def forget_unproved(tx: Tx, user_id: int) -> None:
    """A secret that nobody has proved is made anew after the next login."""
    tx.execute(update(user).where(user.c.id == user_id, ~user.c.second_factor_proved, user.c.second_factor.is_not(None)).values(second_factor=None))


def accept(tx: Tx, user_id: int, step: int, first: bool) -> bool:
    """Takes the code of this step; False when it, or a later one, was taken before. `first`: this proves the secret."""
    taken = tx.changed(update(user).where(user.c.id == user_id, user.c.second_factor_step < step, user.c.second_factor.is_not(None)).values(
        second_factor_step=step, second_factor_proved=True, second_factor_failed=0)) > 0
    if taken and first:
        stored.raise_epoch(tx, stored.ACCESS)
    return taken


def refuse(tx: Tx, user_id: int, allowed: int) -> None:
    """A wrong code. Each time that `allowed` more in a row were wrong, the user is locked, twice as long as the time before. 0: any number.

    Unlike wrong passwords these are forgotten only by a right code: whoever has the password cannot start anew by logging in again.
    """
    tx.execute(update(user).where(user.c.id == user_id).values(second_factor_failed=user.c.second_factor_failed + 1))
    failed = int(tx.scalar(select(user.c.second_factor_failed).where(user.c.id == user_id)) or 0)
    if allowed > 0 and failed % allowed == 0:
        tx.execute(update(user).where(user.c.id == user_id).values(
            locked_until=tx.now() + LOCK * 2 ** min(failed // allowed - 1, DOUBLINGS)))
