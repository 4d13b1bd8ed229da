"""listAccounts."""

from __future__ import annotations

from typing import Any

from manager.api.account.answer import AccountResponse, accounts_view
from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, command, param
from manager.model.tenancy.account_views import account_ids
from manager.model.tenancy.accounts import AccountRow, DomainRow


@command(roles=USERS, reads=True)
class ListAccounts(ListCommand):
    """Lists accounts with their users, limits and usage."""

    id: Ref[AccountRow] | None = param("list the account of this id", default=None)
    name: str | None = param("list the account of this name", default=None)
    accounttype: int | None = param("list accounts of this type: 0 user, 1 admin, 2 domain admin", default=None)
    state: str | None = param("list accounts in this state", default=None)
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
        uuids, total = account_ids(call.tx, call.scope(self), call.caller, limit, offset, id=self.id.row.id if self.id else None, name=self.name,
                                   keyword=self.keyword, type=self.accounttype, state=self.state)
        return call.listing(accounts_view, uuids, total)
