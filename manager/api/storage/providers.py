"""listStorageProviders, listStorageTags."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from manager.api.declare import DOMAIN_ADMINS, RESOURCE_ADMINS, Call, ListCommand, Listing, command, param
from manager.api.responses import Response, field
from manager.model.infra import pool_changes

PROVIDERS = {"primary": ("DefaultPrimary",), "image": ("Pileus", "Simulator"), "object": ()}


class StorageProviderResponse(Response, object="dataStoreProvider"):
    """What can provide storage."""

    name: str | None = field("the name of the provider")
    type: str | None = field("primary or image")


class StorageTagResponse(Response, object="storagetag"):
    """A tag of a storage pool."""

    id: str | None = field("the ID of the tag on this pool")
    poolid: int | None = field("the number of the pool")
    name: str | None = field("the tag")


@command(roles=RESOURCE_ADMINS, reads=True)
class ListStorageProviders(ListCommand):
    """Lists the providers of storage of a type."""

    type: str = param("primary, image or object", choices=tuple(PROVIDERS))

    def run(self, call: Call) -> Listing[StorageProviderResponse]:
        """A list that is known."""
        limit, offset = self.limits(call)
        names = [name for name in PROVIDERS[self.type] if self.keyword is None or self.keyword.lower() in name.lower()]
        page = names[offset:] if limit is None else names[offset:offset + limit]
        return Listing([StorageProviderResponse(name=name, type=self.type) for name in page], len(names))


@command(roles=DOMAIN_ADMINS, reads=True)
class ListStorageTags(ListCommand):
    """Lists the tags of storage pools: offerings may ask for them."""

    def run(self, call: Call) -> Listing[StorageTagResponse]:
        """One query."""
        found, total = pool_changes.tags(call.tx, *self.limits(call), self.keyword)
        return Listing([StorageTagResponse(id=str(uuid5(NAMESPACE_OID, f"{pool}:{name}")), poolid=pool, name=name) for name, pool in found], total)
