"""What an account owns, and its end: the rows that deleteAccount, deleteProject and deleteDomain work on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select, update

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.tables.network import network, public_ip
from manager.model.tables.offering import template
from manager.model.tables.tenancy import account, domain, session, user
from manager.model.tables.vm import vm, volume
from manager.model.tenancy import counters, owned, projects
from manager.model.tenancy import settings as stored
from manager.model.tenancy.accounts import AccountRow

IN_USE, GONE = 536, 431
RUNNING = ("Starting", "Running", "Stopping", "Migrating")
KEPT = 2  # the highest id of the accounts that every cloud has: system and admin


class Belongings(msgspec.Struct, frozen=True):
    """Ids of the live things that an account owns. `volume_ids`: those of no VM; `address_ids`: those in networks of others."""

    vm_ids: list[int]
    volume_ids: list[int]
    network_ids: list[int]
    address_ids: list[int]
    template_ids: list[int]

    def left(self) -> str:
        """What there is, for people; empty when there is nothing."""
        named = {"VMs": self.vm_ids, "volumes": self.volume_ids, "networks": self.network_ids, "addresses": self.address_ids,
                 "templates": self.template_ids}
        return ", ".join(f"{len(ids)} {what}" for what, ids in named.items() if ids)


_VMS = select(vm.c.id).where(vm.c.account_id == bindparam("account"), vm.c.type == "User", vm.c.live == 1).order_by(vm.c.id)
_LOOSE = (select(volume.c.id).outerjoin(vm, vm.c.id == volume.c.vm_id)
          .where(volume.c.account_id == bindparam("account"), volume.c.live == 1, or_(volume.c.vm_id.is_(None), vm.c.live.is_(None)))
          .order_by(volume.c.id))
_NETWORKS = select(network.c.id).where(
    network.c.account_id == bindparam("account"), network.c.traffic_type == "Guest", network.c.live == 1).order_by(network.c.id)
_ADDRESSES = (select(public_ip.c.id).outerjoin(network, network.c.id == public_ip.c.network_id)
              .where(public_ip.c.account_id == bindparam("account"), public_ip.c.live == 1, public_ip.c.state != "Free",
                     or_(network.c.id.is_(None), network.c.account_id != bindparam("account"))).order_by(public_ip.c.id))
_TEMPLATES = select(template.c.id).where(template.c.account_id == bindparam("account"), template.c.live == 1).order_by(template.c.id)


def of(tx: Tx, account_id: int) -> Belongings:
    """What the account owns now."""
    return Belongings(*([int(row[0]) for row in tx.rows(statement, {"account": account_id})]
                        for statement in (_VMS, _LOOSE, _NETWORKS, _ADDRESSES, _TEMPLATES)))


def doom(tx: Tx, account_id: int) -> None:
    """From now on nothing new can be made for the account and nobody can act as it; what it owns is to go. Refused when it is gone."""
    if not tx.changed(update(account).where(account.c.id == account_id, account.c.live == 1).values(
            state="disabled", cleanup=True, doomed=tx.now())):
        raise Refused(GONE, "The account is gone")
    stored.raise_epoch(tx, stored.ACCESS)


def doomed(tx: Tx, before: int, most: int) -> list[int]:
    """Accounts that are to go and whose last attempt was doomed before this moment (µs), for the reconciler that begins again."""
    return [row.id for row in tx.rows(select(account.c.id).where(
        account.c.cleanup, account.c.live == 1, account.c.doomed < before).order_by(account.c.id).limit(most))]


def bury(tx: Tx, row: AccountRow) -> None:
    """The account is removed with its users, sessions and simple rows. Refused 536 while it owns anything else."""
    rest = of(tx, row.id).left()
    if rest:
        raise Refused(IN_USE, f"Account {row.name} still owns {rest}: it is cleaned up again later, or delete it again")
    projects.forget(tx, row.id)
    used = counters.usage(tx, row.id)  # what simple rows counted for
    counters.give(tx, row.id, counters.domain_path(tx, row.domain_id), {kind: many for kind, many in used.items() if many})
    owned.erase(tx, row.id)
    now = tx.now()
    tx.execute(session.delete().where(session.c.user_id.in_(select(user.c.id).where(user.c.account_id == row.id))))
    tx.execute(update(user).where(user.c.account_id == row.id, user.c.live == 1).values(
        live=None, removed=now, state="disabled", api_key=None, secret_enc=None, password_hash=None))
    tx.execute(update(account).where(account.c.id == row.id).values(live=None, removed=now, cleanup=False))
    stored.raise_epoch(tx, stored.ACCESS)


def running(tx: Tx, account_id: int) -> list[int]:
    """The account's VMs that are up, or on their way."""
    return [row.id for row in tx.rows(select(vm.c.id).where(
        vm.c.account_id == account_id, vm.c.type == "User", vm.c.live == 1, vm.c.state.in_(RUNNING)).order_by(vm.c.id))]


def set_state(tx: Tx, account_id: int, state: str, before: Sequence[str]) -> bool:
    """Enables, disables or locks an account; False when it is in none of `before`. Sessions and keys follow within 2 s."""
    changed = tx.changed(update(account).where(account.c.id == account_id, account.c.live == 1, account.c.state.in_(before)).values(state=state)) > 0
    stored.raise_epoch(tx, stored.ACCESS)
    return changed


def accounts_below(tx: Tx, path: str) -> list[int]:
    """The live accounts in a domain and below it, projects' first."""
    return [row.id for row in tx.rows(select(account.c.id).join(domain, domain.c.id == account.c.domain_id).where(
        domain.c.path.like(f"{path}%"), account.c.live == 1, account.c.id > KEPT).order_by((account.c.type != 5), account.c.id))]


def networks_in(tx: Tx, path: str) -> int:
    """How many networks there are in a domain and below it."""
    return int(tx.scalar(select(func.count()).select_from(network).join(domain, domain.c.id == network.c.domain_id).where(
        and_(domain.c.path.like(f"{path}%"), network.c.live == 1, network.c.traffic_type == "Guest"))) or 0)
