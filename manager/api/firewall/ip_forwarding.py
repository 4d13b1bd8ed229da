"""listIpForwardingRules: rules that createIpForwardingRule makes, which is not offered: firewall rules open static NAT here."""

from __future__ import annotations

from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.mixins import ProjectFilter
from manager.api.responses import Response, field
from manager.model.guest.vm import VmRow
from manager.model.net.address import AddressRow
from manager.model.net.firewall import RuleRow


class IpForwardingRuleResponse(Response, object="ipforwardingrule"):
    """A rule that opens static NAT. No such rule exists here; the fields are for listApis."""

    id: str | None = field("the ID of the rule")
    protocol: str | None = field("its protocol")
    virtualmachineid: str | None = field("the ID of the VM")
    virtualmachinename: str | None = field("the name of the VM")
    virtualmachinedisplayname: str | None = field("the display name of the VM")
    ipaddressid: int | None = field("the ID of the public address")
    ipaddress: str | None = field("the public address")
    startport: int | None = field("the first port")
    endport: int | None = field("the last port")
    state: str | None = field("its state")


@command(roles=USERS, reads=True)
class ListIpForwardingRules(ProjectFilter, ListCommand):
    """Lists the IP forwarding rules: there are none, as only firewall rules open static NAT here. Clients ask for them beside VMs."""

    id: Ref[RuleRow] | None = param("the ID of the rule", default=None)
    ipaddressid: Ref[AddressRow] | None = param("rules of this public address", default=None)
    virtualmachineid: Ref[VmRow] | None = param("rules that lead to this VM", default=None)

    def run(self, call: Call) -> Listing[IpForwardingRuleResponse]:
        """Nothing, for those who may look there."""
        call.scope(self)
        self.limits(call)
        return Listing([], 0)
