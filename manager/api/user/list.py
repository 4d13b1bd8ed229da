"""listUsers."""

from __future__ import annotations

from manager.api.account.answer import UserResponse, users_view
from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.mixins import OwnerFilter
from manager.model.tenancy.account_views import user_ids
from manager.model.tenancy.accounts import UserRow


@command(roles=USERS, reads=True)
class ListUsers(ListCommand, OwnerFilter):
    """Lists users."""

    id: Ref[UserRow] | None = param("list the user of this id", default=None)
    username: str | None = param("list the user of this name", default=None)
    accounttype: int | None = param("list users of accounts of this type: 0 user, 1 admin, 2 domain admin", default=None)
    state: str | None = param("list users in this state", default=None)

    def run(self, call: Call) -> Listing[UserResponse]:
        """By name."""
        limit, offset = self.limits(call)
        uuids, total = user_ids(call.tx, call.scope(self), limit, offset, id=self.id.row.id if self.id else None, username=self.username,
                                keyword=self.keyword, type=self.accounttype, state=self.state)
        return call.listing(users_view, uuids, total)
