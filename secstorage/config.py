"""The service's configuration: one TOML file, each value also as PILEUS_SECSTORAGE_<KEY>."""

from __future__ import annotations

import dataclasses
import os
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "PILEUS_SECSTORAGE_"


class BadConfig(Exception):
    """The text names the key and says what it should be."""


@dataclass(frozen=True)
class Config:
    """All settings; each has a safe default or is required."""

    root: str = "/var/lib/pileus/secstorage"           # where images are stored
    keys: str = "/etc/pileus/secstorage"               # ca.pem, secstorage.pem, secstorage-key.pem
    listen: str = "127.0.0.1:8260"                     # gRPC, mutual TLS
    web_listen: str = "127.0.0.1:8261"                 # HTTPS: agents fetch and upload here
    web_url: str = "https://127.0.0.1:8261"            # how agents reach web_listen
    max_gib: int = 512                                 # largest download and largest virtual size
    workers: int = 4                                   # downloads at once
    file_roots: tuple[str, ...] = ()                   # folders that file:// URLs may name; empty: none
    fetch_allow: tuple[str, ...] = ()                  # CIDRs opened to downloads by the operator, whatever they are
    fetch_ca: str = ""                                 # trust for https downloads; empty: the system's


def load(path: Path | None, environ: Mapping[str, str] = os.environ) -> Config:
    """Reads the file (None: only defaults), then the environment. Raises BadConfig."""
    raw: dict[str, object] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text())
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise BadConfig(f"{path}: {error}") from error
    known = {field.name: field for field in dataclasses.fields(Config)}
    types = typing.get_type_hints(Config)
    if unknown := sorted(set(raw) - set(known)):
        raise BadConfig(f"{path}: unknown keys: {', '.join(unknown)}; known are {', '.join(known)}")
    for name in known:
        if (value := environ.get(PREFIX + name.upper())) is not None:
            raw[name] = [part for part in value.split(",") if part] if types[name] == tuple[str, ...] else value
    return Config(**{name: _convert(name, value, types[name]) for name, value in raw.items()})


def _convert(name: str, value: object, kind: object) -> typing.Any:
    if kind == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise BadConfig(f"{name}: a list of texts is wanted")
    if kind is int:
        if isinstance(value, int | str) and str(value).isdigit():
            return int(value)
        raise BadConfig(f"{name}: a whole number is wanted, not {value!r}")
    if not isinstance(value, str):
        raise BadConfig(f"{name}: a text is wanted, not {value!r}")
    return value
