"""What accounts really have, counted row by row; and counters that are put right by it (updateResourceCount, `pileus-manager check`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from manager.model.db import Tx
from manager.model.tables.network import network, public_ip
from manager.model.tables.offering import template
from manager.model.tables.project import project_member
from manager.model.tables.tenancy import account, domain, resource_count
from manager.model.tables.vm import vm, volume
from manager.model.tenancy import counters
from manager.model.tenancy.counters import HOST_TAGS, KINDS, STORAGE_TAGS, tagged

Real = dict[tuple[int, str], int]
SYSTEM_ACCOUNT = 1  # owns what belongs to nobody: not counted

_ALIVE = and_(vm.c.type == "User", vm.c.live == 1, vm.c.state.not_in(("Destroyed", "Expunging", "Error")))
_STORED = and_(volume.c.live == 1, or_(volume.c.vm_id.is_(None), and_(vm.c.type == "User", vm.c.state != "Error")))
_GUEST = and_(network.c.live == 1, network.c.traffic_type == "Guest")
_TAKEN = and_(public_ip.c.live == 1, public_ip.c.account_id.is_not(None), public_ip.c.state != "Free", ~public_ip.c.system)
_MINE = and_(template.c.live == 1, template.c.type != "BUILTIN")
_DISKS = volume.outerjoin(vm, vm.c.id == volume.c.vm_id)
FIGURES: dict[str, tuple[Any, Any, Any, Any]] = {  # kind: from where, whose, what, which
    "user_vm": (vm, vm.c.account_id, func.count(), _ALIVE), "cpu": (vm, vm.c.account_id, func.sum(vm.c.cpus), _ALIVE),
    "memory": (vm, vm.c.account_id, func.sum(vm.c.memory_mib), _ALIVE), "volume": (_DISKS, volume.c.account_id, func.count(), _STORED),
    "primary_storage": (_DISKS, volume.c.account_id, func.sum(volume.c.size_bytes), _STORED),
    "network": (network, network.c.account_id, func.count(), _GUEST), "public_ip": (public_ip, public_ip.c.account_id, func.count(), _TAKEN),
    "project": (project_member, project_member.c.account_id, func.count(), project_member.c.role == "Admin"),
    "template": (template, template.c.account_id, func.count(), _MINE),
    "secondary_storage": (template, template.c.account_id, func.sum(template.c.physical_bytes), and_(_MINE, template.c.url.is_(None)))}


def real(tx: Tx, account_ids: Sequence[int] | None = None) -> Real:
    """{(account id, kind or kind:tag): what there is}, in the counters' units; what is nowhere is absent. None: of all accounts."""
    out: Real = {}
    for kind, (source, owner, figure, which) in FIGURES.items():
        where = [which] if account_ids is None else [which, owner.in_(account_ids)]
        for row in tx.rows(select(owner.label("owner"), figure.label("many")).select_from(source).where(*where).group_by(owner)):
            out[int(row.owner), kind] = int(row.many)
    machines = select(vm.c.account_id, vm.c.limit_tags, vm.c.cpus, vm.c.memory_mib).where(_ALIVE, vm.c.limit_tags.is_not(None))
    for row in tx.rows(machines if account_ids is None else machines.where(vm.c.account_id.in_(account_ids))):
        _add(out, row.account_id, {"user_vm": 1, "cpu": row.cpus, "memory": row.memory_mib}, row.limit_tags, HOST_TAGS)
    disks = select(volume.c.account_id, volume.c.limit_tags, volume.c.size_bytes).select_from(_DISKS).where(_STORED, volume.c.limit_tags.is_not(None))
    for row in tx.rows(disks if account_ids is None else disks.where(volume.c.account_id.in_(account_ids))):
        _add(out, row.account_id, {"volume": 1, "primary_storage": row.size_bytes}, row.limit_tags, STORAGE_TAGS)
    return out


def differences(tx: Tx) -> list[str]:
    """One line for each counter that is not what a count gives; empty: all are right."""
    there, names = real(tx), {row.id: row.name for row in tx.rows(select(account.c.id, account.c.name))}
    rows = tx.rows(select(resource_count).where(resource_count.c.owner_type == "account"))
    out = [f"account {names.get(row.owner_id, row.owner_id)}: counter {row.type} is {row.used}, there are {there.get((row.owner_id, row.type), 0)}"
           for row in rows if counters.base(row.type) in FIGURES and row.used != there.get((row.owner_id, row.type), 0)]
    counted = {(row.owner_id, row.type) for row in rows}
    out += [f"account {names.get(owner, owner)}: {many} of {kind} are not counted" for (owner, kind), many in there.items()
            if many and owner != SYSTEM_ACCOUNT and (owner, kind) not in counted]
    sums = _sums(tx, [row.id for row in tx.rows(select(domain.c.id).where(domain.c.parent_id.is_not(None), domain.c.live == 1))])
    for row in tx.rows(select(resource_count).where(resource_count.c.owner_type == "domain")):
        if row.used != sums.get((row.owner_id, row.type), 0):
            out.append(f"domain {row.owner_id}: counter {row.type} is {row.used}, its accounts have {sums.get((row.owner_id, row.type), 0)}")
    return out


