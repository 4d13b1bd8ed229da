"""Alerts as they are answered."""

from __future__ import annotations

from manager.api.errors import invalid
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.removed import never
from manager.model.work import alerts
from manager.model.work.alerts import AlertRow

resolver(AlertRow, entity="alert", gone=never)(alerts.find)


class AlertResponse(Response, object="alert"):
    """Something that an operator has to look at."""

    id: str | None = field("the ID of the alert")
    type: int | None = field("its type, as listAlertTypes has them")
    name: str | None = field("the name of its type")
    description: str | None = field("what happened")
    sent: str | None = field("when it was raised", kind="date")


class AlertTypeResponse(Response, object="alerttype"):
    """A type of alerts."""

    alerttypeid: int | None = field("the number of the type")
    name: str | None = field("its name")


def answer(row: AlertRow) -> AlertResponse:
    """One alert."""
    return AlertResponse(id=row.uuid, type=row.type, name=row.name, description=row.subject, sent=show_date(row.created))


def number(type: str | None) -> int | None:
    """The type of alerts that a caller names by number or by name. ApiError 431 when it is neither."""
    if not type:
        return None
    for known, name in alerts.NAMES.items():
        if type.upper() == name:
            return known
    if not type.isascii() or not type.isdigit() or len(type) > 5:
        raise invalid("type", f"{type} is neither the number nor the name of a type of alerts")
    return int(type)
