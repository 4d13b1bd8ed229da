"""listLdapConfigurations: browsers call it before anything else."""

from __future__ import annotations

from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, Uuid, command, param
from manager.api.responses import Response, field
from manager.model.tenancy.accounts import DomainRow


class LdapConfigurationResponse(Response, object="LdapConfiguration"):
    """An LDAP server."""

    id: str | None = field("the ID of the configuration")
    hostname: str | None = field("the name of the server")
    port: int | None = field("its port")
    domainid: str | None = field("the domain that it is for")


@command(roles=USERS, reads=True, error_wrapper="ldapconfigurationresponse")
class ListLdapConfigurations(ListCommand):
    """Lists LDAP servers: there are none, users log in with passwords of this cloud."""

    domainid: Ref[DomainRow] | None = param("list those of this domain", default=None)
    hostname: str | None = param("list the one of this name", default=None)
    id: Uuid | None = param("list the one of this ID", default=None)
    listall: bool = param("list those of all domains", default=False)
    port: int | None = param("list those with this port", default=None)

    def run(self, call: Call) -> Listing[LdapConfigurationResponse]:
        """Empty; it never fails."""
        self.limits(call)
        return Listing([], 0)
