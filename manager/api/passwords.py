"""Passwords: argon2id, about 50 ms and 64 MiB each: never on the event loop, never inside a transaction that others wait for."""

from __future__ import annotations

import functools

import argon2

_HASHER = argon2.PasswordHasher()


@functools.cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to store."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password; takes as long for a user that does not exist (None)."""
    try:
        return _HASHER.verify(stored or _nobodys(), password) and stored is not None
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
