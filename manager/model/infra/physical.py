"""Physical networks, what they carry, and who serves it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Select, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.infra import physical_network, router_element, service_provider, traffic_type

VIRTUAL_ROUTER = "VirtualRouter"
PROVIDERS = {  # provider → the services that it can give
    VIRTUAL_ROUTER: ("Dhcp", "Dns", "Firewall", "PortForwarding", "SourceNat", "StaticNat", "UserData", "Vpn", "Lb", "Gateway"),
    "VpcVirtualRouter": ("Dhcp", "Dns", "NetworkACL", "PortForwarding", "SourceNat", "StaticNat", "UserData", "Vpn", "Lb", "Gateway"),
    "SecurityGroupProvider": ("SecurityGroup",),
    "ConfigDrive": ("Dhcp", "Dns", "UserData"),
}
TRAFFIC = ("Guest", "Public", "Management", "Storage", "Control")


class PhysicalNetworkRow(msgspec.Struct, frozen=True):
    """A physical network; `vlan`: its ranges of VLAN ids or VNIs, comma-joined."""

    id: int
    uuid: str
    zone_id: int
    name: str
    state: str
    vlan: str | None
    isolation_methods: str | None


class ProviderRow(msgspec.Struct, frozen=True):
    """A service provider of a physical network."""

    id: int
    uuid: str
    physical_network_id: int
    name: str
    state: str
    services: str | None


class ElementRow(msgspec.Struct, frozen=True):
    """The virtual router element of a provider."""

    id: int
    uuid: str
    provider_id: int
    enabled: bool


def find_physical_network(tx: Tx, caller: Caller, uuid: str) -> PhysicalNetworkRow | None:
    """A physical network; root admins only."""
    row = tx.first(select(*columns(PhysicalNetworkRow, physical_network)).where(physical_network.c.uuid == uuid, physical_network.c.live == 1))
    return make(PhysicalNetworkRow, row) if row is not None and caller.is_admin else None


def find_provider(tx: Tx, caller: Caller, uuid: str) -> ProviderRow | None:
    """A provider; domain admins may look (they may list router elements)."""
    row = tx.first(select(*columns(ProviderRow, service_provider)).where(service_provider.c.uuid == uuid))
    return make(ProviderRow, row) if row is not None and (caller.is_admin or caller.is_domain_admin) else None


def find_element(tx: Tx, caller: Caller, uuid: str) -> ElementRow | None:
    """A virtual router element, as `find_provider`."""
    row = tx.first(select(*columns(ElementRow, router_element)).where(router_element.c.uuid == uuid))
    return make(ElementRow, row) if row is not None and (caller.is_admin or caller.is_domain_admin) else None


def create(tx: Tx, zone_id: int, name: str, **values: Any) -> str:
    """Adds a physical network with its providers (all disabled) and returns its uuid. Refused when the name is taken in the zone."""
    taken = select(physical_network.c.id).where(
        physical_network.c.zone_id == zone_id, physical_network.c.name == name, physical_network.c.live == 1)
    if tx.first(taken) is not None:
        raise Refused(431, f"A physical network with the name {name} exists already in this zone")
    uuid = new_uuid()
    network_id = tx.insert(physical_network, uuid=uuid, zone_id=zone_id, name=name, created=tx.now(), **values)
    for provider, services in PROVIDERS.items():
        provider_id = tx.insert(service_provider, uuid=new_uuid(), physical_network_id=network_id, name=provider, services=",".join(services))
        if provider in (VIRTUAL_ROUTER, "VpcVirtualRouter"):
            tx.insert(router_element, uuid=new_uuid(), provider_id=provider_id)
    return uuid


def add_traffic(tx: Tx, network: PhysicalNetworkRow, kind: str, **labels: Any) -> str:
    """Lets a physical network carry a traffic type; returns the row's uuid. Refused when it does already, or, but for guests, another does."""
    statement: Select[Any] = select(physical_network.c.name).join(traffic_type, traffic_type.c.physical_network_id == physical_network.c.id).where(
        physical_network.c.zone_id == network.zone_id, physical_network.c.live == 1, traffic_type.c.type == kind)
    if kind == "Guest":
        statement = statement.where(physical_network.c.id == network.id)
    if (row := tx.first(statement)) is not None:
        raise Refused(431, f"Physical network {row.name} of this zone carries {kind} traffic already")
    uuid = new_uuid()
    tx.insert(traffic_type, uuid=uuid, physical_network_id=network.id, type=kind, **labels)
    return uuid


def set_provider(tx: Tx, provider: ProviderRow, state: str | None, services: list[str] | None) -> None:
    """Changes a provider. Refused when it is enabled without an enabled element, or a service is not one of its own."""
    if services is not None:
        if wrong := sorted(set(services) - set(PROVIDERS.get(provider.name, ()))):
            raise Refused(431, f"Provider {provider.name} does not offer {', '.join(wrong)}")
        tx.execute(update(service_provider).where(service_provider.c.id == provider.id).values(services=",".join(services)))
    if state is None:
        return
    if state == "Enabled" and provider.name in (VIRTUAL_ROUTER, "VpcVirtualRouter"):
        ready = tx.first(select(router_element.c.id).where(router_element.c.provider_id == provider.id, router_element.c.enabled.is_(True)))
        if ready is None:
            raise Refused(431, f"Provider {provider.name} is not ready: enable its element first (configureVirtualRouterElement)")
    tx.execute(update(service_provider).where(service_provider.c.id == provider.id).values(state=state))


def set_element(tx: Tx, element: ElementRow, enabled: bool) -> None:
    """Enables or disables a router element."""
    tx.execute(update(router_element).where(router_element.c.id == element.id).values(enabled=enabled))


def set_network(tx: Tx, network_id: int, **values: Any) -> None:
    """Writes those values that are not None."""
    given = {key: value for key, value in values.items() if value is not None}
    if given:
        tx.execute(update(physical_network).where(physical_network.c.id == network_id).values(**given))
