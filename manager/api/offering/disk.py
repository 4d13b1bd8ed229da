"""createDiskOffering, updateDiskOffering, deleteDiskOffering, listDiskOfferings."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.declare import DOMAIN_ADMINS, USERS, Access, Call, Command, ListCommand, Listing, Long, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.mixins import ProjectFilter
from manager.api.offering import rates, reach
from manager.api.offering.answer import GIB, DiskOfferingResponse, disk_view
from manager.api.offering.filters import of_owner
from manager.api.responses import succeeded
from manager.model.catalog import offering_changes as changes
from manager.model.catalog import offerings
from manager.model.catalog.offerings import DiskOfferingRow
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow

STATES = ("Active", "Inactive")


@command(roles=DOMAIN_ADMINS, event="DISK.OFFERING.CREATE")
class CreateDiskOffering(rates.Rates, rates.Iops, Command):
    """Creates a disk offering. A customized one leaves the size to the user."""

    name: str = param("the name of the disk offering")
    displaytext: str | None = param("its description; the name when absent", default=None, length=4096)
    disksize: Long | None = param("size in GiB", default=None, low=1)
    customized: bool = param("whether users choose the size", default=False)
    disksizestrictness: bool = param("whether volumes keep the size that they were made with", default=False)
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
        reach.may_tag(call, self.tags)
        limits = rates.given(self)
        rates.check_rates(call, limits)
        _, uuid = offerings.insert(
            call.tx, "disk", reach.domains_for(call, self.domainid), [ref.row.id for ref in self.zoneid or []], self.details or {}, name=self.name,
            display_text=self.displaytext or self.name, size_bytes=(self.disksize or 0) * GIB, customized=self.customized, tags=self.tags or None,
            storage_type=self.storagetype, provisioning_type=self.provisioningtype, display=self.displayoffering,
            disk_size_strictness=self.disksizestrictness, **rates.iops(self), **limits)
        call.event(description=f"Created disk offering {self.name}", resource=("DiskOffering", uuid))
        return views.one(call.tx, call.caller, DiskOfferingResponse, uuid)


@command(roles=DOMAIN_ADMINS, event="DISK.OFFERING.EDIT")
class UpdateDiskOffering(rates.Rates, Command):
    """Changes a disk offering. Its rates hold for VMs that start afterwards."""

    id: Ref[DiskOfferingRow] = param("the ID of the disk offering", access=Access.OPERATE)
    name: str | None = param("its new name", default=None)
    displaytext: str | None = param("its new description", default=None, length=4096)
    displayoffering: bool | None = param("whether users are shown it", default=None)
    sortkey: int | None = param("where it stands in lists: the smaller the earlier", default=None)
    state: str | None = param("Active or Inactive", default=None, choices=STATES)
    tags: str | None = param("tags of storage that it needs, comma-joined; empty: none", default=None)
    domainid: str | None = param("the domains that see it, comma-joined; public: all", default=None, length=4096)
    zoneid: str | None = param("the zones where it may be used, comma-joined; all: all", default=None)

    def run(self, call: Call) -> DiskOfferingResponse:
        """What is absent stays."""
        row = self.id.row
        reach.may_change(call, "disk", row)
        reach.one_name(self.name)
        limits = rates.given(self)
        rates.check_rates(call, {**offerings.values(call.tx, "disk", row.id, changes.RATE_COLUMNS), **limits})
        if self.tags is not None:
            reach.may_tag(call, self.tags)
            if (pool := changes.storage_tags_fit(call.tx, row.id, self.tags)) is not None:
                raise ApiError(PARAMETER, f"Storage pool {pool} has volumes of disk offering {row.name} and lacks one of the tags {self.tags}")
        wanted: dict[str, Any] = {"name": self.name, "display_text": self.displaytext, "display": self.displayoffering, "sort_key": self.sortkey,
                                  "state": self.state}
        changed = {name: value for name, value in wanted.items() if value is not None} | limits
        if self.tags is not None:
            changed["tags"] = self.tags or None
        changes.change(call.tx, "disk", row.id, changed)
        reach.set_reach(call, "disk", row.id, self.domainid, self.zoneid)
        call.event(description=f"Changed disk offering {self.name or row.name}", resource=("DiskOffering", row.uuid))
        return views.one(call.tx, call.caller, DiskOfferingResponse, row.uuid)


@command(roles=DOMAIN_ADMINS, event="DISK.OFFERING.DELETE")
class DeleteDiskOffering(Command):
    """Deletes a disk offering. Volumes that were made of it stay as they are."""

    id: Ref[DiskOfferingRow] = param("the ID of the disk offering", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """Nobody can choose it afterwards."""
        reach.may_change(call, "disk", self.id.row)
        changes.remove(call.tx, "disk", self.id.row.id)
        call.event(description=f"Deleted disk offering {self.id.row.name}", resource=("DiskOffering", self.id.uuid))
        return succeeded()


@command(roles=USERS, reads=True)
class ListDiskOfferings(ProjectFilter, ListCommand):
    """Lists disk offerings that the caller may use."""

    id: Ref[DiskOfferingRow] | None = param("the ID of the disk offering", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("offerings that may be used in this zone", default=None)
    state: str | None = param("Active (default) or Inactive", default=None, choices=STATES)
    storagetype: str | None = param("shared or local", default=None)
    encrypt: bool | None = param("whether disks are encrypted", default=None)
    storageid: Ref[PoolRow] | None = param("offerings whose volumes may be on this storage pool", default=None)
    volumeid: Ref[VolumeRow] | None = param("offerings that this volume may change to", default=None)
    virtualmachineid: Ref[VmRow] | None = param("tells with each whether it suits a new disk of this VM", default=None)

    def run(self, call: Call) -> Listing[DiskOfferingResponse]:
        """One query for the ids, three for rows, scopes and details."""
        more: list[Any] = of_owner(call, self, "disk")
        if self.storageid is not None:
            more += changes.for_pool(call.tx, self.storageid.row.id)
        if self.volumeid is not None:
            more += changes.for_volume(call.tx, self.volumeid.row.id)
        uuids, total = offerings.ids(
            call.tx, "disk", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid and self.account is None else None, recursive=self.isrecursive,
            below=self.listall or self.isrecursive or self.id is not None, more=more,
            largest_first=not call.setting("sortkey.algorithm"), exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "state": self.state or (None if self.id else "Active"),
                "storage_type": self.storagetype, "encrypt": self.encrypt, "for_service_offering": False,
                "display": None if call.caller.is_admin else True})
        if self.virtualmachineid is None:
            return call.listing(disk_view, uuids, total)
        suits = changes.suitable(call.tx, self.virtualmachineid.row.id, uuids)
        shown = disk_view(call.tx, call.caller, uuids)
        for one in shown:
            one.suitableforvirtualmachine = one.id in suits
        return Listing(shown, total)
