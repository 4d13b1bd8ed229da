"""updateDomain, moveDomain, deleteDomain."""

from __future__ import annotations

from manager.api import checks
from manager.api.account.delete import told
from manager.api.declare import ADMINS, Call, Command, Job, Ref, Role, Success, command, param
from manager.api.domain.answer import DomainResponse
from manager.api.errors import IN_USE, ApiError, denied, invalid
from manager.api.plan.build import Plan
from manager.api.views import one
from manager.model.tenancy import accounts, belongings, domains
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.domain.delete import DOMAIN_DELETE
from manager.sagas.domain.delete import DeleteDomain as Params


@command(roles=ADMINS, event="DOMAIN.UPDATE")
class UpdateDomain(Command):
    """Changes a domain's name, and the paths of those below it with it, and its network domain."""

    id: Ref[DomainRow] = param("the domain's id")
    name: str | None = param("the new name, unique below its parent", default=None)
    networkdomain: str | None = param("the domain of its accounts' new networks; empty: the zone's", default=None)

    def run(self, call: Call) -> DomainResponse:
        """What is not given stays."""
        row = self.id.row
        if self.name:
            if "/" in checks.one_line("name", self.name):
                raise invalid("name", "it holds a slash")
            if row.parent_id is None and self.name != row.name:
                raise invalid("id", "the ROOT domain keeps its name")
            domains.rename(call.tx, row, self.name)
        if self.networkdomain is not None:
            domains.set_network_domain(call.tx, row.id, checks.network_domain(self.networkdomain))
        call.event(description=f"Changed domain {row.name_path}", resource=("Domain", row.uuid))
        return one(call.tx, call.caller, DomainResponse, row.uuid)


@command(roles=ADMINS, event="DOMAIN.MOVE", since="4.19.0.0")
class MoveDomain(Command):
    """Moves a domain, with all that is in it and below it, below another. What it uses counts there."""

    domainid: Ref[DomainRow] = param("the domain to move")
    parentdomainid: Ref[DomainRow] = param("the domain that it will be below")

    def run(self, call: Call) -> DomainResponse:
        """Refused when a limit above would be passed."""
        row = self.domainid.row
        domains.move(call.tx, row, self.parentdomainid.row)
        call.event(description=f"Moved domain {row.name_path} below {self.parentdomainid.row.name_path}", resource=("Domain", row.uuid))
        return one(call.tx, call.caller, DomainResponse, row.uuid)


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, event="DOMAIN.DELETE", plan=True)
class DeleteDomain(Command):
    """Deletes a domain; with cleanup also the domains below it, their accounts, and all that these own."""

    id: Ref[DomainRow] = param("the domain's id")
    cleanup: bool = param("delete what is in it, too; false: refused when there is anything", default=False)

    def run(self, call: Call) -> Job[Success]:
        """From now on nothing can be added to it; the job ends when nothing is left."""
        row = self.id.row
        self._not_own(call)
        domains.close(call.tx, row)
        self._empty(call)
        below = domains.below(call.tx, row.path)
        return call.start(
            DOMAIN_DELETE, Params(row.id, [number for number, _ in reversed(below)], belongings.accounts_below(call.tx, row.path)),
            instance=("Domain", row.uuid), owner=(call.caller.account_id, row.id), description=f"Deleting domain {row.name_path}")

    def plan(self, call: Call, plan: Plan) -> None:
        """Everything that would go with it."""
        row = self.id.row
        self._not_own(call)
        self._empty(call)
        below = domains.below(call.tx, row.path)
        account_ids = belongings.accounts_below(call.tx, row.path)
        for account_id in account_ids:
            account = accounts.by_id(call.tx, account_id)
            if account is not None:
                told(call, plan, account)
        for domain_id, _ in reversed(below):
            found = accounts.domain_by_id(call.tx, domain_id)
            if found is not None:
                plan.effect("removed", "Domain", found.uuid, found.name_path)
        plan.saga(DOMAIN_DELETE, Params(row.id, [number for number, _ in reversed(below)], account_ids))

    def _not_own(self, call: Call) -> None:
        if self.id.row.id == call.caller.domain_id:
            raise denied(f"Domain {self.id.row.name_path} is the caller's own: it cannot be deleted")

    def _empty(self, call: Call) -> None:
        children, people = domains.contents(call.tx, self.id.row)
        if not self.cleanup and children + people:
            raise ApiError(IN_USE, f"Can't delete the domain {self.id.row.name_path}: there are {children} domains and {people} accounts in it; "
                           "use cleanup=true to delete them, too")
