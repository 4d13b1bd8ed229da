"""The API contract as data: the shared file beside the checkout, or the compressed copy in this folder."""

from __future__ import annotations

import functools
import json
import lzma
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "api" / "cloudstack-4.22.json"
COPY = HERE / "cloudstack-4.22.json.xz"


@functools.cache
def contract() -> dict[str, Any]:
    """All of it; see its README for the keys."""
    text = SHARED.read_text() if SHARED.exists() else lzma.decompress(COPY.read_bytes()).decode()
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def exceptions() -> dict[tuple[str, str], str]:
    """{(command, what): why} of exceptions.toml."""
    rows = tomllib.loads((HERE / "exceptions.toml").read_text())["exception"]
    return {(row["command"], row["what"]): row["why"] for row in rows}


@functools.cache
def not_yet() -> dict[str, dict[str, list[str]]]:
    """{capability: {"commands": names, "parameters": command.parameter}}: what the control plane still lacks."""
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "not-yet.toml").read_text())
    return loaded


@functools.cache
def refused() -> dict[str, list[str]]:
    """Parameters of the contract that are refused when sent, per command: those of not-yet.toml and of later.toml."""
    out: dict[str, list[str]] = tomllib.loads((HERE / "later.toml").read_text())
    for part in not_yet().values():
        for name in part.get("parameters", []):
            command, _, param = name.partition(".")
            out.setdefault(command, []).append(param)
    return {command: sorted(names) for command, names in out.items()}
