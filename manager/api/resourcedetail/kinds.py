"""How objects that have details are found."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call
from manager.api.errors import invalid, not_found
from manager.api.refs import RESOLVERS
from manager.model.catalog.guests import OsTypeRow
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.catalog.offerings import DiskOfferingRow, ServiceOfferingRow
from manager.model.catalog.templates import TemplateRow
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ZoneRow
from manager.model.net.address import AddressRow
from manager.model.net.firewall import RuleRow
from manager.model.net.network import NetworkRow, NicRow
from manager.model.tenancy.accounts import UserRow
from manager.model.work.details import NAMES

ROWS: dict[str, type] = {
    "UserVm": VmRow, "Volume": VolumeRow, "Template": TemplateRow, "Network": NetworkRow, "Nic": NicRow, "PublicIpAddress": AddressRow,
    "FirewallRule": RuleRow, "PortForwardingRule": RuleRow, "User": UserRow, "Zone": ZoneRow, "ServiceOffering": ServiceOfferingRow,
    "DiskOffering": DiskOfferingRow, "NetworkOffering": NetworkOfferingRow, "Storage": PoolRow, "GuestOs": OsTypeRow}
PURPOSES = {"FirewallRule": "Firewall", "PortForwardingRule": "PortForwarding"}


def kind_of(name: str) -> str:
    """CloudStack's name of a kind that may have details, without regard to case."""
    if name.lower() not in NAMES:
        raise invalid("resourcetype", f"{name[:60]} is not one of {', '.join(sorted(NAMES.values()))}")
    return NAMES[name.lower()]


def find(call: Call, kind: str, uuid: str) -> Any:
    """The row of an object that the caller sees; 431 when there is none. Storage pools are root admins' alone."""
    row = None
    if uuid and len(uuid) <= 64 and (kind != "Storage" or call.caller.is_admin):
        row = RESOLVERS[ROWS[kind]].find(call.tx, call.caller, uuid)
    if row is None or (kind in PURPOSES and row.purpose != PURPOSES[kind]):
        raise not_found("resourceid", uuid[:100])
    return row
