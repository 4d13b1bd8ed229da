"""updateZone."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Ref, command, param
from manager.api.errors import invalid
from manager.api.zone.answer import ZoneResponse
from manager.model.infra import zones
from manager.model.tables.infra import zone


@command(roles=ADMINS, event="ZONE.EDIT")
class UpdateZone(Command):
    """Changes a zone; enables or disables it."""

    id: Ref[zones.ZoneRow] = param("the ID of the zone")
    name: str | None = param("its new name", default=None)
    allocationstate: str | None = param("Enabled: VMs may be started here; Disabled: by admins only", default=None, choices=("Enabled", "Disabled"))
    details: dict[str, str] | None = param("details to set", default=None)
    dns1: str | None = param("the first DNS server that guests are told", default=None)
    dns2: str | None = param("the second DNS server that guests are told", default=None)
    internaldns1: str | None = param("the first DNS server of hosts and system VMs", default=None)
    internaldns2: str | None = param("the second DNS server of hosts and system VMs", default=None)
    domain: str | None = param("the network domain of guests", default=None)
    guestcidraddress: str | None = param("the default CIDR of isolated networks", default=None)
    localstorageenabled: bool | None = param("whether disks may be on hosts' own storage", default=None)
    sortkey: int | None = param("its place in lists: low comes first", default=None)
    dhcpprovider: str | None = param("who serves DHCP", default=None, choices=("VirtualRouter",))
    ispublic: bool = param("true: a zone of one domain becomes everybody's; there is no way back", default=False)

    def run(self, call: Call) -> ZoneResponse:
        """Writes what was given."""
        if self.name is not None and not self.name.strip():
            raise invalid("name", "it is empty")
        lacks = zones.half_set_up(call.tx, self.id.row) if self.allocationstate == "Enabled" else None
        if lacks is not None:
            raise invalid("allocationstate", f"zone {self.id.row.name} cannot be enabled: {lacks}")
        zones.change(
            call.tx, zone, self.id.row.id, "zone", {}, name=self.name, allocation_state=self.allocationstate, dns1=checks.ip4("dns1", self.dns1),
            dns2=checks.ip4("dns2", self.dns2), internal_dns1=checks.ip4("internaldns1", self.internaldns1),
            internal_dns2=checks.ip4("internaldns2", self.internaldns2), domain=checks.network_domain(self.domain, "domain"),
            guest_cidr=checks.guest_cidr("guestcidraddress", self.guestcidraddress), local_storage=self.localstorageenabled, sort_key=self.sortkey,
            dhcp_provider=self.dhcpprovider)
        if self.ispublic:
            zones.publish(call.tx, self.id.row.id)
        zones.set_details(call.tx, self.id.row.id, self.details or {})
        call.event(description=f"Changed zone {self.id.row.name}", resource=("DataCenter", self.id.uuid))
        return views.one(call.tx, call.caller, ZoneResponse, self.id.uuid)
