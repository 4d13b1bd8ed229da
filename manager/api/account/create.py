"""createAccount."""

from __future__ import annotations

from manager.api import checks, passwords
from manager.api.account.answer import AccountResponse
from manager.api.account.checks import given_uuid, not_above, username_of
from manager.api.account.details import checked
from manager.api.account.password import check_password
from manager.api.declare import DOMAIN_ADMINS, Before, Call, Command, Ref, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.views import one
from manager.model.caller import Role
from manager.model.tenancy import accounts, roles, tenants
from manager.model.tenancy.accounts import DomainRow
from manager.model.tenancy.roles import RoleRow

TYPES = {0: "User", 1: "Root Admin", 2: "Domain Admin", 3: "Resource Admin"}
OF_ROLE = {Role.USER: 0, Role.ADMIN: 1, Role.DOMAIN_ADMIN: 2, Role.RESOURCE_ADMIN: 3}
ROOT = 1


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.CREATE")
class CreateAccount(Command):
    """Creates an account with its first user."""

    username: str = param("the first user's name, unique in the domain", length=64)
    password: str = param("the password, in clear; it is stored hashed", length=1024, secret=True)
    email: str = param("the email address")
    firstname: str = param("first name")
    lastname: str = param("last name")
    account: str | None = param("the account's name; the user's when left out", default=None)
    accounttype: int | None = param("0 user, 1 root admin, 2 domain admin, 3 resource admin; or give roleid", default=None)
    roleid: Ref[RoleRow] | None = param("the role of the account", default=None)
    domainid: Ref[DomainRow] | None = param("the domain; the caller's when left out", default=None)
    networkdomain: str | None = param("the domain of its networks", default=None)
    accountdetails: dict[str, str] | None = param("details, as accountdetails[0].key=value", default=None)
    timezone: str | None = param("time zone, as Europe/Prague", default=None, length=64)
    accountid: str | None = param("the uuid that the account gets", default=None)
    userid: str | None = param("the uuid that the user gets", default=None)

    async def before(self, at: Before) -> str:
        """The password's hash."""
        return await passwords.hash_of(self.password)

    def run(self, call: Call) -> AccountResponse:
        """In a domain within the caller's reach, with a role not above the caller's."""
        home = self.domainid.row if self.domainid is not None else accounts.domain_by_id(call.tx, call.caller.domain_id)
        assert home is not None
        role = self._role(call)
        kind = Role(role.type)
        not_above(call, role.id, f"Account {self.account or self.username} cannot be created")
        if kind is Role.ADMIN and home.id != ROOT:
            raise invalid("accounttype", "root admins are in the domain ROOT alone")
        check_password(call, home.id, username_of(self.username), self.password)
        checks.one_line("account", self.account or self.username)
        account_id, uuid = tenants.create_account(
            call.tx, home, self.account or self.username, role_id=role.id, type=OF_ROLE[kind], uuid=given_uuid("accountid", self.accountid),
            network_domain=checks.network_domain(self.networkdomain), details=checked(self.accountdetails))
        tenants.create_user(
            call.tx, account_id=account_id, domain_id=home.id, username=self.username, uuid=given_uuid("userid", self.userid),
            password_hash=call.prepared, firstname=self.firstname, lastname=self.lastname, email=self.email, timezone=self.timezone)
        call.event(description=f"Account {self.account or self.username} in domain {home.name_path}", resource=("Account", uuid),
                   owner=(account_id, home.id))
        return one(call.tx, call.caller, AccountResponse, uuid)

    def _role(self, call: Call) -> RoleRow:
        if self.roleid is not None:
            if self.accounttype is not None and OF_ROLE[Role(self.roleid.row.type)] != self.accounttype:
                raise ApiError(PARAMETER, "Parameters roleid and accounttype contradict each other")
            return self.roleid.row
        if self.accounttype is None:
            raise ApiError(PARAMETER, "Unable to execute API command createaccount due to missing parameter accounttype or roleid")
        if self.accounttype not in TYPES:
            raise invalid("accounttype", f"{self.accounttype} is not one of 0, 1, 2, 3")
        found = roles.role_by_name(call.tx, TYPES[self.accounttype])
        assert found is not None, "built-in roles cannot be removed"
        return found
