"""The proxy's settings: one TOML file, overridden by PILEUS_CONSOLEPROXY_… variables."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_FILE = Path("/etc/pileus/consoleproxy.toml")
PREFIX = "PILEUS_CONSOLEPROXY_"


class ConfigError(Exception):
    """A setting that is unknown or malformed; the text names it."""


@dataclass(frozen=True)
class Config:
    """Settings, in the order of the file."""

    state_dir: Path = Path("/var/lib/pileus-consoleproxy")   # key.pem (0600), certificate.pem, ca.pem
    listen: str = "0.0.0.0:8443"                             # where browsers connect
    address: str = ""                                        # where they reach it, host:port; empty: what `listen` says
    managers: tuple[str, ...] = ()                           # report ports of managers, host:port; any of them will do
    page: Path = Path("/usr/share/pileus/console")           # the built console page
    forwarded_from: tuple[str, ...] = ()                     # balancers in front whose X-Forwarded-For is believed
    drain_seconds: int = 5                                   # at SIGTERM: how long connections may take to close
    log_level: str = "INFO"
    log_json: bool = False

    def endpoint(self) -> tuple[str, int]:
        """(host, port) to listen on. Raises ConfigError."""
        host, _, port = self.listen.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise ConfigError(f"setting listen: {self.listen!r} is not host:port")
        return host.strip("[]") or "0.0.0.0", int(port)


def load(path: Path | None, environment: Mapping[str, str] | None = None) -> Config:
    """Reads the file and the environment. Raises ConfigError."""
    values: dict[str, Any] = {}
    if path is not None or DEFAULT_FILE.exists():
        file = path or DEFAULT_FILE
        try:
            values.update(tomllib.loads(file.read_text()))
        except OSError as error:
            raise ConfigError(f"{file}: {error.strerror}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file}: {error}") from None
    variables = os.environ if environment is None else environment
    values.update({name[len(PREFIX):].lower(): value for name, value in variables.items() if name.startswith(PREFIX)})
    fields = {field.name: str(field.type) for field in dataclasses.fields(Config)}
    if unknown := sorted(set(values) - set(fields)):
        raise ConfigError(f"unknown setting {unknown[0]}; known are {', '.join(fields)}")
    config = Config(**{name: _typed(name, fields[name], value) for name, value in values.items()})
    if not config.managers:
        raise ConfigError("setting managers: name at least one manager's report port, host:port")
    return config


def _typed(name: str, kind: str, value: Any) -> Any:
    try:
        if kind == "Path":
            return Path(value)
        if kind == "int":
            return int(value)
        if kind == "bool":
            return value if isinstance(value, bool) else {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
        if kind.startswith("tuple"):
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(part.strip() for part in parts if part.strip())
        if not isinstance(value, str):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ConfigError(f"setting {name}: {value!r} is not a {kind}") from None
    return value
