"""setupUserTwoFactorAuthentication, validateUserTwoFactorAuthenticationCode, listUserTwoFactorAuthenticatorProviders."""

from __future__ import annotations

import functools

from common import clock
from manager import settings
from manager.api.auth import factor_mandated, factor_needed
from manager.api.declare import USERS, Access, Before, Call, Command, Listing, Ref, Role, Success, command, param
from manager.api.errors import FACTOR_MISSING, NOT_PERMITTED, ApiError, denied, invalid
from manager.api.responses import Response, field, succeeded
from manager.api.session import totp
from manager.api.user.checks import changeable
from manager.model.access import factors
from manager.model.db import Tx
from manager.model.tenancy import accounts, sessions, users
from manager.model.tenancy.accounts import UserRow
from manager.model.work.events import write

TOTP = "totp"
PROVIDERS = {TOTP: "Time-based one-time passwords of an authenticator program (RFC 6238)"}


class SetupResponse(Response, object="setup2fa"):
    """A second factor that was set up, or taken away."""

    id: str | None = field("the ID of the user")
    username: str | None = field("the user name")
    accountid: str | None = field("the account ID of the user")
    secretcode: str | None = field("the secret for the authenticator program, in base32; shown this once")


class ProviderResponse(Response, object="providers"):
    """A kind of second factor."""

    name: str | None = field("the name of the provider")
    description: str | None = field("what it is")


@command(roles=USERS, event="USER.UPDATE")
class SetupUserTwoFactorAuthentication(Command):
    """Sets up a second factor for the caller, which counts once a code was validated; or takes one away."""

    enable: bool = param("true sets it up, false takes it away", default=True)
    provider: str | None = param("the kind: totp", default=None)
    userid: Ref[UserRow] | None = param("the user whose second factor is taken away; for administrators", default=None, access=Access.OPERATE)

    def run(self, call: Call) -> SetupResponse:
        """The secret is answered here alone, and stored encrypted."""
        return self._enable(call) if self.enable else self._disable(call)

    def _enable(self, call: Call) -> SetupResponse:
        domain = call.caller.domain_id
        if self.userid is not None and self.userid.row.id != call.caller.user_id:
            raise denied("Nobody sets up a second factor for somebody else; mandate2fa of updateUser asks for one")
        if self.provider and self.provider.lower() not in PROVIDERS:
            raise invalid("provider", f"{self.provider} is not one of {', '.join(PROVIDERS)}")
        needed = factors.of(call.tx, call.caller.user_id)
        if not needed.mandated and not call.setting("enable.user.2fa", domain=domain):
            raise denied("Second factors are not enabled for this domain (configuration key enable.user.2fa)")
        secret = totp.new_secret()
        if not factors.set_up(call.tx, call.caller.user_id, call.secrets.seal(secret)):
            raise ApiError(NOT_PERMITTED, "A second factor is set up already; take it away first")
        call.event(description="A second factor is being set up", resource=("User", call.caller.user_uuid))
        return SetupResponse(id=call.caller.user_uuid, username=call.caller.username, accountid=call.caller.account_uuid, secretcode=secret)

    def _disable(self, call: Call) -> SetupResponse:
        caller = call.caller
        mine = accounts.identity_by_user(call.tx, caller.user_id)
        assert mine is not None
        found = sessions.find(call.tx, call.session) if call.session else None
        if found is not None and not found.second_factor and factor_needed(call.tx, mine):
            raise ApiError(FACTOR_MISSING, "The caller's second factor must be given before any is taken away")
        if self.userid is not None and self.userid.row.id != caller.user_id:
            if caller.role is Role.USER:
                raise denied("Only administrators take away the second factor of somebody else")
            changeable(call, self.userid.row, "userid")
        elif caller.role is Role.USER and factor_mandated(call.tx, mine):
            raise denied("A second factor is mandatory here; an administrator can take it away, so that another can be set up")
        whose = mine if self.userid is None else accounts.identity_by_user(call.tx, self.userid.row.id)
        assert whose is not None
        user = whose.caller
        factors.clear(call.tx, user.user_id)
        call.event(description=f"The second factor of user {user.username} was taken away", resource=("User", user.user_uuid),
                   owner=(user.account_id, user.domain_id))
        return SetupResponse(id=user.user_uuid, username=user.username, accountid=user.account_uuid)


def _try(tx: Tx, at: Before, given: str) -> bool:
    """Whether the code is right, which is noted: in a transaction of its own, so that a refusal counts."""
    caller = at.caller
    row = factors.of(tx, caller.user_id)
    if row.locked:
        raise ApiError(FACTOR_MISSING, "Too many wrong codes or passwords: the user is locked for a while")
    if row.sealed is None:
        raise ApiError(FACTOR_MISSING, "No second factor is set up; setupUserTwoFactorAuthentication does")
    step = totp.matching_step(at.secrets.open(row.sealed), given, clock.wall_us(), row.step)
    if step is not None and factors.accept(tx, caller.user_id, step, not row.proved):
        if at.session is not None:
            sessions.prove(tx, at.session)
        return True
    factors.refuse(tx, caller.user_id, int(settings.get(tx, "incorrect.login.attempts.allowed")))
    write(tx, "USER.LOGIN", f"wrong code of a second factor from {at.client}", account_id=caller.account_id, domain_id=caller.domain_id,
          user_id=caller.user_id, level="WARN", resource_type="User", resource_uuid=caller.user_uuid)
    if at.session is not None and users.is_locked(tx, caller.user_id):
        sessions.end(tx, at.session)
    return False


@command(roles=USERS, reads=True)
class ValidateUserTwoFactorAuthenticationCode(Command):
    """Gives the code of the second factor: after a login, or to prove one that was just set up."""

    codefor2fa: str = param("the code that the authenticator program shows", secret=True)

    async def before(self, at: Before) -> None:
        """511 for a code that is wrong, or was used before."""
        if not await at.db.run(functools.partial(_try, at=at, given=self.codefor2fa.strip())):
            raise ApiError(FACTOR_MISSING, "The code is wrong, or was used before")

    def run(self, call: Call) -> Success:
        """The work is done."""
        return succeeded()


@command(roles=USERS, reads=True)
class ListUserTwoFactorAuthenticatorProviders(Command):
    """Lists the kinds of second factors."""

    name: str | None = param("list the provider of this name", default=None)

    def run(self, call: Call) -> Listing[ProviderResponse]:
        """One: totp."""
        if self.name and self.name.lower() not in PROVIDERS:
            raise invalid("name", f"{self.name} is not one of {', '.join(PROVIDERS)}")
        return Listing([ProviderResponse(name=name, description=text) for name, text in PROVIDERS.items()], len(PROVIDERS))
