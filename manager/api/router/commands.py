"""listRouters, rebootRouter, destroyRouter."""

from __future__ import annotations

from typing import Any

from manager.api.declare import DOMAIN_ADMINS, Access, Call, Command, Job, ListCommand, Listing, Ref, command, param
from manager.api.mixins import ProjectFilter
from manager.api.router.answer import DomainRouterResponse, view
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.net import router_vm
from manager.model.net.network import NetworkRow
from manager.model.net.router import RouterRow
from manager.model.net.rule_views import router_ids
from manager.sagas.router.params import RouterJob
from manager.sagas.router.reboot import ROUTER_REBOOT
from manager.sagas.router.stop import ROUTER_DESTROY


@command(roles=DOMAIN_ADMINS, reads=True)
class ListRouters(ProjectFilter, ListCommand):
    """Lists virtual routers."""

    id: Ref[RouterRow] | None = param("the ID of the router", default=None)
    name: str | None = param("its exact name", default=None)
    arch: str | None = param("its processor's architecture", default=None)
    clusterid: Ref[ClusterRow] | None = param("routers in this cluster", default=None)
    fetchhealthcheckresults: bool = param("whether to tell what its checks said", default=False)
    forvpc: bool = param("true: routers of VPCs, of which there are none", default=False)
    healthchecksfailed: bool | None = param("whether a check failed, or it did not answer", default=None)
    hostid: Ref[Host] | None = param("routers on this host", default=None)
    networkid: Ref[NetworkRow] | None = param("the router of this network", default=None)
    podid: Ref[PodRow] | None = param("routers in this pod", default=None)
    state: str | None = param("Starting, Running, Stopping or Stopped", default=None)
    version: str | None = param("the version of its software", default=None)
    zoneid: Ref[ZoneRow] | None = param("routers in this zone", default=None)

    def run(self, call: Call) -> Listing[DomainRouterResponse]:
        """One query for the ids, two for rows and NICs."""
        if self.forvpc:
            return Listing([], 0)
        uuids, total = router_ids(
            call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, network_id=_id(self.networkid), cluster_id=_id(self.clusterid),
            version=self.version, failing=self.healthchecksfailed, exact={
                "id": self.id.row.vm_id if self.id else None, "name": self.name, "arch": self.arch, "host_id": _id(self.hostid),
                "pod_id": _id(self.podid), "state": self.state, "zone_id": _id(self.zoneid)})
        items = view(call.tx, call.caller, uuids)
        if not self.fetchhealthcheckresults:
            for item in items:
                item.healthcheckresults = None
        return Listing(items, total)


@command(roles=DOMAIN_ADMINS, event="ROUTER.REBOOT")
class RebootRouter(Command):
    """Reboots a virtual router: its guests are without DHCP, DNS and NAT meanwhile."""

    id: Ref[RouterRow] = param("the ID of the router", access=Access.OPERATE)
    forced: bool = param("power it off at once, as is done in any case", default=False)

    def run(self, call: Call) -> Job[DomainRouterResponse]:
        """Starts the saga."""
        return _start(call, ROUTER_REBOOT, self.id.row, f"Rebooting router {self.id.row.name}")


@command(roles=DOMAIN_ADMINS, event="ROUTER.DESTROY")
class DestroyRouter(Command):
    """Destroys a virtual router. The next VM that starts in its network, or a restart of the network, makes another."""

    id: Ref[RouterRow] = param("the ID of the router", access=Access.OPERATE)

    def run(self, call: Call) -> Job[DomainRouterResponse]:
        """Starts the saga."""
        return _start(call, ROUTER_DESTROY, self.id.row, f"Destroying router {self.id.row.name}")


def _start(call: Call, saga: Any, row: RouterRow, description: str) -> Job[DomainRouterResponse]:
    return call.start(saga, RouterJob(row.vm_id, router_vm.nic_ids(call.tx, row.vm_id)), instance=("DomainRouter", row.uuid),
                      owner=(row.account_id, row.domain_id), description=description)


def _id(ref: Ref[Any] | None) -> int | None:
    return None if ref is None else int(ref.row.id)
