"""Opens the console link that the demo printed, as a browser does, and types. Run inside the demo's network namespace: argument 1 is the link.

Prints the VM's name as RFB tells it, how many octets of picture came, and how many more after typing.
"""

from __future__ import annotations

import http.client
import json
import ssl
import struct
import sys
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

WAIT = 60.0


class Octets:
    """What a WebSocket's binary messages carry, one after another."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.held, self.total = socket, b"", 0

    def take(self, count: int) -> bytes:
        """Exactly so many."""
        while len(self.held) < count:
            message = self.socket.recv(WAIT)
            assert isinstance(message, bytes)
            self.held += message
            self.total += len(message)
        out, self.held = self.held[:count], self.held[count:]
        return out

    def more(self) -> int:
        """Waits for anything; how much came."""
        if not self.held:
            message = self.socket.recv(WAIT)
            assert isinstance(message, bytes)
            self.total += len(message)
            return len(message)
        held, self.held = len(self.held), b""
        return held


def redeemed(link: str) -> tuple[str, str]:
    """(path of the session, cookie); the link is used up."""
    parts = urlsplit(link)
    server = http.client.HTTPSConnection(parts.netloc, context=ssl._create_unverified_context(), timeout=WAIT)
    server.request("GET", f"{parts.path}?{parts.query}")
    answer = server.getresponse()
    assert answer.status == 303, (answer.status, answer.read()[:500])
    cookie = SimpleCookie(answer.getheader("set-cookie") or "")["pileus-console"]
    assert cookie["httponly"]
    assert cookie["secure"]
    place = (answer.getheader("location") or "").removesuffix("/")
    answer.read()
    server.request("GET", f"{parts.path}?{parts.query}")
    assert server.getresponse().status == 403, "a link opens once"
    return place, f"pileus-console={cookie.value}"


def main(link: str) -> None:
    """See the module."""
    host = urlsplit(link).netloc
    place, cookie = redeemed(link)
    options = {"ssl": ssl._create_unverified_context(), "origin": f"https://{host}", "additional_headers": {"cookie": cookie},
               "subprotocols": ["binary"], "max_size": None}
    with connect(f"wss://{host}{place}/vnc", **options) as socket:  # type: ignore[arg-type]
        octets = Octets(socket)
        assert octets.take(12) == b"RFB 003.008\n"
        socket.send(b"RFB 003.008\n")
        assert 1 in octets.take(octets.take(1)[0]), "no password: the way there is guarded"
        socket.send(b"\x01")
        assert octets.take(4) == bytes(4)
        socket.send(b"\x01")
        width, height, _, length = struct.unpack(">HH16sI", octets.take(24))
        name = octets.take(length).decode()
        socket.send(struct.pack(">BBHHHH", 3, 0, 0, 0, width, height))
        picture = octets.more()
        for key in b"id\r":
            for down in (1, 0):
                socket.send(struct.pack(">BBHI", 4, down, 0, 0xFF0D if key == 13 else key))
        socket.send(struct.pack(">BBHHHH", 3, 0, 0, 0, width, height))
        typed = octets.more()
    print(json.dumps({"name": name, "width": width, "height": height, "picture": picture, "typed": typed}))


if __name__ == "__main__":
    main(sys.argv[1])
