"""listConfigurations and updateConfiguration."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.api.declare import ADMINS, Access, Call, Command, ListCommand, Listing, Ref, Role, command, mixin, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.responses import Response, field
from manager.model.infra import host_parts, pools, zones
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow, ZoneRow
from manager.model.tenancy import settings as stored
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.settings import KEYS, Key

SCOPES = {"zoneid": "Zone", "clusterid": "Cluster", "storageid": "StoragePool", "accountid": "Account", "domainid": "Domain"}
OVERCOMMIT = {"cpu.overprovisioning.factor": "cpu_overcommit", "mem.overprovisioning.factor": "memory_overcommit"}


class ConfigurationResponse(Response, object="configuration"):
    """A configuration key and its value."""

    category: str | None = field("the category of the key")
    name: str | None = field("the key")
    value: str | None = field("its value")
    defaultvalue: str | None = field("the value it has unless it is changed")
    scope: str | None = field("where it may be set: global, zone, cluster, …")
    id: int | None = field("the id of the object it is set for")
    description: str | None = field("what the key does")
    isdynamic: bool | None = field("true if a change has effect without a restart")
    component: str | None = field("the part that reads the key")
    displaytext: str | None = field("the key, for showing")
    type: str | None = field("the type of the value: Boolean, Number, Decimal, String")


@mixin
class Place:
    """Where a value is set; one of them at most."""

    zoneid: Ref[ZoneRow] | None = param("the value for this zone", default=None, access=Access.OPERATE)
    clusterid: Ref[ClusterRow] | None = param("the value for this cluster", default=None, access=Access.OPERATE)
    storageid: Ref[PoolRow] | None = param("the value for this storage pool", default=None, access=Access.OPERATE)
    accountid: Ref[AccountRow] | None = param("the value for this account", default=None, access=Access.OPERATE)
    domainid: Ref[DomainRow] | None = param("the value for this domain", default=None, access=Access.OPERATE)


def _place(call: Call, command: Any) -> tuple[str, int] | None:
    """(scope, id) that a command names; None: global, which is for root admins alone."""
    given = [(scope, getattr(command, name).row.id) for name, scope in SCOPES.items() if getattr(command, name) is not None]
    if len(given) > 1:
        raise ApiError(PARAMETER, f"At most one of {', '.join(SCOPES)} may be given")
    if call.caller.role is not Role.ADMIN and (not given or given[0][0] not in ("Account", "Domain")):
        raise denied("Only root administrators see and change what holds for the whole cloud")
    return given[0] if given else None


KINDS = {"Boolean": "Boolean", "Integer": "Number", "Long": "Number", "Float": "Decimal", "Double": "Decimal", "String": "String"}


def _answer(call: Call, key: Key, place: tuple[str, int] | None) -> ConfigurationResponse:
    return ConfigurationResponse(
        category=key.category, name=key.name, value=settings.text(call.tx, key, (place,) if place else ()), defaultvalue=key.default,
        scope=key.scope.lower(), id=None, description=key.text, isdynamic=True, component="pileus", displaytext=key.name, type=KINDS[key.type])


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, reads=True)
class ListConfigurations(ListCommand, Place):
    """Lists configuration keys with their values; with an object's id those that may be set for it."""

    name: str | None = param("the key of this name", default=None)
    category: str | None = param("keys of this category", default=None)

    def run(self, call: Call) -> Listing[ConfigurationResponse]:
        """By name."""
        limit, offset = self.limits(call)
        place = _place(call, self)
        found = [key for name, key in sorted(KEYS.items())
                 if (self.name is None or name == self.name) and (self.category is None or key.category.lower() == self.category.lower())
                 and (not self.keyword or self.keyword.lower() in name) and (place is None or key.scope == place[0])]
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([_answer(call, key, place) for key in page], len(found))


def _copy(call: Call, key: Key, place: tuple[str, int] | None, value: str) -> None:
    """Ratios are kept with the cluster or the pool, which got the global value when it was made: there they change."""
    if place is not None and key.name in OVERCOMMIT:
        zones.set_overcommit(call.tx, place[1], OVERCOMMIT[key.name], key.parse(value))
        host_parts.set_cluster_capacity(call.tx, place[1])
    elif place is not None and key.name == "storage.overprovisioning.factor":
        pools.set_overprovisioning(call.tx, place[1], key.parse(value))


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, event="CONFIGURATION.VALUE.EDIT")
class UpdateConfiguration(Command, Place):
    """Sets a configuration key; in effect on all nodes within two seconds."""

    name: str = param("the key")
    value: str | None = param("its new value", default=None, length=4096)

    def run(self, call: Call) -> ConfigurationResponse:
        """Checked against the key's type and bounds."""
        key = KEYS.get(self.name)
        if key is None:
            raise ApiError(PARAMETER, f"Config parameter with name {self.name} doesn't exist")
        place = _place(call, self)
        if place is not None and place[0] != key.scope:
            raise invalid("name", f"{key.name} cannot be set for a {place[0].lower()}; its scope is {key.scope.lower()}")
        if self.value is not None:
            try:
                key.parse(self.value)
            except ValueError as error:
                raise invalid("value", f"{key.name} {error}") from None
            scope, scope_id = place or (stored.GLOBAL, 0)
            stored.put(call.tx, key.name, scope, scope_id, self.value)
            _copy(call, key, place, self.value)
            settings.forget(str(call.tx.conn.engine.url))
            call.event(description=f"Configuration {key.name} was changed to {self.value[:200]}")
        value = self.value if self.value is not None else settings.text(call.tx, key, (place,) if place else ())
        answer = _answer(call, key, place)
        answer.value = value
        call.tx.after_commit(lambda: settings.forget(str(call.tx.conn.engine.url)))
        return answer
