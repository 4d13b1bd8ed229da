"""updateUser."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.api import passwords
from manager.api.account.answer import UserResponse
from manager.api.account.checks import username_of
from manager.api.account.password import check_password
from manager.api.checks import one_line
from manager.api.declare import ADMINS, USERS, Access, Before, Call, Command, Ref, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.user.checks import changeable
from manager.api.views import one
from manager.model.caller import Role
from manager.model.tenancy import accounts, users
from manager.model.tenancy.accounts import UserRow

KEY_ACCESS = (accounts.ENABLED, accounts.DISABLED, accounts.INHERIT)
SHORTEST_KEY = 16


@command(roles=USERS, event="USER.UPDATE")
class UpdateUser(Command):
    """Changes a user: names, password, keys, whether it needs a second factor."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)
    apikeyaccess: str | None = param("whether its API keys work: Enabled, Disabled or Inherit", default=None, roles=ADMINS, choices=KEY_ACCESS,
                                     since="4.20.1.0")
    currentpassword: str | None = param("the password that it has now; administrators need not know it", default=None, length=1024, secret=True)
    email: str | None = param("the email address", default=None)
    firstname: str | None = param("first name", default=None)
    lastname: str | None = param("last name", default=None)
    mandate2fa: bool | None = param("whether its sessions need a second factor; for administrators", default=None, since="4.18.0.0")
    password: str | None = param("the new password, in clear; it is stored hashed", default=None, length=1024, secret=True)
    timezone: str | None = param("time zone, as Europe/Prague", default=None, length=64)
    userapikey: str | None = param("the API key; with usersecretkey", default=None)
    username: str | None = param("the new name, unique in the domain", default=None, length=64)
    usersecretkey: str | None = param("the secret key; with userapikey", default=None, secret=True)

    async def before(self, at: Before) -> tuple[str, str | None] | None:
        """(the new password's hash, the stored hash that the current password was held against)."""
        if not self.password:
            return None
        against = None
        if at.caller.role is Role.USER:
            if not self.currentpassword:
                raise ApiError(PARAMETER, "To set a new password the current password must be provided")
            against = await self._against(at, self.currentpassword)
        return await passwords.hash_of(self.password), against

    async def _against(self, at: Before, given: str) -> str | None:
        user_id = self.id.row.id
        stored, locked = await at.db.run(lambda tx: (users.password_of(tx, user_id), users.is_locked(tx, user_id)), writing=False)
        if locked:
            raise denied("Too many wrong passwords: the password cannot be changed for a while")
        if not await passwords.is_right(stored, given):
            await at.db.run(lambda tx: users.failed(tx, user_id, int(settings.get(tx, "incorrect.login.attempts.allowed"))))
            raise invalid("currentpassword", "it is not the current password")
        return stored

    def run(self, call: Call) -> UserResponse:
        """A new password ends all sessions but the caller's own; the old keys stop working within two seconds."""
        row = self.id.row
        owner = changeable(call, row)
        values = {**self._texts(), **self._keys(call)}
        if self.apikeyaccess:
            values["key_access"] = self.apikeyaccess
            call.event("API.KEY.ACCESS.UPDATE", f"API keys of user {row.username}: {self.apikeyaccess.lower()}", ("User", self.id.uuid),
                       owner=(owner.id, owner.domain_id))
        if self.mandate2fa is not None:
            if call.caller.role is Role.USER:
                raise denied("Parameter mandate2fa is for administrators")
            values["second_factor_mandated"] = self.mandate2fa
        if values:
            users.change(call.tx, row.id, **values)
        if self.password is not None:
            self._password(call)
        call.event(description=f"User {row.username} is changed: {', '.join(sorted(values)) or 'password'}", resource=("User", self.id.uuid),
                   owner=(owner.id, owner.domain_id))
        return one(call.tx, call.caller, UserResponse, self.id.uuid)

    def _texts(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in ("firstname", "lastname", "email", "timezone"):
            value = getattr(self, name)
            if value:
                values[name] = one_line(name, value)
            elif value is not None and name in ("firstname", "lastname"):
                raise invalid(name, "it is empty")
        if self.username is not None:
            values["username"] = username_of(self.username)
        return values

    def _keys(self, call: Call) -> dict[str, Any]:
        if not self.userapikey and not self.usersecretkey:
            return {}
        if not self.userapikey or not self.usersecretkey:
            raise ApiError(PARAMETER, "Parameters userapikey and usersecretkey are needed together")
        if min(len(self.userapikey), len(self.usersecretkey)) < SHORTEST_KEY:
            raise invalid("userapikey", f"keys have at least {SHORTEST_KEY} characters")
        for name, key in (("userapikey", self.userapikey), ("usersecretkey", self.usersecretkey)):
            if not one_line(name, key).isascii():
                raise invalid(name, "keys are ASCII: clients sign with them")
        return {"api_key": self.userapikey, "secret_enc": call.secrets.seal(self.usersecretkey)}

    def _password(self, call: Call) -> None:
        row = self.id.row
        check_password(call, row.domain_id, self.username or row.username, str(self.password))
        made, against = call.prepared
        if against is not None and users.password_of(call.tx, row.id) != against:
            raise invalid("currentpassword", "it was changed meanwhile")
        users.set_password(call.tx, row.id, made, call.session if row.id == call.caller.user_id else None)
