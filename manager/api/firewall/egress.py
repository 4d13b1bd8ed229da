"""createEgressFirewallRule, listEgressFirewallRules, deleteEgressFirewallRule."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import not_found
from manager.api.firewall import checks
from manager.api.firewall.answer import FirewallResponse, view
from manager.api.firewall.run import create, delete
from manager.api.mixins import ProjectFilter, Tagged
from manager.model.net import firewall, network, network_life
from manager.model.net.address import AddressRow
from manager.model.net.firewall import EGRESS, FIREWALL, RuleRow
from manager.model.net.network import NetworkRow
from manager.model.net.rule_views import rule_ids


@command(roles=USERS, event="FIREWALL.EGRESS.OPEN", clienttoken=True, creates=True)
class CreateEgressFirewallRule(Command):
    """Says what guests may send out, or, where the offering allows everything, what they may not."""

    networkid: Ref[NetworkRow] = param("the ID of the network", access=Access.OPERATE)
    protocol: str = param("tcp, udp, icmp or all")
    cidrlist: list[str] | None = param("guests' addresses, comma-joined CIDRs within the network; all when absent", default=None, length=4000)
    destcidrlist: list[str] | None = param("where packets go to, comma-joined CIDRs; anywhere when absent", default=None, length=4000)
    startport: int | None = param("the first port; all ports when absent", default=None)
    endport: int | None = param("the last port; the first when absent", default=None)
    icmptype: int | None = param("the ICMP type; -1, all, when absent", default=None)
    icmpcode: int | None = param("the ICMP code; -1, all, when absent", default=None)
    fordisplay: bool = param("whether its owner sees it", default=True, roles=ADMINS)
    type: str = param("User", default="User", choices=("User",))

    def run(self, call: Call) -> Job[FirewallResponse]:
        """Checks, adds the row and starts the saga."""
        net = self.networkid.row
        checks.need(call.tx, net, network_life.FIREWALL)
        protocol = checks.protocol(self.protocol, checks.ALLOWED | {"all"})
        network.lock(call.tx, net.id)
        made = firewall.insert(
            call.tx, purpose=FIREWALL, traffic=EGRESS, network_id=net.id, account_id=net.account_id, domain_id=net.domain_id,
            protocol=protocol, ports=checks.ports(protocol, self.startport, self.endport),
            icmp=checks.icmp(protocol, self.icmptype, self.icmpcode),
            sources=checks.inside("cidrlist", checks.cidrs("cidrlist", self.cidrlist, checks.ANYWHERE), net),
            destinations=checks.cidrs("destcidrlist", self.destcidrlist, checks.ANYWHERE), display=self.fordisplay)
        firewall.check_firewall(call.tx, made)
        return create(call, made, [made.id], f"Egress rule for {protocol} of network {net.name}")


@command(roles=USERS, reads=True)
class ListEgressFirewallRules(ProjectFilter, Tagged, ListCommand):
    """Lists egress rules of networks."""

    id: Ref[RuleRow] | None = param("the ID of the rule", default=None)
    ipaddressid: Ref[AddressRow] | None = param("egress rules have no public address: nothing is listed with it", default=None)
    networkid: Ref[NetworkRow] | None = param("rules of this network", default=None)
    fordisplay: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[FirewallResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = rule_ids(call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, tags=self.tags, exact={
            "purpose": FIREWALL, "traffic": EGRESS, "id": self.id.row.id if self.id else None, "display": self.fordisplay,
            "public_ip_id": self.ipaddressid.row.id if self.ipaddressid else None,
            "network_id": self.networkid.row.id if self.networkid else None})
        return call.listing(view, uuids, total)


@command(roles=USERS, event="FIREWALL.EGRESS.CLOSE")
class DeleteEgressFirewallRule(Command):
    """Deletes an egress rule of a network."""

    id: Ref[RuleRow] = param("the ID of the rule", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        if self.id.row.purpose != FIREWALL or self.id.row.traffic != EGRESS:
            raise not_found("id", self.id.uuid)
        return delete(call, self.id.row, [self.id.row.id])
