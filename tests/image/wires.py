"""Two network namespaces of a test: one with bridges for emulated machines, one beyond them, `outside`."""

import contextlib
import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from common.exec import run
from common.ids import new_uuid

T = TypeVar("T")
CLONE_NEWNET = 0x40000000  # sched(7)


class Wires:
    """Namespaces by role: `bridges` holds cloud0, public and guest; `outside` is a machine on the public bridge."""

    def __init__(self) -> None:
        tag = new_uuid()[:8]
        self.bridges, self.outside = f"pw-{tag}", f"po-{tag}"

    def make(self, control: str, outside: str) -> None:
        """Bridges, with `control` (address/prefix) on cloud0; the outside with address `outside`."""
        for namespace in (self.bridges, self.outside):
            run(["ip", "netns", "add", namespace])
            self._ip(namespace, "link set lo up")
        for bridge in ("cloud0", "public", "guest"):
            self._ip(self.bridges, f"link add {bridge} type bridge", f"link set {bridge} up")
        self._ip(self.bridges, f"addr add {control} dev cloud0", f"link add wire type veth peer name eth0 netns {self.outside}",
                 "link set wire master public", "link set wire up")
        self._ip(self.outside, f"addr add {outside} dev eth0", "link set eth0 up")

    def tap(self, name: str, bridge: str) -> str:
        """A tap on a bridge, as QEMU's -netdev wants it."""
        self._ip(self.bridges, f"tuntap add dev {name} mode tap", f"link set {name} master {bridge}", f"link set {name} up")
        return f"tap,ifname={name},script=no,downscript=no"

    def remove(self) -> None:
        """Takes both namespaces away, and all in them."""
        for namespace in (self.bridges, self.outside):
            run(["ip", "netns", "del", namespace], check=False)

    @staticmethod
    def _ip(namespace: str, *lines: str) -> None:
        run(["ip", "-n", namespace, "-batch", "-"], stdin="\n".join(lines) + "\n")


@contextlib.contextmanager
def wires(control: str, outside: str) -> Iterator[Wires]:
    """Wires of a test; gone at its end."""
    made = Wires()
    try:
        made.make(control, outside)
        yield made
    finally:
        made.remove()


def within(namespace: str, work: Callable[[], T]) -> T:
    """What `work` returns, run in a thread that is in a network namespace; sockets made there stay there."""
    results: list[T] = []
    errors: list[BaseException] = []

    def enter() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        try:
            with Path(f"/run/netns/{namespace}").open("rb") as handle:
                if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            results.append(work())
        except BaseException as error:  # noqa: BLE001 raised again by the caller's thread
            errors.append(error)

    thread = threading.Thread(target=enter, name=f"in {namespace}")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
