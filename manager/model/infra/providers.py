"""Who gives network services on a physical network, and whether."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import ColumnElement, delete, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.catalog.services import INTERNAL_LB, PROVIDERS, ROUTERS
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.paging import contains
from manager.model.rows import columns, make
from manager.model.tables.infra import router_element, service_provider
from manager.model.tables.network import network
from manager.model.tables.offering import network_offering_service

ENABLED, SHUTDOWN = "Enabled", "Shutdown"
IN_USE = 536
p = service_provider.c


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


def find_provider(tx: Tx, caller: Caller, uuid: str) -> ProviderRow | None:
    """A provider; domain admins may look (they may list router elements)."""
    row = tx.first(select(*columns(ProviderRow, service_provider)).where(p.uuid == uuid))
    return make(ProviderRow, row) if row is not None and (caller.is_admin or caller.is_domain_admin) else None


def element_named(keyword: str) -> ColumnElement[bool]:
    """SQL: the router element's provider has this in its name."""
    return router_element.c.provider_id.in_(select(p.id).where(contains(p.name, keyword)))


def find_element(tx: Tx, caller: Caller, uuid: str) -> ElementRow | None:
    """A virtual router element, as `find_provider`."""
    row = tx.first(select(*columns(ElementRow, router_element)).where(router_element.c.uuid == uuid))
    return make(ElementRow, row) if row is not None and (caller.is_admin or caller.is_domain_admin) else None


def add(tx: Tx, physical_network_id: int, name: str, services: Sequence[str] | None = None, destination_id: int | None = None) -> str:
    """Adds a provider, disabled; returns its uuid. `services`: all of its own when absent. Refused when nobody knows it, or it is there."""
    known = {one.lower(): one for one in PROVIDERS}.get(name.lower())
    if known is None:
        raise Refused(431, f"Invalid Network Service Provider {name}; known are {', '.join(PROVIDERS)}")
    if tx.first(select(p.id).where(p.physical_network_id == physical_network_id, p.name == known)) is not None:
        raise Refused(431, f"The '{known}' provider already exists on physical network")
    uuid = new_uuid()
    made = tx.insert(service_provider, uuid=uuid, physical_network_id=physical_network_id, name=known, destination_id=destination_id,
                     services=",".join(checked(known, services) if services else PROVIDERS[known]))
    if known in ROUTERS:
        tx.insert(router_element, uuid=new_uuid(), provider_id=made)
    return uuid


def checked(provider: str, services: Sequence[str]) -> list[str]:
    """The services in the provider's own spelling. Refused when one is not its own."""
    own = {one.lower(): one for one in PROVIDERS.get(provider, ())}
    if wrong := sorted({one for one in services if one.lower() not in own}):
        raise Refused(431, f"Provider {provider} doesn't support service {', '.join(wrong)}")
    return [own[one.lower()] for one in services]


def change(tx: Tx, provider: ProviderRow, state: str | None, services: Sequence[str] | None) -> None:
    """Refused when it is enabled without an enabled element, shut down while networks need it, or a service is not its own or in use."""
    if services is not None:
        left = checked(provider.name, services)
        gone = sorted(set((provider.services or "").split(",")) - set(left))
        if gone and (user := _user(tx, provider, gone)) is not None:
            raise Refused(IN_USE, f"Service {user[1]} of provider {provider.name} cannot be taken away: network {user[0]} uses it")
        tx.execute(update(service_provider).where(p.id == provider.id).values(services=",".join(left)))
    if state is None:
        return
    if state == ENABLED:
        _ready(tx, provider)
    elif state == SHUTDOWN:
        _unused(tx, provider, "shut down")
    tx.execute(update(service_provider).where(p.id == provider.id).values(state=state))


def _ready(tx: Tx, provider: ProviderRow) -> None:
    if provider.name == INTERNAL_LB:
        raise Refused(431, f"Provider {provider.name} is not ready: internal load balancers are not there yet")
    if provider.name in ROUTERS and tx.first(select(router_element.c.id).where(
            router_element.c.provider_id == provider.id, router_element.c.enabled.is_(True))) is None:
        raise Refused(431, f"Provider {provider.name} is not ready: enable its element first (configureVirtualRouterElement)")


def remove(tx: Tx, provider: ProviderRow) -> None:
    """The physical network has it no more. Refused 536 while a network uses it."""
    _unused(tx, provider, "deleted")
    drop(tx, [provider.id])


def drop(tx: Tx, provider_ids: Sequence[int]) -> None:
    """Forgets providers and their elements."""
    tx.execute(delete(router_element).where(router_element.c.provider_id.in_(provider_ids)))
    tx.execute(delete(service_provider).where(p.id.in_(provider_ids)))


def _unused(tx: Tx, provider: ProviderRow, what: str) -> None:
    if (user := _user(tx, provider, None)) is not None:
        raise Refused(IN_USE, f"Provider {provider.name} cannot be {what}: network {user[0]} uses it")


def _user(tx: Tx, provider: ProviderRow, services: Sequence[str] | None) -> tuple[str, str] | None:
    s = network_offering_service.c
    statement = select(network.c.name, s.service).join(network_offering_service, s.offering_id == network.c.offering_id).where(
        network.c.physical_network_id == provider.physical_network_id, network.c.live == 1, s.provider == provider.name)
    row = tx.first(statement if services is None else statement.where(s.service.in_(services)))
    return None if row is None else (row.name, row.service)


def lacking(tx: Tx, physical_network_id: int, provided: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """(service, provider) of the first of these services that no provider of the physical network gives now; None: all are given."""
    rows = {row.name: row for row in tx.rows(select(p.name, p.state, p.services).where(p.physical_network_id == physical_network_id))}
    for service, names in provided.items():
        for name in names:
            found = rows.get(name)
            if found is None or found.state != ENABLED or service not in (found.services or "").split(","):
                return service, name
    return None


def set_element(tx: Tx, element: ElementRow, enabled: bool) -> None:
    """Enables or disables a router element. Refused 536 when its provider is enabled."""
    state = tx.scalar(select(p.state).where(p.id == element.provider_id))
    if not enabled and state == ENABLED:
        raise Refused(IN_USE, "The element's provider is enabled: disable that first (updateNetworkServiceProvider)")
    tx.execute(update(router_element).where(router_element.c.id == element.id).values(enabled=enabled))
