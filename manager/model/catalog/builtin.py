"""The template that clouds of simulated hosts come with: ready and featured as soon as there is an image store of theirs, gone with the last."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from manager.model.catalog.guests import default_os_type
from manager.model.db import Tx
from manager.model.tables.offering import template, template_store
from manager.model.tables.tenancy import account

NAME = "CentOS 5.6 (64-bit) no GUI (Simulator)"
UNIQUE_NAME, URL, BYTES = "builtin-simulator", "sim://builtin", 1 << 30
UUID = str(uuid.uuid5(uuid.UUID("6f1f8a52-3c8b-4d0e-9d0b-7d3a2a9f4c11"), UNIQUE_NAME))  # every node makes the same one
_t, _s = template.c, template_store.c


def ensure(tx: Tx, store_id: int) -> None:
    """The template is there, and ready on this store of simulated hosts."""
    template_id = _template(tx)
    if tx.first(select(_s.template_id).where(_s.template_id == template_id, _s.store_id == store_id)) is None:
        tx.insert(template_store, template_id=template_id, store_id=store_id, state="Ready", download_state="DOWNLOADED", size_bytes=BYTES,
                  created=tx.now(), updated=tx.now())


def drop_unused(tx: Tx) -> None:
    """The template is gone when no store has it any more."""
    tx.execute(update(template).where(
        _t.uuid == UUID, _t.live == 1, ~select(_s.template_id).where(_s.template_id == _t.id).exists()).values(
        live=None, removed=tx.now(), state="Inactive"))


def _template(tx: Tx) -> int:
    found = tx.first(select(_t.id, _t.live).where(_t.uuid == UUID).with_for_update())
    if found is None:
        try:
            return _insert(tx)
        except IntegrityError:  # another transaction made it
            found = tx.one(select(_t.id, _t.live).where(_t.uuid == UUID).with_for_update())
    if found.live is None:
        tx.execute(update(template).where(_t.id == found.id).values(live=1, removed=None, state="Active"))
    return int(found.id)


def _insert(tx: Tx) -> int:
    owner = tx.one(select(account.c.id, account.c.domain_id).order_by(account.c.id).limit(1))  # the system account, which nobody can remove
    return tx.insert(
        template, uuid=UUID, name=NAME, display_text=NAME, unique_name=UNIQUE_NAME, account_id=owner.id, domain_id=owner.domain_id, type="BUILTIN",
        format="RAW", hypervisor="Simulator", arch="x86_64", bits=64, url=URL, os_type_id=default_os_type(tx, 64), is_public=True, featured=True,
        cross_zones=True, extractable=False, state="Active", size_bytes=BYTES, created=tx.now())
