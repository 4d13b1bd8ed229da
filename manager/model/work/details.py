"""Details of objects, whatever their kind.

Kinds that have a table of their own for them keep there what users may see; everything else stands in resource_detail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, delete, literal, select, true, union_all

from manager.model import paging
from manager.model.caller import Scope
from manager.model.db import Tx
from manager.model.guest import vm_change
from manager.model.guest.vm import all_details
from manager.model.tables import infra, network, offering, tenancy
from manager.model.tables.project import resource_detail
from manager.model.tables.tenancy import account
from manager.model.tables.vm import vm, vm_detail, volume


@dataclass(frozen=True)
class Kept:
    """The table where a kind keeps details: its column with the object's id, and columns that are fixed."""

    table: Table
    column: str
    fixed: tuple[tuple[str, str], ...] = ()

    def of(self, object_id: Any) -> list[Any]:
        """SQL conditions."""
        return [self.table.c[self.column] == object_id, *(self.table.c[name] == value for name, value in self.fixed)]


@dataclass(frozen=True)
class Kind:
    """What may have details. `by`: the table with the owner columns, and this table's column that leads to it; `owned` False: the cloud's."""

    table: Table
    kept: Kept | None = None
    owned: bool = True
    by: tuple[Table, str] | None = None


KINDS: dict[str, Kind] = {  # by CloudStack's names of kinds
    "UserVm": Kind(vm, Kept(vm_detail, "vm_id")),
    "Volume": Kind(volume),
    "Template": Kind(offering.template, Kept(offering.template_detail, "template_id")),
    "Network": Kind(network.network),
    "Nic": Kind(network.nic, by=(vm, "vm_id")),
    "PublicIpAddress": Kind(network.public_ip),
    "FirewallRule": Kind(network.firewall_rule),
    "PortForwardingRule": Kind(network.firewall_rule),
    "User": Kind(tenancy.user, by=(account, "account_id")),
    "Zone": Kind(infra.zone, Kept(infra.zone_detail, "zone_id"), owned=False),
    "ServiceOffering": Kind(offering.service_offering, Kept(offering.offering_detail, "offering_id", (("kind", "service"),)), owned=False),
    "DiskOffering": Kind(offering.disk_offering, Kept(offering.offering_detail, "offering_id", (("kind", "disk"),)), owned=False),
    "NetworkOffering": Kind(offering.network_offering, owned=False),
    "Storage": Kind(infra.storage_pool, Kept(infra.storage_pool_detail, "pool_id"), owned=False),
    "GuestOs": Kind(offering.os_type, owned=False),
}
NAMES = {name.lower(): name for name in KINDS}
MAX_NAME = 120
r = resource_detail.c


def put(tx: Tx, kind: str, object_id: int, uuid: str, details: Mapping[str, str], display: bool) -> None:
    """Sets these details; others stay. `display` False: users do not see them."""
    kept = KINDS[kind].kept if display else None
    if kind == "UserVm" and display:
        vm_change.set_details(tx, object_id, {**all_details(tx, object_id), **details})
    for name, value in details.items():
        tx.execute(delete(resource_detail).where(r.resource_type == kind, r.resource_id == object_id, r.name == name))
        if kind == "UserVm" and display:
            continue
        _forget(tx, kind, object_id, name)
        if kept is not None:
            tx.execute(kept.table.insert().values({kept.column: object_id, **dict(kept.fixed), "name": name, "value": value}))
        else:
            tx.insert_many(resource_detail, [{"resource_type": kind, "resource_id": object_id, "resource_uuid": uuid, "name": name, "value": value,
                                              "display": display}])


def remove(tx: Tx, kind: str, object_id: int, name: str | None) -> int:
    """Removes one detail, or all; returns how many there were."""
    where = [r.resource_type == kind, r.resource_id == object_id, *([r.name == name] if name is not None else [])]
    return tx.changed(delete(resource_detail).where(*where)) + _forget(tx, kind, object_id, name)


def _forget(tx: Tx, kind: str, object_id: int, name: str | None) -> int:
    kept = KINDS[kind].kept
    if kept is None:
        return 0
    if kind == "UserVm":
        have = all_details(tx, object_id)
        left = {key: value for key, value in have.items() if name is not None and key != name}
        if left != have:
            vm_change.set_details(tx, object_id, left)
        return len(have) - len(left)
    return tx.changed(delete(kept.table).where(*kept.of(object_id), *([kept.table.c.name == name] if name is not None else [])))


def page(
    tx: Tx, kind: str, scope: Scope, limit: int | None, offset: int, *, object_id: int | None = None, name: str | None = None,
    value: str | None = None, display: bool | None = None, keyword: str | None = None,
) -> tuple[list[Row[Any]], int]:
    """A page of details (uuid, name, value, display) of live objects of this kind, by object and name, and the count of all."""
    known = KINDS[kind]
    parts = [_part(known, scope, resource_detail, [r.resource_type == kind, r.resource_id == known.table.c.id], r.display, object_id)]
    if known.kept is not None:
        shown = vm_detail.c.display if known.kept.table is vm_detail else literal(True)
        parts.append(_part(known, scope, known.kept.table, known.kept.of(known.table.c.id), shown, object_id))
    both = union_all(*parts).subquery()
    statement = select(both)
    for column, wanted in ((both.c.name, name), (both.c.value, value), (both.c.display, display)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    if keyword:
        statement = statement.where(paging.contains(both.c.name, keyword))
    return paging.page(tx, statement.order_by(both.c.uuid, both.c.name), limit, offset)


def _part(known: Kind, scope: Scope, table: Table, on: list[Any], display: Any, object_id: int | None) -> Any:
    c = known.table.c
    condition = on[0]
    for more in on[1:]:
        condition &= more
    statement = select(c.uuid, table.c.name, table.c.value, display.label("display")).select_from(known.table).join(table, condition)
    owner = c
    if known.by is not None:
        statement = statement.join(known.by[0], known.by[0].c.id == c[known.by[1]])
        owner = known.by[0].c
    if known.owned:
        statement = statement.where(scope.where(owner["id" if known.by is not None and known.by[0] is account else "account_id"], owner.domain_id))
    if "live" in c:
        statement = statement.where(c.live == 1)
    return statement.where(c.id == object_id if object_id is not None else true())


def leaves_sizes_open(tx: Tx, vm_id: int) -> bool:
    """Whether the VM's service offering is a customized one."""
    return bool(tx.scalar(select(offering.service_offering.c.customized).join(vm, vm.c.offering_id == offering.service_offering.c.id).where(
        vm.c.id == vm_id)))
