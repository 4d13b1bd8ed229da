"""The state that was applied last, on disk, and the rule of generations."""

import json
import logging
from pathlib import Path
from typing import Any

from common import atomic
from common.control import Refused
from router.parse import BadState
from router.state import RouterState, read

log = logging.getLogger(__name__)


def newer(held: RouterState | None, offered: RouterState) -> bool:
    """Whether `offered` is to be applied; False when it is what is held. Raises Refused (409): it is older, or differs under one generation."""
    if held is None or offered.generation > held.generation:
        return True
    if offered.generation < held.generation:
        raise Refused(409, f"generation {offered.generation} is older than {held.generation}, which this router holds")
    if offered == held:
        return False
    log.error("two different states have generation %d: the one held stays", held.generation)
    raise Refused(409, f"this router holds another state of generation {held.generation}")


def load(path: Path) -> RouterState | None:
    """The state stored at `path`; None when there is none or it cannot be read by this version (the manager sends it again)."""
    try:
        return read(json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (BadState, ValueError) as error:
        log.error("the stored state is of no use: %s", error)
        return None


def save(path: Path, document: dict[str, Any]) -> None:
    """Stores a document, for its owner's eyes only: it has passwords. On disk when this returns."""
    atomic.write(path, json.dumps(document, separators=(",", ":")), mode=0o600)
