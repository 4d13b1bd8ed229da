"""Changes of a VM's properties that no host needs to know at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from manager.model.db import Tx
from manager.model.guest.vm import pack
from manager.model.tables.network import vm_metadata
from manager.model.tables.vm import vm, vm_detail


def update_columns(tx: Tx, vm_id: int, **values: Any) -> None:
    """Writes those values that are not None; the empty string clears a text."""
    given = {name: (value if value != "" else None) for name, value in values.items() if value is not None}
    if given:
        tx.execute(update(vm).where(vm.c.id == vm_id).values(**given))


def set_details(tx: Tx, vm_id: int, details: Mapping[str, str]) -> None:
    """These are the VM's details now."""
    tx.execute(vm_detail.delete().where(vm_detail.c.vm_id == vm_id))
    tx.insert_many(vm_detail, [{"vm_id": vm_id, "name": name, "value": value, "display": True} for name, value in details.items()])
    tx.execute(update(vm).where(vm.c.id == vm_id).values(details_json=pack(dict(details))))


def set_user_data(tx: Tx, vm_id: int, user_data: str | None, data_id: int | None = None, details: str | None = None) -> None:
    """What its routers serve as user data, where it is registered, and the values of its variables (JSON)."""
    tx.execute(update(vm_metadata).where(vm_metadata.c.vm_id == vm_id).values(
        user_data=user_data, user_data_id=data_id, user_data_details=details))
