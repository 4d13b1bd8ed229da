"""listResourceLimits."""

from __future__ import annotations

from manager.api.declare import USERS, Call, ListCommand, Listing, Long, command, param
from manager.api.errors import NOT_PERMITTED, ApiError, invalid
from manager.api.mixins import ProjectFilter
from manager.api.responses import Response, field
from manager.model.tenancy.counters import KINDS
from manager.model.tenancy.limits import NUMBERS, LimitView, of_accounts, of_domain


class LimitResponse(Response, object="resourcelimit"):
    """What an account or a domain may have of one kind of resource."""

    account: str | None = field("the account; absent for a domain's limit")
    domainid: str | None = field("the id of the domain")
    domain: str | None = field("the name of the domain")
    domainpath: str | None = field("the path of the domain")
    resourcetype: str | None = field("the kind of resource, as a number")
    resourcetypename: str | None = field("the kind of resource, as user_vm")
    max: int | None = field("how much; -1: no limit")


@command(roles=USERS, reads=True)
class ListResourceLimits(ListCommand, ProjectFilter):
    """Lists resource limits: of accounts; of a whole domain when only domainid is given."""

    id: Long | None = param("not supported: limits have no ids here", default=None)
    resourcetype: int | None = param("one kind: 0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, "
                                     "9 memory, 10 primary storage, 11 secondary storage", default=None)
    resourcetypename: str | None = param("one kind by name, as user_vm", default=None, choices=tuple(KINDS))

    def run(self, call: Call) -> Listing[LimitResponse]:
        """One row per account and kind."""
        limit, offset = self.limits(call)
        if self.id is not None:
            raise invalid("id", "limits have no ids here; use resourcetype and account")
        kinds = self._kinds()
        if self.domainid is not None and self.account is None and not self.listall:
            if not call.caller.is_domain_admin and not call.caller.is_admin:
                raise ApiError(NOT_PERMITTED, "Limits of domains are for administrators")
            rows = of_domain(call.tx, self.domainid.row.id, kinds)
            total = len(rows)
            rows = rows[offset:] if limit is None else rows[offset:offset + limit]
        else:
            rows, total = of_accounts(call.tx, call.scope(self), kinds, limit, offset)
        return Listing([_answer(row) for row in rows], total)

    def _kinds(self) -> list[str]:
        if self.resourcetype is not None:
            if self.resourcetype not in NUMBERS:
                raise invalid("resourcetype", f"{self.resourcetype} is not a kind of resource")
            return [NUMBERS[self.resourcetype]]
        return [self.resourcetypename] if self.resourcetypename else list(KINDS)


def _answer(row: LimitView) -> LimitResponse:
    return LimitResponse(account=row.account, domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path,
                         resourcetype=str(KINDS[row.kind].number), resourcetypename=row.kind, max=row.most)
