"""registerUserKeys and getUserKeys."""

from __future__ import annotations

from common.ids import token
from manager.api.account.checks import not_above
from manager.api.declare import USERS, Access, Call, Command, Ref, command, param
from manager.api.responses import Response, field
from manager.model.tenancy import accounts, users
from manager.model.tenancy.accounts import UserRow

KEY_OCTETS = 64


class UserKeysResponse(Response, object="userkeys"):
    """RegisterResponse."""

    apikey: str | None = field("the api key of the registered user")
    secretkey: str | None = field("the secret key of the registered user")
    apikeyaccess: bool | None = field("whether keys may be used")


def _may(call: Call, row: UserRow) -> None:
    """Nobody reads or changes the keys of a user who may do more."""
    owner = accounts.by_id(call.tx, row.account_id)
    assert owner is not None
    not_above(call, owner.role_id, f"Keys of user {row.username}")


def usable(call: Call, row: UserRow) -> bool:
    """Whether the user's keys work."""
    if row.key_access != accounts.INHERIT:
        return row.key_access == accounts.ENABLED
    return bool(call.setting("api.key.access", domain=row.domain_id))


@command(roles=USERS, event="REGISTER.USER.KEY")
class RegisterUserKeys(Command):
    """Makes new API keys for a user; the old ones stop working everywhere within two seconds."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserKeysResponse:
        """The secret key is answered here and by getUserKeys, and stored encrypted."""
        _may(call, self.id.row)
        api_key, secret = token(KEY_OCTETS), token(KEY_OCTETS)
        users.set_keys(call.tx, self.id.row.id, api_key, call.secrets.seal(secret))
        owner = (self.id.row.account_id, self.id.row.domain_id)
        call.event(description="Registered new keys of a user", resource=("User", self.id.uuid), owner=owner)
        return UserKeysResponse(apikey=api_key, secretkey=secret, apikeyaccess=usable(call, self.id.row))


@command(roles=USERS, reads=True)
class GetUserKeys(Command):
    """Shows a user's API keys."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserKeysResponse:
        """Empty for a user that has none."""
        _may(call, self.id.row)
        row = self.id.row
        if row.api_key is None or row.secret_enc is None:
            return UserKeysResponse()
        return UserKeysResponse(apikey=row.api_key, secretkey=call.secrets.open(row.secret_enc), apikeyaccess=usable(call, row))
