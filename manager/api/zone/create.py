"""createZone."""

from __future__ import annotations

from common.ids import token
from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Ref, command, param
from manager.api.errors import invalid
from manager.api.zone.answer import ZoneResponse
from manager.model.infra import zones
from manager.model.tables.infra import zone
from manager.model.tenancy.accounts import DomainRow


@command(roles=ADMINS, event="ZONE.CREATE")
class CreateZone(Command):
    """Creates a zone. It is disabled until updateZone enables it."""

    name: str = param("the name of the zone")
    dns1: str = param("the first DNS server that guests are told")
    internaldns1: str = param("the first DNS server of hosts and system VMs")
    networktype: str = param("Advanced; Basic is refused: it is not supported yet", choices=("Basic", "Advanced"))
    allocationstate: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    dns2: str | None = param("the second DNS server that guests are told", default=None)
    internaldns2: str | None = param("the second DNS server of hosts and system VMs", default=None)
    domain: str | None = param("the network domain of guests", default=None)
    domainid: Ref[DomainRow] | None = param("the only domain that sees the zone, with those below it", default=None)
    guestcidraddress: str | None = param("the default CIDR of isolated networks", default=None)
    localstorageenabled: bool = param("whether disks may be on hosts' own storage", default=False)
    securitygroupenabled: bool = param("whether the zone has security groups; it then needs no public traffic to be enabled", default=False)
    isedge: bool = param("whether the zone is an Edge zone, which clients show apart, instead of a Core one", default=False)
    storageaccessgroups: list[str] | None = param("its hosts reach pools that are restricted to one of these groups, comma-joined", default=None)

    def run(self, call: Call) -> ZoneResponse:
        """Adds the row."""
        if self.networktype != "Advanced":
            raise invalid("networktype", "only Advanced zones are supported yet")
        for name in ("dns1", "dns2", "internaldns1", "internaldns2"):
            checks.ip4(name, getattr(self, name))
        uuid = zones.insert_named(
            call.tx, zone, "zone", {}, name=self.name, description=None, dns1=self.dns1, dns2=self.dns2, internal_dns1=self.internaldns1,
            internal_dns2=self.internaldns2, guest_cidr=checks.guest_cidr("guestcidraddress", self.guestcidraddress) or "10.1.1.0/24",
            domain=checks.network_domain(self.domain, "domain"),
            security_groups=self.securitygroupenabled, type="Edge" if self.isedge else "Core",
            storage_access_groups=checks.groups("storageaccessgroups", self.storageaccessgroups),
            network_type=self.networktype, allocation_state=self.allocationstate or "Disabled", local_storage=self.localstorageenabled,
            dhcp_provider="VirtualRouter", zone_token=token(16), domain_id=self.domainid.row.id if self.domainid else None)
        call.event(description=f"Created zone {self.name}", resource=("DataCenter", uuid))
        return views.one(call.tx, call.caller, ZoneResponse, uuid)
