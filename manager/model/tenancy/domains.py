"""Changing the tree of domains: rename, move, remove."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import make
from manager.model.tables.infra import physical_network
from manager.model.tables.network import vlan_range
from manager.model.tables.placement import affinity_group, affinity_group_vm, dedicated_resource
from manager.model.tables.tenancy import account, configuration, domain, resource_count, resource_limit
from manager.model.tenancy import counters, limits, owned
from manager.model.tenancy import settings as stored
from manager.model.tenancy.accounts import DOMAIN, DomainRow
from manager.model.tenancy.counters import UNLIMITED
from manager.model.tenancy.tenants import MAX_LEVEL

BAD, IN_USE = 431, 536
ACTIVE, INACTIVE = "Active", "Inactive"


def below(tx: Tx, path: str) -> list[tuple[int, str]]:
    """(id, path) of the live domains at and below this path, the deepest last."""
    return [(row.id, row.path) for row in tx.rows(select(domain.c.id, domain.c.path).where(
        domain.c.path.like(f"{path}%"), domain.c.live == 1).order_by(domain.c.level, domain.c.id))]


def lock(tx: Tx, path: str) -> None:
    """Keeps the subtree as it is until the transaction ends: who takes from its counters, or adds to it, waits."""
    tx.rows(select(domain.c.id).where(domain.c.path.like(f"{path}%"), domain.c.live == 1).order_by(domain.c.id).with_for_update())


def _held(tx: Tx, *rows: DomainRow) -> list[DomainRow]:
    """The domains as they are now, which they stay until the transaction ends. Refused 431 when one is gone."""
    found = {row.id: make(DomainRow, row) for row in tx.rows(DOMAIN.where(domain.c.id.in_([row.id for row in rows])).order_by(
        domain.c.id).with_for_update())}
    for row in rows:
        if row.id not in found:
            raise Refused(BAD, f"Domain {row.name_path} is gone")
    return [found[row.id] for row in rows]


def rename(tx: Tx, row: DomainRow, name: str) -> None:
    """Gives the domain another name; the paths of all below follow. Refused 431 when its parent has such a child."""
    [row] = _held(tx, row)
    lock(tx, row.path)
    base = row.name_path.rpartition("/")[0]
    after = f"{base}/{name}" if base else name
    try:
        with tx.conn.begin_nested():
            tx.execute(update(domain).where(domain.c.id == row.id).values(name=name))
    except IntegrityError:
        raise Refused(BAD, f"Failed to update domain id={row.uuid}; domain with name {name} already exists under {base}") from None
    _rebase(tx, row, row.path, after, 0)
    stored.raise_epoch(tx, stored.ACCESS)


def set_network_domain(tx: Tx, domain_id: int, network_domain: str | None) -> None:
    """The domain of guests' names in new networks of its accounts."""
    tx.execute(update(domain).where(domain.c.id == domain_id).values(network_domain=network_domain))


def move(tx: Tx, row: DomainRow, parent: DomainRow) -> None:
    """Puts the domain, with all that is in it, below another; what it uses counts there. Refused 431 or 532."""
    row, parent = _held(tx, row, parent)
    if row.parent_id is None:
        raise Refused(BAD, "The ROOT domain cannot be moved")
    if parent.path.startswith(row.path):
        raise Refused(BAD, f"Domain {row.name_path} cannot be moved below itself")
    if parent.id == row.parent_id:
        raise Refused(BAD, f"Domain {row.name_path} is below {parent.name_path} already")
    lock(tx, row.path)
    deepest = int(tx.scalar(select(func.max(domain.c.level)).where(domain.c.path.like(f"{row.path}%"), domain.c.live == 1)))
    if deepest - row.level + parent.level + 1 > MAX_LEVEL:
        raise Refused(BAD, f"Domains cannot be more than {MAX_LEVEL} levels deep")
    try:
        with tx.conn.begin_nested():
            tx.execute(update(domain).where(domain.c.id == row.id).values(parent_id=parent.id))
    except IntegrityError:
        raise Refused(BAD, f"Domain with name {row.name} already exists under {parent.name_path}") from None
    _rebase(tx, row, f"{parent.path}{row.id}/", f"{parent.name_path}/{row.name}", parent.level + 1 - row.level)
    _recount(tx, row, parent)
    stored.raise_epoch(tx, stored.ACCESS)


def _rebase(tx: Tx, row: DomainRow, path: str, name_path: str, levels: int) -> None:
    for each in tx.rows(select(domain.c.id, domain.c.path, domain.c.name_path).where(domain.c.path.like(f"{row.path}%"))):
        tx.execute(update(domain).where(domain.c.id == each.id).values(
            path=path + each.path[len(row.path):], name_path=name_path + each.name_path[len(row.name_path):], level=domain.c.level + levels))


