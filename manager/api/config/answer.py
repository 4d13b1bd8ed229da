"""ConfigurationResponse, and where a value may be set."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.api.declare import Access, Call, Ref, Role, mixin, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.responses import Response, field
from manager.model.catalog.templates import StoreRow
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow, ZoneRow
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.settings import KEYS, Key
from manager.settings.groups import group_of
from manager.settings.keys import HIGHER

SCOPES = {"zoneid": "Zone", "clusterid": "Cluster", "storageid": "StoragePool", "accountid": "Account", "domainid": "Domain",
          "imagestoreuuid": "ImageStore", "imagestoreid": "ImageStore"}
KINDS = {"Boolean": "Boolean", "Integer": "Number", "Long": "Number", "Float": "Decimal", "Double": "Decimal", "String": "String"}
HIDDEN = "Hidden"
SpotOn = tuple[str, int] | None


class ConfigurationResponse(Response, object="configuration"):
    """A configuration key and its value."""

    category: str | None = field("the category of the key")
    group: str | None = field("the group that it is shown in")
    subgroup: str | None = field("the part of that group")
    name: str | None = field("the key")
    value: str | None = field("its value; of a secret key the encrypted one")
    defaultvalue: str | None = field("the value it has unless it is changed")
    scope: str | None = field("where it may be set: global, zone, cluster, …")
    id: int | None = field("the id of the object it is set for")
    description: str | None = field("what the key does")
    isdynamic: bool | None = field("true if a change has effect without a restart")
    component: str | None = field("the part that reads the key")
    parent: str | None = field("the key that switches this one on")
    displaytext: str | None = field("the key, for showing")
    type: str | None = field("the type of the value: Boolean, Number, Decimal, String, Select, CSV, …")
    options: str | None = field("the values it may have, comma-joined")


@mixin
class Place:
    """Where a value is set; one of them at most."""

    zoneid: Ref[ZoneRow] | None = param("the value for this zone", default=None, access=Access.OPERATE)
    clusterid: Ref[ClusterRow] | None = param("the value for this cluster", default=None, access=Access.OPERATE)
    storageid: Ref[PoolRow] | None = param("the value for this storage pool", default=None, access=Access.OPERATE)
    accountid: Ref[AccountRow] | None = param("the value for this account", default=None, access=Access.OPERATE)
    domainid: Ref[DomainRow] | None = param("the value for this domain", default=None, access=Access.OPERATE)


@mixin
class PlaceWithStore(Place):
    """Place, or an image store."""

    imagestoreuuid: Ref[StoreRow] | None = param("the value for this image store", default=None, access=Access.OPERATE)


def place_of(call: Call, command: Any) -> SpotOn:
    """(scope, id) that a command names; None: global, which is for root admins alone."""
    given = [(scope, getattr(command, name).row.id) for name, scope in SCOPES.items() if getattr(command, name, None) is not None]
    if len(given) > 1:
        raise ApiError(PARAMETER, f"At most one of {', '.join(name for name in SCOPES if hasattr(command, name))} may be given")
    if call.caller.role is not Role.ADMIN and (not given or given[0][0] not in ("Account", "Domain")):
        raise denied("Only root administrators see and change what holds for the whole cloud")
    return given[0] if given else None


def key_of(name: str, place: SpotOn) -> Key:
    """The key that may be changed there. ApiError 431."""
    key = KEYS.get(name)
    if key is None:
        raise ApiError(PARAMETER, f"Config parameter with name {name} doesn't exist")
    if place is not None and place[0] not in key.scopes:
        raise invalid("name", f"{key.name} cannot be set for a {place[0].lower()}; its scope is {key.scope.lower()}")
    return key


def may_set(call: Call, key: Key, place: SpotOn, value: str | None) -> None:
    """531 where this could loosen what root admins have set for the caller: its own account's values, and keys that are strict. None: a reset."""
    if call.caller.role is Role.ADMIN:
        return
    if key.roots or place == ("Account", call.caller.account_id):
        raise denied(f"Configuration {key.name} is for root administrators to change{'' if key.roots else ' for the own account'}")
    now = settings.text(call.tx, key, (place,) if place else ())
    if value is None or not key.strict:
        looser = bool(key.strict)
    else:
        looser = float(value) < float(now) if key.strict == HIGHER else now.lower() == key.strict != value.lower()
    if looser:
        raise denied(f"Configuration {key.name} is {now}, which only root administrators loosen")


def answer(call: Call, key: Key, place: SpotOn) -> ConfigurationResponse:
    """The key as it is in force there."""
    group, subgroup = group_of(key)
    value = settings.text(call.tx, key, (place,) if place else ())
    return ConfigurationResponse(
        category=key.category, group=group, subgroup=subgroup, name=key.name, value=call.secrets.seal(value) if key.sealed and value else value,
        defaultvalue=key.default, scope=key.scope.lower(), description=key.text, isdynamic=True, component=key.component,
        parent=key.parent or None, displaytext=key.name.replace(".", " ").capitalize(), type=key.kind or KINDS[key.type],
        options=",".join(key.options) or None)
