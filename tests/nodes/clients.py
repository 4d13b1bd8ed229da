"""A client that does what a careful one does when a call breaks: the same call again, with the same `clienttoken`."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from pileus_sdk import NoAnswer

from common import clock
from tools.cloudkit.api import Api, ApiFailed

PAUSE_S = 0.1
UNAVAILABLE = 503


class Patient:
    """Calls of one user. `broken` counts, by command, calls that were sent and got no answer."""

    def __init__(self, api: Api) -> None:
        self.api = api
        api.transport.patience = 0  # here every broken call counts
        self.broken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The first answer that is one. Raises ApiFailed when it is a refusal other than 503."""
        end = clock.monotonic() + 120
        while True:
            try:
                return self.api.raw(command, params)
            except ApiFailed as refused:
                if refused.code != UNAVAILABLE or clock.monotonic() > end:
                    raise
            except NoAnswer as other:  # 503 of HAProxy: no node to give it to; else a node died with the call
                if other.status != UNAVAILABLE:
                    self._count(command)
            if clock.monotonic() > end:
                raise TimeoutError(f"{command} got no answer")
            clock.pause(PAUSE_S)

    def job(self, job: str, seconds: float = 240) -> dict[str, Any]:
        """The job's row once it has ended, well or not."""
        end = clock.monotonic() + seconds
        while clock.monotonic() < end:
            found = self.call("queryAsyncJobResult", jobid=job)
            if found["jobstatus"] != 0:
                return found
            clock.pause(PAUSE_S * 3)
        raise TimeoutError(f"job {job} has not ended within {seconds:.0f} s")

    def done(self, command: str, **params: Any) -> dict[str, Any]:
        """The result of an asynchronous command that must succeed."""
        found = self.job(self.call(command, **params)["jobid"])
        assert found["jobstatus"] == 1, f"{command}: {found['jobresult']}"
        result: dict[str, Any] = found["jobresult"]
        return result

    def _count(self, command: str) -> None:
        with self._lock:
            self.broken[command] += 1
