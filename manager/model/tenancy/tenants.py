"""Making domains, accounts and users."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.tables.tenancy import account, account_detail, domain, role, user
from manager.model.tenancy import settings as stored
from manager.model.tenancy import users
from manager.model.tenancy.accounts import AccountRow, DomainRow

BAD = 431
MAX_LEVEL = 32


def create_domain(tx: Tx, parent: DomainRow, name: str, *, uuid: str | None = None, network_domain: str | None = None) -> str:
    """A new domain below `parent`; returns its uuid. Refused 431 when the name is taken there or the tree gets too deep."""
    _free_uuid(tx, domain, "domainid", uuid)
    _is_active(tx, parent)
    if parent.level >= MAX_LEVEL:
        raise Refused(BAD, f"Domain {parent.name_path} is {MAX_LEVEL} levels deep already")
    uuid = uuid or new_uuid()
    try:
        made = tx.insert(domain, uuid=uuid, parent_id=parent.id, name=name, path="", name_path=f"{parent.name_path}/{name}", level=parent.level + 1,
                         network_domain=network_domain, created=tx.now())
    except IntegrityError:
        raise Refused(BAD, f"Domain with name {name} already exists under {parent.name_path}") from None
    tx.execute(domain.update().where(domain.c.id == made).values(path=f"{parent.path}{made}/"))
    return uuid


def create_account(
    tx: Tx, home: DomainRow, name: str, *, role_id: int, type: int, uuid: str | None = None, network_domain: str | None = None,
    details: dict[str, str] | None = None,
) -> tuple[int, str]:
    """A new account; returns its id and uuid. Refused 431 when the name is taken in the domain."""
    _free_uuid(tx, account, "accountid", uuid)
    _is_active(tx, home)
    uuid = uuid or new_uuid()
    try:
        made = tx.insert(account, uuid=uuid, domain_id=home.id, role_id=role_id, name=name, type=type, network_domain=network_domain,
                         created=tx.now())
    except IntegrityError:
        raise Refused(BAD, f"The specified account: {name} already exists in domain {home.name_path}") from None
    _keeps_role(tx, role_id)
    tx.insert_many(account_detail, [{"account_id": made, "name": key, "value": value} for key, value in (details or {}).items()])
    stored.raise_epoch(tx, stored.ACCESS)
    return made, uuid


def rename_account(tx: Tx, row: AccountRow, name: str) -> None:
    """Gives an account another name. Refused 431 when another in its domain has it."""
    try:
        with tx.conn.begin_nested():
            tx.execute(account.update().where(account.c.id == row.id).values(name=name))
    except IntegrityError:
        raise Refused(BAD, f"There already exists an account with the name {name} in the domain: {row.domain_name}") from None
    stored.raise_epoch(tx, stored.ACCESS)


def _keeps_role(tx: Tx, role_id: int) -> None:
    # the account's row refers to it, and so holds it from here on: deleteRole, which locks it before it counts, waits
    if tx.scalar(select(role.c.live).where(role.c.id == role_id)) != 1:
        raise Refused(BAD, "The role was deleted meanwhile")


def set_role(tx: Tx, account_id: int, role_id: int, type: int) -> None:
    """The account gets this role. Refused 431 when the role was deleted."""
    set_account(tx, account_id, role_id=role_id, type=type)
    _keeps_role(tx, role_id)


def set_account(tx: Tx, account_id: int, **values: Any) -> None:
    """Changes columns of an account."""
    tx.execute(account.update().where(account.c.id == account_id).values(**values))
    stored.raise_epoch(tx, stored.ACCESS)


def add_details(tx: Tx, account_id: int, details: dict[str, str]) -> None:
    """Adds details, or changes them."""
    tx.execute(account_detail.delete().where(account_detail.c.account_id == account_id, account_detail.c.name.in_(list(details))))
    tx.insert_many(account_detail, [{"account_id": account_id, "name": key, "value": value} for key, value in details.items()])


def create_user(tx: Tx, *, account_id: int, domain_id: int, username: str, uuid: str | None = None, **values: Any) -> str:
    """A new user of an account; returns its uuid. Refused 431 when the name is taken in the domain."""
    _free_uuid(tx, user, "userid", uuid)
    taken = select(user.c.id).join(account, account.c.id == user.c.account_id).where(
        user.c.username == username, account.c.domain_id == domain_id, user.c.live == 1)
    if tx.first(taken) is not None:
        raise Refused(BAD, f"The user {username} already exists in the domain")
    try:
        return users.create(tx, account_id=account_id, domain_id=domain_id, username=username, uuid=uuid, **values)
    except IntegrityError:
        raise Refused(BAD, f"The user {username} already exists in the domain") from None


def _is_active(tx: Tx, row: DomainRow) -> None:
    """431 when the domain is being deleted; it will not be until this transaction ends."""
    state = tx.scalar(select(domain.c.state).where(domain.c.id == row.id, domain.c.live == 1).with_for_update(read=True))
    if state != "Active":
        raise Refused(BAD, f"Domain {row.name_path} is being deleted")


def _free_uuid(tx: Tx, table: Any, parameter: str, uuid: str | None) -> None:
    if uuid is not None and tx.first(select(table.c.id).where(table.c.uuid == uuid)) is not None:
        raise Refused(BAD, f"Invalid value for parameter {parameter}: {uuid} is taken")
