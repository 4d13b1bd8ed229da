"""addResourceDetail, removeResourceDetail, listResourceDetails, listDetailOptions."""

from __future__ import annotations

from typing import Any

from manager.api import scope
from manager.api.declare import ADMINS, USERS, Call, Command, Job, ListCommand, Listing, Scope, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.mixins import ProjectFilter
from manager.api.resourcedetail.kinds import find, kind_of
from manager.api.responses import Response, field
from manager.model.work import details as model
from manager.model.work.details import KINDS, MAX_NAME
from manager.sagas.immediate import IMMEDIATE, Immediate

OPTIONS: dict[str, dict[str, list[str]]] = {  # what a detail of this name does here, and its values where they are few
    "UserVm": {"cpunumber": [], "cpuspeed": [], "memory": [], "rootdisksize": []},
    "ServiceOffering": {"mincpunumber": [], "maxcpunumber": [], "minmemory": [], "maxmemory": []}}
SIZES = ("cpunumber", "cpuspeed", "memory")


def done(call: Call, kind: str, row: Any, what: str) -> Job[Success]:
    """The job of a change that this transaction makes."""
    owner = (row.account_id, row.domain_id) if KINDS[kind].owned and hasattr(row, "account_id") else None
    return call.start(IMMEDIATE, Immediate(f"details:{kind}:{row.id}"), instance=(kind, row.uuid), owner=owner,
                      description=f"{what} of {kind} {row.uuid}")


@command(roles=ADMINS, event="CREATE_RESOURCE_DETAILS")
class AddResourceDetail(Command):
    """Adds details to an object, or changes them."""

    resourceid: str = param("the ID of the object")
    resourcetype: str = param("the kind of the object, as UserVm, Volume, Network, Zone or ServiceOffering")
    details: dict[str, str] = param("the details: details[0].key=…&details[0].value=…")
    fordisplay: bool = param("whether users see them", default=True)

    def run(self, call: Call) -> Job[Success]:
        """Others stay as they are."""
        kind = kind_of(self.resourcetype)
        row = find(call, kind, self.resourceid)
        if not self.details:
            raise ApiError(PARAMETER, "Parameter details needs at least one detail")
        for name, value in self.details.items():
            if not name.strip() or len(name) > MAX_NAME:
                raise invalid("details", f"a key must have 1 to {MAX_NAME} characters")
            if len(value) > 4096:
                raise invalid("details", f"the value of {name} is longer than 4096 characters")
        model.put(call.tx, kind, row.id, row.uuid, self.details, self.fordisplay)
        return done(call, kind, row, "Adding details")


@command(roles=ADMINS, event="DELETE_RESOURCE_DETAILS")
class RemoveResourceDetail(Command):
    """Removes details of an object: one, or all."""

    resourceid: str = param("the ID of the object")
    resourcetype: str = param("the kind of the object")
    key: str | None = param("the key of the detail; all when left out", default=None)

    def run(self, call: Call) -> Job[Success]:
        """431 when there is nothing to remove."""
        kind = kind_of(self.resourcetype)
        row = find(call, kind, self.resourceid)
        if not model.remove(call.tx, kind, row.id, self.key or None):
            raise ApiError(PARAMETER, f"{kind} {row.uuid} has no such detail")
        return done(call, kind, row, "Removing details")


class ResourceDetailResponse(Response, object="resourcedetail"):
    """A detail of an object."""

    resourceid: str | None = field("the ID of the object")
    resourcetype: str | None = field("the kind of the object")
    key: str | None = field("the key of the detail")
    value: str | None = field("the value of the detail")
    fordisplay: bool | None = field("whether users see it")


@command(roles=USERS, reads=True)
class ListResourceDetails(ProjectFilter, ListCommand):
    """Lists details of objects of one kind."""

    resourcetype: str = param("the kind of the objects")
    resourceid: str | None = param("details of the object with this ID", default=None)
    key: str | None = param("the detail with this key", default=None)
    value: str | None = param("details with this value", default=None, roles=ADMINS)
    fordisplay: bool | None = param("whether users see them", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[ResourceDetailResponse]:
        """By object and key. Users see of the cloud's own things only those that they name."""
        kind = kind_of(self.resourcetype)
        row = find(call, kind, self.resourceid) if self.resourceid else None
        if row is None and not KINDS[kind].owned and not call.caller.is_admin:
            raise ApiError(PARAMETER, f"Parameter resourceid is needed for details of {kind}")
        named = row is not None and self.account is None and self.domainid is None and self.projectid is None
        where = scope.reach(call, projects=None) if named or not KINDS[kind].owned else call.scope(self)
        if kind == "Template" and named:
            where = Scope()  # it was found: public ones are everybody's
        rows, total = model.page(
            call.tx, kind, where, *self.limits(call), object_id=row.id if row is not None else None, name=self.key, value=self.value,
            display=self.fordisplay if call.caller.is_admin else True, keyword=self.keyword)
        return Listing([ResourceDetailResponse(
            resourceid=found.uuid, resourcetype=kind, key=found.name, value=found.value, fordisplay=bool(found.display)) for found in rows], total)


class DetailOptionsResponse(Response, object="detailoptions"):
    """Details that mean something."""

    details: dict[str, list[str]] | None = field("their keys, each with the values that it may have; none: any")


@command(roles=USERS, reads=True)
class ListDetailOptions(Command):
    """Lists the details that mean something for a kind of object."""

    resourcetype: str = param("the kind of the object, as UserVm")
    resourceid: str | None = param("only those that mean something for this object", default=None)

    def run(self, call: Call) -> DetailOptionsResponse:
        """The sizes of a VM are details only when its offering leaves them open."""
        kind = kind_of(self.resourcetype)
        options = dict(OPTIONS.get(kind, {}))
        if self.resourceid:
            row = find(call, kind, self.resourceid)
            if kind == "UserVm" and not model.leaves_sizes_open(call.tx, row.id):
                options = {name: values for name, values in options.items() if name not in SIZES}
        return DetailOptionsResponse(details=options)
