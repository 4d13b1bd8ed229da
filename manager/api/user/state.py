"""enableUser, disableUser, lockUser, deleteUser."""

from __future__ import annotations

from manager.api.account.answer import UserResponse
from manager.api.declare import DOMAIN_ADMINS, Access, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.responses import succeeded
from manager.api.user.checks import changeable, expendable
from manager.api.views import one
from manager.model.tenancy import users
from manager.model.tenancy.accounts import UserRow
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=DOMAIN_ADMINS, event="USER.ENABLE")
class EnableUser(Command):
    """Enables a user that was disabled or locked."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserResponse:
        """Wrong passwords are forgotten; sessions that ended stay ended."""
        owner = changeable(call, self.id.row)
        users.set_state(call.tx, self.id.row.id, users.ENABLED)
        call.event(description=f"User {self.id.row.username} is enabled", resource=("User", self.id.uuid), owner=(owner.id, owner.domain_id))
        return one(call.tx, call.caller, UserResponse, self.id.uuid)


@command(roles=DOMAIN_ADMINS, event="USER.DISABLE")
class DisableUser(Command):
    """Disables a user: its sessions end, its keys stop working, nobody can log in as it."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> Job[UserResponse]:
        """Done with the call; clients of this command expect a job."""
        owner = expendable(call, self.id.row, users.DISABLED)
        users.set_state(call.tx, self.id.row.id, users.DISABLED)
        return call.start(IMMEDIATE, Immediate(f"user:{self.id.row.id}"), instance=("User", self.id.uuid), owner=(owner.id, owner.domain_id),
                          description=f"User {self.id.row.username} is disabled")


@command(roles=DOMAIN_ADMINS, event="USER.LOCK")
class LockUser(Command):
    """Locks an enabled user: as disableUser, but meant to pass."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> UserResponse:
        """A disabled user stays disabled."""
        row = self.id.row
        owner = expendable(call, row, users.IS_LOCKED)
        if row.state == users.DISABLED:
            raise invalid("id", f"user {row.username} is disabled, which is more than locked")
        users.set_state(call.tx, row.id, users.IS_LOCKED)
        call.event(description=f"User {row.username} is locked", resource=("User", self.id.uuid), owner=(owner.id, owner.domain_id))
        return one(call.tx, call.caller, UserResponse, self.id.uuid)


@command(roles=DOMAIN_ADMINS, event="USER.DELETE")
class DeleteUser(Command):
    """Deletes a user with its sessions and keys; what its account owns stays."""

    id: Ref[UserRow] = param("the user's id", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """Not a default user."""
        row = self.id.row
        owner = expendable(call, row, "deleted")
        if row.is_default:
            raise invalid("id", f"user {row.username} is a default user; it cannot be deleted")
        users.remove(call.tx, row.id)
        call.event(description=f"User {row.username} is deleted", resource=("User", self.id.uuid), owner=(owner.id, owner.domain_id))
        return succeeded()
