"""createAffinityGroup, deleteAffinityGroup, listAffinityGroups, listAffinityGroupTypes, updateVMAffinityGroup."""

from __future__ import annotations

from manager.api import checks
from manager.api.affinity.answer import AffinityGroupResponse, view
from manager.api.affinity.choose import chosen
from manager.api.declare import USERS, Access, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.mixins import ProjectFilter, ProjectOwner
from manager.api.responses import Response, field
from manager.api.vm.answer import UserVmResponse
from manager.model.guest.vm import VmRow
from manager.model.place import affinity
from manager.model.place.affinity import ALL_TYPES, DEDICATED, TYPES, GroupRow
from manager.model.tenancy import accounts
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=USERS, event="AG.CREATE", creates=True)
class CreateAffinityGroup(ProjectOwner, Command):
    """Creates an affinity group."""

    name: str = param("its name")
    type: str = param("its type, one of listAffinityGroupTypes", choices=ALL_TYPES)
    description: str | None = param("its description", default=None)

    def run(self, call: Call) -> Job[AffinityGroupResponse]:
        """Only the root admin makes groups of type ExplicitDedication, and shares them with a whole domain (domainid without account)."""
        name = checks.one_line("name", self.name)
        if self.type == DEDICATED and not call.caller.is_admin:
            raise denied("Cannot create the affinity group")
        if self.projectid is None and self.account is None and self.domainid is not None:
            account_id, domain_id = None, self._shared(call)
            about = (call.caller.account_id, domain_id)
        else:
            owner = call.owner(self.account, self.domainid, self.projectid)
            account_id, domain_id = owner.id, owner.domain_id
            about = (owner.id, owner.domain_id)
        row = affinity.add(call.tx, account_id, domain_id, name, self.type, self.description)
        return call.start(IMMEDIATE, Immediate(f"affinity:{row.id}"), id=row.uuid, instance=("AffinityGroup", row.uuid), owner=about,
                          description=f"Creating affinity group {name}")

    def _shared(self, call: Call) -> int:
        assert self.domainid is not None
        if not call.caller.is_admin:
            raise ApiError(PARAMETER, "Unable to create affinity group, account name must be passed with the domainid")
        if self.type != DEDICATED:
            raise ApiError(PARAMETER, f"Unable to create affinity group, account name is needed. Affinity group type {self.type} cannot be"
                                      " shared domain wide")
        return int(self.domainid.row.id)


@command(roles=USERS, event="AG.DELETE")
class DeleteAffinityGroup(ProjectOwner, Command):
    """Deletes an affinity group. Its VMs stay where they are."""

    id: Ref[GroupRow] | None = param("the ID of the group; instead of name", default=None, access=Access.OPERATE)
    name: str | None = param("the name of the group; instead of id", default=None)

    def run(self, call: Call) -> Job[Success]:
        """What is dedicated through it is released."""
        row = self.id.row if self.id is not None else self._named(call)
        if (row.account_id is None or row.type == DEDICATED) and not call.caller.is_admin:
            raise denied(f"Account {call.caller.account_name} may not delete affinity group {row.name}")
        affinity.remove(call.tx, row.id)
        return call.start(IMMEDIATE, Immediate(f"affinity:{row.id}"), instance=("AffinityGroup", row.uuid),
                          owner=(row.account_id or call.caller.account_id, row.domain_id), description=f"Deleting affinity group {row.name}")

    def _named(self, call: Call) -> GroupRow:
        if not self.name:
            raise ApiError(PARAMETER, "Either the affinity group Id or group name must be specified to delete the group")
        if self.account is None and self.domainid is not None and self.projectid is None:
            found = affinity.by_name(call.tx, None, self.domainid.row.id, self.name)
        else:
            owner = call.owner(self.account, self.domainid, self.projectid)
            found = affinity.by_name(call.tx, owner.id, owner.domain_id, self.name)
        if found is None:
            raise ApiError(PARAMETER, f"Unable to find affinity group {self.name}")
        return found


@command(roles=USERS, reads=True)
class ListAffinityGroups(ProjectFilter, ListCommand):
    """Lists affinity groups, with those that the caller's domain shares."""

    id: Ref[GroupRow] | None = param("the ID of the group", default=None)
    name: str | None = param("its exact name", default=None)
    type: str | None = param("groups of this type", default=None)
    virtualmachineid: Ref[VmRow] | None = param("groups that this VM is in", default=None)

    def run(self, call: Call) -> Listing[AffinityGroupResponse]:
        """One query for the page."""
        kind = next((known for known in ALL_TYPES if known.lower() == self.type.lower()), self.type) if self.type else None
        narrowed = self.account is not None or self.domainid is not None or self.projectid is not None
        rows, total = affinity.page(
            call.tx, call.caller, call.scope(self), *self.limits(call), shared=not narrowed, id=self.id.row.id if self.id else None,
            name=self.name, type=kind, vm_id=self.virtualmachineid.row.id if self.virtualmachineid else None, keyword=self.keyword)
        return call.listing(view, [row.uuid for row in rows], total)


class AffinityGroupTypeResponse(Response, object="affinityGroupType"):
    """A type of affinity groups."""

    type: str | None = field("its name")


@command(roles=USERS, reads=True)
class ListAffinityGroupTypes(ListCommand):
    """Lists the types of affinity groups that tenants can create."""

    def run(self, call: Call) -> Listing[AffinityGroupTypeResponse]:
        """They are what placement knows."""
        limit, offset = self.limits(call)
        found = [kind for kind in TYPES if self.keyword is None or self.keyword.lower() in kind.lower()]
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([AffinityGroupTypeResponse(type=kind) for kind in page], len(found))


@command(roles=USERS, event="VM.AG.UPDATE", wrapper="updatevirtualmachineresponse",
         error_wrapper="updatevirtualmachineresponse")
class UpdateVMAffinityGroup(Command):
    """Puts a stopped VM into these affinity groups, and no others. They count from its next start."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    affinitygroupids: list[Ref[GroupRow]] | None = param("IDs of the groups, comma-joined", default=None)
    affinitygroupnames: list[str] | None = param("names of its owner's groups, comma-joined; not with affinitygroupids", default=None)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """No groups given: it is in none."""
        row = self.id.row
        if self.affinitygroupids is None and self.affinitygroupnames is None:
            raise invalid("affinitygroupids", "give affinitygroupids or affinitygroupnames; empty: none")
        owner = accounts.by_id(call.tx, row.account_id)
        assert owner is not None
        groups = chosen(call.tx, owner.id, owner.domain_id, owner.domain_path, self.affinitygroupids, self.affinitygroupnames)
        state = affinity.hold_stopped(call.tx, row.id)
        if state != "Stopped":
            raise ApiError(PARAMETER, f"Unable update affinity groups of the virtual machine {row.uuid} in state {state}; make sure the virtual"
                                      " machine is stopped and not in an error state before updating.")
        affinity.set_of_vm(call.tx, row.id, [group.id for group in groups])
        return call.start(IMMEDIATE, Immediate(f"vm:{row.id}"), instance=("VirtualMachine", row.uuid), owner=(row.account_id, row.domain_id),
                          description=f"Changing affinity groups of VM {row.uuid}")
