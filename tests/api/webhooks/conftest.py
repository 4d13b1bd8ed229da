"""A receiver for each test; a cloud whose webhooks may reach loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.api.webhooks.receiver import BLOCKLIST, Receiver
from tests.wire.app import TestApp


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            made.got.append(({key.lower(): value for key, value in self.headers.items()} | {":path": self.path}, text))
            if made.hold is not None:
                made.hold.wait(20)
            status = made.answers.pop(0) if made.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{made.url}&again")
            self.send_header("Content-Length", str(len(made.body)))
            self.end_headers()
            self.wfile.write(made.body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    made = Receiver(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def app(both: TestApp) -> Iterator[TestApp]:
    """Loopback may be reached."""
    both.admin.call("updateConfiguration", name=BLOCKLIST, value="192.0.2.0/24")
    yield both
    for hook in both.admin.call("listWebhooks", listall=True).get("webhook", []):
        both.admin.call("deleteWebhook", id=hook["id"])
    for name in (BLOCKLIST, "webhook.delivery.timeout", "webhook.delivery.tries", "webhook.deliveries.limit", "webhook.delivery.thread.pool.size"):
        both.admin.call("resetConfiguration", name=name)
