"""Answers about domains."""

from __future__ import annotations

from manager.api.limit.fields import EVERYTHING, RESOURCES, LimitFields, fill
from manager.api.responses import field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.tenancy import account_views, domain_views


class DomainResponse(LimitFields, object="domain"):
    """A domain, with the limits and usage of all that is in it and below it."""

    id: str | None = field("the ID of the domain")
    name: str | None = field("the name of the domain")
    level: int | None = field("how far it is below ROOT")
    parentdomainid: str | None = field("the ID of the parent domain")
    parentdomainname: str | None = field("the name of the parent domain")
    haschild: bool | None = field("whether there are domains below it")
    networkdomain: str | None = field("the domain of its networks")
    path: str | None = field("names from ROOT down, slash-joined")
    state: str | None = field("Active or Inactive")
    created: str | None = field("when the domain was created", kind="date")
    domaindetails: dict[str, str] | None = field("settings that the domain has of its own")


@renders(DomainResponse)
def domains_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[DomainResponse]:
    """Domains in this order, with everything."""
    return domains_shown(tx, caller, uuids)


def domains_shown(tx: Tx, caller: Caller, uuids: list[str], *, details: frozenset[str] = EVERYTHING, tag: str | None = None) -> list[DomainResponse]:
    """Domains in this order; limits and usage unless `details` is min alone. `tag`: of the figures by tag, those of this one alone."""
    rows = domain_views.domains(tx, uuids)
    ids = [row.id for row in rows]
    full = bool(details & RESOURCES)
    figures = account_views.domain_figures(tx, ids) if full else {}
    own = domain_views.details(tx, ids) if "all" in details and (caller.is_admin or caller.is_domain_admin) else {}
    out = []
    for row in rows:
        answer = DomainResponse(
            id=row.uuid, name=row.name, level=row.level, parentdomainid=row.parent_uuid, parentdomainname=row.parent_name,
            haschild=row.children > 0, networkdomain=row.network_domain, path=row.name_path, state=row.state, created=show_date(row.created),
            domaindetails=own.get(row.id) or None)
        if full:
            fill(answer, figures[row.id], tag)
        out.append(answer)
    return out
