"""listAccounts."""

from __future__ import annotations

import functools
from typing import Any

from manager.api.account.answer import AccountResponse, accounts_shown
from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.limit.fields import details_of
from manager.model.tenancy import accounts
from manager.model.tenancy.account_views import account_ids
from manager.model.tenancy.accounts import AccountRow, DomainRow

STATES = ("enabled", "disabled", "locked")
KEY_ACCESS = (accounts.ENABLED, accounts.DISABLED, accounts.INHERIT)


@command(roles=USERS, reads=True)
class ListAccounts(ListCommand):
    """Lists accounts with their users, limits and usage."""

    id: Ref[AccountRow] | None = param("list the account of this id", default=None)
    name: str | None = param("list the account of this name", default=None)
    accounttype: int | None = param("list accounts of this type: 0 user, 1 admin, 2 domain admin", default=None)
    state: str | None = param("list accounts in this state: enabled, disabled or locked", default=None, choices=STATES)
    iscleanuprequired: bool | None = param("list accounts whose removal is not finished, or the others", default=None)
    apikeyaccess: str | None = param("list accounts whose API keys are so: Enabled, Disabled or Inherit", default=None, roles=ADMINS,
                                     choices=KEY_ACCESS, since="4.20.1.0")
    details: list[str] | None = param("all or resource: with limits and usage; min: without", default=None)
    tag: str | None = param("of limits and usage by tag, those of this tag alone", default=None, since="4.20.0")
    showicon: bool = param("accepted; there are no icons", default=False)
    domainid: Ref[DomainRow] | None = param("list only what belongs to this domain", default=None)
    isrecursive: bool = param("with domainid: the domains below as well", default=False)
    listall: bool = param("everything the caller may see", default=False)

    @property
    def account(self) -> Any:
        """Accounts are not owned by accounts."""
        return None

    def run(self, call: Call) -> Listing[AccountResponse]:
        """By name."""
        limit, offset = self.limits(call)
        uuids, total = account_ids(
            call.tx, call.scope(self), call.caller, limit, offset, id=self.id.row.id if self.id else None, name=self.name, keyword=self.keyword,
            type=self.accounttype, state=self.state or None, cleanup=self.iscleanuprequired, key_access=self.apikeyaccess or None)
        view = functools.partial(accounts_shown, details=details_of(self.details), tag=self.tag or None)
        return call.listing(view, uuids, total)
