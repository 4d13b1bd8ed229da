"""What goes with an account: the registry of tables whose rows need no work on any host.

deleteAccount, deleteProject and deleteDomain let go of VMs, networks, addresses, volumes and templates by sagas; then one transaction
calls `erase(tx, account_id)`, which goes through `OWNED` from top to bottom. To add a table, add one line there:

    Owned(ssh_key)                                    # rows with this account_id go
    Owned(webhook, parts=((webhook_delivery, "webhook_id"),))   # first the rows that hang on them, by their column
    Owned(project_member, column="member_id")         # the column that names the account is another
    Owned(configuration, column="scope_id", only=(configuration.c.scope == "Account",))   # some rows of the table alone

A row of a table that keeps history (columns `removed` and `live`) is marked as removed, any other is deleted. Order: what refers to another
table's rows stands above it. `tally(tx, account_id)` says how many live rows each table would lose (for plan=true).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select, update

from manager.model.db import Tx
from manager.model.tables.console import console_session
from manager.model.tables.infra import zone
from manager.model.tables.network import guest_vlan_dedication, vlan_range
from manager.model.tables.placement import affinity_group, affinity_group_vm, dedicated_resource, instance_group, user_data
from manager.model.tables.project import project_invitation, project_member
from manager.model.tables.tenancy import account_detail, annotation, client_token, configuration, resource_count, resource_limit, ssh_key, tag
from manager.model.tables.webhook import webhook, webhook_delivery


@dataclass(frozen=True)
class Owned:
    """A table, the column that names the account, the tables that hang on its rows (table, column), and which of its rows are meant."""

    table: Table
    column: str = "account_id"
    parts: tuple[tuple[Table, str], ...] = ()
    only: tuple[ColumnElement[bool], ...] = ()

    def of(self, account_id: int) -> list[Any]:
        """SQL conditions: the live rows of this account."""
        where: list[Any] = [self.table.c[self.column] == account_id, *self.only]
        return [*where, self.table.c.live == 1] if "live" in self.table.c else where


OWNED: tuple[Owned, ...] = (
    Owned(tag),
    Owned(console_session),
    Owned(project_member),
    Owned(project_invitation),
    Owned(ssh_key),
    Owned(webhook, parts=((webhook_delivery, "webhook_id"),)),
    Owned(dedicated_resource),
    Owned(guest_vlan_dedication),
    Owned(affinity_group, parts=((affinity_group_vm, "group_id"), (dedicated_resource, "group_id"))),
    Owned(instance_group),
    Owned(user_data),
    Owned(annotation),
    Owned(client_token),
    Owned(account_detail),
    Owned(configuration, column="scope_id", only=(configuration.c.scope == "Account",)),
    Owned(resource_limit, column="owner_id", only=(resource_limit.c.owner_type == "account",)),
    Owned(resource_count, column="owner_id", only=(resource_count.c.owner_type == "account",)),
)


def erase(tx: Tx, account_id: int) -> None:
    """The account owns no simple rows any more. Safe to repeat."""
    open_zones(tx, dedicated_resource.c.account_id == account_id)
    for owned in OWNED:
        _erase(tx, owned, account_id)
    tx.execute(update(vlan_range).where(vlan_range.c.account_id == account_id).values(account_id=None, domain_id=None))  # public addresses


def open_zones(tx: Tx, whose: ColumnElement[bool]) -> None:
    """Zones that were dedicated (by these rows of dedicated_resource) are anybody's again. Before the rows go: nothing else could release them."""
    tx.execute(update(zone).where(zone.c.id.in_(select(dedicated_resource.c.resource_id).where(dedicated_resource.c.kind == "zone", whose))).values(
        domain_id=None))


def tally(tx: Tx, account_id: int) -> dict[str, int]:
    """How many rows would go, by table; tables without any are left out. Reads only."""
    found = {owned.table.name: int(tx.scalar(select(func.count()).select_from(owned.table).where(*owned.of(account_id)))) for owned in OWNED}
    return {name: many for name, many in found.items() if many}


def _erase(tx: Tx, owned: Owned, account_id: int) -> None:
    where = owned.of(account_id)
    if owned.parts:
        ids = [row[0] for row in tx.rows(select(owned.table.c.id).where(*where))]
        for part, column in owned.parts:
            if ids:
                tx.execute(_gone(tx, part, [part.c[column].in_(ids)]))
    tx.execute(_gone(tx, owned.table, where))


def _gone(tx: Tx, table: Table, where: list[Any]) -> Any:
    if "removed" not in table.c:
        return delete(table).where(*where)
    values: dict[str, Any] = {"removed": tx.now()}
    if "live" in table.c:
        values["live"] = None
    return update(table).where(*where).values(**values)
