"""OS categories: listOsCategories, addOsCategory, updateOsCategory, deleteOsCategory."""

from __future__ import annotations

from typing import Any

from manager.api import checks
from manager.api.declare import ADMINS, USERS, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.os.answer import GuestOSCategoryResponse, category_answer
from manager.api.responses import succeeded
from manager.model.caller import Caller
from manager.model.catalog import guests, os_change
from manager.model.catalog.guests import OsCategoryRow
from manager.model.db import Tx
from manager.model.infra.zones import ZoneRow


def shown(tx: Tx, caller: Caller, uuid: str) -> GuestOSCategoryResponse:
    """One category as it is now."""
    row: Any = guests.find_os_category(tx, caller, uuid)
    return category_answer(guests.os_categories(tx, 1, 0, id=row.id, name=None, featured=None, keyword=None)[0][0])


@command(roles=USERS, reads=True)
class ListOsCategories(ListCommand):
    """Lists guest OS categories."""

    id: Ref[OsCategoryRow] | None = param("the ID of the category", default=None)
    name: str | None = param("its exact name", default=None)
    isfeatured: bool | None = param("whether it is shown first", default=None)
    arch: str | None = param("categories of which there are templates for this architecture", default=None, choices=("x86_64", "aarch64"))
    zoneid: Ref[ZoneRow] | None = param("categories of which there are templates in this zone", default=None)
    showicon: bool = param("accepted; there are no icons", default=False)

    def run(self, call: Call) -> Listing[GuestOSCategoryResponse]:
        """One query."""
        rows, total = guests.os_categories(
            call.tx, *self.limits(call), id=self.id.row.id if self.id else None, name=self.name, featured=self.isfeatured, keyword=self.keyword,
            arch=self.arch or None, zone_id=self.zoneid.row.id if self.zoneid else None, caller=call.caller)
        return Listing([category_answer(row) for row in rows], total)


@command(roles=ADMINS, event="GUEST.OS.CATEGORY.ADD", since="4.21.0")
class AddOsCategory(Command):
    """Adds a guest OS category, the last in order."""

    name: str = param("its name, which no other has")
    isfeatured: bool = param("whether it is shown first", default=False)

    def run(self, call: Call) -> GuestOSCategoryResponse:
        """At once."""
        uuid = os_change.add_category(call.tx, checks.one_line("name", self.name), self.isfeatured)
        call.event(description=f"Added guest OS category {self.name}", resource=("GuestOsCategory", uuid))
        return shown(call.tx, call.caller, uuid)


@command(roles=ADMINS, event="GUEST.OS.CATEGORY.UPDATE", since="4.21.0")
class UpdateOsCategory(Command):
    """Changes a guest OS category."""

    id: Ref[OsCategoryRow] = param("the ID of the category")
    name: str | None = param("its new name, which no other has", default=None)
    isfeatured: bool | None = param("whether it is shown first", default=None)
    sortkey: int | None = param("its place in the list, the lowest first", default=None)

    def run(self, call: Call) -> GuestOSCategoryResponse:
        """What is not given stays."""
        values: dict[str, Any] = {}
        if self.name:
            values["name"] = checks.one_line("name", self.name)
        if self.isfeatured is not None:
            values["featured"] = self.isfeatured
        if self.sortkey is not None:
            values["sort_key"] = self.sortkey
        os_change.change_category(call.tx, self.id.row.id, values)
        call.event(description=f"Changed guest OS category {self.id.row.name}", resource=("GuestOsCategory", self.id.uuid))
        return shown(call.tx, call.caller, self.id.uuid)


@command(roles=ADMINS, event="GUEST.OS.CATEGORY.DELETE", since="4.21.0")
class DeleteOsCategory(Command):
    """Deletes a guest OS category without OS types."""

    id: Ref[OsCategoryRow] = param("the ID of the category")

    def run(self, call: Call) -> Success:
        """At once."""
        os_change.remove_category(call.tx, self.id.row.id, self.id.row.name)
        call.event(description=f"Deleted guest OS category {self.id.row.name}", resource=("GuestOsCategory", self.id.uuid))
        return succeeded()
