"""addSecondaryStorage: the old name of addImageStore."""

from __future__ import annotations

from urllib.parse import urlsplit

from manager.api.declare import ADMINS, Call, Command, Ref, Waiting, command, param
from manager.api.errors import invalid
from manager.api.storage.image_store import AddImageStore, ImageStoreResponse
from manager.model.infra.zones import ZoneRow

PROVIDERS = {"pileus": "Pileus", "sim": "Simulator"}


@command(roles=ADMINS, event="IMAGE.STORE.CREATE", object="secondarystorage")
class AddSecondaryStorage(Command):
    """Adds an image store, as addImageStore does: the url says of which provider."""

    url: str = param("pileus://host:8260, or sim:// and a name for a store of simulated hosts", length=2048)
    zoneid: Ref[ZoneRow] | None = param("the ID of its zone; absent for all zones", default=None)

    def run(self, call: Call) -> Waiting[ImageStoreResponse]:
        """By the newer command."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            raise invalid("url", f"{self.url} is not a URL") from None
        if parts.scheme not in PROVIDERS:
            raise invalid("url", f"{self.url} is neither pileus:// nor sim://")
        name = parts.netloc if parts.scheme == "sim" and parts.netloc else None
        return AddImageStore(provider=PROVIDERS[parts.scheme], name=name, url=self.url, zoneid=self.zoneid).run(call)
