"""Which networks a new VM goes into: those named, or the account's only isolated one, made when there is none."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from manager.api import checks
from manager.api.declare import Call, Ref
from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError, invalid, not_found
from manager.api.network.physical import check_providers, chosen_physical
from manager.model.catalog import network_offerings
from manager.model.guest.vm_create import NewNic
from manager.model.infra.zones import ZoneRow
from manager.model.net import network, network_life, vnets
from manager.model.net.network import NetworkRow
from manager.model.tenancy import counters
from manager.model.tenancy.accounts import AccountRow
from manager.sagas.network.implement import NEW

DEFAULT_OFFERING = "DefaultIsolatedNetworkOfferingWithSourceNatService"
MAC_LENGTH = 17


def choose(
    call: Call, owner: AccountRow, zone: ZoneRow, networkids: Sequence[Ref[NetworkRow]] | None, iptonetwork: Sequence[dict[str, str]] | None,
    ip: str | None, mac: str | None, *, planning: bool = False,
) -> list[NewNic]:
    """The NICs to make, the default one first. ApiError 431 or 531. `planning`: a network that would be made has the id NEW."""
    if iptonetwork:
        if networkids:
            raise ApiError(PARAMETER, "ipToNetworkMap can't be specified along with networkIds or ipAddress")
        if ip:
            raise ApiError(PARAMETER, "ipToNetworkMap can't be specified along with networkIds or ipAddress")
        nics = [_listed(call, entry) for entry in iptonetwork]
    else:
        rows = [ref.row for ref in networkids] if networkids else [_default(call, owner, zone, planning)]
        nics = [NewNic(row, checks.ip("ipaddress", ip) or None if first == 0 else None, _mac(mac) if first == 0 else None)
                for first, row in enumerate(rows)]
    seen = set()
    for nic in nics:
        _check(nic.network, owner, zone)
        if nic.network.id in seen:
            raise invalid("networkids", f"network {nic.network.uuid} is named twice")
        seen.add(nic.network.id)
    return nics


def _listed(call: Call, entry: dict[str, str]) -> NewNic:
    values = {key.lower(): value for key, value in entry.items()}
    uuid = values.get("networkid", "")
    row = network.find(call.tx, call.caller, uuid)
    if row is None:
        raise not_found("iptonetworklist.networkid", uuid)
    return NewNic(row, checks.ip("iptonetworklist.ip", values.get("ip")) or None, _mac(values.get("mac")))


def _mac(text: str | None) -> str | None:
    if not text:
        return None
    parts = text.lower().replace("-", ":").split(":")
    if len(parts) != 6 or any(len(part) != 2 or not set(part) <= set("0123456789abcdef") for part in parts) or int(parts[0], 16) & 1:
        raise invalid("macaddress", f"Mac address is not unicast: {text[:MAC_LENGTH]}")
    return ":".join(parts)


def _check(row: NetworkRow, owner: AccountRow, zone: ZoneRow) -> None:
    if row.zone_id != zone.id:
        raise ApiError(PARAMETER, f"Network {row.uuid} doesn't belong to zone {zone.uuid}")
    if row.account_id != owner.id and row.acl_type != "Domain":
        raise ApiError(NOT_PERMITTED, f"Unable to use network {row.uuid}: it belongs to another account than the VM")
    if row.traffic_type != "Guest":
        raise ApiError(PARAMETER, f"Network {row.uuid} is not for guests")
    if row.state not in ("Allocated", "Implementing", "Implemented", "Setup"):
        raise ApiError(PARAMETER, f"Network {row.uuid} is in state {row.state}")


def _default(call: Call, owner: AccountRow, zone: ZoneRow, planning: bool) -> NetworkRow:
    """The account's only isolated network in the zone; made by CloudStack's default offering when it has none."""
    rows = network_life.isolated_of(call.tx, owner.id, zone.id)
    if len(rows) > 1:
        raise ApiError(PARAMETER, "More than 1 default Isolated networks are found for account; please specify networkIds")
    if rows:
        return rows[0]
    if not planning:
        counters.take(call.tx, owner.id, owner.domain_path, {"network": 1})
        rows = network_life.isolated_of(call.tx, owner.id, zone.id)
    if rows:  # another first deploy made it while this one waited for the counter's row
        counters.give(call.tx, owner.id, owner.domain_path, {"network": 1})
        return rows[0]
    offering = network_offerings.by_unique_name(call.tx, DEFAULT_OFFERING)
    if offering is None or offering.state != "Enabled":
        raise ApiError(PARAMETER, f"Unable to find network offering {DEFAULT_OFFERING} to make the account's network; please specify networkIds")
    physical = chosen_physical(call, zone, owner, offering)
    check_providers(call, offering, physical)
    net = ipaddress.IPv4Network(zone.guest_cidr or "10.1.1.0/24", strict=False)
    domain = network_life.network_domain_of(call.tx, owner.id, zone.id) or f"cs{owner.id:x}{call.setting('guest.domain.suffix', zone=zone.id)}"
    values: dict[str, Any] = {"cidr": str(net), "gateway": str(net[1]), "netmask": str(net.netmask), "network_domain": domain}
    values |= {
        "name": f"{owner.name}-network", "display_text": f"{owner.name}-network", "zone_id": zone.id, "physical_network_id": physical.id,
        "offering_id": offering.id, "account_id": owner.id, "domain_id": owner.domain_id, "guest_type": offering.guest_type,
        "acl_type": "Account", "isolation": vnets.isolation_of(physical.isolation_methods)}
    if planning:
        return NetworkRow(**{**dict.fromkeys(NetworkRow.__struct_fields__), "id": NEW, "uuid": "", "traffic_type": "Guest", "state": "Allocated",
                             **values})
    made = network_life.create(call.tx, **values)
    call.event("NETWORK.CREATE", f"Created network {made.name} for the account's first VM", ("Network", made.uuid),
               owner=(owner.id, owner.domain_id))
    return made
