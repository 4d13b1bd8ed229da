"""moveUser and getUser."""

from __future__ import annotations

from manager.api.account.answer import UserResponse
from manager.api.account.checks import not_above
from manager.api.declare import ADMINS, Access, Call, Command, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid, not_found
from manager.api.responses import succeeded
from manager.api.user.checks import PROJECT, changeable
from manager.api.views import one
from manager.model.tenancy import accounts, users
from manager.model.tenancy.accounts import AccountRow, UserRow


@command(roles=ADMINS, event="USER.MOVE")
class MoveUser(Command):
    """Moves a user to another account of its domain; it takes its keys along and acts for the new account from then on."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)
    account: str | None = param("the name of the new account, in the user's domain", default=None)
    accountid: Ref[AccountRow] | None = param("the new account; instead of account", default=None, access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """What the old account owns stays there."""
        row = self.id.row
        owner = changeable(call, row)
        new = self._account(call)
        if new.id == owner.id:
            raise invalid("accountid" if self.accountid else "account", f"user {row.username} is in account {new.name} already")
        if new.domain_id != owner.domain_id:
            raise invalid("accountid", f"account {new.name} is in another domain")
        if new.type == PROJECT or new.id == users.SYSTEM_ACCOUNT_ID:
            raise invalid("accountid", f"account {new.name} is a project's or the system's")
        if row.is_default:
            raise invalid("id", f"user {row.username} is a default user; it cannot be moved")
        not_above(call, new.role_id, f"User {row.username} cannot be moved to account {new.name}")
        users.change(call.tx, row.id, account_id=new.id)
        call.event(description=f"User {row.username} moved from account {owner.name} to {new.name}", resource=("User", self.id.uuid),
                   owner=(new.id, new.domain_id))
        return succeeded()

    def _account(self, call: Call) -> AccountRow:
        if (self.accountid is None) == (not self.account):
            raise ApiError(PARAMETER, "Either account or accountid must be given, not both")
        if self.accountid is not None:
            return self.accountid.row
        found = accounts.by_name(call.tx, str(self.account), self.id.row.domain_id)
        if found is None:
            raise invalid("account", f"there is no account {self.account} in the user's domain")
        return found


@command(roles=ADMINS, reads=True)
class GetUser(Command):
    """Finds the user that an API key belongs to."""

    userapikey: str = param("the API key")

    def run(self, call: Call) -> UserResponse:
        """Without its secret key."""
        uuid = users.uuid_by_key(call.tx, self.userapikey)
        if uuid is None:
            raise not_found("userapikey", self.userapikey[:20])
        return one(call.tx, call.caller, UserResponse, uuid)
