"""listApis."""

from __future__ import annotations

from manager.api.access import SESSIONS
from manager.api.declare import COMMANDS, USERS, Call, Command, Listing, command, param
from manager.api.describe import ApiDescription, describe
from manager.api.errors import PARAMETER, ApiError
from manager.model.tenancy import accounts


@command(roles=USERS, reads=True)
class ListApis(Command):
    """Describes the commands that the caller has: parameters, answers, what they do."""

    name: str | None = param("the command of this name", default=None)

    def run(self, call: Call) -> Listing[ApiDescription]:
        """By name."""
        identity = accounts.identity_by_user(call.tx, call.caller.user_id)
        assert identity is not None
        names = call.access.commands(call.tx, identity) | (SESSIONS if call.session is not None else frozenset())
        if self.name:
            key = self.name.lower()
            if key not in names:
                raise ApiError(PARAMETER, f"Command {self.name} does not exist or is not available for the caller")
            return Listing([describe(key, call.caller.role)], 1)
        found = [describe(key, call.caller.role) for key in sorted(names) if not COMMANDS[key].AUTHENTICATOR]
        return Listing(found, len(found))
