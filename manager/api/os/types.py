"""OS types: listOsTypes, addGuestOs, updateGuestOs, removeGuestOs."""

from __future__ import annotations

from typing import Any

from manager.api import checks
from manager.api.declare import ADMINS, USERS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.os.answer import GuestOSResponse, type_answer
from manager.model.catalog import guests, os_change
from manager.model.catalog.guests import OsCategoryRow, OsTypeRow
from manager.model.work import details as kept
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=USERS, reads=True)
class ListOsTypes(ListCommand):
    """Lists guest OS types."""

    id: Ref[OsTypeRow] | None = param("the ID of the OS type", default=None)
    description: str | None = param("its exact name", default=None)
    oscategoryid: Ref[OsCategoryRow] | None = param("types of this category", default=None)
    fordisplay: bool | None = param("those that users are shown, or the others", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[GuestOSResponse]:
        """One query. Users are shown what is for them."""
        rows, total = guests.os_types(
            call.tx, *self.limits(call), id=self.id.row.id if self.id else None, description=self.description,
            category_id=self.oscategoryid.row.id if self.oscategoryid else None, keyword=self.keyword,
            display=self.fordisplay if call.caller.is_admin else True)
        return Listing([type_answer(row) for row in rows], total)


@command(roles=ADMINS, event="GUEST.OS.ADD", since="4.4.0", creates=True)
class AddGuestOs(Command):
    """Adds a guest OS type, which templates and VMs may then be of."""

    oscategoryid: Ref[OsCategoryRow] = param("the ID of its category")
    osdisplayname: str = param("its name, which no other has")
    name: str | None = param("another name for people; the same when left out", default=None)
    fordisplay: bool = param("whether users are shown it", default=True)
    details: dict[str, str] | None = param("details: what listResourceDetails shows of it", default=None)

    def run(self, call: Call) -> Job[GuestOSResponse]:
        """At once; the job is done when it exists."""
        display = checks.one_line("osdisplayname", self.osdisplayname)
        name = checks.one_line("name", self.name) if self.name else None
        number, uuid = os_change.add_type(call.tx, self.oscategoryid.row.id, display, name, self.fordisplay)
        keep(call, number, uuid, self.details)
        return call.start(IMMEDIATE, Immediate(f"ostype:{number}"), id=uuid, instance=("GuestOs", uuid), description=f"Added guest OS {display}")


@command(roles=ADMINS, event="GUEST.OS.UPDATE", since="4.4.0")
class UpdateGuestOs(Command):
    """Changes a guest OS type."""

    id: Ref[OsTypeRow] = param("the ID of the OS type")
    osdisplayname: str | None = param("its new name, which no other has", default=None)
    oscategoryid: Ref[OsCategoryRow] | None = param("its new category", default=None)
    fordisplay: bool | None = param("whether users are shown it", default=None)
    details: dict[str, str] | None = param("details to add or change", default=None)

    def run(self, call: Call) -> Job[GuestOSResponse]:
        """At once; the job is done when it exists. Types that every cloud has keep their name."""
        row = self.id.row
        values: dict[str, Any] = {}
        if self.osdisplayname and self.osdisplayname != row.description:
            if not os_change.types_by_uuid(call.tx, [row.uuid])[0].user_defined:
                raise invalid("osdisplayname", f"{row.description} is one that every cloud has: it keeps its name")
            values["description"] = checks.one_line("osdisplayname", self.osdisplayname)
        if self.oscategoryid is not None:
            values["category_id"] = self.oscategoryid.row.id
        if self.fordisplay is not None:
            values["display"] = self.fordisplay
        os_change.change_type(call.tx, row.id, values)
        keep(call, row.id, row.uuid, self.details)
        return call.start(IMMEDIATE, Immediate(f"ostype:{row.id}"), instance=("GuestOs", row.uuid), description=f"Changed guest OS {row.description}")


@command(roles=ADMINS, event="GUEST.OS.REMOVE", since="4.4.0")
class RemoveGuestOs(Command):
    """Removes a guest OS type that an administrator added and that nothing is of."""

    id: Ref[OsTypeRow] = param("the ID of the OS type")

    def run(self, call: Call) -> Job[Success]:
        """At once; the job is done when it exists."""
        row = self.id.row
        os_change.remove_type(call.tx, row.id)
        return call.start(IMMEDIATE, Immediate(f"ostype:{row.id}"), instance=("GuestOs", row.uuid), description=f"Removed guest OS {row.description}")


def keep(call: Call, number: int, uuid: str, details: dict[str, str] | None) -> None:
    """Stores details of a type."""
    for name in details or {}:
        if not name.strip() or len(name) > kept.MAX_NAME:
            raise invalid("details", f"a name has from 1 to {kept.MAX_NAME} characters")
    if details:
        kept.put(call.tx, "GuestOs", number, uuid, details, True)
