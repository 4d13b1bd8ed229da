"""What an agent must still know after a crash: one append-only file of JSON lines, replayed at start, rewritten when it has grown.

A simulator process keeps all its hosts in one journal, so that one fsync serves all commands that wait for it (group commit).
Only the event loop's thread touches it; fsync alone runs in a thread.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from common import atomic

GROWTH = 20_000  # lines beyond twice the live ones before the file is rewritten


class Busy(Exception):
    """Another agent process uses this journal."""


class Journal:
    """Records by (host, kind, key); the last one written counts. Values are JSON; None removes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._guard)
            raise Busy(f"{path}: another agent process uses it") from None
        self._hosts: dict[str, dict[str, dict[str, Any]]] = {}
        self._lines = 0
        self._live = 0
        good = self._replay()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(self._file, good)  # what a crash cut off in its middle was never acknowledged
        atomic.sync_folder(path.parent)
        self._written = 0
        self._synced = 0
        self._syncing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fsync")

    def records(self, host: str) -> Records:
        """The records of one host."""
        return Records(self, host)

    def kinds(self, host: str) -> dict[str, dict[str, Any]]:
        """All records of a host by kind and key; for reading."""
        return self._hosts.setdefault(host, {})

    def put(self, host: str, kind: str, items: Mapping[str, Any]) -> None:
        """Writes records: they survive the death of this process at once, that of the machine after the next `commit`."""
        lines = []
        for key, value in items.items():
            self._set(host, kind, key, value)
            lines.append(json.dumps([host, kind, key, value], separators=(",", ":"), ensure_ascii=False))
        data = ("\n".join(lines) + "\n").encode()
        while data:
            data = data[os.write(self._file, data):]
        self._lines += len(items)
        self._written += 1
        if self._lines > 2 * self._live + GROWTH and self._syncing is None:
            self._rewrite()

    async def commit(self) -> None:
        """Returns when all that was `put` before is on disk."""
        wanted = self._written
        while self._synced < wanted:
            if self._syncing is None:
                self._syncing = asyncio.get_running_loop().create_task(self._sync())
            await asyncio.shield(self._syncing)

    def close(self) -> None:
        """Flushes and gives the file free."""
        self._thread.shutdown(wait=True)
        os.fsync(self._file)
        os.close(self._file)
        os.close(self._guard)

    async def _sync(self) -> None:
        target = self._written
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, os.fsync, self._file)
            self._synced = max(self._synced, target)
        finally:
            self._syncing = None

    def _set(self, host: str, kind: str, key: str, value: Any) -> None:
        found = self._hosts.setdefault(host, {}).setdefault(kind, {})
        self._live += (value is not None) - (key in found)
        if value is None:
            found.pop(key, None)
        else:
            found[key] = value

    def _replay(self) -> int:
        good = 0
        if not self.path.exists():
            return good
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    host, kind, key, value = json.loads(line)
                except ValueError:
                    break
                self._set(host, kind, key, value)
                self._lines += 1
                good += len(line)
        return good

    def _rewrite(self) -> None:
        lines = [json.dumps([host, kind, key, value], separators=(",", ":"), ensure_ascii=False)
                 for host, kinds in self._hosts.items() for kind, items in kinds.items() for key, value in items.items()]
        atomic.write(self.path, "".join(line + "\n" for line in lines), mode=0o600)
        old, self._file = self._file, os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        os.close(old)
        self._lines = len(lines)
        self._synced = self._written


class Records:
    """One host's share of a journal."""

    def __init__(self, journal: Journal, host: str) -> None:
        self._journal = journal
        self._host = host

    def all(self, kind: str) -> Mapping[str, Any]:
        """The records of a kind by key. Do not change it; copy it before awaiting while walking through it."""
        return self._journal.kinds(self._host).get(kind, {})

    def get(self, kind: str, key: str) -> Any:
        """One record, or None."""
        return self.all(kind).get(key)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Writes one record; None removes it."""
        self._journal.put(self._host, kind, {key: value})

    async def commit(self) -> None:
        """Waits until what was written is on disk."""
        await self._journal.commit()
