"""createDomain."""

from __future__ import annotations

from manager.api import checks
from manager.api.account.checks import given_uuid
from manager.api.declare import ADMINS, Call, Command, Ref, Role, command, param
from manager.api.domain.answer import DomainResponse
from manager.api.errors import invalid
from manager.api.views import one
from manager.model.tenancy import accounts, tenants
from manager.model.tenancy.accounts import DomainRow


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
