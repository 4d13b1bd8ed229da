"""Network devices by rtnetlink: small steps that look first. Works in the network namespace of the calling thread."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyroute2 import IPRoute
from pyroute2.netlink.exceptions import NetlinkError

from agent.drivers.base import DriverError

MARK = "pileus"                       # how the alias of each device the agent made begins
_IPV6 = Path("/proc/sys/net/ipv6/conf")


@dataclass(frozen=True)
class Link:
    """A device as the kernel shows it. `master` and `lower`: indexes, 0 for none; `kind`: bridge, vlan, vxlan, tun, …"""

    index: int
    name: str
    kind: str
    alias: str
    mac: str
    mtu: int
    up: bool
    master: int
    lower: int
    vlan: int = 0

    @property
    def ours(self) -> bool:
        """Whether the agent made it."""
        return self.alias.split(" ")[0] == MARK


class Links:
    """The devices of this network namespace. Open one for each piece of work: `with Links.open() as links`."""

    def __init__(self, route: Any) -> None:
        self._route = route

    @classmethod
    @contextlib.contextmanager
    def open(cls) -> Iterator[Links]:
        """A netlink socket for a piece of work; errors of the kernel come out as DriverError, naming the step."""
        with IPRoute() as route:
            yield cls(route)

    def all(self) -> list[Link]:
        """All devices."""
        return [_link(message) for message in self._route.get_links()]

    def find(self, name: str) -> Link | None:
        """A device by name."""
        index = self._route.link_lookup(ifname=name)
        return _link(self._route.get_links(index[0])[0]) if index else None

    def get(self, name: str) -> Link:
        """As `find`; FAILED when it vanished."""
        link = self.find(name)
        if link is None:
            raise DriverError("FAILED", f"{name}: the device vanished")
        return link

    def add(self, name: str, kind: str, alias: str, **attributes: Any) -> Link:
        """Makes a device and marks it. UNSUPPORTED when the kernel does not know the kind."""
        with naming(f"{name}: making a {kind} device"):
            self._route.link("add", ifname=name, kind=kind, **attributes)
            link = self.get(name)
            self._route.link("set", index=link.index, ifalias=alias)
        return self.get(name)

    def set(self, link: Link, **attributes: Any) -> None:
        """Changes attributes (mtu, address, ifalias, master, state)."""
        with naming(f"{link.name}: setting {', '.join(attributes)}"):
            self._route.link("set", index=link.index, **attributes)

    def set_bridge(self, link: Link, **options: int) -> None:
        """Changes options of a bridge."""
        with naming(f"{link.name}: setting {', '.join(options)}"):
            self._route.link("set", index=link.index, kind="bridge", **options)

    def delete(self, link: Link) -> None:
        """Removes a device; nothing to do when it is gone."""
        try:
            with naming(f"{link.name}: removing it"):
                self._route.link("del", index=link.index)
        except DriverError:
            if self.find(link.name) is not None:
                raise

    def members(self, bridge: Link) -> list[Link]:
        """Devices on a bridge."""
        return [link for link in self.all() if link.master == bridge.index]

    def addresses(self, link: Link) -> list[str]:
        """IPv4 addresses of a device with their prefixes."""
        found = self._route.get_addr(index=link.index, family=socket.AF_INET)
        return [f"{message.get_attr('IFA_LOCAL') or message.get_attr('IFA_ADDRESS')}/{message['prefixlen']}" for message in found]

    def add_address(self, link: Link, address: str) -> None:
        """Gives a device an IPv4 address with prefix."""
        if address in self.addresses(link):
            return
        ip, _, prefix = address.partition("/")
        with naming(f"{link.name}: adding {address}"):
            self._route.addr("add", index=link.index, address=ip, prefixlen=int(prefix or 32))


def silence_ipv6(name: str) -> None:
    """No IPv6 address of the host on this device: guests shall not find the host by it. Nothing to do where there is no IPv6."""
    knob = _IPV6 / name / "disable_ipv6"
    with contextlib.suppress(FileNotFoundError):
        if knob.read_text().strip() != "1":
            knob.write_text("1\n")


@contextlib.contextmanager
def naming(step: str) -> Iterator[None]:
    """Turns kernel errors into DriverError with what was being done."""
    try:
        yield
    except NetlinkError as error:
        code = "UNSUPPORTED" if error.code == errno.EOPNOTSUPP else "FAILED"
        raise DriverError("UNSUPPORTED" if code == "UNSUPPORTED" else "FAILED", f"{step}: {error.args[-1]}") from None
    except OSError as error:
        raise DriverError("FAILED", f"{step}: {error.strerror}") from None


def _link(message: Any) -> Link:
    info = message.get_attr("IFLA_LINKINFO")
    kind = (info.get_attr("IFLA_INFO_KIND") if info else None) or ""
    data = info.get_attr("IFLA_INFO_DATA") if info and kind == "vlan" else None
    return Link(
        index=message["index"], name=message.get_attr("IFLA_IFNAME"), kind=kind, alias=message.get_attr("IFLA_IFALIAS") or "",
        mac=message.get_attr("IFLA_ADDRESS") or "", mtu=message.get_attr("IFLA_MTU") or 0, up=bool(message["flags"] & 1),
        master=message.get_attr("IFLA_MASTER") or 0, lower=message.get_attr("IFLA_LINK") or 0,
        vlan=(data.get_attr("IFLA_VLAN_ID") or 0) if data else 0)
