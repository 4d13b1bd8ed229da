"""The kernel's network devices as ioctls show them (netdevice(7)): no program is started, and a network namespace sees its own."""

import contextlib
import fcntl
import socket
import struct

SIOCGIFFLAGS = 0x8913
SIOCGIFHWADDR = 0x8927
IFF_UP = 0x1


def by_mac() -> dict[str, str]:
    """MAC → device name of every Ethernet device; of several with one MAC the oldest."""
    found: dict[str, str] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        for _, name in sorted(socket.if_nameindex()):
            with contextlib.suppress(OSError):  # it went away meanwhile
                answer = fcntl.ioctl(channel, SIOCGIFHWADDR, struct.pack("16s24x", name.encode()))
                found.setdefault(answer[18:24].hex(":"), name)
    return found


def is_up(device: str) -> bool:
    """Whether the device exists and is set up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        try:
            answer = fcntl.ioctl(channel, SIOCGIFFLAGS, struct.pack("16s24x", device.encode()))
        except OSError:
            return False
    return bool(struct.unpack_from("H", answer, 16)[0] & IFF_UP)


def is_local(address: str) -> bool:
    """Whether this machine holds the address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        try:
            channel.bind((address, 0))
        except OSError:
            return False
    return True


def announce(device: str, address: str) -> None:
    """Tells the neighbours who holds the address now: one gratuitous ARP request (RFC 5227, 3). Lost or impossible, they find out by asking."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as channel:
        channel.bind((device, 0x0806))
        mac, octets = channel.getsockname()[4], socket.inet_aton(address)
        arp = struct.pack(">HHBBH", 1, 0x0800, 6, 4, 1) + mac + octets + bytes(6) + octets
        channel.send(b"\xff" * 6 + mac + b"\x08\x06" + arp)
