"""Providers of network services and router elements: add, update, delete, list, configure."""

from __future__ import annotations

from manager.api.declare import ADMINS, DOMAIN_ADMINS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.physical.answer import ProviderResponse, VirtualRouterProviderResponse, element_view, provider_view
from manager.model.infra import providers
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.providers import ElementRow, ProviderRow
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
    """Enables, disables or shuts down a provider, or chooses among its services. New networks need enabled providers of their services."""

    id: Ref[ProviderRow] = param("the ID of the provider")
    servicelist: list[str] | None = param("the services that it shall give", default=None)
    state: str | None = param("Enabled, Disabled or Shutdown", default=None, choices=("Enabled", "Disabled", "Shutdown"))

    def run(self, call: Call) -> Job[ProviderResponse]:
        """All of it in the call's transaction."""
        providers.change(call.tx, self.id.row, self.state or None, self.servicelist)
        return call.start(IMMEDIATE, Immediate(f"provider:{self.id.uuid}"), instance=("PhysicalNetworkServiceProvider", self.id.uuid))


@command(roles=ADMINS, event="SERVICE.PROVIDER.CREATE", creates=True)
class AddNetworkServiceProvider(Command):
    """Adds a provider of network services to a physical network, disabled."""

    name: str = param("its name, as VirtualRouter")
    physicalnetworkid: Ref[PhysicalNetworkRow] = param("the ID of the physical network")
    destinationphysicalnetworkid: Ref[PhysicalNetworkRow] | None = param("the physical network of the same zone that it bridges to", default=None)
    servicelist: list[str] | None = param("the services that it shall give; all of its own when absent", default=None)

    def run(self, call: Call) -> Job[ProviderResponse]:
        """All of it in the call's transaction."""
        there = self.destinationphysicalnetworkid.row if self.destinationphysicalnetworkid is not None else None
        if there is not None and (there.zone_id != self.physicalnetworkid.row.zone_id or there.id == self.physicalnetworkid.row.id):
            raise invalid("destinationphysicalnetworkid", "it must be another physical network of the same zone")
        uuid = providers.add(call.tx, self.physicalnetworkid.row.id, self.name, self.servicelist, there.id if there is not None else None)
        return call.start(IMMEDIATE, Immediate(f"provider:{uuid}"), id=uuid, instance=("PhysicalNetworkServiceProvider", uuid))


@command(roles=ADMINS, event="SERVICE.PROVIDER.DELETE")
class DeleteNetworkServiceProvider(Command):
    """Takes a provider of network services from a physical network, when none of its networks uses it."""

    id: Ref[ProviderRow] = param("the ID of the provider")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        providers.remove(call.tx, self.id.row)
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
            "id": self.id.row.id if self.id else None, "provider_id": self.nspid.row.id if self.nspid else None, "enabled": self.enabled},
            more=[providers.element_named(self.keyword)] if self.keyword else [])
        return call.listing(element_view, uuids, total)


@command(roles=DOMAIN_ADMINS, event="NETWORK.ELEMENT.CONFIGURE")
class ConfigureVirtualRouterElement(Command):
    """Enables or disables a virtual router element."""

    id: Ref[ElementRow] = param("the ID of the element")
    enabled: bool = param("whether it shall be enabled")

    def run(self, call: Call) -> Job[VirtualRouterProviderResponse]:
        """All of it in the call's transaction."""
        providers.set_element(call.tx, self.id.row, self.enabled)
        return call.start(IMMEDIATE, Immediate(f"element:{self.id.uuid}"), instance=("VirtualRouterElement", self.id.uuid))
