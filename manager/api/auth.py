"""Who sent a request: a signature, a session, or the integration port (WIRE 2, 3)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import clock
from manager import settings
from manager.api.errors import UNAUTHORIZED, UNKNOWN_COMMAND, ApiError
from manager.api.wire import signature
from manager.api.wire.request import Request
from manager.model.caller import Caller, Role
from manager.model.db import Tx
from manager.model.seeding.seed import ADMIN_USER_ID
from manager.model.tenancy import accounts, sessions
from manager.model.tenancy.accounts import Identity

if TYPE_CHECKING:
    from manager.api.execute import Api

AUTHENTICATORS = frozenset({"login", "logout"})
SECOND_FACTOR = frozenset({  # what a session may call before its second factor was given
    "setupusertwofactorauthentication", "validateusertwofactorauthenticationcode", "listusertwofactorauthenticatorproviders"})
WITHOUT_SESSION = frozenset({"forgotpassword", "resetpassword", "listguithemes", "listoauthprovider"})  # 432 here, never 401
NOBODY = Caller(0, "", "", 0, "", "", 0, "", "", Role.USER, 0)


@dataclass(frozen=True)
class Authenticated:
    """`identity` is None only for commands that need none. `expires_in`: microseconds left of the session.

    `factor_due`: the session's user needs a second factor, which was not given yet.
    """

    identity: Identity | None
    session: str | None = None
    expires_in: int | None = None
    factor_due: bool = False

    @property
    def caller(self) -> Caller:
        """Whom the command runs for."""
        return self.identity.caller if self.identity is not None else NOBODY


def needs_no_session(command: str) -> bool:
    """Whether the command is answered before anybody is known."""
    return command in AUTHENTICATORS


def authenticate(api: Api, tx: Tx, request: Request) -> Authenticated:
    """The caller. ApiError 401 when the credentials do not hold, and for nothing else."""
    if needs_no_session(request.command):
        return Authenticated(None, request.cookies.get("JSESSIONID"))
    if request.trusted:
        return Authenticated(_enabled(accounts.identity_by_user(tx, ADMIN_USER_ID)))
    if "apikey" in request.params:
        return Authenticated(_signed(api, tx, request))
    if "JSESSIONID" in request.cookies:
        return _session(tx, request)
    if request.command in WITHOUT_SESSION:
        raise ApiError(UNKNOWN_COMMAND, f"The given command {request.command} does not exist or is not available for the caller",
                       wrapper="errorresponse")
    raise signature.refuse()


def _enabled(identity: Identity | None) -> Identity:
    if identity is None or not identity.enabled:
        raise signature.refuse()
    return identity


def _signed(api: Api, tx: Tx, request: Request) -> Identity:
    given = request.params.get("signature")
    if not given:
        raise signature.refuse()
    holder = api.access.keyholder(tx, request.params["apikey"])
    if holder is None:
        raise signature.refuse()
    strict = bool(settings.get(tx, "enforce.post.requests.and.timestamps"))
    signature.check_expiry(
        request.params.get("signatureversion"), request.params.get("expires"), request.method, clock.wall_us(), strict=strict)
    pairs = [pair for pair in request.pairs if pair[0].lower() != "signature"]
    if not signature.matches(holder.secret, pairs, given):
        raise signature.refuse()
    identity = _enabled(holder.identity)
    if not keys_work(tx, identity):
        raise signature.refuse("API keys are switched off for this user")
    return identity


def keys_work(tx: Tx, identity: Identity) -> bool:
    """Whether the user may use API keys: as it says, else its account, else the key api.key.access of its domain."""
    if identity.key_access != accounts.INHERIT:
        return identity.key_access == accounts.ENABLED
    return bool(settings.get(tx, "api.key.access", domain=identity.caller.domain_id))


def factor_needed(tx: Tx, identity: Identity) -> bool:
    """Whether sessions of this user need a second factor: it was set up, or is mandated."""
    return identity.factor_proved or factor_mandated(tx, identity)


def factor_mandated(tx: Tx, identity: Identity) -> bool:
    """Whether an administrator wants a second factor of this user, or of its whole domain."""
    domain = identity.caller.domain_id
    return identity.factor_mandated or (
        bool(settings.get(tx, "enable.user.2fa", domain=domain)) and bool(settings.get(tx, "mandate.user.2fa", domain=domain)))


def _session(tx: Tx, request: Request) -> Authenticated:
    session_id = request.cookies["JSESSIONID"]
    found = sessions.find(tx, session_id)
    given = sessions.hashed(request.params.get("sessionkey", ""))
    if found is None or not hmac.compare_digest(found.sessionkey_hash, given):
        raise ApiError(UNAUTHORIZED, "unable to verify user credentials")
    identity = _enabled(accounts.identity_by_user(tx, found.user_id))
    due = not found.second_factor and factor_needed(tx, identity)
    return Authenticated(identity, session_id, found.expires - found.now, due)
