"""The manager's configuration: one TOML file, and PILEUS_SECTION_KEY variables over it. Unknown keys are an error that names them."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import socket
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEFAULT_PATH = Path("/etc/pileus/manager.toml")
PREFIX = "PILEUS_"
PACKAGED_UI = Path("/usr/share/pileus/ui")


class BadConfig(Exception):
    """The text names the key and says what is wanted."""


@dataclass(frozen=True)
class DatabaseConfig:
    """[database]"""

    url: str = "sqlite:////var/lib/pileus/pileus.db"  # or mysql+pymysql://user:password@host/pileus
    threads: int = 6


@dataclass(frozen=True)
class ApiConfig:
    """[api]. `http` and `https` are host:port, empty: off. Plain HTTP beyond loopback needs insecure_http."""

    http: str = "127.0.0.1:8080"
    https: str = "0.0.0.0:8443"
    insecure_http: bool = False
    tls_cert: str = ""                       # PEM files; empty: a certificate of the cloud's own CA
    tls_key: str = ""
    trusted_proxies: tuple[str, ...] = ()    # CIDRs whose X-Forwarded-For is believed
    integration_port: int = 0                # 127.0.0.1 only, everybody is root admin; 0: off
    admin_password: str = ""                 # of the first start; empty: one is made and printed once
    streams: int = 2000                      # event streams of this process
    streams_per_user: int = 20
    drain_seconds: float = 1.0               # /readyz says 503 for so long before the listeners close


@dataclass(frozen=True)
class AgentsConfig:
    """[agents]: where hosts reach this node. `advertise`: host:port of `report`, given to hosts that join; empty: this machine's name."""

    enrol: str = "0.0.0.0:8250"
    report: str = "0.0.0.0:8252"
    advertise: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConsoleConfig:
    """[console]: the console proxy beside this node, while `consoleproxy.mode` is local. `listen` and `advertise` are host:port."""

    listen: str = "0.0.0.0:8444"             # where browsers open consoles; empty: none here
    advertise: str = ""                      # how browsers reach it; empty: this machine's name
    trusted_proxies: tuple[str, ...] = ()    # CIDRs whose X-Forwarded-For it believes
    program: str = ""                        # empty: pileus-consoleproxy beside this Python


@dataclass(frozen=True)
class NodeConfig:
    """[node]"""

    name: str = ""                           # empty: the machine's name
    keys: str = "/etc/pileus/keys"           # encryption.key, ca.pem, ca-key.pem: the same on all nodes of a cloud
    state: str = "/var/lib/pileus"           # the admin socket
    processes: int = 1


@dataclass(frozen=True)
class UiConfig:
    """[ui]. `root`: the built web UI, with client/ and console/; empty: the package's, or the checkout's ui/dist."""

    root: str = ""
    settings: str = "/etc/pileus/ui.json"    # title, logo, colours, login: served as /client/config.json


@dataclass(frozen=True)
class LogConfig:
    """[log]"""

    level: str = "INFO"
    json: bool = False


