"""registerUserKeys and getUserKeys."""

from __future__ import annotations

from common.ids import token
from manager.api.declare import USERS, Access, Call, Command, Ref, command, param
from manager.api.errors import denied
from manager.api.responses import Response, field
from manager.model import accounts, users
from manager.model.accounts import UserRow
from manager.model.caller import Role

KEY_OCTETS = 64


class UserKeysResponse(Response, object="userkeys"):
    """RegisterResponse."""

    apikey: str | None = field("the api key of the registered user")
    secretkey: str | None = field("the secret key of the registered user")
    apikeyaccess: bool | None = field("whether keys may be used")


def _not_above(call: Call, row: UserRow) -> None:
    """Nobody reads or changes the keys of a root admin but a root admin."""
    identity = accounts.identity_by_user(call.tx, row.id)
    if identity is not None and identity.caller.role is Role.ADMIN and call.caller.role is not Role.ADMIN:
        raise denied("Keys of root administrators are theirs alone")


@command(roles=USERS, event="REGISTER.USER.KEY")
class RegisterUserKeys(Command):
    """Makes new API keys for a user; the old ones stop working everywhere within two seconds."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserKeysResponse:
        """The secret key is answered here and by getUserKeys, and stored encrypted."""
        _not_above(call, self.id.row)
        api_key, secret = token(KEY_OCTETS), token(KEY_OCTETS)
        users.set_keys(call.tx, self.id.row.id, api_key, call.secrets.seal(secret))
        owner = (self.id.row.account_id, self.id.row.domain_id)
        call.event(description="Registered new keys of a user", resource=("User", self.id.uuid), owner=owner)
        return UserKeysResponse(apikey=api_key, secretkey=secret)


@command(roles=USERS, reads=True)
class GetUserKeys(Command):
    """Shows a user's API keys."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserKeysResponse:
        """Empty for a user that has none."""
        _not_above(call, self.id.row)
        row = self.id.row
        if row.api_key is None or row.secret_enc is None:
            return UserKeysResponse()
        return UserKeysResponse(apikey=row.api_key, secretkey=call.secrets.open(row.secret_enc), apikeyaccess=True)
