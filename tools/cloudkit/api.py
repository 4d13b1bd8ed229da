"""The Python client of the API (sdk/), for tools and tests: `call` takes any command by name and waits for its job."""

from __future__ import annotations

from typing import Any

from pileus_sdk import ApiError as ApiFailed
from pileus_sdk import Client, Job
from pileus_sdk.login import keys_of

__all__ = ["Api", "ApiFailed", "log_in"]


class Api(Client):
    """One endpoint and user; see pileus_sdk.Client for typed methods."""

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The content of the answer's wrapper; for an asynchronous command, its job's result once it has ended. Raises ApiFailed."""
        answer = self.raw(command, params)
        return self.wait(command, answer["jobid"]) if "jobid" in answer and command != "queryAsyncJobResult" else answer

    def raw(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        """One call, without waiting for its job."""
        return self.transport.send(command, params)

    def wait(self, command: str, job: str, limit: float = 1800) -> dict[str, Any]:
        """The result of a job."""
        result: dict[str, Any] = Job[Any](self.transport, command, "flat", "", {"jobid": job}).result(limit)
        return next(iter(result.values())) if len(result) == 1 and isinstance(next(iter(result.values())), dict) else result

    def listed(self, command: str, key: str, **params: Any) -> list[dict[str, Any]]:
        """The items of a list command."""
        items: list[dict[str, Any]] = self.call(command, **params).get(key, [])
        return items


def log_in(endpoint: str, username: str, password: str) -> Api:
    """An Api with the user's keys, made if there are none."""
    return Api(endpoint, *keys_of(endpoint, username, password, "/"))
