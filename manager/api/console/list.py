"""listConsoleSessions."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Call, Date, ListCommand, Listing, Ref, command, param
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.console import listing
from manager.model.console.listing import Filter
from manager.model.console.sessions import ConsoleVm, SessionRow
from manager.model.db import Tx
from manager.model.infra.hosts import Host
from manager.model.removed import never
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import AccountRow, DomainRow, UserRow

resolver(SessionRow, entity="consolesession", gone=never)(listing.find)


class ConsoleSessionResponse(Response, object="consolesession"):
    """A console session: who opened which VM's console, from where and when."""

    id: str | None = field("the ID of the session")
    created: str | None = field("when its link was made", kind="date")
    domain: str | None = field("the name of the domain of the user who made it")
    domainpath: str | None = field("the path of that domain")
    domainid: str | None = field("the ID of that domain")
    account: str | None = field("the name of that user's account")
    accountid: str | None = field("the ID of that account")
    user: str | None = field("the name of the user")
    userid: str | None = field("the ID of the user")
    virtualmachineid: str | None = field("the ID of the VM")
    virtualmachinename: str | None = field("the name of the VM")
    hostid: str | None = field("the ID of the host that the VM was on; for root admins")
    hostname: str | None = field("the name of that host; for root admins")
    acquired: str | None = field("when it was opened", kind="date")
    removed: str | None = field("when it ended", kind="date")
    consoleendpointcreatoraddress: str | None = field("the address from which its link was made")
    clientaddress: str | None = field("the address from which it was opened")


@renders(ConsoleSessionResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ConsoleSessionResponse]:
    """The answers for these sessions."""
    return [ConsoleSessionResponse(
        id=row.uuid, created=show_date(row.created), domain=row.domain_name, domainpath=row.domain_path, domainid=row.domain_uuid,
        account=row.account_name, accountid=row.account_uuid, user=row.username, userid=row.user_uuid, virtualmachineid=row.vm_uuid,
        virtualmachinename=row.vm_display or row.vm_name, hostid=row.host_uuid if caller.is_admin else None,
        hostname=row.host_name if caller.is_admin else None, acquired=show_date(row.acquired), removed=show_date(row.removed),
        consoleendpointcreatoraddress=row.creator_address, clientaddress=row.client_address) for row in listing.shown(tx, uuids)]


@command(roles=USERS, reads=True, since="4.21.0")
class ListConsoleSessions(ListCommand):
    """Lists console sessions: users their own, administrators those of their domain, and with isrecursive of the domains below."""

    id: Ref[SessionRow] | None = param("the ID of the session", default=None)
    accountid: Ref[AccountRow] | None = param("sessions of this account's users", default=None)
    acquired: bool = param("with activeonly=false: only those that were opened", default=False)
    activeonly: bool = param("only those that are open now", default=True)
    clientaddress: str | None = param("sessions opened from this address", default=None)
    consoleendpointcreatoraddress: str | None = param("sessions whose link was made from this address", default=None)
    domainid: Ref[DomainRow] | None = param("sessions of this domain's users; absent: of the caller's", default=None)
    enddate: Date | None = param("sessions made until then", default=None)
    hostid: Ref[Host] | None = param("sessions of VMs on this host", default=None, roles=ADMINS)
    isrecursive: bool = param("the domains below as well", default=False)
    startdate: Date | None = param("sessions made since then", default=None)
    userid: Ref[UserRow] | None = param("sessions of this user", default=None)
    virtualmachineid: Ref[ConsoleVm] | None = param("sessions of this VM", default=None)

    def run(self, call: Call) -> Listing[ConsoleSessionResponse]:
        """Ordinary users are shown their own, whatever they ask for."""
        rows, total = listing.page(call.tx, self._filter(call), *self.limits(call))
        return Listing(view(call.tx, call.caller, [row.uuid for row in rows]), total)

    def _filter(self, call: Call) -> Filter:
        caller = call.caller
        plain = not caller.is_admin and not caller.is_domain_admin
        home = self.domainid.row if self.domainid else accounts.domain_by_id(call.tx, caller.domain_id)
        assert home is not None
        since: int | None = self.startdate
        until: int | None = self.enddate
        return Filter(
            path=home.path if self.isrecursive and not plain else None, domain_id=home.id if not self.isrecursive and self.id is None else None,
            account_id=caller.account_id if plain else self.accountid.row.id if self.accountid else None,
            user_id=caller.user_id if plain else self.userid.row.id if self.userid else None, id=self.id.row.id if self.id else None,
            host_id=self.hostid.row.id if self.hostid else None, vm_id=self.virtualmachineid.row.id if self.virtualmachineid else None,
            since=since, until=until, creator=self.consoleendpointcreatoraddress, client=self.clientaddress, keyword=self.keyword,
            active=self.activeonly and self.id is None, acquired=self.acquired)
