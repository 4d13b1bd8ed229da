"""What hypervisors call guest OS types: listGuestOsMapping, addGuestOsMapping, updateGuestOsMapping, removeGuestOsMapping."""

from __future__ import annotations

from manager.api import checks
from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.os.answer import GuestOsMappingResponse, mappings_view
from manager.model.catalog import os_change
from manager.model.catalog.guests import OsTypeRow
from manager.model.catalog.os_change import MappingRow
from manager.sagas.immediate import IMMEDIATE, Immediate

HYPERVISORS = ("KVM", "Simulator")


@command(roles=ADMINS, reads=True, since="4.4.0")
class ListGuestOsMapping(ListCommand):
    """Lists what hypervisors call guest OS types."""

    id: Ref[MappingRow] | None = param("the ID of the mapping", default=None)
    ostypeid: Ref[OsTypeRow] | None = param("mappings of this OS type", default=None)
    osdisplayname: str | None = param("mappings of the OS type of this name", default=None)
    osnameforhypervisor: str | None = param("mappings to this name", default=None)
    hypervisor: str | None = param("mappings for this hypervisor", default=None)
    hypervisorversion: str | None = param("mappings for this version of it", default=None)

    def run(self, call: Call) -> Listing[GuestOsMappingResponse]:
        """In the order in which they were added."""
        limit, offset = self.limits(call)
        uuids, total = os_change.mapping_uuids(call.tx, limit, offset, keyword=self.keyword, exact={
            "id": self.id.row.id if self.id else None, "os_type_id": self.ostypeid.row.id if self.ostypeid else None,
            "description": self.osdisplayname, "os_name": self.osnameforhypervisor, "hypervisor": self.hypervisor, "version": self.hypervisorversion})
        return call.listing(mappings_view, uuids, total)


@command(roles=ADMINS, event="GUEST.OS.MAPPING.ADD", since="4.4.0", creates=True)
class AddGuestOsMapping(Command):
    """Adds what a hypervisor calls a guest OS type."""

    hypervisor: str = param("the hypervisor", choices=HYPERVISORS)
    hypervisorversion: str = param("its version, or default", length=60)
    osnameforhypervisor: str = param("what the hypervisor calls the type")
    ostypeid: Ref[OsTypeRow] | None = param("the OS type; or give its name", default=None)
    osdisplayname: str | None = param("the name of the OS type", default=None)
    forced: bool = param("replace a mapping that there is", default=False)

    def run(self, call: Call) -> Job[GuestOsMappingResponse]:
        """At once; the job is done when it exists."""
        uuid = os_change.add_mapping(call.tx, self.hypervisor, checks.one_line("hypervisorversion", self.hypervisorversion), self._type(call),
                                     checks.one_line("osnameforhypervisor", self.osnameforhypervisor), self.forced)
        return call.start(IMMEDIATE, Immediate(f"osmapping:{uuid}"), id=uuid, instance=("GuestOsMapping", uuid),
                          description=f"Added guest OS mapping to {self.osnameforhypervisor}")

    def _type(self, call: Call) -> int:
        if self.ostypeid is not None:
            return self.ostypeid.row.id
        if not self.osdisplayname:
            raise ApiError(PARAMETER, "Parameter ostypeid or osdisplayname is needed")
        found = os_change.type_named(call.tx, self.osdisplayname)
        if found is None:
            raise invalid("osdisplayname", f"there is no OS type {self.osdisplayname}")
        return found


@command(roles=ADMINS, event="GUEST.OS.MAPPING.UPDATE", since="4.4.0")
class UpdateGuestOsMapping(Command):
    """Changes what a hypervisor calls a guest OS type."""

    id: Ref[MappingRow] = param("the ID of the mapping")
    osnameforhypervisor: str = param("what the hypervisor calls the type")

    def run(self, call: Call) -> Job[GuestOsMappingResponse]:
        """At once; the job is done when it exists."""
        os_change.change_mapping(call.tx, self.id.row.id, checks.one_line("osnameforhypervisor", self.osnameforhypervisor))
        return call.start(IMMEDIATE, Immediate(f"osmapping:{self.id.uuid}"), instance=("GuestOsMapping", self.id.uuid),
                          description=f"Changed guest OS mapping to {self.osnameforhypervisor}")


@command(roles=ADMINS, event="GUEST.OS.MAPPING.REMOVE", since="4.4.0")
class RemoveGuestOsMapping(Command):
    """Removes what a hypervisor calls a guest OS type."""

    id: Ref[MappingRow] = param("the ID of the mapping")

    def run(self, call: Call) -> Job[Success]:
        """At once; the job is done when it exists."""
        os_change.remove_mapping(call.tx, self.id.row.id)
        return call.start(IMMEDIATE, Immediate(f"osmapping:{self.id.uuid}"), instance=("GuestOsMapping", self.id.uuid),
                          description=f"Removed guest OS mapping of {self.id.row.os_name}")
