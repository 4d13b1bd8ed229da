"""createDiskOffering, listDiskOfferings."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import DOMAIN_ADMINS, USERS, Call, Command, ListCommand, Listing, Long, Ref, command, param
from manager.api.errors import invalid
from manager.api.mixins import ProjectFilter
from manager.api.offering.answer import GIB, DiskOfferingResponse, disk_view
from manager.api.offering.service import domains_for
from manager.model.catalog import offerings
from manager.model.catalog.offerings import DiskOfferingRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow


@command(roles=DOMAIN_ADMINS, event="DISK.OFFERING.CREATE")
class CreateDiskOffering(Command):
    """Creates a disk offering. A customized one leaves the size to the user."""

    name: str = param("the name of the disk offering")
    displaytext: str | None = param("its description; the name when absent", default=None, length=4096)
    disksize: Long | None = param("size in GiB", default=None, low=1)
    customized: bool = param("whether users choose the size", default=False)
    displayoffering: bool = param("whether users are shown it", default=True)
    domainid: list[Ref[DomainRow]] | None = param("the domains that see it; all when absent", default=None)
    zoneid: list[Ref[ZoneRow]] | None = param("the zones where it may be used; all when absent", default=None)
    provisioningtype: str = param("thin, sparse or fat", default="thin", choices=("thin", "sparse", "fat"))
    storagetype: str = param("shared or local", default="shared", choices=("shared", "local"))
    tags: str | None = param("tags of storage that it needs, comma-joined", default=None, length=4096)
    details: dict[str, str] | None = param("details", default=None)

    def run(self, call: Call) -> DiskOfferingResponse:
        """Adds the row."""
        if not self.customized and self.disksize is None:
            raise invalid("disksize", "it is needed, unless customized is true")
        if self.customized and self.disksize is not None:
            raise invalid("disksize", "a customized offering has none")
        uuid = offerings.insert(
            call.tx, "disk", domains_for(call, self.domainid), [ref.row.id for ref in self.zoneid or []], self.details or {}, name=self.name,
            display_text=self.displaytext or self.name, size_bytes=(self.disksize or 0) * GIB, customized=self.customized, tags=self.tags,
            storage_type=self.storagetype, provisioning_type=self.provisioningtype, display=self.displayoffering)
        call.event(description=f"Created disk offering {self.name}", resource=("DiskOffering", uuid))
        return views.one(call.tx, call.caller, DiskOfferingResponse, uuid)


@command(roles=USERS, reads=True)
class ListDiskOfferings(ProjectFilter, ListCommand):
    """Lists disk offerings that the caller may use."""

    id: Ref[DiskOfferingRow] | None = param("the ID of the disk offering", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("offerings that may be used in this zone", default=None)
    state: str | None = param("Active (default) or Inactive", default=None, choices=("Active", "Inactive"))
    storagetype: str | None = param("shared or local", default=None)
    encrypt: bool | None = param("whether disks are encrypted", default=None)

    def run(self, call: Call) -> Listing[DiskOfferingResponse]:
        """One query for the ids, three for rows, scopes and details."""
        uuids, total = offerings.ids(
            call.tx, "disk", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid else None, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "state": self.state or (None if self.id else "Active"),
                "storage_type": self.storagetype, "encrypt": self.encrypt, "for_service_offering": False,
                "display": None if call.caller.is_admin else True})
        return call.listing(disk_view, uuids, total)
