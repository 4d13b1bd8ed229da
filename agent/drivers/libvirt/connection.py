"""One lasting connection to libvirtd, opened anew when it breaks, and libvirt's errors as DriverError."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

import libvirt

from agent.drivers.base import Code, DriverError

log = logging.getLogger(__name__)
T = TypeVar("T")

KEEPALIVE_SECONDS, KEEPALIVE_COUNT = 5, 3

_CODES: dict[int, Code] = {
    libvirt.VIR_ERR_NO_DOMAIN: "NOT_FOUND",
    libvirt.VIR_ERR_NO_SUPPORT: "UNSUPPORTED",
    libvirt.VIR_ERR_CONFIG_UNSUPPORTED: "UNSUPPORTED",
    libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED: "UNSUPPORTED",
    libvirt.VIR_ERR_XML_ERROR: "INVALID",
    libvirt.VIR_ERR_XML_DETAIL: "INVALID",
    libvirt.VIR_ERR_XML_INVALID_SCHEMA: "INVALID",
}

_WORTH_TELLING = (libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_CRASHED)

_loop_lock = threading.Lock()
_loop_runs = False


def _run_event_loop() -> None:
    """libvirt's own event loop in a daemon thread: it keeps connections alive and delivers events. Once per process."""
    global _loop_runs
    with _loop_lock:
        if _loop_runs:
            return
        libvirt.virEventRegisterDefaultImpl()
        libvirt.registerErrorHandler(_quiet, None)

        def turn() -> None:
            while True:
                libvirt.virEventRunDefaultImpl()

        threading.Thread(target=turn, name="libvirt-events", daemon=True).start()
        _loop_runs = True


def _quiet(_context: object, _error: object) -> None:
    """libvirt would print each error to standard error; ours are raised."""


def failure(error: libvirt.libvirtError, what: str) -> DriverError:
    """A libvirt error as what a person can act on."""
    text = error.get_error_message() or str(error)
    code = _CODES.get(error.get_error_code(), "FAILED")
    if "No space left" in text:
        code = "NO_SPACE"
    return DriverError(code, f"{what}: {text}")


class Connection:
    """A connection to `uri`. Thread-safe. `watch` is called with a domain's name when it stopped or paused, from libvirt's thread."""

    def __init__(self, uri: str, watch: Callable[[str], None] | None = None) -> None:
        self.uri = uri
        self._watch = watch
        self._lock = threading.Lock()
        self._open: libvirt.virConnect | None = None
        _run_event_loop()

    def call(self, fn: Callable[[libvirt.virConnect], T], what: str) -> T:
        """Runs `fn` on the connection; once more on a new one if the old one died under it (all callers look before they act).

        DriverError with libvirt's own message; FAILED when libvirtd cannot be reached.
        """
        for attempt in (1, 2):
            connection = self._alive()
            try:
                return fn(connection)
            except libvirt.libvirtError as error:
                if attempt == 1 and not connection.isAlive():
                    log.warning("libvirtd at %s went away: connecting again", self.uri)
                    continue
                raise failure(error, what) from None
        raise AssertionError("unreachable")

    def _alive(self) -> libvirt.virConnect:
        with self._lock:
            if self._open is not None and self._open.isAlive() == 1:
                return self._open
            self._open = None
            try:
                opened = libvirt.open(self.uri)
            except libvirt.libvirtError as error:
                raise DriverError("FAILED", f"libvirt at {self.uri}: {error.get_error_message()}") from None
            opened.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT)
            opened.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, self._event, None)
            self._open = opened
            return opened

    def _event(self, _connection: object, domain: libvirt.virDomain, event: int, _detail: int, _context: object) -> None:
        if self._watch is not None and event in _WORTH_TELLING:
            self._watch(domain.name())

    def close(self) -> None:
        """Closes the connection; the next call opens a new one."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None
