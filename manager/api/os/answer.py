"""Answers about guest operating systems."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import guests, os_change
from manager.model.catalog.guests import OsCategoryRow, OsTypeRow
from manager.model.catalog.os_change import MappingRow
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.offering import os_mapping, os_type

resolver(OsTypeRow, entity="ostype", gone=seen(os_type))(guests.find_os_type)
resolver(OsCategoryRow, entity="oscategory")(guests.find_os_category)
resolver(MappingRow, entity="guestosmapping", gone=seen(os_mapping))(os_change.find_mapping)


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


class GuestOsMappingResponse(Response, object="guestosmapping"):
    """What a hypervisor calls a guest OS type."""

    id: str | None = field("the ID of the mapping")
    hypervisor: str | None = field("the hypervisor")
    hypervisorversion: str | None = field("its version")
    ostypeid: str | None = field("the ID of the OS type")
    osdisplayname: str | None = field("the name of the OS type")
    osnameforhypervisor: str | None = field("what the hypervisor calls it")
    isuserdefined: str | None = field("whether an administrator added it")


@renders(GuestOSResponse)
def types_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[GuestOSResponse]:
    """Types in this order."""
    return [type_answer(row) for row in os_change.types_by_uuid(tx, uuids)]


def type_answer(row: Any) -> GuestOSResponse:
    """One type."""
    return GuestOSResponse(id=row.uuid, oscategoryid=row.category_uuid, oscategoryname=row.category_name, name=row.name or row.description,
                           description=row.description, isuserdefined=bool(row.user_defined), fordisplay=bool(row.display))


def category_answer(row: Any) -> GuestOSCategoryResponse:
    """One category."""
    return GuestOSCategoryResponse(id=row.uuid, name=row.name, isfeatured=bool(row.featured), created=show_date(row.created))


@renders(GuestOsMappingResponse)
def mappings_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[GuestOsMappingResponse]:
    """Mappings in this order."""
    return [GuestOsMappingResponse(
        id=row.uuid, hypervisor=row.hypervisor, hypervisorversion=row.version, ostypeid=row.type_uuid, osdisplayname=row.description,
        osnameforhypervisor=row.os_name, isuserdefined="true" if row.user_defined else "false") for row in os_change.mappings_by_uuid(tx, uuids)]
