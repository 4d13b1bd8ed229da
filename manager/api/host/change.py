"""updateHost, reconnectHost, releaseHostReservation."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import IN_USE, ApiError, invalid
from manager.api.host.answer import HostResponse
from manager.model.access import notes
from manager.model.catalog.guests import OsCategoryRow
from manager.model.guest import vm
from manager.model.infra import host_parts, host_views, hosts, zones
from manager.model.infra.hosts import Host
from manager.model.tables.infra import host
from manager.model.work import debts
from manager.sagas.host.reconnect import HOST_RECONNECT, ReconnectHost
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=ADMINS, event="HOST.EDIT")
class UpdateHost(Command):
    """Enables or disables a host, or changes its name, tags, url, preferred OS category and annotation."""

    id: Ref[Host] = param("the ID of the host")
    allocationstate: str | None = param("Enable or Disable: whether VMs may be placed on it", default=None,
                                        choices=("Enable", "Disable", "Enabled", "Disabled"))
    annotation: str | None = param("a note, which is added to its annotations", default=None)
    hosttags: list[str] | None = param("its tags, comma-joined; empty: none", default=None)
    istagarule: bool = param("whether hosttags is a rule; true is refused: tags are plain", default=False)
    name: str | None = param("its new name", default=None)
    oscategoryid: Ref[OsCategoryRow] | None = param("the ID of the OS category that it prefers", default=None)
    url: str | None = param("the url by which addHost knows it", default=None)

    def run(self, call: Call) -> HostResponse:
        """Writes what was given."""
        row = self.id.row
        if self.istagarule:
            raise invalid("istagarule", "tags of hosts are no rules here")
        for name, value in (("name", self.name), ("url", self.url)):
            if value is not None and not value.strip():
                raise invalid(name, "it is empty")
        self._switch(call)
        zones.change(call.tx, host, row.id, "host", {"zone_id": row.zone_id}, name=self.name)
        host_views.change(call.tx, row.id, tags=checks.tags("hosttags", self.hosttags), annotation=self.annotation,
                          os_category_id=self.oscategoryid.row.id if self.oscategoryid else None)
        if self.url is not None:
            hosts.set_url(call.tx, row.id, self.url)
        if self.annotation:
            notes.add(call.tx, call.caller.user_id, self.annotation, ("HOST", row.uuid), name=row.name, owner=(None, None), admins_only=False)
        call.event(description=f"Changed host {row.name}", resource=("Host", self.id.uuid))
        return views.one(call.tx, call.caller, HostResponse, self.id.uuid)

    def _switch(self, call: Call) -> None:
        if self.allocationstate is None:
            return
        row, wanted = self.id.row, self.allocationstate.removesuffix("d") + "d"
        if not host_parts.change_resource_state(call.tx, row.id, (hosts.ENABLED, hosts.DISABLED), wanted):
            raise invalid("allocationstate", f"host {row.name} is in resource state {row.resource_state}")


@command(roles=ADMINS, event="HOST.RECONNECT", name="reconnectHost")
class ReconnectHostCommand(Command):
    """Reconnects a host: it is dialled, and counts as Up when it has reported anew."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[HostResponse]:
        """Nothing is placed on it meanwhile."""
        return call.start(HOST_RECONNECT, ReconnectHost(self.id.row.id), instance=("Host", self.id.uuid),
                          description=f"Reconnecting host {self.id.row.name}")


@command(roles=ADMINS, event="HOST.RESERVATION.RELEASE")
class ReleaseHostReservation(Command):
    """Gives back what VMs that do not run hold of a host's CPU and memory."""

    id: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[Success]:
        """What it still has to undo may hold something: then 536."""
        row = self.id.row
        if owed := len(debts.of_host(call.tx, row.id)):
            raise ApiError(IN_USE, f"Host {row.name} still has to undo {owed} things, which may hold what is reserved")
        for vm_id in host_parts.idle_reservations(call.tx, row.id):
            vm.unplace(call.tx, vm_id)
        return call.start(IMMEDIATE, Immediate(f"host-reservation:{row.id}"), instance=("Host", self.id.uuid),
                          description=f"Released reservations of host {row.name}")
