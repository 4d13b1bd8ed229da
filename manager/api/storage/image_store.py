"""addImageStore, listImageStores, updateImageStore, deleteImageStore."""

from __future__ import annotations

from urllib.parse import urlsplit

from manager.api import views
from manager.api.declare import ADMINS, Call, Command, ListCommand, Listing, Long, Ref, Success, Waiting, command, param
from manager.api.errors import INTERNAL, ApiError, invalid
from manager.api.responses import Response, field, succeeded
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog.templates import StoreRow
from manager.model.db import Tx
from manager.model.infra import image_stores, pools
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import ZoneRow
from manager.model.tables.infra import image_store
from manager.model.work import alerts
from manager.sagas.storage.image_store import IMAGE_STORE_ADD
from manager.sagas.storage.image_store import AddImageStore as Params

PORT = 8260


class ImageStoreResponse(Response, object="imagestore"):
    """An image store: where templates are kept."""

    id: str | None = field("the ID of the image store")
    zoneid: str | None = field("the ID of its zone; absent for all zones")
    zonename: str | None = field("the name of its zone")
    name: str | None = field("its name")
    url: str | None = field("how its service is reached")
    protocol: str | None = field("pileus or sim")
    providername: str | None = field("Pileus or Simulator")
    scope: str | None = field("ZONE or REGION")
    readonly: bool | None = field("whether nothing new is stored")
    disksizetotal: int | None = field("how much it holds, bytes")
    disksizeused: int | None = field("how much is taken, bytes")
    hasannotations: bool | None = field("whether it has annotations")


@renders(ImageStoreResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ImageStoreResponse]:
    """The answers for these image stores."""
    return [ImageStoreResponse(
        id=row.uuid, zoneid=row.zone_uuid, zonename=row.zone_name, name=row.name, url=row.url, protocol=row.protocol, providername=row.provider,
        scope=row.scope, readonly=bool(row.read_only), disksizetotal=row.capacity_bytes, disksizeused=row.used_bytes, hasannotations=False)
        for row in pools.image_stores_shown(tx, uuids)]


@command(roles=ADMINS, event="IMAGE.STORE.CREATE")
class AddImageStore(Command):
    """Adds an image store whose service (pileus-secstorage) runs and answers."""

    provider: str = param("Pileus, or Simulator for a store of simulated hosts, which holds nothing", choices=("Pileus", "Simulator"))
    name: str | None = param("the name of the image store; its address when absent", default=None)
    url: str | None = param("how its service is reached: pileus://host:8260", default=None, length=2048)
    zoneid: Ref[ZoneRow] | None = param("the ID of its zone; absent for all zones", default=None)

    def run(self, call: Call) -> Waiting[ImageStoreResponse]:
        """Writes the row, asks the service."""
        address, protocol = "", "sim"
        if self.provider == "Pileus":
            try:
                parts = urlsplit(self.url or "")
                address, protocol = f"{parts.hostname}:{parts.port or PORT}", parts.scheme
            except ValueError:
                raise invalid("url", f"{self.url} is not a URL") from None
            if protocol != "pileus" or not parts.hostname:
                raise invalid("url", "for provider Pileus it is pileus://host:8260")
        store_id, uuid = pools.add_image_store(
            call.tx, name=self.name or address or "Simulator", provider=self.provider, protocol=protocol, url=self.url, address=address or None,
            zone_id=self.zoneid.row.id if self.zoneid else None, scope="ZONE" if self.zoneid else "REGION")
        call.event(description=f"Added image store {self.name or address}", resource=("ImageStore", uuid))
        return call.wait_for(IMAGE_STORE_ADD, Params(store_id, address), then=lambda tx: views.one(tx, call.caller, ImageStoreResponse, uuid),
                             instance=("ImageStore", uuid))


@command(roles=ADMINS, event="IMAGE.STORE.UPDATE", error_wrapper="updateImageStore")
class UpdateImageStore(Command):
    """Changes an image store."""

    id: Ref[StoreRow] = param("the ID of the image store")
    name: str | None = param("its new name", default=None)
    readonly: bool | None = param("whether nothing new is stored on it", default=None)
    capacitybytes: Long | None = param("how much it may hold, when that is less than its file system; bytes", default=None, low=1)

    def run(self, call: Call) -> ImageStoreResponse:
        """Writes what was given."""
        if self.name is not None and not self.name.strip():
            raise invalid("name", "it is empty")
        image_stores.change(call.tx, self.id.row.id, name=self.name, read_only=self.readonly, declared=self.capacitybytes)
        call.event(description=f"Changed image store {self.id.row.name}", resource=("ImageStore", self.id.uuid))
        return views.one(call.tx, call.caller, ImageStoreResponse, self.id.uuid)


@command(roles=ADMINS, event="IMAGE.STORE.DELETE")
class DeleteImageStore(Command):
    """Deletes an image store that has no templates; its service keeps its files."""

    id: Ref[StoreRow] = param("the ID of the image store")

    def run(self, call: Call) -> Success:
        """Refused while there are templates."""
        row = self.id.row
        there = image_stores.templates_on(call.tx, row.id)
        if there:
            raise ApiError(INTERNAL, f"Cannot delete image store {row.name}: {there} templates are on it")
        image_stores.remove(call.tx, row.id)
        alerts.resolve(call.tx, f"image_store:{row.id}")
        call.event(description=f"Deleted image store {row.name}", resource=("ImageStore", row.uuid))
        return succeeded()


@command(roles=ADMINS, reads=True)
class ListImageStores(ListCommand):
    """Lists image stores."""

    id: Ref[StoreRow] | None = param("the ID of the image store", default=None)
    name: str | None = param("its exact name", default=None)
    protocol: str | None = param("pileus or sim", default=None)
    provider: str | None = param("Pileus or Simulator", default=None)
    readonly: bool | None = param("whether nothing new is stored", default=None)
    zoneid: Ref[ZoneRow] | None = param("image stores of this zone", default=None)

    def run(self, call: Call) -> Listing[ImageStoreResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, image_store, *self.limits(call), keyword=self.keyword, exact={
            "id": self.id.row.id if self.id else None, "name": self.name, "protocol": self.protocol, "provider": self.provider,
            "read_only": self.readonly, "zone_id": self.zoneid.row.id if self.zoneid else None})
        return call.listing(view, uuids, total)
