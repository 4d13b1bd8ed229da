"""logout."""

from __future__ import annotations

import hmac

from manager.api.declare import EVERYONE, Call, Command, command
from manager.api.errors import PARAMETER, ApiError
from manager.api.responses import Flat, field
from manager.model.tenancy import accounts, sessions
from manager.model.work.events import write


class LogoutResponse(Flat):
    """LogoutCmdResponse."""

    description: str | None = field("what happened")


@command(roles=EVERYONE, authenticator=True)
class Logout(Command):
    """Ends the caller's session."""

    def run(self, call: Call) -> LogoutResponse:
        found = sessions.find(call.tx, call.session) if call.session else None
        key = sessions.hashed(call.raw.get("sessionkey", ""))
        if found is None or call.session is None or not hmac.compare_digest(found.sessionkey_hash, key):
            raise ApiError(PARAMETER, "There is no session to log out of")
        sessions.end(call.tx, call.session)
        identity = accounts.identity_by_user(call.tx, found.user_id)
        if identity is not None:
            write(call.tx, "USER.LOGOUT", "user has logged out", account_id=identity.caller.account_id, domain_id=identity.caller.domain_id,
                  user_id=found.user_id, resource_type="User", resource_uuid=identity.caller.user_uuid)
        for name in ("JSESSIONID", "sessionkey"):
            call.headers.append((b"set-cookie", f"{name}=; Path=/client; Max-Age=0; HttpOnly; SameSite=Lax".encode()))
        return LogoutResponse(description="success")
