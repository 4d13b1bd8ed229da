"""updateVirtualMachine."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import ADMINS, USERS, Access, ApiError, Call, Command, Ref, command, param
from manager.api.errors import PARAMETER, invalid
from manager.api.userdata import choose as user_data
from manager.api.vm import checks
from manager.api.vm.answer import UserVmResponse
from manager.model.catalog.guests import OsTypeRow
from manager.model.catalog.user_data import UserDataRow
from manager.model.guest import groups, vm, vm_change, vm_needs
from manager.model.guest.vm import VmRow
from manager.model.net import network
from manager.reconcile import signal


@command(roles=USERS, event="VM.UPDATE")
class UpdateVirtualMachine(Command):
    """Updates properties of a virtual machine. Those of its hardware take effect at its next start."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    name: str | None = param("its new host name", default=None)
    displayname: str | None = param("the name that people see", default=None)
    group: str | None = param("the group it belongs to; empty: none", default=None)
    userdata: str | None = param("user data, base64; at most vm.userdata.max.length bytes; empty: none", default=None, length=1 << 20)
    userdataid: Ref[UserDataRow] | None = param("the ID of registered user data; not with userdata", default=None)
    userdatadetails: dict[str, str] | None = param("values of the user data's variables: userdatadetails[0].name=value; served as metadata",
                                                   default=None, length=4096)
    details: dict[str, str] | None = param("details; replaces all that users can change", default=None, length=4096)
    cleanupdetails: bool = param("remove all details", default=False)
    ostypeid: Ref[OsTypeRow] | None = param("the ID of its guest OS type", default=None)
    haenable: bool | None = param("whether it is started elsewhere when its host fails", default=None)
    isdynamicallyscalable: bool | None = param("whether it can be scaled while it runs", default=None)
    deleteprotection: bool | None = param("whether it is protected from deletion", default=None)
    displayvm: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)
    customid: str | None = param("a new ID", default=None, roles=ADMINS)

    def run(self, call: Call) -> UserVmResponse:
        """One transaction; its routers learn of a new name and user data."""
        row = self.id.row
        if row.state in ("Error", "Expunging"):
            raise ApiError(PARAMETER, f"Unable to update VM {row.uuid}: it is in state {row.state}")
        if self.customid is not None:
            raise invalid("customid", "the ID of a VM cannot be changed once it exists")
        network_ids = [network_id for _, network_id in vm.live_nics(call.tx, row.id) if network_id is not None]
        name = checks.name(self.name)
        if name is not None and name != row.name:
            vm_needs.name_is_free(call.tx, name, network_ids, but=row.id)
        vm_change.update_columns(
            call.tx, row.id, name=name, display_name=self.displayname, ha=self.haenable, display=self.displayvm,
            dynamically_scalable=self.isdynamicallyscalable, delete_protection=self.deleteprotection,
            os_type_id=self.ostypeid.row.id if self.ostypeid else None)
        if self.group is not None:
            groups.assign(call.tx, row.id, groups.named(call.tx, row.account_id, row.domain_id, self.group) if self.group else None)
        if self.cleanupdetails:
            vm_change.set_details(call.tx, row.id, {})
        elif self.details:
            vm_change.set_details(call.tx, row.id, checks.kept_details(self.details))
        served = self.userdata is not None or self.userdataid is not None
        if served:
            data = user_data.chosen(call.tx, row.template_id if self.userdata != "" else None, self.userdata, self.userdataid,
                                    self.userdatadetails, int(call.setting("vm.userdata.max.length")), account_id=row.account_id)
            vm_change.set_user_data(call.tx, row.id, data.text, data.data_id, data.details)
        elif self.userdatadetails:
            raise invalid("userdatadetails", "it goes with userdata or userdataid")
        if (name is not None and name != row.name) or served:
            for network_id in sorted(set(network_ids)):
                network.raise_generation(call.tx, network_id)
            signal(call.tx, "routers")
        call.event(description=f"Updated VM {row.uuid}", resource=("VirtualMachine", row.uuid), owner=(row.account_id, row.domain_id))
        return views.one(call.tx, call.caller, UserVmResponse, row.uuid)
