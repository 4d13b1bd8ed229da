"""Passwords: argon2id, about 50 ms and 64 MiB each: never on the event loop, never inside a transaction that others wait for."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor

import argon2

_HASHER = argon2.PasswordHasher()
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")  # 64 MiB each: two at a time


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


async def hash_of(password: str) -> str:
    """The hash to store, made on a thread for it."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, hashed, password)


async def is_right(stored: str | None, password: str) -> bool:
    """As `matches`, on a thread for it."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, matches, stored, password)
