"""Sagas of this node that wait for lock keys: when a key is freed, the oldest that wants it tries next."""

from __future__ import annotations

from collections.abc import Iterable

from manager.model.work.saga import SagaRow


class Waiting:
    """In memory only; the poll finds what this misses (other nodes' sagas, a key that became free elsewhere)."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[SagaRow, list[str]]] = {}
        self._by_key: dict[str, dict[int, None]] = {}
        self._again: set[int] = set()

    def __contains__(self, saga_id: int) -> bool:
        return saga_id in self._rows

    def add(self, row: SagaRow, keys: list[str]) -> None:
        """A queued saga tries its keys, from now until `remove`."""
        if row.state == "queued":
            self._rows[row.id] = (row, keys)
            for key in keys:
                self._by_key.setdefault(key, {})[row.id] = None

    def remove(self, saga_id: int) -> None:
        """The saga has its keys, or is another node's, or is over."""
        self._again.discard(saga_id)
        _, keys = self._rows.pop(saga_id, (None, ()))
        for key in keys:
            waiting = self._by_key.get(key, {})
            waiting.pop(saga_id, None)
            if not waiting:
                self._by_key.pop(key, None)

    def next(self, keys: Iterable[str]) -> list[SagaRow]:
        """These keys were freed: whose turn it is, in order of arrival."""
        first = {min(self._by_key[key]) for key in keys if key in self._by_key}
        return [self._rows[saga_id][0] for saga_id in sorted(first)]

    def again(self, saga_id: int) -> None:
        """A key was freed while the saga was trying: it tries again if this try fails."""
        if saga_id in self._rows:
            self._again.add(saga_id)

    def must_retry(self, saga_id: int) -> bool:
        """Whether a key was freed since the try began."""
        if saga_id not in self._again:
            return False
        self._again.discard(saga_id)
        return True
