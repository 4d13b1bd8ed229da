"""listNetworkServiceProviders, updateNetworkServiceProvider, listVirtualRouterElements, configureVirtualRouterElement."""

from __future__ import annotations

from manager.api.declare import ADMINS, DOMAIN_ADMINS, Call, Command, Job, ListCommand, Listing, Ref, command, param
from manager.api.physical.answer import ProviderResponse, VirtualRouterProviderResponse, element_view, provider_view
from manager.model.infra import physical
from manager.model.infra.physical import ElementRow, PhysicalNetworkRow, ProviderRow
from manager.model.infra.zone_views import ids
from manager.model.tables.infra import router_element, service_provider
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=ADMINS, reads=True)
class ListNetworkServiceProviders(ListCommand):
    """Lists the providers of network services."""

    name: str | None = param("its exact name, as VirtualRouter", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("providers of this physical network", default=None)
    state: str | None = param("Enabled, Disabled or Shutdown", default=None, choices=("Enabled", "Disabled", "Shutdown"))

    def run(self, call: Call) -> Listing[ProviderResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, service_provider, *self.limits(call), keyword=self.keyword, exact={
            "name": self.name, "state": self.state, "physical_network_id": self.physicalnetworkid.row.id if self.physicalnetworkid else None})
        return call.listing(provider_view, uuids, total)


@command(roles=ADMINS, event="SERVICE.PROVIDER.UPDATE")
class UpdateNetworkServiceProvider(Command):
    """Enables or disables a provider, or chooses among its services."""

    id: Ref[ProviderRow] = param("the ID of the provider")
    servicelist: list[str] | None = param("the services that it shall give", default=None)
    state: str | None = param("Enabled, Disabled or Shutdown", default=None, choices=("Enabled", "Disabled", "Shutdown"))

    def run(self, call: Call) -> Job[ProviderResponse]:
        """All of it in the call's transaction."""
        physical.set_provider(call.tx, self.id.row, self.state, self.servicelist)
        return call.start(IMMEDIATE, Immediate(f"provider:{self.id.uuid}"), instance=("PhysicalNetworkServiceProvider", self.id.uuid))


@command(roles=DOMAIN_ADMINS, reads=True)
class ListVirtualRouterElements(ListCommand):
    """Lists virtual router elements."""

    id: Ref[ElementRow] | None = param("the ID of the element", default=None)
    nspid: Ref[ProviderRow] | None = param("elements of this provider", default=None)
    enabled: bool | None = param("whether it is enabled", default=None)

    def run(self, call: Call) -> Listing[VirtualRouterProviderResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, router_element, *self.limits(call), exact={
            "id": self.id.row.id if self.id else None, "provider_id": self.nspid.row.id if self.nspid else None, "enabled": self.enabled})
        return call.listing(element_view, uuids, total)


@command(roles=DOMAIN_ADMINS, event="NETWORK.ELEMENT.CONFIGURE")
class ConfigureVirtualRouterElement(Command):
    """Enables or disables a virtual router element."""

    id: Ref[ElementRow] = param("the ID of the element")
    enabled: bool = param("whether it shall be enabled")

    def run(self, call: Call) -> Job[VirtualRouterProviderResponse]:
        """All of it in the call's transaction."""
        physical.set_element(call.tx, self.id.row, self.enabled)
        return call.start(IMMEDIATE, Immediate(f"element:{self.id.uuid}"), instance=("VirtualRouterElement", self.id.uuid))
