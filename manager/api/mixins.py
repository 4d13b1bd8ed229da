"""Parameters that many commands share, as the contract names them."""

from __future__ import annotations

from manager.api.declare import Ref, Uuid, mixin, param
from manager.model.tenancy.accounts import DomainRow


@mixin
class OwnerFilter:
    """List commands of things that accounts own (WIRE 9). Use with `call.scope(self)`."""

    account: str | None = param("list what this account owns; with domainid, in that domain", default=None)
    domainid: Ref[DomainRow] | None = param("list only what belongs to this domain", default=None)
    isrecursive: bool = param("with domainid: the domains below as well", default=False)
    listall: bool = param("everything the caller may see", default=False)


@mixin
class ProjectFilter(OwnerFilter):
    """OwnerFilter for things that projects may own, too."""

    projectid: Uuid | None = param("list what this project owns; -1 for all projects'", default=None)


@mixin
class Owner:
    """Commands that create a thing for an account. Use with `call.owner(self.account, self.domainid)`."""

    account: str | None = param("the account that will own it; needs domainid", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of that account", default=None)


@mixin
class ProjectOwner(Owner):
    """Owner for things that projects may own, too. Use with `call.owner(self.account, self.domainid, self.projectid)`."""

    projectid: Uuid | None = param("the project that will own it", default=None)


@mixin
class Tagged:
    """List commands that filter by resource tags: {key: value}, all must match."""

    tags: dict[str, str] | None = param("list by tags: tags[0].key=…&tags[0].value=…", default=None)
