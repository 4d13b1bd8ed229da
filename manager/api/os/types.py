"""listOsTypes, listOsCategories."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.catalog import guests
from manager.model.catalog.guests import OsCategoryRow, OsTypeRow
from manager.model.removed import seen
from manager.model.tables.offering import os_type

resolver(OsTypeRow, entity="ostype", gone=seen(os_type))(guests.find_os_type)
resolver(OsCategoryRow, entity="oscategory")(guests.find_os_category)


class GuestOSResponse(Response, object="ostype"):
    """A guest OS type."""

    id: str | None = field("the ID of the OS type")
    oscategoryid: str | None = field("the ID of its category")
    oscategoryname: str | None = field("the name of its category")
    name: str | None = field("its name")
    description: str | None = field("its name, as templates refer to it")
    isuserdefined: bool | None = field("whether an administrator added it")
    fordisplay: bool | None = field("whether users are shown it")


class GuestOSCategoryResponse(Response, object="oscategory"):
    """A guest OS category."""

    id: str | None = field("the ID of the category")
    name: str | None = field("its name")
    isfeatured: bool | None = field("whether it is shown first")
    created: str | None = field("when it was created", kind="date")


@command(roles=USERS, reads=True)
class ListOsTypes(ListCommand):
    """Lists guest OS types."""

    id: Ref[OsTypeRow] | None = param("the ID of the OS type", default=None)
    description: str | None = param("its exact name", default=None)
    oscategoryid: Ref[OsCategoryRow] | None = param("types of this category", default=None)
    fordisplay: bool | None = param("all types are for display; false lists none", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[GuestOSResponse]:
        """One query."""
        if self.fordisplay is False:
            return Listing([], 0)
        rows, total = guests.os_types(call.tx, *self.limits(call), id=self.id.row.id if self.id else None, description=self.description,
                                      category_id=self.oscategoryid.row.id if self.oscategoryid else None, keyword=self.keyword)
        return Listing([GuestOSResponse(id=row.uuid, oscategoryid=row.category_uuid, oscategoryname=row.category_name, name=row.description,
                                        description=row.description, isuserdefined=bool(row.user_defined), fordisplay=True) for row in rows], total)


@command(roles=USERS, reads=True)
class ListOsCategories(ListCommand):
    """Lists guest OS categories."""

    id: Ref[OsCategoryRow] | None = param("the ID of the category", default=None)
    name: str | None = param("its exact name", default=None)
    isfeatured: bool | None = param("whether it is shown first", default=None)

    def run(self, call: Call) -> Listing[GuestOSCategoryResponse]:
        """One query."""
        rows, total = guests.os_categories(call.tx, *self.limits(call), id=self.id.row.id if self.id else None, name=self.name,
                                           featured=self.isfeatured, keyword=self.keyword)
        return Listing([GuestOSCategoryResponse(id=row.uuid, name=row.name, isfeatured=bool(row.featured), created=show_date(row.created))
                        for row in rows], total)
