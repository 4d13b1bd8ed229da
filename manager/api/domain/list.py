"""listDomains, listDomainChildren."""

from __future__ import annotations

import functools

from manager.api.declare import DOMAIN_ADMINS, Call, ListCommand, Listing, Ref, command, param
from manager.api.domain.answer import DomainResponse, domains_shown, domains_view
from manager.api.limit.fields import details_of
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import DomainRow
from manager.model.tenancy.domain_views import domain_ids


@command(roles=DOMAIN_ADMINS, reads=True)
class ListDomains(ListCommand):
    """Lists domains with their limits and usage: those within the caller's reach."""

    id: Ref[DomainRow] | None = param("list the domain of this id", default=None)
    name: str | None = param("list domains of this name", default=None)
    level: int | None = param("list domains that are so far below ROOT", default=None)
    details: list[str] | None = param("all or resource: with limits and usage; min: without", default=None)
    tag: str | None = param("of limits and usage by tag, those of this tag alone", default=None, since="4.20.0")
    showicon: bool = param("accepted; there are no icons", default=False)
    listall: bool = param("everything the caller may see, which is what is listed anyway", default=False)

    def run(self, call: Call) -> Listing[DomainResponse]:
        """By path."""
        limit, offset = self.limits(call)
        uuids, total = domain_ids(call.tx, call.caller, limit, offset, id=self.id.row.id if self.id else None, name=self.name,
                                  keyword=self.keyword, level=self.level)
        return call.listing(functools.partial(domains_shown, details=details_of(self.details), tag=self.tag or None), uuids, total)


@command(roles=DOMAIN_ADMINS, reads=True)
class ListDomainChildren(ListCommand):
    """Lists the domains below a domain."""

    id: Ref[DomainRow] | None = param("the domain; the caller's when left out", default=None)
    name: str | None = param("list domains of this name", default=None)
    isrecursive: bool = param("those further below as well", default=False)
    listall: bool = param("without id: those at any depth", default=False)
    showicon: bool = param("accepted; there are no icons", default=False)

    def run(self, call: Call) -> Listing[DomainResponse]:
        """By path."""
        limit, offset = self.limits(call)
        parent = self.id.row if self.id is not None else accounts.domain_by_id(call.tx, call.caller.domain_id)
        uuids, total = domain_ids(call.tx, call.caller, limit, offset, name=self.name, keyword=self.keyword, parent=parent,
                                  recursive=self.isrecursive or (self.listall and self.id is None))
        return call.listing(domains_view, uuids, total)
