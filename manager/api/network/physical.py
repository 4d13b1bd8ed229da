"""Which physical network carries a new network, and whether its services are given there."""

from __future__ import annotations

from manager.api.declare import Call
from manager.api.errors import PARAMETER, ApiError
from manager.model.catalog import network_offerings
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.infra import providers
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zones import ZoneRow
from manager.model.net import network_life
from manager.model.tenancy.accounts import AccountRow


def chosen_physical(call: Call, zone: ZoneRow, owner: AccountRow, offering: NetworkOfferingRow) -> PhysicalNetworkRow:
    """The physical network for a new network of this owner and offering. ApiError 431 when the zone has none."""
    found = network_life.guest_physical(call.tx, zone.id, owner.domain_path, offering.tags)
    if found is None:
        tagged = f" with the tags {offering.tags} of network offering {offering.name}" if offering.tags else ""
        raise ApiError(PARAMETER, f"Zone {zone.name} has no enabled physical network for guest traffic{tagged}")
    return found


def check_providers(call: Call, offering: NetworkOfferingRow, physical: PhysicalNetworkRow) -> None:
    """ApiError 431 unless each service of the offering has its providers, enabled, on the physical network."""
    wanted = network_offerings.services(call.tx, [offering.id]).get(offering.id, {})
    if wanted and (lacks := providers.lacking(call.tx, physical.id, wanted)) is not None:
        raise ApiError(PARAMETER, f"Provider {lacks[1]} is either not enabled or doesn't support service {lacks[0]} on physical network "
                                  f"{physical.name}, as network offering {offering.name} needs")