def account_counts(tx: Tx, account_id: int, domain_path: str, kinds: Iterable[str]) -> dict[str, int]:
    """Puts these counters of an account right, and its domains' by the difference; returns them. Exact beside parallel takers."""
    kinds, above = sorted(kinds), counters.counted_domains(tx, domain_path)
    counters.ensure(tx, account_id, above, kinds)
    have = _locked(tx, [account_id], above, kinds)
    there = real(tx, [account_id])
    for kind in kinds:
        if counters.base(kind) not in FIGURES:
            continue
        found, shown = there.get((account_id, kind), 0), have["account", account_id, kind]
        if found != shown:
            _set(tx, "account", account_id, kind, found)
            for number in above:
                _set(tx, "domain", number, kind, have["domain", number, kind] + found - shown)
    return {kind: there.get((account_id, kind), 0) if counters.base(kind) in FIGURES else have["account", account_id, kind] for kind in kinds}


def domain_counts(tx: Tx, domain_id: int, domain_path: str, kinds: Iterable[str]) -> dict[str, int]:
    """Puts the counters of all accounts in a domain and below it right, then those of the domains; returns the domain's."""
    kinds = sorted(kinds)
    for row in tx.rows(select(account.c.id, domain.c.path).join(domain, domain.c.id == account.c.domain_id).where(
            domain.c.path.like(f"{domain_path}%"), account.c.live == 1).order_by(account.c.id)):
        account_counts(tx, row.id, row.path, kinds)
    _sum_up(tx, domain_path, kinds)
    found = counters.in_domains(tx, [domain_id])
    return {kind: found.get((domain_id, kind), 0) for kind in kinds}


def _sum_up(tx: Tx, domain_path: str, kinds: Sequence[str]) -> None:
    """Each domain's counter, from this one down, is the sum of what the accounts in its subtree use."""
    inside = {row.id: row.path for row in tx.rows(select(domain.c.id, domain.c.path).where(
        domain.c.path.like(f"{domain_path}%"), domain.c.live == 1, domain.c.parent_id.is_not(None)))}
    homes = {row.id: row.path for row in tx.rows(select(account.c.id, domain.c.path).join(domain, domain.c.id == account.c.domain_id).where(
        domain.c.path.like(f"{domain_path}%")))}
    for (owner, number, kind), used in _locked(tx, list(homes), list(inside), kinds).items():
        if owner == "domain":
            right = sum(many for (whose, each, what), many in _locked(tx, list(homes), [], [kind]).items()
                        if whose == "account" and what == kind and homes[each].startswith(inside[number]))
            if right != used:
                _set(tx, owner, number, kind, right)


def _locked(tx: Tx, accounts: Sequence[int], domains: Sequence[int], kinds: Sequence[str]) -> dict[tuple[str, int, str], int]:
    table = resource_count.c
    rows = tx.rows(select(table.owner_type, table.owner_id, table.type, table.used).where(table.type.in_(kinds), or_(
        and_(table.owner_type == "account", table.owner_id.in_(accounts)), and_(table.owner_type == "domain", table.owner_id.in_(domains)),
    )).order_by(table.owner_type, table.owner_id, table.type).with_for_update())
    return {(row.owner_type, row.owner_id, row.type): int(row.used) for row in rows}


def _sums(tx: Tx, domain_ids: Sequence[int]) -> Real:
    paths = {row.id: counters.path_ids(row.path)[1:] for row in tx.rows(select(domain.c.id, domain.c.path))}
    out: Real = {}
    for row in tx.rows(select(resource_count.c.type, resource_count.c.used, account.c.domain_id).join(
            account, account.c.id == resource_count.c.owner_id).where(resource_count.c.owner_type == "account")):
        for number in paths[row.domain_id]:
            out[number, row.type] = out.get((number, row.type), 0) + int(row.used)
    return {key: used for key, used in out.items() if key[0] in set(domain_ids)}


def _set(tx: Tx, owner: str, owner_id: int, kind: str, used: int) -> None:
    table = resource_count.c
    tx.execute(update(resource_count).where(table.owner_type == owner, table.owner_id == owner_id, table.type == kind).values(used=used))


def _add(out: Real, account_id: int, amounts: Mapping[str, int], tags: str, setting: str) -> None:
    for kind, amount in tagged(amounts, [tag for tag in tags.split(",") if tag], setting).items():
        if kind not in KINDS:
            out[account_id, kind] = out.get((account_id, kind), 0) + amount
