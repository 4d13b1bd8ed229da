"""updateAccount, markDefaultZoneForAccount."""

from __future__ import annotations

from manager.api import checks
from manager.api.account.answer import AccountResponse
from manager.api.account.checks import not_above
from manager.api.account.chosen import chosen
from manager.api.account.create import OF_ROLE, ROOT
from manager.api.account.details import checked
from manager.api.account.list import KEY_ACCESS
from manager.api.declare import ADMINS, DOMAIN_ADMINS, Access, Call, Command, Job, Ref, command, param
from manager.api.errors import denied, invalid
from manager.api.views import one
from manager.model.caller import Role
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy import tenants
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.model.tenancy.belongings import KEPT
from manager.model.tenancy.roles import RoleRow
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.UPDATE")
class UpdateAccount(Command):
    """Changes an account: its name, role, network domain, details, and whether its API keys work."""

    id: Ref[AccountRow] | None = param("the account's id", default=None, access=Access.OPERATE)
    account: str | None = param("the account's name; with domainid", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of the account", default=None)
    newname: str | None = param("the new name, unique in the domain", default=None)
    roleid: Ref[RoleRow] | None = param("the new role", default=None)
    networkdomain: str | None = param("the domain of its new networks; empty: the zone's", default=None)
    accountdetails: dict[str, str] | None = param("details to add or change, as accountdetails[0].key=value", default=None)
    apikeyaccess: str | None = param("whether its users' API keys work: Enabled, Disabled or Inherit", default=None, roles=ADMINS,
                                     choices=KEY_ACCESS, since="4.20.1.0")

    def run(self, call: Call) -> AccountResponse:
        """What is not given stays."""
        row = chosen(call, self.id, self.account, self.domainid)
        if self.newname:
            checks.one_line("newname", self.newname)
            if row.id <= KEPT:
                raise invalid("newname", f"account {row.name} is a default one: it keeps its name")
            tenants.rename_account(call.tx, row, self.newname)
        if self.roleid is not None:
            self._role(call, row, self.roleid.row)
        if self.networkdomain is not None:
            tenants.set_account(call.tx, row.id, network_domain=checks.network_domain(self.networkdomain))
        if self.apikeyaccess:
            tenants.set_account(call.tx, row.id, key_access=self.apikeyaccess)
            call.event("API.KEY.ACCESS.UPDATE", f"API keys of account {row.name}: {self.apikeyaccess.lower()}", ("Account", row.uuid),
                       owner=(row.id, row.domain_id))
        if self.accountdetails:
            tenants.add_details(call.tx, row.id, checked(self.accountdetails) or {})
        call.event(description=f"Changed account {row.name}", resource=("Account", row.uuid), owner=(row.id, row.domain_id))
        return one(call.tx, call.caller, AccountResponse, row.uuid)

    def _role(self, call: Call, row: AccountRow, role: RoleRow) -> None:
        not_above(call, role.id, f"Account {row.name} cannot get that role")
        kind = Role(role.type)
        if row.id <= KEPT:
            raise invalid("roleid", f"account {row.name} is a default one: it keeps its role")
        if row.id == call.caller.account_id and role.id != row.role_id:
            raise denied("Nobody changes the role of the own account")
        if kind is Role.ADMIN and row.domain_id != ROOT:
            raise invalid("roleid", "root admins are in the domain ROOT alone")
        tenants.set_role(call.tx, row.id, role.id, OF_ROLE[kind])


@command(roles=ADMINS, event="ACCOUNT.MARK.DEFAULT.ZONE")
class MarkDefaultZoneForAccount(Command):
    """Marks a zone as the one that an account is shown first."""

    account: str = param("the account's name")
    domainid: Ref[DomainRow] = param("the domain of the account")
    zoneid: Ref[ZoneRow] = param("the zone")

    def run(self, call: Call) -> Job[AccountResponse]:
        """At once; the job is done when it exists."""
        row = chosen(call, None, self.account, self.domainid)
        tenants.set_account(call.tx, row.id, default_zone_id=self.zoneid.row.id)
        return call.start(IMMEDIATE, Immediate(f"account:{row.id}"), instance=("Account", row.uuid), owner=(row.id, row.domain_id),
                          description=f"Default zone of account {row.name} is {self.zoneid.row.name}")
