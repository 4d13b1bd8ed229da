"""listResourceLimits."""

from __future__ import annotations

from manager.api.declare import USERS, Call, ListCommand, Listing, Long, command, param
from manager.api.errors import NOT_PERMITTED, ApiError, invalid
from manager.api.limit import kinds
from manager.api.limit.answer import LimitResponse, limit_answers
from manager.api.mixins import ProjectFilter
from manager.model.tenancy import limits
from manager.model.tenancy.counters import KINDS


@command(roles=USERS, reads=True)
class ListResourceLimits(ListCommand, ProjectFilter):
    """Lists resource limits: of accounts and projects; of a whole domain when only domainid is given."""

    id: Long | None = param("refused: limits have no ids here; use resourcetype and account", default=None)
    resourcetype: int | None = param(f"one kind: {kinds.TEXT}", default=None)
    resourcetypename: str | None = param("one kind by name, as user_vm", default=None, choices=tuple(KINDS))
    tag: str | None = param("limits for this tag of hosts or storage alone", default=None)

    def run(self, call: Call) -> Listing[LimitResponse]:
        """One row per account (or domain) and kind."""
        limit, offset = self.limits(call)
        if self.id is not None:
            raise invalid("id", "limits have no ids here; use resourcetype and account")
        wanted = kinds.matching(kinds.chosen(call.tx, self.resourcetype, self.resourcetypename or None, self.tag or None), self.keyword)
        if self.domainid is not None and self.account is None and self.projectid is None and not self.listall:
            if not call.caller.is_domain_admin and not call.caller.is_admin:
                raise ApiError(NOT_PERMITTED, "Limits of domains are for administrators")
            home = self.domainid.row
            ids = limits.below(call.tx, home.path) if self.isrecursive else [home.id]
            rows = limits.of_domains(call.tx, ids, wanted)
            total = len(rows)
            rows = rows[offset:] if limit is None else rows[offset:offset + limit]
        else:
            rows, total = limits.of_accounts(call.tx, call.scope(self), wanted, limit, offset)
        return Listing(limit_answers(rows), total)
