"""createTags, deleteTags, listTags."""

from __future__ import annotations

from typing import Any

from manager.api import scope
from manager.api.declare import USERS, Call, Command, Job, ListCommand, Listing, Success, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid, not_found
from manager.api.mixins import ProjectFilter
from manager.api.refs import RESOLVERS
from manager.api.tag.answer import TagResponse
from manager.api.tag.dress import answer
from manager.model.infra.zones import ZoneRow
from manager.model.work import tags as model
from manager.model.work.tags import MAX_KEY, MAX_VALUE, NAMES, Tagged
from manager.sagas.immediate import IMMEDIATE, Immediate

MOST = 200  # objects in one call
MOST_ROWS = 2000  # tags that one call makes: objects times tags


def kind_of(name: str) -> str:
    """CloudStack's name of a kind that may have tags, without regard to case."""
    if name.lower() not in NAMES:
        raise invalid("resourcetype", f"{name[:60]} is not one of {', '.join(sorted(NAMES.values()))}")
    return NAMES[name.lower()]


def objects(call: Call, kind: str, uuids: list[str]) -> list[Tagged]:
    """The objects with these ids, which the caller must be allowed to change. 431 for one that is not there, 531 for one it may only see."""
    wanted = list(dict.fromkeys(uuids))
    if not wanted or not all(wanted):
        raise ApiError(PARAMETER, "Parameter resourceids needs at least one id")
    if len(wanted) > MOST:
        raise invalid("resourceids", f"at most {MOST} objects can be tagged at once")
    found = model.find(call.tx, call.caller, kind, wanted)
    for uuid in wanted:
        if uuid not in found:
            raise not_found("resourceids", uuid[:100])
        one = found[uuid]
        if one.account_id is None or one.domain_id is None:
            if not call.caller.is_admin:
                if RESOLVERS[ZoneRow].find(call.tx, call.caller, uuid) is None:
                    raise not_found("resourceids", uuid[:100])
                raise denied(f"Account {call.caller.account_name} may not tag {kind} {uuid}")
            continue
        if not call.caller.may_operate(call.tx, one.account_id, one.domain_id):
            raise denied(f"Account {call.caller.account_name} may not operate on {kind} {uuid}")
        if one.account_id != call.caller.account_id:
            scope.member(call.tx, call.caller, one.account_id, call.command.NAME)
    return [found[uuid] for uuid in wanted]


def done(call: Call, kind: str, found: list[Tagged], what: str) -> Job[Success]:
    """The job of a change that this transaction makes."""
    first = found[0]
    owner = (first.account_id, first.domain_id) if first.account_id is not None and first.domain_id is not None else None
    return call.start(IMMEDIATE, Immediate(f"tags:{kind}:{first.id}"), instance=(kind, first.uuid), owner=owner,
                      description=f"{what} of {kind} {', '.join(one.uuid for one in found[:5])}")


@command(roles=USERS, event="CREATE_TAGS")
class CreateTags(Command):
    """Adds tags to objects of one kind: to each of them all of the tags, or none to any."""

    resourceids: list[str] = param("the IDs of the objects, comma-joined")
    resourcetype: str = param("the kind of the objects, as UserVm, Volume, Template, Network, PublicIpAddress, Project or Zone")
    tags: list[dict[str, str]] = param("the tags: tags[0].key=…&tags[0].value=…")
    customer: str | None = param("a text of the customer's, kept with each tag", default=None)

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        kind = kind_of(self.resourcetype)
        tags = checked(self.tags)
        found = objects(call, kind, self.resourceids)
        if len(found) * len(tags) > MOST_ROWS:
            raise invalid("tags", f"{len(tags)} tags of {len(found)} objects are more than {MOST_ROWS} in one call")
        model.room(call.tx, kind, found, len(tags))
        for one in found:
            owner = (one.account_id or call.caller.account_id, one.domain_id or call.caller.domain_id)
            model.create(call.tx, kind, one, owner, tags, self.customer)
        return done(call, kind, found, "Creating tags")


def checked(given: list[dict[str, str]]) -> dict[str, str]:
    """Tags by key. 431 when there is none, or a key or value that cannot be kept."""
    out: dict[str, str] = {}
    for key, value in pairs(given):
        if not key.strip() or len(key) > MAX_KEY:
            raise invalid("tags", f"a key must have 1 to {MAX_KEY} characters")
        if value is None:
            raise invalid("tags", f"no value is given for tag {key[:60]}")
        if len(value) > MAX_VALUE:
            raise invalid("tags", f"the value of {key[:60]} is longer than {MAX_VALUE} characters")
        out[key] = value
    if not out:
        raise ApiError(PARAMETER, "Parameter tags needs at least one tag")
    return out


def pairs(given: list[dict[str, str]]) -> list[tuple[str, str | None]]:
    """(key, value or None) of tags[0].key=…&tags[0].value=…, and of tags[0].a=b, which says the same."""
    out: list[tuple[str, str | None]] = []
    for one in given:
        if set(one) <= {"key", "value"}:
            if "key" not in one:
                raise invalid("tags", "a tag needs a key")
            out.append((one["key"], one.get("value")))
        else:
            out.extend(one.items())
    return out


@command(roles=USERS, event="DELETE_TAGS")
class DeleteTags(Command):
    """Removes tags from objects of one kind: those that are named, or all."""

    resourceids: list[str] = param("the IDs of the objects, comma-joined")
    resourcetype: str = param("the kind of the objects")
    tags: list[dict[str, str]] | None = param("the tags to remove: by key, or by key and value; all when left out", default=None)

    def run(self, call: Call) -> Job[Success]:
        """431 when there is nothing to remove."""
        kind = kind_of(self.resourcetype)
        found = objects(call, kind, self.resourceids)
        if not model.delete(call.tx, kind, [one.id for one in found], dict(pairs(self.tags or []))):
            raise ApiError(PARAMETER, "Unable to find any tags which conform to specified delete parameters.")
        return done(call, kind, found, "Deleting tags")


@command(roles=USERS, reads=True)
class ListTags(ProjectFilter, ListCommand):
    """Lists tags of objects."""

    resourcetype: str | None = param("tags of this kind of object", default=None)
    resourceid: str | None = param("tags of the object with this ID", default=None)
    key: str | None = param("tags with this key", default=None)
    value: str | None = param("tags with this value", default=None)
    customer: str | None = param("tags with this customer's text", default=None)

    def run(self, call: Call) -> Listing[TagResponse]:
        """The oldest first."""
        exact: dict[str, Any] = {
            "resource_type": kind_of(self.resourcetype) if self.resourcetype else None, "resource_uuid": self.resourceid, "key": self.key,
            "value": self.value, "customer": self.customer}
        where = scope.reach(call, projects=None) if self.resourceid and self._unscoped() else call.scope(self)
        rows, total = model.page(call.tx, where, *self.limits(call), exact=exact, keyword=self.keyword)
        return Listing([answer(row) for row in rows], total)

    def _unscoped(self) -> bool:
        return self.account is None and self.domainid is None and self.projectid is None
