"""A folder of build results named by the hash of what went into them, so that unchanged input is never built twice."""

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

KEPT = 3  # results of each kind; older ones are removed


def digest(files: Iterable[Path], *texts: str) -> str:
    """16 hexadecimal digits over the names, modes and contents of `files` (folders are walked) and over `texts`."""
    total = hashlib.sha256()
    for text in texts:
        total.update(f"{len(text)}:{text}".encode())
    for path in sorted(_walk(files)):
        content = path.read_bytes()
        total.update(f"{path.name}:{os.access(path, os.X_OK)}:{len(content)}:".encode() + content)
    return total.hexdigest()[:16]


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cached(folder: Path, kind: str, key: str, suffix: str, make: Callable[[Path], None]) -> Path:
    """The file `kind`-`key``suffix` in `folder`; `make` writes it under another name first when it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-{key}{suffix}"
    if path.exists():
        os.utime(path)
        return path
    unfinished = folder / f"unfinished-{kind}-{os.getpid()}{suffix}"
    try:
        make(unfinished)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in sorted(folder.glob(f"{kind}-*{suffix}"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return path


def _walk(files: Iterable[Path]) -> Iterable[Path]:
    for path in files:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        else:
            yield path
