"""The account that a command changes: by id, or by name and domain."""

from __future__ import annotations

from manager.api.account.checks import not_above
from manager.api.declare import Call, Ref
from manager.api.errors import PARAMETER, ApiError, denied, invalid, not_found
from manager.model.caller import PROJECT_ACCOUNT
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.model.tenancy.belongings import KEPT


def chosen(call: Call, given: Ref[AccountRow] | None, name: str | None, domainid: Ref[DomainRow] | None) -> AccountRow:
    """The account, within the caller's reach and with a role not above the caller's. 431 when there is none, or it is a project's."""
    if given is not None:
        if given.row.type == PROJECT_ACCOUNT:
            raise not_found("id", given.uuid)
        row = given.row
    elif not name:
        raise ApiError(PARAMETER, "Parameter id, or account with domainid, is needed")
    else:
        home = domainid.row.id if domainid is not None else call.caller.domain_id
        found = accounts.by_name(call.tx, name, home)
        if found is None or found.type == PROJECT_ACCOUNT or not call.caller.may_operate(call.tx, found.id, found.domain_id):
            raise ApiError(PARAMETER, f"Unable to find account {name} in domain "
                           f"{domainid.uuid if domainid is not None else call.caller.domain_uuid}")
        row = found
    if row.id < KEPT:
        raise not_found("id", row.uuid)
    not_above(call, row.role_id, f"Account {row.name} cannot be changed")
    return row


def removable(call: Call, row: AccountRow, what: str) -> None:
    """431 for the account that every cloud has, 531 for the caller's own. `what`: deleted, disabled or locked."""
    if row.id <= KEPT:
        raise invalid("id", f"account {row.name} is a default one: it cannot be {what}")
    if row.id == call.caller.account_id:
        raise denied(f"Account {row.name} is the caller's own: it cannot be {what}")
