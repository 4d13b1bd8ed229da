"""Tags and details of what is gone: they go with it, so that whoever gets an address next does not inherit them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam

from manager.model.db import Tx
from manager.model.tables.project import resource_detail
from manager.model.tables.tenancy import tag

_KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_TAGS = tag.delete().where(tag.c.resource_type.in_(_KINDS), tag.c.resource_id.in_(_IDS))
_DETAILS = resource_detail.delete().where(resource_detail.c.resource_type.in_(_KINDS), resource_detail.c.resource_id.in_(_IDS))


def drop(tx: Tx, kinds: Sequence[str], ids: Collection[int]) -> None:
    """These objects have no tags and details any more. `kinds`: CloudStack's names of the kinds that they may be of."""
    if ids:
        params = {"kinds": list(kinds), "ids": sorted(ids)}
        tx.execute(_TAGS, params)
        tx.execute(_DETAILS, params)
