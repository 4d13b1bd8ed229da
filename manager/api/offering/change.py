"""updateServiceOffering, deleteServiceOffering, isAccountAllowedToCreateOfferingsWithTags."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.declare import ADMINS, DOMAIN_ADMINS, Access, Call, Command, Ref, Role, Success, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.offering import reach
from manager.api.offering.answer import ServiceOfferingResponse
from manager.api.offering.disk import STATES
from manager.api.responses import Response, field, succeeded
from manager.model.catalog import offering_changes as changes
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.tenancy.accounts import AccountRow

ROOT_ADMIN = 1  # the type of an account


@command(roles=DOMAIN_ADMINS, event="SERVICE.OFFERING.EDIT")
class UpdateServiceOffering(Command):
    """Changes a service offering; what it says of CPU and memory stays."""

    id: Ref[ServiceOfferingRow] = param("the ID of the service offering", access=Access.OPERATE)
    name: str | None = param("its new name", default=None)
    displaytext: str | None = param("its new description", default=None)
    sortkey: int | None = param("where it stands in lists: the smaller the earlier", default=None)
    state: str | None = param("Active or Inactive", default=None, choices=STATES)
    hosttags: str | None = param("tags of hosts that it needs, comma-joined; empty: none", default=None)
    storagetags: str | None = param("tags of storage that it needs, comma-joined; empty: none", default=None)
    domainid: str | None = param("the domains that see it, comma-joined; public: all", default=None, length=4096)
    zoneid: str | None = param("the zones where it may be used, comma-joined; all: all", default=None)

    def run(self, call: Call) -> ServiceOfferingResponse:
        """What is absent stays."""
        row = self.id.row
        reach.may_change(call, "service", row)
        reach.one_name(self.name)
        wanted: dict[str, Any] = {"name": self.name, "display_text": self.displaytext, "sort_key": self.sortkey, "state": self.state}
        changed = {name: value for name, value in wanted.items() if value is not None}
        reach.may_tag(call, self.hosttags, self.storagetags)
        if self.hosttags is not None:
            if (host := changes.host_tags_fit(call.tx, row.id, self.hosttags)) is not None:
                raise ApiError(PARAMETER, f"Host {host} has VMs of service offering {row.name} and lacks one of the tags {self.hosttags}")
            changed["host_tags"] = self.hosttags or None
        if self.storagetags is not None:
            changed["tags"] = self.storagetags or None
            self._tag_disks(call)
        changes.change(call.tx, "service", row.id, changed)
        reach.set_reach(call, "service", row.id, self.domainid, self.zoneid)
        call.event(description=f"Changed service offering {self.name or row.name}", resource=("ServiceOffering", row.uuid))
        return views.one(call.tx, call.caller, ServiceOfferingResponse, row.uuid)

    def _tag_disks(self, call: Call) -> None:
        row = self.id.row
        if row.disk_offering_id is None:
            return
        if not changes.owns_disk_offering(call.tx, row.disk_offering_id):
            raise ApiError(PARAMETER, f"The tags of root disks of {row.name} are its disk offering's: change that one")
        if (pool := changes.storage_tags_fit(call.tx, row.disk_offering_id, self.storagetags)) is not None:
            raise ApiError(PARAMETER, f"Storage pool {pool} has root disks of service offering {row.name} and lacks one of {self.storagetags}")
        changes.change(call.tx, "disk", row.disk_offering_id, {"tags": self.storagetags or None})


@command(roles=DOMAIN_ADMINS, event="SERVICE.OFFERING.DELETE")
class DeleteServiceOffering(Command):
    """Deletes a service offering. VMs that were made of it stay as they are."""

    id: Ref[ServiceOfferingRow] = param("the ID of the service offering", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """Nobody can choose it afterwards."""
        row = self.id.row
        if row.system_use and row.unique_name:
            raise ApiError(PARAMETER, f"Service offering {row.name} is a default one of system VMs and cannot be deleted")
        reach.may_change(call, "service", row)
        changes.remove(call.tx, "service", row.id)
        call.event(description=f"Deleted service offering {row.name}", resource=("ServiceOffering", row.uuid))
        return succeeded()


class IsAllowedResponse(Response, object="isallowed"):
    """Whether an account may do something."""

    isallowed: bool | None = field("true if it may")


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, reads=True)
class IsAccountAllowedToCreateOfferingsWithTags(Command):
    """Tells whether an account may create offerings with tags."""

    id: Ref[AccountRow] = param("the ID of the account")

    def run(self, call: Call) -> IsAllowedResponse:
        """Root admins always may."""
        row = self.id.row
        return IsAllowedResponse(isallowed=row.type == ROOT_ADMIN or bool(call.setting(reach.TAGGED, account=row.id, domain=row.domain_id)))
