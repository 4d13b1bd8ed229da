"""The agent's settings: one TOML file, overridden by PILEUS_AGENT_… variables, overridden by options."""

from __future__ import annotations

import dataclasses
import os
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_FILE = Path("/etc/pileus/agent.toml")
PREFIX = "PILEUS_AGENT_"


class ConfigError(Exception):
    """A setting that is unknown or malformed; the text names it."""


@dataclass(frozen=True)
class Config:
    """Settings, in the order of the file."""

    state_dir: Path = Path("/var/lib/pileus-agent")     # identity, journal
    listen: str = "0.0.0.0:8251"                        # where managers connect
    address: str = ""                                   # what they are told to dial (host:port); empty: this host's name and the port
    name: str = ""                                      # empty: the host name
    driver: str = "libvirt"                             # libvirt, or simulator (one simulated host; many: `simulate`)
    boot_ms: int = 0                                    # simulator: how long a guest takes to boot
    libvirt_uri: str = "qemu:///system"
    accelerate: str = "auto"                            # auto, kvm or tcg
    disk_cache: str = "none"
    vm_log_dir: Path = Path("/var/log/pileus-agent/vm")
    threads: int = 16                                   # driver calls at once
    log_level: str = "INFO"
    log_json: bool = False

    def dial(self) -> str:
        """The address for managers."""
        return self.address or f"{socket.getfqdn()}:{self.listen.rpartition(':')[2]}"

    def host_name(self) -> str:
        """The host's name."""
        return self.name or socket.gethostname()


def load(path: Path | None, environment: Mapping[str, str] | None = None, **options: Any) -> Config:
    """Reads the file (the default one only if it is there), variables and options that are not None. Raises ConfigError."""
    values: dict[str, Any] = {}
    file = path or DEFAULT_FILE
    if path is not None or file.exists():
        try:
            values.update(tomllib.loads(file.read_text()))
        except OSError as error:
            raise ConfigError(f"{file}: {error.strerror}") from None
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{file}: {error}") from None
    for key, value in (os.environ if environment is None else environment).items():
        if key.startswith(PREFIX):
            values[key.removeprefix(PREFIX).lower()] = value
    values.update({key: value for key, value in options.items() if value is not None})
    fields = {field.name: field for field in dataclasses.fields(Config)}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise ConfigError(f"unknown setting {unknown[0]}; known are {', '.join(fields)}")
    return Config(**{name: _typed(name, str(fields[name].type), value) for name, value in values.items()})


def _typed(name: str, kind: str, value: Any) -> Any:
    try:
        if kind == "Path":
            return Path(value)
        if kind == "int":
            return int(value)
        if kind == "bool":
            return value if isinstance(value, bool) else {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[
                str(value).lower()]
        if not isinstance(value, str):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise ConfigError(f"setting {name}: {value!r} is not a {kind}") from None
    return value
