"""registerUserData, listUserData, deleteUserData, linkUserDataToTemplate."""

from __future__ import annotations

import re

from common.metadata import RESERVED
from manager.api import checks as values
from manager.api import views
from manager.api.declare import USERS, Access, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.mixins import ProjectFilter, ProjectOwner
from manager.api.owners import Owned, owner_fields
from manager.api.refs import resolver
from manager.api.responses import field, succeeded
from manager.api.template.answer import TemplateResponse
from manager.api.views import renders
from manager.api.vm import checks
from manager.model.caller import Caller
from manager.model.catalog import user_data
from manager.model.catalog.templates import TemplateRow
from manager.model.catalog.user_data import ALLOW, POLICIES, UserDataRow
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.placement import user_data as table

VARIABLE = re.compile(r"[A-Za-z0-9_.-]{1,64}")

resolver(UserDataRow, entity="userdata", gone=seen(table))(user_data.find)


class UserDataResponse(Owned, object="userdata"):
    """Registered user data."""

    id: str | None = field("its ID")
    name: str | None = field("its name")
    accountid: str | None = field("the ID of the account that owns it")
    userdata: str | None = field("the user data, base64")
    params: str | None = field("the names of its variables, comma-joined")
    hasannotations: bool | None = field("whether it has annotations")


@renders(UserDataResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[UserDataResponse]:
    """The answers for these."""
    return [UserDataResponse(id=row.uuid, name=row.name, accountid=row.account_uuid, userdata=row.user_data, params=row.params,
                             hasannotations=False, **owner_fields(row)) for row in user_data.shown(tx, uuids)]


@command(roles=USERS, event="REGISTER.USER.DATA")
class RegisterUserData(ProjectOwner, Command):
    """Keeps user data under a name, for many VMs."""

    name: str = param("its name")
    userdata: str = param("the user data, base64; at most vm.userdata.max.length bytes", length=1 << 20)
    params: str | None = param("the names of variables in it, comma-joined: VMs get their values as metadata (userdatadetails)", default=None)

    def run(self, call: Call) -> UserDataResponse:
        """Adds the row."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        data = checks.user_data(self.userdata, int(call.setting("vm.userdata.max.length")))
        if data is None:
            raise invalid("userdata", "it is empty")
        names = [name.strip() for name in (self.params or "").split(",") if name.strip()]
        for name in names:
            if not VARIABLE.fullmatch(name) or name in RESERVED:
                raise invalid("params", f"{name[:64]} cannot be the name of a variable")
        uuid = user_data.add(call.tx, owner.id, owner.domain_id, values.one_line("name", self.name), data, ",".join(names) or None)
        call.event(description=f"Registered user data {self.name}", resource=("UserData", uuid), owner=(owner.id, owner.domain_id))
        return views.one(call.tx, call.caller, UserDataResponse, uuid)


@command(roles=USERS, reads=True)
class ListUserData(ProjectFilter, ListCommand):
    """Lists registered user data."""

    id: Ref[UserDataRow] | None = param("its ID", default=None)
    name: str | None = param("its exact name", default=None)

    def run(self, call: Call) -> Listing[UserDataResponse]:
        """One query for the page."""
        rows, total = user_data.page(call.tx, call.scope(self), *self.limits(call), id=self.id.row.id if self.id else None, name=self.name,
                                     keyword=self.keyword)
        return call.listing(view, [row.uuid for row in rows], total)


@command(roles=USERS, event="DELETE.USER.DATA")
class DeleteUserData(ProjectOwner, Command):
    """Deletes registered user data that no VM and no template uses."""

    id: Ref[UserDataRow] = param("its ID", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """With account, domainid or projectid: only when it is that owner's."""
        row = self.id.row
        if self.account is not None or self.domainid is not None or self.projectid is not None:
            owner = call.owner(self.account, self.domainid, self.projectid)
            if owner.id != row.account_id:
                raise ApiError(PARAMETER, f"A UserData with id '{row.uuid}' does not exist for account {owner.name}")
        user_data.remove(call.tx, row)
        call.event(description=f"Deleted user data {row.name}", resource=("UserData", row.uuid), owner=(row.account_id, row.domain_id))
        return succeeded()


@command(roles=USERS, event="TEMPLATE.LINK.USER.DATA")
class LinkUserDataToTemplate(Command):
    """Binds user data to a template: new VMs made of it get it."""

    templateid: Ref[TemplateRow] | None = param("the ID of the template", default=None, access=Access.OPERATE)
    userdataid: Ref[UserDataRow] | None = param("the ID of the user data; absent: the template is bound to none", default=None)
    userdatapolicy: str | None = param("whether VMs may have their own: ALLOWOVERRIDE (instead), APPEND (in addition), DENYOVERRIDE (none)",
                                       default=None, choices=POLICIES)

    def run(self, call: Call) -> TemplateResponse:
        """VMs that exist keep what they have."""
        if self.templateid is None:
            raise ApiError(PARAMETER, "Unable to execute API command linkuserdatatotemplate due to missing parameter templateid")
        row = self.templateid.row
        if row.type == "SYSTEM":
            raise denied(f"Template {row.name} is the system's")
        if self.userdataid is None and self.userdatapolicy is not None:
            raise invalid("userdatapolicy", "it goes with userdataid")
        data = self.userdataid.row if self.userdataid is not None else None
        user_data.link(call.tx, row.id, data.id if data else None, (self.userdatapolicy or ALLOW) if data else None)
        call.event(description=f"Bound template {row.name} to user data {data.name if data else 'none'}", resource=("Template", row.uuid),
                   owner=(row.account_id, row.domain_id))
        return views.one(call.tx, call.caller, TemplateResponse, row.uuid)
