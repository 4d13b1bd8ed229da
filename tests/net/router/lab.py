"""A router in a network namespace with two guests, an outside and a manager's side around it; packets are real.

    host ── control ── router ── public ── outside
                         └────── guest ─── switch ── g1, g2

Sockets made by `Lab.socket` belong to a namespace for good, so tests drive them from their own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import ctypes
import json
import os
import secrets
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from common import clock, tls
from common.control import Session, StreamPipe, enrol
from tests.authority import Authority

ROOT = Path(__file__).resolve().parents[3]
UUID = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a11"
GUEST_UUID = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a12"
CONTROL, PUBLIC, GUEST = "02:00:00:00:0c:01", "02:00:00:00:0c:02", "02:00:00:00:0c:03"
MACS = {"g1": "02:00:00:00:0c:11", "g2": "02:00:00:00:0c:12"}
OUTSIDE = "203.0.113.1"
PUBLIC_A, PUBLIC_B, PUBLIC_C = "203.0.113.5", "203.0.113.6", "203.0.113.7"
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def sh(*argv: str, check: bool = True, timeout: float = 60) -> str:
    """Runs a program; its output."""
    done = subprocess.run(argv, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(argv)}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class Lab:
    """The namespaces, the daemon, and a manager's connection to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tag = f"pl{secrets.token_hex(3)}"
        self.authority = Authority(tls.router_name(UUID))
        self.daemon: subprocess.Popen[bytes] | None = None
        self.generation = 0
        self.document = base_state()

    def ns(self, name: str) -> str:
        """The full name of a namespace."""
        return f"{self.tag}-{name}"

    def run(self, where: str, *argv: str, check: bool = True, timeout: float = 60) -> str:
        """Runs a program in a namespace."""
        return sh("ip", "netns", "exec", self.ns(where), *argv, check=check, timeout=timeout)

    def build(self) -> None:
        """Makes the namespaces and wires."""
        for name in ("router", "g1", "g2", "sw", "out", "host"):
            sh("ip", "netns", "add", self.ns(name))
            self.run(name, "ip", "link", "set", "lo", "up")
        self.wire("router", "ctl", CONTROL, "host", "eth0")
        self.wire("router", "pub", PUBLIC, "out", "eth0")
        self.wire("router", "gst", GUEST, "sw", "p0")
        self.run("sw", "ip", "link", "add", "name", "br0", "type", "bridge")
        self.run("sw", "ip", "link", "set", "br0", "up")
        for at, (name, mac) in enumerate(MACS.items(), 1):
            self.wire(name, "eth0", mac, "sw", f"p{at}")
            self.run(name, "ip", "link", "set", "eth0", "up")
        for at in range(3):
            self.run("sw", "ip", "link", "set", f"p{at}", "master", "br0", "up")
        for name, address in (("host", "169.254.0.1/16"), ("out", f"{OUTSIDE}/24")):
            self.run(name, "ip", "addr", "add", address, "dev", "eth0")
            self.run(name, "ip", "link", "set", "eth0", "up")

    def wire(self, one: str, device: str, mac: str, other: str, peer: str) -> None:
        """A veth pair between two namespaces."""
        sh("ip", "-n", self.ns(one), "link", "add", device, "address", mac, "type", "veth", "peer", "name", peer, "netns", self.ns(other))

    def socket(self, where: str, kind: int = socket.SOCK_STREAM) -> socket.socket:
        """A socket that lives in a namespace; 5 s of patience."""
        made: list[socket.socket] = []

        def make() -> None:
            handle = os.open(f"/run/netns/{self.ns(where)}", os.O_RDONLY)
            try:
                if LIBC.setns(handle, CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
                made.append(socket.socket(socket.AF_INET, kind))
            finally:
                os.close(handle)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        made[0].settimeout(5)
        return made[0]

    # ---- the daemon

    def start(self) -> None:
        """Starts the daemon on the standard library alone (`-S`: no site-packages) and waits for its port."""
        config = {
            "router": UUID, "name": "r-1-vm", "token": "once", "ca_pem": self.authority.pem, "ca_sha256": tls.fingerprint(self.authority.pem),
            "control": {"mac": CONTROL, "address": "169.254.1.5", "prefix": 16}, "interfaces": self.document["interfaces"],
        }  # fmt: skip
        (self.folder / "config.json").write_text(json.dumps(config))
        folders = ["--config", str(self.folder / "config.json"), "--state", str(self.folder / "state")]
        argv = [sys.executable, "-S", "-m", "router.main", "serve", *folders]
        with (self.folder / "log").open("ab") as log:
            self.daemon = subprocess.Popen(
                ["ip", "netns", "exec", self.ns("router"), *argv, "--namespace-mode", "--dns-user", "root"], cwd=ROOT, stdout=log, stderr=log
            )
        for _ in range(600):
            if self.daemon.poll() is not None:
                raise AssertionError(f"the daemon ended: {self.log()}")
            with contextlib.suppress(OSError), self.socket("host") as probe:
                probe.connect(("169.254.1.5", 3922))
                return
            clock.pause(0.05)
        raise AssertionError(f"the daemon does not listen: {self.log()}")

    def stop(self, *, kill: bool = False) -> None:
        """Ends the daemon: by SIGTERM, or as a crash does."""
        if self.daemon is not None:
            if kill:
                self.daemon.kill()
            else:
                self.daemon.terminate()
            self.daemon.wait(30)
            self.daemon = None

    def log(self) -> str:
        """What the daemon wrote."""
        return (self.folder / "log").read_text()

    # ---- the manager's side

    async def _pipe(self) -> StreamPipe:
        channel = self.socket("host")
        channel.connect(("169.254.1.5", 3922))
        channel.setblocking(False)
        return StreamPipe(*await asyncio.open_connection(sock=channel))

    def enrol(self) -> None:
        """Gives the router its certificate."""

        async def talk() -> None:
            pipe = await self._pipe()
            await enrol(pipe, "once", self.authority.sign)
            await pipe.close()

        asyncio.run(talk())

    def call(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """One request over TLS as manager.pileus."""

        async def talk() -> Any:
            context = self.authority.client(self.folder / "manager")
            session = await Session.open(await self._pipe(), context, tls.router_name(UUID))
            try:
                return await session.call(method, params)
            finally:
                await session.close()

        return asyncio.run(talk())

    def apply(self, **parts: Any) -> Any:
        """Changes parts of the state and applies it under the next generation."""
        self.generation += 1
        self.document |= copy.deepcopy(parts)
        return self.call("apply", self.document | {"generation": str(self.generation)})

    def only(self, **parts: Any) -> Any:
        """Applies the base state with `parts` in it, and nothing of earlier states."""
        self.document = base_state()
        return self.apply(**parts)

    # ---- guests

    def dhcp(self, name: str, mac: str | None = None) -> dict[str, str]:
        """Runs a DHCP client; what it was given (udhcpc's variables), nothing when nobody answered."""
        if mac:
            self.run(name, "ip", "link", "set", "eth0", "address", mac)
        answer = self.folder / f"lease-{name}"
        answer.unlink(missing_ok=True)
        script = self.folder / "udhcpc.script"
        script.write_text(f'#!/bin/sh\n[ "$1" = bound ] && env > {answer}\nexit 0\n')
        script.chmod(0o755)
        self.run(name, "udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "3", "-T", "1", "-s", str(script), "-O", "mtu", check=False)
        if not answer.exists():
            return {}
        return dict(line.split("=", 1) for line in answer.read_text().splitlines() if "=" in line)

    def configure(self, name: str, address: str) -> None:
        """Sets a guest up as its lease says."""
        self.run(name, "ip", "addr", "replace", f"{address}/24", "dev", "eth0")
        self.run(name, "ip", "route", "replace", "default", "via", "10.1.1.1")

    def listen(self, where: str, port: int, address: str = "0.0.0.0") -> Echo:
        """A TCP server in a namespace that says who called, then echoes."""
        return Echo(self.socket(where), address, port)

    def say(self, where: str, address: str, port: int, seconds: float = 3) -> str | None:
        """Connects, and returns the server's greeting (the address it saw); None when nobody answered."""
        with self.socket(where) as client:
            client.settimeout(seconds)
            try:
                client.connect((address, port))
                return client.recv(100).decode()
            except OSError:
                return None

    def http(self, where: str, address: str, port: int, path: str, *headers: str) -> tuple[int, bytes]:
        """One GET; status and body."""
        with self.socket(where) as client:
            client.connect((address, port))
            lines = [f"GET {path} HTTP/1.0", *headers, "", ""]
            client.sendall("\r\n".join(lines).encode())
            answer = b""
            while chunk := client.recv(65536):
                answer += chunk
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def close(self) -> None:
        """Removes everything."""
        self.stop()
        for pid in sh("ip", "netns", "pids", self.ns("router"), check=False).split():
            with contextlib.suppress(OSError, ValueError):  # what a test that failed left behind
                os.kill(int(pid), signal.SIGKILL)
        for name in ("router", "g1", "g2", "sw", "out", "host"):
            sh("ip", "netns", "del", self.ns(name), check=False)


    def dns(self, where: str, name: str, kind: int = 1, server: str = "10.1.1.1") -> list[str]:
        """Answers to a query (kind 1: A, 12: PTR)."""
        with self.socket(where, socket.SOCK_DGRAM) as client:
            client.connect((server, 53))
            client.send(bytes.fromhex("1234 0100 0001 0000 0000 0000") + labels(name) + struct.pack(">HH", kind, 1))
            return answers(client.recv(4096), name)


class Echo:
    """A TCP server: greets with the caller's address, then echoes until the caller ends."""

    def __init__(self, listener: socket.socket, address: str, port: int) -> None:
        self._listener = listener
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.settimeout(None)
        listener.bind((address, port))
        listener.listen(16)
        self._pool = ThreadPoolExecutor(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, peer = self._listener.accept()
            except OSError:
                return
            self._pool.submit(self._serve, client, peer[0])

    def _serve(self, client: socket.socket, peer: str) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(30)
            client.sendall(peer.encode())
            while data := client.recv(65536):
                client.sendall(data)

    def close(self) -> None:
        """Stops listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._pool.shutdown(wait=False)


class Upstream:
    """A DNS server that knows one address for every name, and keeps what it was asked."""

    def __init__(self, channel: socket.socket, address: str) -> None:
        self._channel = channel
        self._address = socket.inet_aton(address)
        self.asked: list[str] = []
        channel.settimeout(None)
        channel.bind(("0.0.0.0", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            query, peer = self._channel.recvfrom(512)
            if not query:
                return
            name, end = name_at(query, 12)
            self.asked.append(name)
            answer = bytes.fromhex("c00c 0001 0001 0000003c 0004") + self._address
            self._channel.sendto(query[:2] + bytes.fromhex("8180 0001 0001 0000 0000") + query[12 : end + 4] + answer, peer)


def labels(name: str) -> bytes:
    """A name on the wire (RFC 1035, 3.1)."""
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


def name_at(packet: bytes, at: int) -> tuple[str, int]:
    """The name at an offset, and the offset behind it."""
    parts = []
    while (length := packet[at]) and length < 0xC0:
        parts.append(packet[at + 1 : at + 1 + length].decode())
        at += 1 + length
    if length:
        rest, _ = name_at(packet, struct.unpack_from(">H", packet, at)[0] & 0x3FFF)
        return ".".join([*parts, rest]), at + 2
    return ".".join(parts), at + 1


def answers(packet: bytes, asked: str) -> list[str]:
    """The A and PTR records among a packet's answers."""
    found, at = [], 12 + len(labels(asked)) + 4
    for _ in range(struct.unpack_from(">H", packet, 6)[0]):
        _, at = name_at(packet, at)
        kind, length = struct.unpack_from(">HxxxxxxH", packet, at)
        at += 10
        found.append(socket.inet_ntoa(packet[at : at + 4]) if kind == 1 else name_at(packet, at)[0])
        at += length
    return found


def base_state() -> dict[str, Any]:
    """A network with two guests behind one public address; nothing may pass yet."""
    return {
        "router": UUID,
        "hostname": "r-1-vm",
        "interfaces": [
            {"mac": CONTROL, "role": "CONTROL", "address": "169.254.1.5/16"},
            {"mac": PUBLIC, "role": "PUBLIC", "address": f"{PUBLIC_A}/24", "gateway": OUTSIDE},
            {"mac": GUEST, "role": "GUEST", "address": "10.1.1.1/24"},
        ],
        "guests": [guest_network()],
        "addresses": [{"address": f"{PUBLIC_A}/24", "gateway": OUTSIDE, "mac": PUBLIC, "source_nat": True}],
    }


def guest_network(**changed: Any) -> dict[str, Any]:
    """The guest network of `base_state`."""
    leases = [
        {"mac": MACS["g1"], "address": "10.1.1.11", "hostname": "one", "default_route": True, "metadata": {
            "instance_id": "11111111-1111-4111-8111-111111111111", "vm_id": "i-2-11-VM", "local_hostname": "one", "service_offering": "Small",
            "availability_zone": "zone1", "public_keys": ["ssh-ed25519 AAAA one"], "user_data": "AAEC/w==",
            "password": "s3cret", "password_id": "p1"}},
        {"mac": MACS["g2"], "address": "10.1.1.12", "hostname": "two", "metadata": {"instance_id": "22222222-2222-4222-8222-222222222222"}},
    ]  # fmt: skip
    return {"uuid": GUEST_UUID, "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "domain": "cs2.internal", "source_nat": PUBLIC_A, "mtu": 1400,
            "leases": leases} | changed  # fmt: skip


def allow(protocol: str = "tcp", first: int = 0, last: int = 0, public: str = PUBLIC_A, **more: Any) -> dict[str, Any]:
    """An ingress rule."""
    return {"id": f"in-{first}", "protocol": protocol, "port_first": first, "port_last": last or first, "public_address": public} | more


def egress(protocol: str = "all", first: int = 0, last: int = 0, **more: Any) -> dict[str, Any]:
    """An egress rule of the guest network."""
    rule = {"id": f"out-{first}", "direction": "EGRESS", "protocol": protocol, "port_first": first, "port_last": last or first}
    return rule | {"guest": GUEST_UUID} | more


def forward(public: int, guest: int, address: str = "10.1.1.11", count: int = 1, on: str = PUBLIC_A) -> dict[str, Any]:
    """A TCP port forwarding."""
    return {"id": f"pf-{public}", "public_address": on, "protocol": "tcp", "public_first": public, "public_last": public + count - 1,
            "guest_address": address, "guest_first": guest, "guest_last": guest + count - 1}  # fmt: skip


@contextlib.contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """A running, enrolled router without a state, guests set up."""
    made = Lab(folder)
    try:
        made.build()
        made.start()
        made.enrol()
        yield made
    finally:
        made.close()
