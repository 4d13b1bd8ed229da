"""Network namespaces, taps held open like QEMU holds them, and frames made by hand."""

from __future__ import annotations

import ctypes
import fcntl
import ipaddress
import os
import select
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000
BROADCAST = "ff:ff:ff:ff:ff:ff"


class Space:
    """A network namespace with a thread that lives in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread = ThreadPoolExecutor(1, initializer=self.enter)

    def enter(self) -> None:
        """Brings the calling thread inside, for good."""
        handle = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).setns(handle, CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(handle)

    def do(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `fn` inside; programs it starts are inside too."""
        return self._thread.submit(fn, *args, **kwargs).result(60)

    def run(self, *argv: str) -> str:
        """Runs a program inside."""
        return subprocess.run(["ip", "netns", "exec", self.name, *argv], check=True, capture_output=True, text=True).stdout

    def close(self) -> None:
        self._thread.shutdown()


@contextmanager
def space(name: str) -> Iterator[Space]:
    """A namespace for the length of a test; its name carries our process id."""
    name = f"p{os.getpid()}-{name}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
    inside = Space(name)
    try:
        yield inside
    finally:
        inside.close()
        subprocess.run(["ip", "netns", "del", name], check=True)


def hold_tap(name: str) -> int:
    """Opens a tap of this thread's namespace as QEMU does; a frame per read and write. The caller closes it."""
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


def drain(tap: int) -> None:
    """Throws away what waits."""
    while select.select([tap], [], [], 0)[0]:
        os.read(tap, 65536)


def first(tap: int, seconds: float = 10.0) -> bytes:
    """The next IPv4 frame that comes out of a tap."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([tap], [], [], left)[0]:
            frame = os.read(tap, 65536).ljust(60, b"\0")
            if frame[12:14] == b"\x08\x00":
                return frame
    raise AssertionError("nothing came")


def passes(sender: int, receiver: int, frame: bytes, marker: bytes) -> bool:
    """Whether a frame gets through. `marker` is a frame that surely does: it ends the waiting, so a drop is known at once."""
    drain(receiver)
    os.write(sender, frame)
    os.write(sender, marker)
    end, seen = time.monotonic() + 10, False
    while time.monotonic() < end:
        if select.select([receiver], [], [], 1)[0]:
            got = os.read(receiver, 65536).ljust(60, b"\0")     # a kernel that looks into bridged packets cuts their padding off
            seen = seen or got == frame
            if got == marker:
                return seen
    raise AssertionError("not even the marker came through")


# ---- frames ----

def mac(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


def ip(text: str) -> bytes:
    return ipaddress.ip_address(text).packed


def ethernet(source: str, kind: int, payload: bytes, target: str = BROADCAST) -> bytes:
    return (mac(target) + mac(source) + struct.pack(">H", kind) + payload).ljust(60, b"\0")


def arp(source: str, sender_mac: str, sender_ip: str, wanted: str, operation: int = 1) -> bytes:
    body = struct.pack(">HHBBH", 1, 0x800, 6, 4, operation) + mac(sender_mac) + ip(sender_ip) + bytes(6) + ip(wanted)
    return ethernet(source, 0x806, body)


def checksum(data: bytes) -> int:
    total = sum(struct.unpack(f">{len(data + bytes(len(data) % 2)) // 2}H", data + bytes(len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ipv4(source: str, sender: str, target: str, protocol: int, payload: bytes, *, to: str = BROADCAST) -> bytes:
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 1, 0, 64, protocol, 0) + ip(sender) + ip(target)
    return ethernet(source, 0x800, head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload, to)


def udp(sport: int, dport: int, data: bytes = b"data") -> bytes:
    return struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data


def tcp(sender: str, target: str, sport: int, dport: int, flags: int) -> bytes:
    head = struct.pack(">HHIIBBHHH", sport, dport, 1, 1, 0x50, flags, 1024, 0, 0)
    sum_ = checksum(ip(sender) + ip(target) + struct.pack(">BBH", 0, 6, len(head)) + head)
    return head[:16] + struct.pack(">H", sum_) + head[18:]


def ipv6(source: str, sender: str, target: str, protocol: int, payload: bytes) -> bytes:
    return ethernet(source, 0x86DD, struct.pack(">IHBB", 6 << 28, len(payload), protocol, 255) + ip(sender) + ip(target) + payload)


def icmp6(source: str, sender: str, target: str, kind: int, body: bytes) -> bytes:
    message = bytes([kind, 0, 0, 0]) + body
    pseudo = ip(sender) + ip(target) + struct.pack(">II", len(message), 58)
    message = message[:2] + struct.pack(">H", checksum(pseudo + message)) + message[4:]
    return ipv6(source, sender, target, 58, message)


def tagged(frame: bytes, vlan: int) -> bytes:
    return frame[:12] + struct.pack(">HH", 0x8100, vlan) + frame[12:]


class Pump:
    """Carries frames between two taps, as a hypervisor does between a guest and its port."""

    def __init__(self, one: int, other: int) -> None:
        self._pairs = {one: other, other: one}
        self._wake, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def _carry(self) -> None:
        while True:
            ready = select.select([*self._pairs, self._wake], [], [])[0]
            if self._wake in ready:
                return
            for source in ready:
                try:
                    os.write(self._pairs[source], os.read(source, 65536))
                except (BlockingIOError, OSError):
                    continue        # a frame lost, as on any wire: full queue, or the peer is down

    def close(self) -> None:
        os.write(self._stop, b"x")
        self._thread.join(10)
        os.close(self._stop)
        os.close(self._wake)
