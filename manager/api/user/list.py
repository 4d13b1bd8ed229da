"""listUsers."""

from __future__ import annotations

from manager.api.account.answer import UserResponse, users_view
from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.mixins import OwnerFilter
from manager.model.tenancy import accounts
from manager.model.tenancy.account_views import NATIVE, user_ids
from manager.model.tenancy.accounts import UserRow

KEY_ACCESS = (accounts.ENABLED, accounts.DISABLED, accounts.INHERIT)
SOURCES = ("native", "LDAP", "SAML2", "SAML2DISABLED", "OAUTH2")


@command(roles=USERS, reads=True)
class ListUsers(ListCommand, OwnerFilter):
    """Lists users."""

    id: Ref[UserRow] | None = param("list the user of this id", default=None)
    username: str | None = param("list the user of this name", default=None)
    accounttype: int | None = param("list users of accounts of this type: 0 user, 1 admin, 2 domain admin", default=None)
    state: str | None = param("list users in this state: enabled, disabled or locked", default=None)
    apikeyaccess: str | None = param("list users whose API keys are so: Enabled, Disabled or Inherit", default=None, roles=ADMINS,
                                     choices=KEY_ACCESS, since="4.20.1.0")
    usersource: str | None = param("list users that come from there: native, ldap, saml2, saml2disabled or oauth2", default=None, choices=SOURCES,
                                   since="4.21.0.0")
    showicon: bool = param("answer icons; there are none yet", default=False)

    def run(self, call: Call) -> Listing[UserResponse]:
        """By name."""
        limit, offset = self.limits(call)
        uuids, total = user_ids(call.tx, call.scope(self), limit, offset, id=self.id.row.id if self.id else None, username=self.username,
                                keyword=self.keyword, type=self.accounttype, state=self.state,
                                source=NATIVE if self.usersource == SOURCES[0] else self.usersource or None,
                                key_access=self.apikeyaccess or None)
        return call.listing(users_view, uuids, total)
