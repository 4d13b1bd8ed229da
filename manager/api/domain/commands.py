"""createDomain and listDomains."""

from __future__ import annotations

from manager.api import checks
from manager.api.account.checks import given_uuid
from manager.api.declare import ADMINS, DOMAIN_ADMINS, Call, Command, ListCommand, Listing, Ref, Role, command, param
from manager.api.domain.answer import DomainResponse, domains_view
from manager.api.errors import invalid
from manager.api.views import one
from manager.model.tenancy import accounts, tenants
from manager.model.tenancy.accounts import DomainRow
from manager.model.tenancy.domain_views import domain_ids


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, event="DOMAIN.CREATE")
class CreateDomain(Command):
    """Creates a domain below another."""

    name: str = param("the name; unique below its parent")
    parentdomainid: Ref[DomainRow] | None = param("the parent; the caller's domain when left out", default=None)
    networkdomain: str | None = param("the domain of its networks", default=None)
    domainid: str | None = param("the uuid that the domain gets", default=None)

    def run(self, call: Call) -> DomainResponse:
        """Below a domain within the caller's reach."""
        if "/" in checks.one_line("name", self.name):
            raise invalid("name", "it holds a slash")
        parent = self.parentdomainid.row if self.parentdomainid is not None else accounts.domain_by_id(call.tx, call.caller.domain_id)
        assert parent is not None
        uuid = tenants.create_domain(call.tx, parent, self.name, uuid=given_uuid("domainid", self.domainid),
                                     network_domain=checks.network_domain(self.networkdomain))
        call.event(description=f"Domain {parent.name_path}/{self.name}", resource=("Domain", uuid))
        return one(call.tx, call.caller, DomainResponse, uuid)


@command(roles=DOMAIN_ADMINS, reads=True)
class ListDomains(ListCommand):
    """Lists domains: those within the caller's reach."""

    id: Ref[DomainRow] | None = param("list the domain of this id", default=None)
    name: str | None = param("list domains of this name", default=None)
    level: int | None = param("list domains that are so far below ROOT", default=None)
    listall: bool = param("everything the caller may see, which is what is listed anyway", default=False)

    def run(self, call: Call) -> Listing[DomainResponse]:
        """By path."""
        limit, offset = self.limits(call)
        uuids, total = domain_ids(call.tx, call.caller, limit, offset, id=self.id.row.id if self.id else None, name=self.name,
                                  keyword=self.keyword, level=self.level)
        return call.listing(domains_view, uuids, total)
