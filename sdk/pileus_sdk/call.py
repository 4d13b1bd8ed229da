"""What calls return: lists that know how many there are, jobs that can be waited for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar, cast

from pileus_sdk.transport import ApiError, Transport

T = TypeVar("T")

POLL_S = (0.1, 0.2, 0.3, 0.5, 1.0)  # the last one goes on
SUCCEEDED, FAILED = 1, 2


class Listed(list[T]):
    """The items of one page; `total` is how many there are on all pages."""

    def __init__(self, items: Iterable[T], total: int) -> None:
        super().__init__(items)
        self.total = total


class Job(Generic[T]):
    """An operation that goes on in the cloud. `object_id`: the new object's, where the call makes one; it exists from the start."""

    def __init__(self, transport: Transport, command: str, kind: str, key: str, answer: Mapping[str, Any]) -> None:
        self._transport, self._kind, self._key = transport, kind, key
        self.command = command
        self.id = str(answer["jobid"])
        self.object_id: str | None = answer.get("id")

    def result(self, seconds: float = 1800) -> T:
        """Waits for the end. Raises ApiError when the operation failed, TimeoutError when it has not ended in time (it goes on)."""
        end, shown, turn = time.monotonic() + seconds, "", 0
        while True:
            found = self._transport.send("queryAsyncJobResult", {"jobid": self.id})
            if found["jobstatus"] == SUCCEEDED:
                return cast(T, content(found.get("jobresult") or {}, self._kind, self._key))
            if found["jobstatus"] == FAILED:
                why = found["jobresult"]
                raise ApiError(self.command, why["errorcode"], why["errortext"])
            progress = str(found.get("jobprogress") or "")
            if progress and progress != shown:
                self._transport.progress(progress)
                shown = progress
            if time.monotonic() > end:
                raise TimeoutError(f"{self.command}: job {self.id} has not ended after {seconds:.0f} s; it goes on")
            time.sleep(POLL_S[min(turn, len(POLL_S) - 1)])
            turn += 1

    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return bool(self._transport.send("queryAsyncJobResult", {"jobid": self.id})["jobstatus"])


def content(answer: dict[str, Any], kind: str, key: str) -> Any:
    """What a method returns, of the content of an answer. `kind`: object, list, success or flat."""
    if kind == "list":
        items = answer.get(key, [])
        return Listed(items, answer.get("count", len(items)))
    return answer.get(key, {}) if kind == "object" else answer


class Calls:
    """Base of the generated commands."""

    transport: Transport

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """Any command by its name: the content of the answer, without its wrapper. It waits for no job."""
        return self.transport.send(command, params)

    def _now(self, command: str, kind: str, key: str, params: Mapping[str, Any]) -> Any:
        return content(self.transport.send(command, _wire(params)), kind, key)

    def _job(self, command: str, kind: str, key: str, params: Mapping[str, Any]) -> Job[Any]:
        return Job(self.transport, command, kind, key, self.transport.send(command, _wire(params)))


def _wire(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters by their names on the wire: `from_` is `from`."""
    return {name.rstrip("_"): value for name, value in params.items() if name != "self" and value is not None}
