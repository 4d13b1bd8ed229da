"""Where browsers reach a console proxy, and which kind of proxies the cloud has."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote

from manager import settings
from manager.model.console import proxies
from manager.model.console.proxies import ProxyRow
from manager.model.db import Tx

AUTO, LOCAL, SYSTEM_VM = "auto", "local", "systemvm"  # consoleproxy.mode
RECONCILER = "consoleproxies"                         # starts and stops system VMs


def mode(tx: Tx) -> str:
    """local: proxies run beside the managers; systemvm: each zone has system VMs. Auto: local with the embedded database."""
    chosen = str(settings.get(tx, "consoleproxy.mode"))
    if chosen == AUTO:
        return proxies.LOCAL if tx.conn.dialect.name == "sqlite" else proxies.SYSTEM_VM
    return chosen


def public(tx: Tx, proxy: ProxyRow) -> tuple[str, int]:
    """(name, port) for links. `consoleproxy.url.domain`: a name that stands for all proxies, or *.domain: 10-1-2-3.domain for 10.1.2.3."""
    host, _, port = (proxy.address or "").rpartition(":")
    domain = str(settings.get(tx, "consoleproxy.url.domain", zone=proxy.zone_id)).strip()
    return named(host.strip("[]"), domain), int(port)


def named(host: str, domain: str) -> str:
    """The name for links of a proxy at `host`."""
    if not domain:
        return host
    if not domain.startswith("*."):
        return domain
    return host.replace(".", "-").replace(":", "-") + domain[1:]


def link(host: str, port: int, token: str, extra: str = "") -> str:
    """The page that opens a console once."""
    more = f"&extra={quote(extra, safe='')}" if extra else ""
    return f"https://{bracketed(host)}:{port}/console?token={token}{more}"


def bracketed(host: str) -> str:
    """For URLs: an IPv6 address stands in brackets."""
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host
