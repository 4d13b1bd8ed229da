"""listConfigurations, updateConfiguration, resetConfiguration and listConfigurationGroups."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.api.config.answer import HIDDEN, SCOPES, ConfigurationResponse, Place, PlaceWithStore, SpotOn, answer, key_of, may_set, place_of
from manager.api.declare import ADMINS, Access, Call, Command, ListCommand, Listing, Ref, Role, command, param
from manager.api.errors import invalid
from manager.api.responses import Response, field
from manager.model.catalog.templates import StoreRow
from manager.model.infra import host_parts, pools, zones
from manager.model.tenancy import settings as stored
from manager.reconcile import RECONCILERS, signal
from manager.settings import KEYS, Key
from manager.settings.groups import GROUPS, Group, group_of

OVERCOMMIT = {"cpu.overprovisioning.factor": "cpu_overcommit", "mem.overprovisioning.factor": "memory_overcommit"}


def group_named(name: str) -> Group:
    """The group of this name. ApiError 431."""
    for group in GROUPS:
        if group.name.lower() == name.lower():
            return group
    raise invalid("group", f"there is no group {name}")


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, reads=True)
class ListConfigurations(ListCommand, PlaceWithStore):
    """Lists configuration keys with their values; with an object's id those that may be set for it."""

    name: str | None = param("the key of this name", default=None)
    category: str | None = param("keys of this category", default=None)
    group: str | None = param("keys of this group; see listConfigurationGroups", default=None)
    subgroup: str | None = param("keys of this part of a group", default=None)
    parent: str | None = param("keys that this key switches on", default=None)

    def run(self, call: Call) -> Listing[ConfigurationResponse]:
        """By name."""
        limit, offset = self.limits(call)
        place = self._own(call) or place_of(call, self)
        groups = [group_named(self.group)] if self.group else GROUPS
        if self.subgroup and not any(part.name.lower() == self.subgroup.lower() for group in groups for part in group.subgroups):
            raise invalid("subgroup", f"there is no subgroup {self.subgroup}{f' in {self.group}' if self.group else ''}")
        found = [key for _, key in sorted(KEYS.items()) if self._wanted(call, key, place)]
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([answer(call, key, place) for key in page], len(found))

    def _own(self, call: Call) -> SpotOn:
        """Where nothing is named: domain admins get what may be set for their domain, others what may be set for their account."""
        if call.caller.role is Role.ADMIN or any(getattr(self, name, None) is not None for name in SCOPES):
            return None
        return ("Domain", call.caller.domain_id) if call.caller.is_domain_admin else ("Account", call.caller.account_id)

    def _wanted(self, call: Call, key: Key, place: SpotOn) -> bool:
        group, subgroup = group_of(key)
        for wanted, have in ((self.name, key.name), (self.category, key.category), (self.group, group), (self.subgroup, subgroup),
                             (self.parent, key.parent)):
            if wanted and wanted.lower() != have.lower():
                return False
        if key.category == HIDDEN or (place is not None and place[0] not in key.scopes):
            return False
        if self.keyword:
            texts = [key.name, key.text, key.category]
            if not key.sealed:
                texts.append(settings.text(call.tx, key, (place,) if place else ()))
            return any(self.keyword.lower() in text.lower() for text in texts)
        return True


def _copy(call: Call, key: Key, place: SpotOn, value: Any) -> None:
    """Ratios are kept with the cluster or the pool, which got the global value when it was made: there they change."""
    if place is not None and key.name in OVERCOMMIT:
        zones.set_overcommit(call.tx, place[1], OVERCOMMIT[key.name], value)
        host_parts.set_cluster_capacity(call.tx, place[1])
    elif place is not None and key.name == "storage.overprovisioning.factor":
        pools.set_overprovisioning(call.tx, place[1], value)


def _wake(call: Call, key: Key) -> None:
    """What runs as often as the key says runs now, and counts its time anew."""
    for found in RECONCILERS.values():
        if found.setting == key.name:
            signal(call.tx, found.name)


def _forget(call: Call) -> None:
    """What this process has cached is old once the change is committed; this transaction sees its own changes anyway."""
    database = str(call.tx.conn.engine.url)
    call.tx.after_commit(lambda: settings.forget(database))


@command(roles=ADMINS | {Role.DOMAIN_ADMIN}, event="CONFIGURATION.VALUE.EDIT")
class UpdateConfiguration(Command, PlaceWithStore):
    """Sets a configuration key; in effect on all nodes within two seconds."""

    name: str = param("the key")
    value: str | None = param("its new value", default=None, length=4096)

    def run(self, call: Call) -> ConfigurationResponse:
        """Checked against the key's type and bounds."""
        place = place_of(call, self)
        key = key_of(self.name, place)
        if self.value is not None:
            try:
                value = key.parse(self.value)
            except ValueError as error:
                raise invalid("value", f"{key.name} {error}") from None
            may_set(call, key, place, self.value)
            scope, scope_id = place or (stored.GLOBAL, 0)
            stored.put(call.tx, key.name, scope, scope_id, call.secrets.seal(self.value) if key.sealed else self.value, sealed=key.sealed)
            _copy(call, key, place, value)
            shown = "another secret value" if key.sealed else self.value[:200]
            call.event(description=f"Configuration {key.name} was changed to {shown}{_where(place)}")
            _forget(call)
            _wake(call, key)
        return answer(call, key, place)


@command(roles=ADMINS, event="CONFIGURATION.VALUE.EDIT")
class ResetConfiguration(Command, Place):
    """Gives a configuration key its default back; for an object, the value that holds around it."""

    name: str = param("the key")
    imagestoreid: Ref[StoreRow] | None = param("the value for this image store", default=None, access=Access.OPERATE)

    def run(self, call: Call) -> ConfigurationResponse:
        """The value in force afterwards."""
        place = place_of(call, self)
        key = key_of(self.name, place)
        may_set(call, key, place, None)
        scope, scope_id = place or (stored.GLOBAL, 0)
        stored.reset(call.tx, key.name, scope, scope_id)
        _forget(call)
        _copy(call, key, place, key.parse(settings.text(call.tx, key, (place,) if place else (), call.secrets)))
        call.event(description=f"Configuration {key.name} was reset{_where(place)}")
        _wake(call, key)
        return answer(call, key, place)


def _where(place: SpotOn) -> str:
    return f" for a {place[0].lower()}" if place else ""


class SubgroupResponse(Response, object="subgroup"):
    """A part of a group of configuration keys."""

    name: str | None = field("the name of the subgroup")
    precedence: int | None = field("its place in the group")


class ConfigurationGroupResponse(Response, object="configurationgroup"):
    """A group of configuration keys."""

    name: str | None = field("the name of the group")
    subgroup: list[SubgroupResponse] | None = field("its parts")
    description: str | None = field("what its keys are about")
    precedence: int | None = field("its place among the groups")


@command(roles=ADMINS, reads=True)
class ListConfigurationGroups(ListCommand):
    """Lists the groups of configuration keys, as browsers show them."""

    group: str | None = param("the group of this name", default=None)

    def run(self, call: Call) -> Listing[ConfigurationGroupResponse]:
        """In their order."""
        limit, offset = self.limits(call)
        found = [group for group in GROUPS if (not self.group or group.name.lower() == self.group.lower())
                 and (not self.keyword or self.keyword.lower() in f"{group.name} {group.text}".lower())]
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([ConfigurationGroupResponse(
            name=group.name, description=group.text, precedence=group.precedence,
            subgroup=[SubgroupResponse(name=part.name, precedence=part.precedence) for part in group.subgroups]) for group in page], len(found))
