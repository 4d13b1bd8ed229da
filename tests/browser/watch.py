"""What a page must never do, seen from outside: console errors, failed requests, uncaught exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from common import clock

GOING_AWAY = "net::ERR_ABORTED"   # a request that a navigation made needless
STREAM = "/client/api/stream"


@dataclass
class Watch:
    """Watches a page from its first request on. `allowed`: parts of problems that this test brings about itself."""

    page: Page
    allowed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _open: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Listens."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("request", self._asked)
        self.page.on("requestfinished", lambda request: self._open.discard(request))

    def clean(self) -> None:
        """AssertionError with all problems, each with the page where it came."""
        assert not self.problems, "\n".join(self.problems)

    def settled(self, seconds: float = 20.0, still_ms: int = 150) -> None:
        """Returns once no request is under way and nothing on the page says that it is busy, for a moment."""
        end = clock.monotonic() + seconds
        still = 0
        while still < still_ms:
            busy = bool(self._open) or self.page.locator("[aria-busy=true]").count() > 0
            still = 0 if busy else still + 50
            assert clock.monotonic() < end, f"{self.page.url} is still busy: {[request.url for request in self._open]}"
            self.page.wait_for_timeout(50)

    def _note(self, text: str) -> None:
        if not any(part in text for part in self.allowed):
            self.problems.append(f"{self.page.url}: {text}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if STREAM not in request.url:
            self._open.add(request)

    def _failed(self, request: Request) -> None:
        self._open.discard(request)
        if request.failure != GOING_AWAY:
            self._note(f"failed: {request.method} {_short(request.url)}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._open.discard(response.request)   # nobody reads it to its end
            self._note(f"{response.status}: {response.request.method} {_short(response.url)} {(response.request.post_data or '')[:200]}")


def _short(url: str) -> str:
    return url.split("sessionkey=")[0]
