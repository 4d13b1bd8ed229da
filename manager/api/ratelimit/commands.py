"""getApiLimit and resetApiLimit."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Ref, Success, command, param
from manager.api.responses import Response, field, succeeded
from manager.model.access import api_resets
from manager.model.tenancy.accounts import AccountRow


class ApiLimitResponse(Response, object="apilimit"):
    """How many calls an account has made and may still make."""

    accountid: str | None = field("the ID of the account")
    account: str | None = field("the name of the account")
    apiIssued: int | None = field("calls that this management server counted in the present interval")
    apiAllowed: int | None = field("calls that it still allows in the present interval")
    expireAfter: int | None = field("milliseconds until the next interval")


@command(roles=USERS, reads=True)
class GetApiLimit(Command):
    """Shows how many calls the caller's account may still make (api.throttling.*)."""

    def run(self, call: Call) -> ApiLimitResponse:
        """As the manager sees it that answers: each gives its share of the maximum."""
        now = call.access.limits.standing(call.tx, call.caller)
        return ApiLimitResponse(accountid=call.caller.account_uuid, account=call.caller.account_name, apiIssued=now.issued, apiAllowed=now.left,
                                expireAfter=now.expires_ms)


@command(roles=ADMINS)
class ResetApiLimit(Command):
    """Lets an account, or all, start anew with their calls; on all management servers within two seconds."""

    account: Ref[AccountRow] | None = param("the ID of the account; all when left out", default=None, access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """What was counted is forgotten."""
        api_resets.reset(call.tx, self.account.row.id if self.account is not None else None)
        return succeeded()
