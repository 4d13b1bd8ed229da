"""The config disk: who this router is and how the manager reaches it."""

import json
from dataclasses import dataclass, field
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any
from uuid import UUID

from common import tls
from router import parse
from router.parse import BadState, at
from router.state import Interface, Role, RouterState, struct


@dataclass(frozen=True)
class Config:
    """What a config disk says. `control` is None where the router listens elsewhere (tests)."""

    router: UUID
    name: str | None
    token: str = field(repr=False)
    ca_sha256: str
    control: Interface | None
    interfaces: tuple[Interface, ...]

    def boot_state(self) -> RouterState:
        """The state before the first: addresses, and closed to all but the manager."""
        interfaces = [] if self.control is None else [self.control]
        interfaces += [i for i in self.interfaces if self.control is None or i.mac != self.control.mac]
        return RouterState(router=self.router, generation=0, hostname=self.name, interfaces=tuple(interfaces))


def load(path: Path) -> Config:
    """Reads a config disk's file; fields it does not know are left alone. Raises BadState, or OSError when it is not there."""
    try:
        document = json.loads(path.read_bytes())
    except ValueError:
        raise BadState("the configuration is not JSON") from None
    if not isinstance(document, dict):
        raise BadState("the configuration is not an object")
    ca = document.get("ca_sha256") or (tls.fingerprint(document["ca_pem"]) if document.get("ca_pem") else "")
    return Config(
        router=at("router", parse.identifier, document.get("router")),
        name=at("name", parse.maybe(parse.label), str(document.get("name") or "").lower()),
        token=at("token", parse.string(), document.get("token") or ""),
        ca_sha256=at("ca_sha256", parse.string(64), ca),
        control=_control(document.get("control")),
        interfaces=at("interfaces", parse.many(struct(Interface)), document.get("interfaces") or []),
    )


def _control(value: Any) -> Interface | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadState("control is not an object")
    text = str(value.get("address", ""))
    address = at("control.address", parse.interface, text if "/" in text else f"{text}/{value.get('prefix', 16)}")
    return Interface(mac=at("control.mac", parse.mac, value.get("mac")), role=Role.CONTROL, address=IPv4Interface(address))