@dataclass(frozen=True)
class Config:
    """All of it."""

    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    api: ApiConfig = field(default_factory=ApiConfig)
    agents: AgentsConfig = field(default_factory=AgentsConfig)
    console: ConsoleConfig = field(default_factory=ConsoleConfig)
    node: NodeConfig = field(default_factory=NodeConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    log: LogConfig = field(default_factory=LogConfig)

    @property
    def sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database.url.startswith("sqlite")

    @property
    def node_name(self) -> str:
        """How this node is called in logs and in the table of nodes."""
        return self.node.name or socket.gethostname()

    @property
    def ui_root(self) -> Path:
        """The folder of the built web UI."""
        if self.ui.root:
            return Path(self.ui.root)
        return PACKAGED_UI if PACKAGED_UI.is_dir() else Path(__file__).resolve().parents[1] / "ui" / "dist"


def load(path: Path | None, environ: Mapping[str, str] = os.environ) -> Config:
    """Reads the file (None: the default one when it is there), then the environment. Raises BadConfig."""
    raw: dict[str, Any] = {}
    if path is not None or DEFAULT_PATH.exists():
        try:
            raw = tomllib.loads((path or DEFAULT_PATH).read_text())
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise BadConfig(f"{path or DEFAULT_PATH}: {error}") from None
    sections: dict[str, type] = dict(typing.get_type_hints(Config).items())
    if unknown := sorted(set(raw) - set(sections)):
        raise BadConfig(f"unknown sections: {', '.join(unknown)}; known are {', '.join(sections)}")
    made = {}
    for name, kind in sections.items():
        if not isinstance(raw.get(name, {}), dict):
            raise BadConfig(f"{name} is a section: [{name}]")
        made[name] = _section(name, kind, dict(raw.get(name, {})), environ)
    config = Config(**made)
    _check(config)
    return config


def _section(name: str, kind: type, raw: dict[str, Any], environ: Mapping[str, str]) -> Any:
    types = typing.get_type_hints(kind)
    if unknown := sorted(set(raw) - set(types)):
        raise BadConfig(f"unknown keys: {', '.join(f'{name}.{key}' for key in unknown)}; known are {', '.join(types)}")
    variables = {f"{PREFIX}{name}_{key}".upper() for key in types}
    start = f"{PREFIX}{name}_".upper()
    if unknown := sorted(variable for variable in environ if variable.startswith(start) and variable not in variables):
        raise BadConfig(f"unknown variables: {', '.join(unknown)}; known are {', '.join(sorted(variables))}")
    for key in types:
        value = environ.get(f"{PREFIX}{name}_{key}".upper())
        if value is not None:
            raw[key] = [part.strip() for part in value.split(",") if part.strip()] if types[key] == tuple[str, ...] else value
    return kind(**{key: _convert(f"{name}.{key}", value, types[key]) for key, value in raw.items()})


def _convert(key: str, value: Any, kind: Any) -> Any:
    if kind is bool:
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        raise BadConfig(f"{key}: true or false is wanted")
    if kind in (int, float):
        try:
            return kind(value)
        except (TypeError, ValueError):
            raise BadConfig(f"{key}: a number is wanted") from None
    if kind is str:
        if isinstance(value, str):
            return value
        raise BadConfig(f"{key}: a text is wanted")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise BadConfig(f"{key}: a list of texts is wanted")


def _check(config: Config) -> None:
    api = config.api
    agents = config.agents
    for key, text in (("api.http", api.http), ("api.https", api.https), ("agents.enrol", agents.enrol), ("agents.report", agents.report),
                      ("console.listen", config.console.listen), ("console.advertise", config.console.advertise)):
        if text:
            endpoint(key, text)
    if api.http and not api.insecure_http and not is_loopback(endpoint("api.http", api.http)[0]):
        raise BadConfig(f"api.http = \"{api.http}\" would send passwords in clear: use api.https, or set api.insecure_http = true")
    if bool(api.tls_cert) != bool(api.tls_key):
        raise BadConfig("api.tls_cert and api.tls_key are needed together")
    for key, texts in (("api.trusted_proxies", api.trusted_proxies), ("console.trusted_proxies", config.console.trusted_proxies)):
        for text in texts:
            try:
                ipaddress.ip_network(text)
            except ValueError:
                raise BadConfig(f"{key}: {text} is not a CIDR") from None
    if config.node.processes < 1:
        raise BadConfig("node.processes: at least 1")
    if config.sqlite and config.node.processes > 1:
        raise BadConfig("node.processes: the embedded database (SQLite) has one process; use MySQL or MariaDB for more")


def endpoint(key: str, text: str) -> tuple[str, int]:
    """host:port, or [v6]:port. Raises BadConfig."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise BadConfig(f"{key}: host:port is wanted, not \"{text}\"")
    return host.strip("[]") or "0.0.0.0", int(port)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def redacted(config: Config) -> dict[str, Any]:
    """For showing: without passwords."""
    shown = dataclasses.asdict(config)
    shown["api"]["admin_password"] = "…" if config.api.admin_password else ""
    head, at, tail = config.database.url.rpartition("@")
    shown["database"]["url"] = f"…@{tail}" if at and head else config.database.url
    return shown
