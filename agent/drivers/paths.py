"""Where things lie in a pool: the layout that agent.proto promises, for the drivers that make files and those that use them.

`<pool>/images/<uuid>.qcow2` cached templates, `<pool>/volumes/<uuid>.qcow2` volumes, `<pool>/exports/<uuid>.qcow2` flattened copies.
"""

from __future__ import annotations

from pathlib import Path

from agent.drivers.base import DriverError
from common.ids import is_uuid
from protos.agent.v1 import agent_pb2 as pb


def root(pool: pb.Pool) -> Path:
    """The pool's folder. INVALID unless absolute and free of `..`."""
    path = Path(pool.path)
    if not path.is_absolute() or ".." in path.parts:
        raise DriverError("INVALID", f"pool {pool.uuid}: {pool.path!r} is not an absolute path")
    return path


def image(pool: pb.Pool, uuid: str) -> Path:
    """A cached template."""
    return root(pool) / "images" / f"{_named(uuid)}.qcow2"


def volume(pool: pb.Pool, uuid: str) -> Path:
    """A volume."""
    return root(pool) / "volumes" / f"{_named(uuid)}.qcow2"


def export(pool: pb.Pool, uuid: str) -> Path:
    """A volume flattened for upload."""
    return root(pool) / "exports" / f"{_named(uuid)}.qcow2"


def draft(path: Path) -> Path:
    """The unfinished form of `path`, beside it: renamed when whole."""
    return path.with_name(f".{path.name}.draft")


def _named(uuid: str) -> str:
    if not is_uuid(uuid):
        raise DriverError("INVALID", f"{uuid!r} is not a uuid")
    return uuid.lower()
