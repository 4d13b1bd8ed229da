"""listEvents, listEventTypes."""

from __future__ import annotations

from manager.api.declare import COMMANDS, USERS, Call, Command, Date, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.mixins import ProjectFilter
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.removed import never
from manager.model.work.event_views import EventRow, Filters, find_event, list_events, resource_names

SECOND = 1_000_000

resolver(EventRow, entity="event", gone=never)(find_event)


class EventResponse(Response, object="event"):
    """Something that happened."""

    id: str | None = field("the ID of the event")
    username: str | None = field("the user who did it")
    type: str | None = field("the type, as VM.CREATE")
    level: str | None = field("INFO, WARN or ERROR")
    description: str | None = field("what happened")
    account: str | None = field("the account that it belongs to; absent for a project's")
    projectid: str | None = field("the id of the project that it belongs to")
    project: str | None = field("the name of that project")
    domainid: str | None = field("the id of that account's domain")
    domain: str | None = field("the name of that account's domain")
    domainpath: str | None = field("the path of that account's domain")
    resourceid: str | None = field("the id of the object")
    resourcetype: str | None = field("the kind of object")
    resourcename: str | None = field("the name of the object")
    created: str | None = field("when it happened", kind="date")
    state: str | None = field("Created, Scheduled, Started or Completed")
    parentid: str | None = field("the event that began what this one ends")
    archived: bool | None = field("whether it was archived")


@command(roles=USERS, reads=True)
class ListEvents(ListCommand, ProjectFilter):
    """Lists events, the newest first."""

    id: Ref[EventRow] | None = param("the event of this id", default=None)
    type: str | None = param("events of this type, as VM.CREATE", default=None)
    level: str | None = param("events of this level", default=None, choices=("INFO", "WARN", "ERROR"))
    state: str | None = param("events in this state", default=None, choices=("Created", "Scheduled", "Started", "Completed"))
    startdate: Date | None = param("events since", default=None)
    enddate: Date | None = param("events until", default=None)
    duration: int | None = param("with entrytime: events that began more than so many seconds ago", default=None, low=0)
    entrytime: int | None = param("events that began between `entrytime` and `duration` seconds ago and have not ended", default=None, low=0)
    startid: Ref[EventRow] | None = param("this event and what followed from it", default=None)
    resourceid: str | None = param("events of this object; needs resourcetype", default=None)
    resourcetype: str | None = param("events of this kind of object", default=None)
    archived: bool = param("archived events", default=False)

    def run(self, call: Call) -> Listing[EventResponse]:
        """See the class."""
        limit, offset = self.limits(call)
        since: int | None = self.startdate
        until: int | None = self.enddate
        state = self.state
        if self.resourceid is not None and self.resourcetype is None:
            raise invalid("resourceid", "it goes with resourcetype")
        running = self.entrytime is not None or self.duration is not None
        if running:
            since, until = self._window(call)
        wanted = Filters(
            id=self.id.row.id if self.id else None, type=self.type, level=self.level, state=state, keyword=self.keyword, since=since, until=until,
            start_id=self.startid.row.id if self.startid else None, resource_type=self.resourcetype, resource_uuid=self.resourceid,
            archived=self.archived, unfinished=running)
        rows, total = list_events(call.tx, call.scope(self), limit, offset, wanted)
        names = resource_names(call.tx, rows)
        return Listing([EventResponse(
            id=row.uuid, username=row.username, type=row.type, level=row.level, description=row.description,
            account=None if row.project_uuid else row.account, projectid=row.project_uuid, project=row.project_name,
            resourcename=names.get(row.resource_uuid or ""),
            domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path, resourceid=row.resource_uuid,
            resourcetype=row.resource_type, created=show_date(row.created), state=row.state, parentid=row.parent_uuid,
            archived=bool(row.archived)) for row in rows], total)

    def _window(self, call: Call) -> tuple[int, int]:
        if self.entrytime is None or self.duration is None:
            raise invalid("entrytime" if self.entrytime is None else "duration", "entrytime and duration are given together")
        if self.entrytime <= self.duration:
            raise invalid("entrytime", f"{self.entrytime} is not above duration, {self.duration}")
        return call.tx.now() - self.entrytime * SECOND, call.tx.now() - self.duration * SECOND


class EventTypeResponse(Response, object="eventtype"):
    """A type of event."""

    name: str | None = field("the type, as VM.CREATE")


@command(roles=USERS, reads=True)
class ListEventTypes(Command):
    """Lists the types of events that commands leave here."""

    def run(self, call: Call) -> Listing[EventTypeResponse]:
        """By name."""
        names = sorted({cls.EVENT for cls in COMMANDS.values() if cls.EVENT} | {"USER.LOGIN", "USER.LOGOUT"})
        return Listing([EventTypeResponse(name=name) for name in names], len(names))