def _recount(tx: Tx, row: DomainRow, parent: DomainRow) -> None:
    """What the subtree uses leaves the counters of the domains that were above it, and joins those of the ones that are."""
    used = {kind: many for (_, kind), many in limits.used_by(tx, "domain", [row.id]).items() if many}
    before, after = counters.path_ids(row.path)[1:-1], counters.path_ids(parent.path)[1:]
    counters.shift(tx, [number for number in before if number not in after], [number for number in after if number not in before], used)
    most = limits.effective(tx, "domain", after, used)
    now = limits.used_by(tx, "domain", after, used)
    for (number, kind), bound in most.items():
        if bound != UNLIMITED and number not in before and now[number, kind] > counters.in_units(kind, bound):
            name = tx.scalar(select(domain.c.name_path).where(domain.c.id == number))
            raise Refused(532, f"Domain {row.name_path} cannot be moved: {name} would use {now[number, kind]} of {kind}, its limit is "
                               f"{counters.in_units(kind, bound)}")


def close(tx: Tx, row: DomainRow) -> None:
    """Nothing can be added to the domain and those below it. Refused 431 for ROOT."""
    if row.parent_id is None:
        raise Refused(BAD, "Can't delete ROOT domain")
    [row] = _held(tx, row)
    lock(tx, row.path)
    tx.execute(update(domain).where(domain.c.path.like(f"{row.path}%"), domain.c.live == 1).values(state=INACTIVE))


def reopen(tx: Tx, domain_ids: Sequence[int]) -> None:
    """They could not be removed."""
    if domain_ids:
        tx.execute(update(domain).where(domain.c.id.in_(domain_ids), domain.c.live == 1).values(state=ACTIVE))


def remove(tx: Tx, domain_ids: Sequence[int]) -> None:
    """These domains are gone, with their limits, counters and settings. Refused 536 while one has an account or a domain that stays."""
    if not domain_ids:
        return
    people = tx.first(select(account.c.name, domain.c.name_path).join(domain, domain.c.id == account.c.domain_id).where(
        account.c.domain_id.in_(domain_ids), account.c.live == 1))
    if people is not None:
        raise Refused(IN_USE, f"Can't delete the domain yet because {people.name_path} has account {people.name}")
    child = tx.first(select(domain.c.name_path).where(domain.c.parent_id.in_(domain_ids), domain.c.live == 1, domain.c.id.not_in(domain_ids)))
    if child is not None:
        raise Refused(IN_USE, f"Can't delete the domain because it has a sub-domain: {child.name_path}")
    tx.execute(update(domain).where(domain.c.id.in_(domain_ids), domain.c.live == 1).values(live=None, removed=tx.now(), state=INACTIVE))
    for table in (resource_limit, resource_count):
        tx.execute(delete(table).where(table.c.owner_type == "domain", table.c.owner_id.in_(domain_ids)))
    tx.execute(delete(configuration).where(configuration.c.scope == "Domain", configuration.c.scope_id.in_(domain_ids)))
    owned.open_zones(tx, dedicated_resource.c.domain_id.in_(domain_ids))
    tx.execute(delete(dedicated_resource).where(dedicated_resource.c.domain_id.in_(domain_ids)))
    tx.execute(update(vlan_range).where(vlan_range.c.domain_id.in_(domain_ids)).values(account_id=None, domain_id=None))  # public addresses
    tx.execute(update(physical_network).where(physical_network.c.domain_id.in_(domain_ids)).values(state="Disabled"))  # it was theirs alone
    groups = [row.id for row in tx.rows(select(affinity_group.c.id).where(affinity_group.c.domain_id.in_(domain_ids), affinity_group.c.live == 1))]
    if groups:
        tx.execute(delete(affinity_group_vm).where(affinity_group_vm.c.group_id.in_(groups)))
        tx.execute(update(affinity_group).where(affinity_group.c.id.in_(groups)).values(live=None, removed=tx.now()))
    stored.raise_epoch(tx, stored.ACCESS)
    stored.raise_epoch(tx, stored.SETTINGS)


def contents(tx: Tx, row: DomainRow) -> tuple[int, int]:
    """(domains below it, accounts in it or below it)."""
    children = int(tx.scalar(select(func.count()).select_from(domain).where(
        domain.c.path.like(f"{row.path}%"), domain.c.id != row.id, domain.c.live == 1)) or 0)
    people = int(tx.scalar(select(func.count()).select_from(account).join(domain, domain.c.id == account.c.domain_id).where(
        domain.c.path.like(f"{row.path}%"), account.c.live == 1)) or 0)
    return children, people
