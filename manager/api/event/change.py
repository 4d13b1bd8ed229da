"""archiveEvents, deleteEvents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manager.api.declare import USERS, Access, Call, Command, Date, Ref, Success, command, mixin, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.responses import succeeded
from manager.model.work import event_views
from manager.model.work.event_views import EventRow


@mixin
class Chosen:
    """Which events; everything that is given must hold."""

    ids: list[Ref[EventRow]] | None = param("the IDs of events, comma-joined", default=None, access=Access.OPERATE)
    type: str | None = param("events of this type, as VM.CREATE", default=None)
    startdate: Date | None = param("events since; goes with enddate", default=None)
    enddate: Date | None = param("events until", default=None)


def _run(call: Call, chosen: Any, work: Callable[..., int]) -> Success:
    """ApiError 431 when nothing says which events."""
    if not chosen.ids and chosen.type is None and chosen.enddate is None:
        raise ApiError(PARAMETER, "Either ids, type or enddate must be specified")
    if chosen.startdate is not None and (chosen.enddate is None or chosen.enddate < chosen.startdate):
        raise invalid("enddate", "it is needed with startdate, and not before it")
    ids = [ref.row.id for ref in chosen.ids] if chosen.ids else None
    work(call.tx, event_views.reached(call.caller, by_id=ids is not None), ids, chosen.type, chosen.startdate, chosen.enddate)
    return succeeded()


@command(roles=USERS)
class ArchiveEvents(Chosen, Command):
    """Archives events: listEvents shows them only when it is asked to."""

    def run(self, call: Call) -> Success:
        """Those that the caller may not see stay."""
        return _run(call, self, event_views.archive)


@command(roles=USERS)
class DeleteEvents(Chosen, Command):
    """Deletes events for good."""

    def run(self, call: Call) -> Success:
        """Those that the caller may not see stay."""
        return _run(call, self, event_views.remove)
