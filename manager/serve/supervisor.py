"""`--processes N`: one supervisor binds the API's sockets and hands them to spawned children, which die with it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from common import clock

log = logging.getLogger(__name__)

CALM_S = 10.0      # a child that lived shorter than this is not started again at once
GIVE_UP = 5
STOP_S = 200.0


@dataclass
class Supervisor:
    """Starts `count` children with `arguments`; one that dies is replaced."""

    arguments: list[str]
    sockets: dict[str, socket.socket]
    count: int
    _children: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    _started: dict[int, float] = field(default_factory=dict)
    _stopping: bool = False
    _pipe: tuple[int, int] = (-1, -1)

    def run(self) -> int:
        """Until SIGTERM or SIGINT; the exit code."""
        self._pipe = os.pipe()          # its end at our death is what children wait for
        os.set_inheritable(self._pipe[0], True)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for index in range(self.count):
            self._spawn(index)
        quick = 0
        while not self._stopping:
            clock.pause(0.2)
            for index, child in list(self._children.items()):
                if child.poll() is None or self._stopping:
                    continue
                quick = quick + 1 if clock.monotonic() - self._started[index] < CALM_S else 0
                log.error("process %d ended with %s", index, child.returncode)
                if quick >= GIVE_UP or child.returncode == 2:
                    return self._end(1)
                self._spawn(index)
        return self._end(0)

    def _spawn(self, index: int) -> None:
        fds = [sock.fileno() for sock in self.sockets.values()]
        handed = [f"{name}={sock.fileno()}" for name, sock in self.sockets.items()]
        command = [sys.executable, "-m", "manager.main", *self.arguments, "--child", str(index), "--parent-pipe", str(self._pipe[0]),
                   *(part for text in handed for part in ("--socket", text))]
        self._children[index] = subprocess.Popen(command, pass_fds=[*fds, self._pipe[0]])
        self._started[index] = clock.monotonic()

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _end(self, code: int) -> int:
        for child in self._children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self._children.values():
            try:
                ended = child.wait(STOP_S)
                code = code or (0 if ended == -signal.SIGTERM else abs(ended))  # killed by it: it had not begun to serve
            except subprocess.TimeoutExpired:
                child.kill()
                code = 1
        return code


def watch_parent(pipe: int, gone: Callable[[], None]) -> None:
    """In a child: calls `gone` when the supervisor has died. Blocks: run it in a thread."""
    os.read(pipe, 1)
    gone()


def adopt(texts: list[str]) -> dict[str, socket.socket]:
    """The sockets that a supervisor handed over, as name=fd."""
    out: dict[str, socket.socket] = {}
    for text in texts:
        name, _, fd = text.partition("=")
        out[name] = socket.socket(fileno=int(fd))
    return out
