"""updateResourceLimit, updateResourceCount."""

from __future__ import annotations

from manager.api.declare import DOMAIN_ADMINS, Call, Command, Listing, Long, Ref, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.limit import kinds
from manager.api.limit.answer import CountResponse, LimitResponse, count_answers, limit_answers
from manager.api.scope import project
from manager.model.caller import Scope
from manager.model.tenancy import accounts, counters, limits, recount
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.model.tenancy.counters import KINDS, UNLIMITED

MOST = 1 << 53  # more than anybody has; in bytes it still fits into 64 bits


def owner_of(call: Call, account: str | None, domainid: Ref[DomainRow] | None, projectid: str | None) -> AccountRow | None:
    """The account or project that a command names within the caller's reach; None: it names a domain alone."""
    if projectid is not None:
        if account is not None:
            raise ApiError(PARAMETER, "Account and projectid can't be specified together")
        found = accounts.by_id(call.tx, project(call, projectid).account_id)
        assert found is not None
        return found
    if account is None:
        return None
    home = domainid.row.id if domainid is not None else call.caller.domain_id
    found = accounts.by_name(call.tx, account, home)
    if found is None or not call.caller.may_operate(call.tx, found.id, found.domain_id):
        raise ApiError(PARAMETER, f"Unable to find account {account} in the domain")
    return found


@command(roles=DOMAIN_ADMINS, event="RESOURCE.LIMIT.UPDATE")
class UpdateResourceLimit(Command):
    """Sets a resource limit of an account, a project or a domain. It holds from now on; what is there already stays."""

    resourcetype: int = param(f"the kind: {kinds.TEXT}")
    account: str | None = param("the account; with domainid, in that domain", default=None)
    domainid: Ref[DomainRow] | None = param("the domain; of the account, or as a whole", default=None)
    projectid: Uuid | None = param("the project", default=None)
    max: Long | None = param("how much; -1 or absent: no limit", default=None, low=UNLIMITED, high=MOST // counters.GIB)
    tag: str | None = param("for things with this tag of hosts or storage alone", default=None)

    def run(self, call: Call) -> LimitResponse:
        """Nobody changes what binds himself; a domain below another cannot have more than that one."""
        found = [kind for kind in kinds.chosen(call.tx, self.resourcetype, None, self.tag or None) if self.tag or ":" not in kind]
        kind, most = found[0], UNLIMITED if self.max is None else int(self.max)
        owner = owner_of(call, self.account, self.domainid, self.projectid)
        if owner is not None:
            self._account(call, owner, kind, most)
            limits.put(call.tx, "account", owner.id, kind, most)
            rows, _ = limits.of_accounts(call.tx, Scope(account_id=owner.id), [kind], None, 0)
            about, whose = f"account {owner.name}", (owner.id, owner.domain_id)
        elif self.domainid is not None:
            home = self.domainid.row
            self._domain(call, home, kind, most)
            limits.put(call.tx, "domain", home.id, kind, most)
            rows = limits.of_domains(call.tx, [home.id], [kind])
            about, whose = f"domain {home.name_path}", (call.caller.account_id, home.id)
        else:
            raise ApiError(PARAMETER, "Parameter account with domainid, projectid, or domainid is needed")
        call.event(description=f"Limit of {kind} of {about} is {most}", owner=whose)
        return limit_answers(rows)[0]

    def _account(self, call: Call, owner: AccountRow, kind: str, most: int) -> None:
        if owner.id == limits.SYSTEM:
            raise invalid("account", "the system account has no limits")
        if owner.type == counters.ROOT_ADMIN and most != UNLIMITED:
            raise invalid("max", "root administrators have no limits: only -1 can be set")
        if owner.id == call.caller.account_id and not call.caller.is_admin:
            raise denied("Nobody changes limits of the own account")
        if ":" in kind:
            whole = limits.effective(call.tx, "account", [owner.id], [counters.base(kind)])[owner.id, counters.base(kind)]
            _not_more(most, whole, f"the account's limit of {counters.base(kind)} without a tag")

    def _domain(self, call: Call, home: DomainRow, kind: str, most: int) -> None:
        if home.parent_id is None:
            raise invalid("domainid", "the ROOT domain has no limits")
        if home.id == call.caller.domain_id and not call.caller.is_admin:
            raise denied("Nobody changes limits of the own domain")
        above = limits.effective(call.tx, "domain", [home.parent_id], [kind])[home.parent_id, kind]
        _not_more(most, above, "the limit of the domain above")
        if ":" in kind:
            whole = limits.effective(call.tx, "domain", [home.id], [counters.base(kind)])[home.id, counters.base(kind)]
            _not_more(most, whole, f"the domain's limit of {counters.base(kind)} without a tag")


def _not_more(most: int, bound: int, what: str) -> None:
    if bound != UNLIMITED and most > bound:
        raise invalid("max", f"{most} is more than {what}, which is {bound}")


@command(roles=DOMAIN_ADMINS)
class UpdateResourceCount(Command):
    """Counts again what an account, a project or a domain has, and puts its counters right."""

    domainid: Ref[DomainRow] = param("the domain; of the account, or as a whole")
    account: str | None = param("the account in that domain", default=None)
    projectid: Uuid | None = param("the project", default=None)
    resourcetype: int | None = param(f"one kind: {kinds.TEXT}", default=None)
    tag: str | None = param("things with this tag of hosts or storage alone", default=None)

    def run(self, call: Call) -> Listing[CountResponse]:
        """Exact, whatever is made or removed at the same time."""
        home = self.domainid.row
        wanted = kinds.chosen(call.tx, self.resourcetype, None, self.tag or None)
        owner = owner_of(call, self.account, self.domainid, self.projectid)
        if owner is not None:
            counts = recount.account_counts(call.tx, owner.id, owner.domain_path, wanted)
            rows, _ = limits.of_accounts(call.tx, Scope(account_id=owner.id), wanted, None, 0)
        else:
            if not call.caller.reaches(call.tx, home.id):
                raise denied(f"Domain {self.domainid.uuid} is out of the caller's reach")
            counts = recount.domain_counts(call.tx, home.id, home.path, wanted)
            rows = limits.of_domains(call.tx, [home.id], wanted)
        call.event("RESOURCE.COUNT.UPDATE", description=f"Counted again: {f'account {owner.name}' if owner else f'domain {home.name_path}'}")
        shown = [counted(row, counts) for row in rows if row.kind in KINDS]
        return Listing(count_answers(shown), len(shown))


def counted(row: limits.LimitView, counts: dict[str, int]) -> limits.LimitView:
    """The same with the count in place of the limit."""
    kind = row.kind if row.tag is None else f"{row.kind}:{row.tag}"
    return limits.LimitView(row.kind, row.tag, counts[kind], row.account, row.project_uuid, row.project, row.domain_uuid, row.domain_name,
                            row.domain_path)
