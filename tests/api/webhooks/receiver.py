"""A server that webhooks post to, and what tests of webhooks do again and again."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from manager.reconcile import webhooks as worker
from manager.services import Services
from tests.wire.app import Client, NoHosts, TestApp

BLOCKLIST = "webhook.delivery.blocklist"


@dataclass
class Receiver:
    """An HTTP server that keeps what it got. `answers`: statuses of the next posts; 200 when there are none left."""

    server: ThreadingHTTPServer
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    body: str = "thanks"
    hold: threading.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook?x=1"

    def types(self) -> list[str]:
        return [headers["x-cs-event"] for headers, _ in self.got]


def services(app: TestApp) -> Services:
    return Services(NoHosts(), NoHosts(), app.keys, lambda fn: app.db.run(fn, writing=False), app.db.run)


def work(app: TestApp) -> None:
    """One run of the worker: until nothing is queued."""
    app.background.run(worker.webhooks(services(app)), 60)


def hook(client: Client, receiver: Receiver, name: str = "h", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.call("createWebhook", **{"name": name, "payloadurl": receiver.url, **more})["webhook"]
    return made


def happen(client: Client, name: str) -> None:
    """One event of the client's account."""
    client.call("createSSHKeyPair", name=name)


def history(client: Client, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call("listWebhookDeliveries", **params).get("webhookdelivery", [])
    return found
