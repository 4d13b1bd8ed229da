"""createUser."""

from __future__ import annotations

from manager.api import passwords
from manager.api.account.answer import UserResponse
from manager.api.account.checks import given_uuid, not_above, username_of
from manager.api.account.password import check_password
from manager.api.declare import DOMAIN_ADMINS, Before, Call, Command, Ref, command, param
from manager.api.views import one
from manager.model.tenancy import tenants
from manager.model.tenancy.accounts import DomainRow


@command(roles=DOMAIN_ADMINS, event="USER.CREATE")
class CreateUser(Command):
    """Creates a user for an account that exists."""

    username: str = param("the name, unique in the domain", length=64)
    password: str = param("the password, in clear; it is stored hashed", length=1024, secret=True)
    email: str = param("the email address")
    firstname: str = param("first name")
    lastname: str = param("last name")
    account: str = param("the account that the user belongs to")
    domainid: Ref[DomainRow] | None = param("the domain of that account; the caller's when left out", default=None)
    timezone: str | None = param("time zone, as Europe/Prague", default=None, length=64)
    userid: str | None = param("the uuid that the user gets", default=None)

    async def before(self, at: Before) -> str:
        """The password's hash."""
        return await passwords.hash_of(self.password)

    def run(self, call: Call) -> UserResponse:
        """Into an account within the caller's reach, whose role is not above the caller's."""
        owner = call.owner(self.account, self.domainid)
        not_above(call, owner.role_id, f"A user of account {owner.name} cannot be created")
        check_password(call, owner.domain_id, username_of(self.username), self.password)
        uuid = tenants.create_user(
            call.tx, account_id=owner.id, domain_id=owner.domain_id, username=self.username, uuid=given_uuid("userid", self.userid),
            password_hash=call.prepared, firstname=self.firstname, lastname=self.lastname, email=self.email, timezone=self.timezone)
        call.event(description=f"User {self.username} of account {owner.name}", resource=("User", uuid), owner=(owner.id, owner.domain_id))
        return one(call.tx, call.caller, UserResponse, uuid)
