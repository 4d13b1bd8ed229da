"""Names of things by internal id, for texts about workflows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from manager.model.db import Tx
from manager.model.tables.network import network, nic, public_ip
from manager.model.tables.offering import template
from manager.model.tables.tenancy import account
from manager.model.tables.vm import vm, volume

_BY_LIST: dict[str, Any] = {
    "vm_ids": vm.c.uuid, "volume_ids": volume.c.uuid, "nic_ids": nic.c.uuid, "network_ids": network.c.uuid, "address_ids": public_ip.c.address,
    "template_ids": template.c.uuid, "account_ids": account.c.name}


def of_items(tx: Tx, items: Collection[tuple[str, Any]]) -> dict[tuple[str, Any], str]:
    """(list in a saga's params, id): uuid or name, of those that there are."""
    out: dict[tuple[str, Any], str] = {}
    for name, column in _BY_LIST.items():
        ids = sorted({item for each, item in items if each == name and isinstance(item, int)})
        if ids:
            out.update({(name, row.id): row.shown for row in tx.rows(
                select(column.table.c.id, column.label("shown")).where(column.table.c.id.in_(ids)))})
    return out


def of_rows(tx: Tx, kind: str, ids: Collection[int]) -> list[tuple[str, str]]:
    """(uuid, name) of VMs, volumes, networks, addresses, templates by id."""
    table: Any = {"vm": vm, "volume": volume, "network": network, "address": public_ip, "template": template}[kind]
    shown = public_ip.c.address if kind == "address" else table.c.name
    rows = tx.rows(select(table.c.uuid, shown.label("shown")).where(table.c.id.in_(sorted(ids))).order_by(table.c.id)) if ids else []
    return [(row.uuid, row.shown) for row in rows]
