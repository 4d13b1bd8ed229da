"""createFirewallRule, listFirewallRules, deleteFirewallRule."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import not_found
from manager.api.firewall import checks
from manager.api.firewall.answer import FirewallResponse, view
from manager.api.firewall.run import create, delete
from manager.api.mixins import ProjectFilter, Tagged
from manager.model.net import address, firewall, network_life
from manager.model.net.address import AddressRow
from manager.model.net.firewall import FIREWALL, INGRESS, RuleRow
from manager.model.net.network import NetworkRow
from manager.model.net.rule_views import rule_ids


@command(roles=USERS, event="FIREWALL.OPEN", clienttoken=True, creates=True)
class CreateFirewallRule(Command):
    """Lets packets in to a public address."""

    ipaddressid: Ref[AddressRow] = param("the ID of the public address", access=Access.OPERATE)
    protocol: str = param("tcp, udp or icmp")
    cidrlist: list[str] | None = param("where packets may come from, comma-joined CIDRs; anywhere when absent", default=None, length=4000)
    startport: int | None = param("the first port; all ports when absent", default=None)
    endport: int | None = param("the last port; the first when absent", default=None)
    icmptype: int | None = param("the ICMP type; -1, all, when absent", default=None)
    icmpcode: int | None = param("the ICMP code; -1, all, when absent", default=None)
    fordisplay: bool = param("whether its owner sees it", default=True, roles=ADMINS)
    type: str = param("User", default="User", choices=("User",))

    def run(self, call: Call) -> Job[FirewallResponse]:
        """Checks, adds the row and starts the saga."""
        found = self.ipaddressid.row
        net = checks.network_of(call.tx, found, network_life.FIREWALL)
        protocol = checks.protocol(self.protocol, checks.ALLOWED)
        address.lock(call.tx, found.id)
        made = firewall.insert(
            call.tx, purpose=FIREWALL, traffic=INGRESS, network_id=net.id, account_id=net.account_id, domain_id=net.domain_id,
            protocol=protocol, public_ip_id=found.id, ports=checks.ports(protocol, self.startport, self.endport),
            icmp=checks.icmp(protocol, self.icmptype, self.icmpcode), sources=checks.cidrs("cidrlist", self.cidrlist, checks.ANYWHERE),
            display=self.fordisplay)
        firewall.check_firewall(call.tx, made)
        return create(call, made, [made.id], f"Opening {protocol} {made.port_start or ''} on {found.address}")


@command(roles=USERS, reads=True)
class ListFirewallRules(ProjectFilter, Tagged, ListCommand):
    """Lists firewall rules of public addresses."""

    id: Ref[RuleRow] | None = param("the ID of the rule", default=None)
    ipaddressid: Ref[AddressRow] | None = param("rules of this public address", default=None)
    networkid: Ref[NetworkRow] | None = param("rules of this network", default=None)
    fordisplay: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[FirewallResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = rule_ids(call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, tags=self.tags, exact={
            "purpose": FIREWALL, "traffic": INGRESS, "id": self.id.row.id if self.id else None, "display": self.fordisplay,
            "public_ip_id": self.ipaddressid.row.id if self.ipaddressid else None,
            "network_id": self.networkid.row.id if self.networkid else None})
        return call.listing(view, uuids, total)


@command(roles=USERS, event="FIREWALL.CLOSE")
class DeleteFirewallRule(Command):
    """Deletes a firewall rule of a public address."""

    id: Ref[RuleRow] = param("the ID of the rule", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        if self.id.row.purpose != FIREWALL or self.id.row.traffic != INGRESS:
            raise not_found("id", self.id.uuid)
        return delete(call, self.id.row, [self.id.row.id])
