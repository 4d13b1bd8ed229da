"""createPortForwardingRule, listPortForwardingRules, deletePortForwardingRule."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Access, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, RULE_CONFLICT, ApiError, invalid, not_found
from manager.api.firewall import checks
from manager.api.firewall.answer import FirewallRuleResponse, forward_view
from manager.api.firewall.run import create, delete
from manager.api.mixins import ProjectFilter, Tagged
from manager.model.guest.vm import VmRow
from manager.model.net import address, firewall, network_life
from manager.model.net.address import AddressRow
from manager.model.net.firewall import FIREWALL, FORWARDING, INGRESS, RuleRow
from manager.model.net.network import NetworkRow
from manager.model.net.rule_views import rule_ids


@command(roles=USERS, event="NET.RULEADD", clienttoken=True, creates=True)
class CreatePortForwardingRule(Command):
    """Leads ports of a public address to a VM, and opens them in the firewall unless told otherwise."""

    ipaddressid: Ref[AddressRow] = param("the ID of the public address", access=Access.OPERATE)
    protocol: str = param("tcp or udp")
    publicport: int = param("the public address's first port")
    privateport: int = param("the VM's first port")
    virtualmachineid: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)
    publicendport: int | None = param("the public address's last port; the first when absent", default=None)
    privateendport: int | None = param("the VM's last port; the first when absent", default=None)
    networkid: Ref[NetworkRow] | None = param("the VM's network, when it has several: the address's own", default=None, access=Access.OPERATE)
    vmguestip: str | None = param("the VM's address in that network", default=None)
    openfirewall: bool = param("add a firewall rule that lets anybody in to these ports; it goes with this rule", default=True)
    fordisplay: bool = param("whether its owner sees it", default=True, roles=ADMINS)

    def run(self, call: Call) -> Job[FirewallRuleResponse]:
        """Checks, adds the rows and starts the saga."""
        found = self.ipaddressid.row
        net = checks.network_of(call.tx, found, network_life.FORWARDING)
        if self.networkid is not None and self.networkid.row.id != net.id:
            raise ApiError(PARAMETER, f"{found.address} belongs to another network than {self.networkid.row.name}")
        if found.source_nat and not network_life.get_offering(call.tx, net.offering_id).conserve_mode:
            raise ApiError(PARAMETER, f"Can't use source nat ip {found.address} for other purpose when conserve mode is off")
        protocol = checks.protocol(self.protocol, {"tcp", "udp"})
        public, private = self._ports(protocol)
        nic = checks.nic_for(call.tx, net, self.virtualmachineid.row, self.vmguestip)
        assert nic.ip is not None
        address.lock(call.tx, found.id)
        if address.must(call.tx, found.id).static_nat:
            raise ApiError(RULE_CONFLICT, f"Can't create a port forwarding rule for {found.address}: static nat is enabled for it")
        firewall.check_forward(call.tx, found.id, protocol, *public)
        made = firewall.insert_forward(
            call.tx, public_ip_id=found.id, network_id=net.id, account_id=net.account_id, domain_id=net.domain_id, protocol=protocol,
            public=public, private=private, vm_id=nic.vm_id, nic_id=nic.id, guest_ip=nic.ip, display=self.fordisplay)
        rules = [made.id]
        if self.openfirewall:
            opened = firewall.insert(
                call.tx, purpose=FIREWALL, traffic=INGRESS, network_id=net.id, account_id=net.account_id, domain_id=net.domain_id,
                protocol=protocol, public_ip_id=found.id, ports=public, sources=[checks.ANYWHERE], display=self.fordisplay, related_id=made.id)
            firewall.check_firewall(call.tx, opened)
            rules.append(opened.id)
        return create(call, made, rules, f"Leading {protocol} {public[0]} of {found.address} to {self.virtualmachineid.row.name}")

    def _ports(self, protocol: str) -> tuple[tuple[int, int], tuple[int, int]]:
        public = checks.ports(protocol, self.publicport, self.publicendport, "publicport", "publicendport")
        private = checks.ports(protocol, self.privateport, self.privateendport, "privateport", "privateendport")
        assert public is not None
        assert private is not None
        if public[1] - public[0] != private[1] - private[0]:
            raise invalid("privateendport", "Source port and destination port ranges should be of equal sizes.")
        return public, private


@command(roles=USERS, reads=True)
class ListPortForwardingRules(ProjectFilter, Tagged, ListCommand):
    """Lists port forwarding rules."""

    id: Ref[RuleRow] | None = param("the ID of the rule", default=None)
    ipaddressid: Ref[AddressRow] | None = param("rules of this public address", default=None)
    networkid: Ref[NetworkRow] | None = param("rules of this network", default=None)
    fordisplay: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)

    def run(self, call: Call) -> Listing[FirewallRuleResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = rule_ids(call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, tags=self.tags, exact={
            "purpose": FORWARDING, "id": self.id.row.id if self.id else None, "display": self.fordisplay,
            "public_ip_id": self.ipaddressid.row.id if self.ipaddressid else None,
            "network_id": self.networkid.row.id if self.networkid else None})
        return call.listing(forward_view, uuids, total)


@command(roles=USERS, event="NET.RULEDELETE")
class DeletePortForwardingRule(Command):
    """Deletes a port forwarding rule, and the firewall rule that was made with it."""

    id: Ref[RuleRow] = param("the ID of the rule", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Starts the saga."""
        row = self.id.row
        if row.purpose != FORWARDING:
            raise not_found("id", self.id.uuid)
        return delete(call, row, [row.id, *(other.id for other in firewall.related(call.tx, row.id))])
