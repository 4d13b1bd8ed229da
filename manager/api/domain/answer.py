"""Answers about domains."""

from __future__ import annotations

from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.tenancy.domain_views import domains


class DomainResponse(Response, object="domain"):
    """A domain."""

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


@renders(DomainResponse)
def domains_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[DomainResponse]:
    """Domains in this order."""
    return [DomainResponse(
        id=row.uuid, name=row.name, level=row.level, parentdomainid=row.parent_uuid, parentdomainname=row.parent_name, haschild=row.children > 0,
        networkdomain=row.network_domain, path=row.name_path, state=row.state, created=show_date(row.created)) for row in domains(tx, uuids)]
