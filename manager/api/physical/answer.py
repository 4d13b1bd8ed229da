"""PhysicalNetworkResponse, TrafficTypeResponse, ProviderResponse and VirtualRouterProviderResponse, and how rows become one."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import physical, providers, traffic
from manager.model.infra.zone_views import element_rows, physical_rows, provider_rows, traffic_rows
from manager.model.removed import seen
from manager.model.tables.infra import physical_network

resolver(physical.PhysicalNetworkRow, entity="physicalnetwork", gone=seen(physical_network))(physical.find_physical_network)
resolver(providers.ProviderRow, entity="networkserviceprovider")(providers.find_provider)
resolver(providers.ElementRow, entity="virtualrouterelement")(providers.find_element)
resolver(traffic.TrafficTypeRow, entity="traffictype")(traffic.find)


class PhysicalNetworkResponse(Response, object="physicalnetwork"):
    """A physical network of a zone."""

    id: str | None = field("the ID of the physical network")
    name: str | None = field("its name")
    broadcastdomainrange: str | None = field("ZONE or POD")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    state: str | None = field("Enabled or Disabled")
    vlan: str | None = field("the VLAN ids or VNIs that guest networks may take, as 100-199,300-399")
    domainid: str | None = field("the ID of the only domain that uses it")
    tags: str | None = field("its tags, comma-joined")
    isolationmethods: str | None = field("how guest networks are kept apart: VLAN or VXLAN")
    networkspeed: str | None = field("its speed")


class TrafficTypeResponse(Response, object="traffictype"):
    """A kind of traffic that a physical network carries."""

    id: str | None = field("the ID of the traffic type")
    traffictype: str | None = field("Guest, Public, Management, Storage or Control")
    physicalnetworkid: str | None = field("the ID of the physical network")
    kvmnetworklabel: str | None = field("the bridge on KVM hosts that carries it")
    xennetworklabel: str | None = field("the network on Xen hosts that carries it")


class ProviderResponse(Response, object="networkserviceprovider"):
    """A provider of network services on a physical network."""

    id: str | None = field("the ID of the provider")
    name: str | None = field("its name")
    physicalnetworkid: str | None = field("the ID of the physical network")
    destinationphysicalnetworkid: str | None = field("the ID of the physical network that it bridges to")
    state: str | None = field("Enabled, Disabled or Shutdown")
    servicelist: list[str] | None = field("the services that it gives")
    canenableindividualservice: bool | None = field("whether its services can be enabled one by one")


class ImplementorResponse(Response, object="traffictypeimplementorresponse"):
    """What makes networks of a traffic type."""

    traffictype: str | None = field("Guest, Public, Management, Storage or Control")
    traffictypeimplementor: str | None = field("the name of what makes its networks")


class VirtualRouterProviderResponse(Response, object="virtualrouterelement"):
    """The virtual router element of a provider."""

    id: str | None = field("the ID of the element")
    nspid: str | None = field("the ID of its provider")
    enabled: bool | None = field("whether it is enabled")


@renders(PhysicalNetworkResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[PhysicalNetworkResponse]:
    """The answers for these physical networks."""
    return [PhysicalNetworkResponse(
        id=row.uuid, name=row.name, broadcastdomainrange=row.broadcast_domain_range, zoneid=row.zone_uuid, zonename=row.zone_name, state=row.state,
        vlan=row.vlan, domainid=row.domain_uuid, tags=row.tags, isolationmethods=row.isolation_methods, networkspeed=row.speed)
        for row in physical_rows(tx, uuids)]


@renders(TrafficTypeResponse)
def traffic_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[TrafficTypeResponse]:
    """The answers for these traffic types."""
    return [TrafficTypeResponse(id=row.uuid, traffictype=row.type, physicalnetworkid=row.network_uuid, kvmnetworklabel=row.kvm_label,
                                xennetworklabel=row.xen_label) for row in traffic_rows(tx, uuids)]


@renders(ProviderResponse)
def provider_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ProviderResponse]:
    """The answers for these providers."""
    return [ProviderResponse(id=row.uuid, name=row.name, physicalnetworkid=row.network_uuid, state=row.state, canenableindividualservice=True,
                             destinationphysicalnetworkid=row.destination_uuid, servicelist=row.services.split(",") if row.services else [])
            for row in provider_rows(tx, uuids)]


@renders(VirtualRouterProviderResponse)
def element_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[VirtualRouterProviderResponse]:
    """The answers for these elements."""
    return [VirtualRouterProviderResponse(id=row.uuid, nspid=row.provider_uuid, enabled=bool(row.enabled)) for row in element_rows(tx, uuids)]
