"""listAlerts, listAlertTypes, generateAlert, archiveAlerts, deleteAlerts."""

from __future__ import annotations

from manager.api.alert.answer import AlertResponse, AlertTypeResponse, answer, number
from manager.api.declare import (
    ADMINS,
    RESOURCE_ADMINS,
    ApiError,
    Call,
    Command,
    Date,
    Job,
    ListCommand,
    Listing,
    Ref,
    Short,
    Success,
    command,
    mixin,
    param,
)
from manager.api.errors import PARAMETER, invalid
from manager.api.responses import succeeded
from manager.model.infra.zones import PodRow, ZoneRow
from manager.model.work import alerts
from manager.model.work.alerts import AlertRow
from manager.sagas.immediate import IMMEDIATE, Immediate


@command(roles=RESOURCE_ADMINS, reads=True)
class ListAlerts(ListCommand):
    """Lists alerts that were not archived, the newest first."""

    id: Ref[AlertRow] | None = param("the ID of the alert", default=None)
    name: str | None = param("alerts with this name of a type, as ALERT.COMPUTE.HOST", default=None)
    type: str | None = param("alerts of this type, by number or name", default=None)

    def run(self, call: Call) -> Listing[AlertResponse]:
        """One query for the rows, one for the count."""
        rows, total = alerts.listed(call.tx, *self.limits(call), id=self.id.row.id if self.id else None, name=self.name, type=number(self.type),
                                    keyword=self.keyword)
        return Listing([answer(row) for row in rows], total)


@command(roles=ADMINS, reads=True)
class ListAlertTypes(Command):
    """Lists the types of alerts."""

    def run(self, call: Call) -> Listing[AlertTypeResponse]:
        """CloudStack's numbers and names."""
        return Listing([AlertTypeResponse(alerttypeid=type, name=name) for type, name in sorted(alerts.NAMES.items())], len(alerts.NAMES))


@command(roles=ADMINS, event="ALERT.GENERATE")
class GenerateAlert(Command):
    """Raises an alert, as monitoring programs do."""

    type: Short = param("the type, a number; one of the default types goes with its own name only", low=0, high=32767)
    name: str = param("the name of the type", length=60)
    description: str = param("what happened", length=999)
    zoneid: Ref[ZoneRow] | None = param("the zone that it is about", default=None)
    podid: Ref[PodRow] | None = param("the pod that it is about", default=None)

    def run(self, call: Call) -> Job[Success]:
        """Writes the row; the job has nothing left to do."""
        known = alerts.NAMES.get(self.type)
        if known is not None and known != self.name.upper():
            raise invalid("name", f"alerts of type {self.type} are called {known}")
        if self.podid is not None and self.zoneid is not None and self.podid.row.zone_id != self.zoneid.row.id:
            raise invalid("podid", f"pod {self.podid.row.name} is not in zone {self.zoneid.row.name}")
        pod = self.podid.row if self.podid else None
        alerts.add(call.tx, self.type, known or self.name, self.description, pod_id=pod.id if pod else None,
                   zone_id=self.zoneid.row.id if self.zoneid else pod.zone_id if pod else None)
        return call.start(IMMEDIATE, Immediate("alerts"), description=f"Raised an alert of type {self.type}")


@mixin
class _Chosen(Command):
    """Which alerts."""

    ids: list[Ref[AlertRow]] | None = param("the IDs of the alerts, comma-joined", default=None)
    type: str | None = param("alerts of this type, by number or name", default=None)
    startdate: Date | None = param("alerts raised at this time or later", default=None)
    enddate: Date | None = param("alerts raised until this time", default=None)

    def chosen(self) -> tuple[list[int] | None, int | None, int | None, int | None]:
        """(ids, type, since, until). ApiError 431 when nothing was named: that would be all."""
        if not self.ids and not self.type and self.startdate is None and self.enddate is None:
            raise ApiError(PARAMETER, "At least one of the parameters ids, type, startdate and enddate is needed")
        if self.startdate is not None and self.enddate is not None and self.startdate > self.enddate:
            raise invalid("startdate", "it is after enddate")
        return [ref.row.id for ref in self.ids] if self.ids else None, number(self.type), self.startdate, self.enddate


@command(roles=ADMINS, event="ALERT.ARCHIVE")
class ArchiveAlerts(_Chosen):
    """Archives alerts: lists hold them no more."""

    def run(self, call: Call) -> Success:
        """One statement."""
        count = alerts.archive(call.tx, *self.chosen())
        call.event(description=f"Archived {count} alerts")
        return succeeded()


@command(roles=ADMINS, event="ALERT.DELETE")
class DeleteAlerts(_Chosen):
    """Deletes alerts."""

    def run(self, call: Call) -> Success:
        """Two statements."""
        count = alerts.remove(call.tx, *self.chosen())
        call.event(description=f"Deleted {count} alerts")
        return succeeded()
