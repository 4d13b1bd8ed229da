"""dedicatePublicIpRange, releasePublicIpRange."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import ADMINS, Call, Command, Ref, Success, Uuid, command, param
from manager.api.errors import invalid
from manager.api.responses import succeeded
from manager.api.vlan.answer import VlanIpRangeResponse
from manager.model.net import ranges
from manager.model.net.address import RangeRow
from manager.model.tenancy.accounts import AccountRow, DomainRow


@command(roles=ADMINS, event="VLAN.IP.RANGE.DEDICATE")
class DedicatePublicIpRange(Command):
    """Dedicates a range of public addresses: only this account's, project's or domain's networks get its addresses, and these first."""

    id: Ref[RangeRow] = param("the ID of the range")
    domainid: Ref[DomainRow] = param("the domain, or that of the account or project")
    account: str | None = param("the only account that may have its addresses", default=None)
    projectid: Uuid | None = param("the only project that may have its addresses", default=None)

    def run(self, call: Call) -> VlanIpRangeResponse:
        """Writes whose it is."""
        row, owner = self.id.row, self._owner(call)
        ranges.dedicate(call.tx, row, owner.id if owner is not None else None, self.domainid.row.id)
        whose = f"account {owner.name}" if owner is not None else f"domain {self.domainid.row.name}"
        call.event(description=f"Dedicated public addresses {row.start_ip}-{row.end_ip} to {whose}", resource=("VlanIpRange", row.uuid))
        return views.one(call.tx, call.caller, VlanIpRangeResponse, row.uuid)

    def _owner(self, call: Call) -> AccountRow | None:
        if self.account is None and self.projectid is None:
            return None
        owner = call.owner(self.account, None if self.projectid is not None else self.domainid, self.projectid)
        if owner.domain_id != self.domainid.row.id:
            raise invalid("projectid", "the project is in another domain than domainid")
        return owner


@command(roles=ADMINS, event="VLAN.IP.RANGE.RELEASE")
class ReleasePublicIpRange(Command):
    """Ends a dedication of public addresses. Who has some of them keeps them."""

    id: Ref[RangeRow] = param("the ID of the range")

    def run(self, call: Call) -> Success:
        """Writes that it is nobody's."""
        row = self.id.row
        ranges.release(call.tx, row)
        call.event(description=f"Released public addresses {row.start_ip}-{row.end_ip}", resource=("VlanIpRange", row.uuid))
        return succeeded()
