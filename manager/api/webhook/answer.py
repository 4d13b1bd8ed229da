"""WebhookResponse and WebhookDeliveryResponse."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.removed import never, seen
from manager.model.tables.webhook import webhook
from manager.model.work import webhooks as model

resolver(model.WebhookRow, entity="webhook", gone=seen(webhook))(model.find)
resolver(model.DeliveryRow, entity="webhookdelivery", gone=never)(model.find_delivery)


class WebhookResponse(Response, object="webhook"):
    """Where events are posted to."""

    id: str | None = field("the ID of the webhook")
    name: str | None = field("its name")
    description: str | None = field("its description")
    state: str | None = field("Enabled or Disabled")
    domainid: str | None = field("the ID of its domain")
    domain: str | None = field("the name of its domain")
    domainpath: str | None = field("the path of its domain")
    account: str | None = field("the account that owns it; absent for a project's")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    payloadurl: str | None = field("where events are posted to")
    secretkey: str | None = field("the key that signs what is posted: shown when it is set, never again")
    sslverification: bool | None = field("whether the receiver's certificate is checked")
    scope: str | None = field("whose events: Local (its account's), Domain (its domain's and those below) or Global")
    created: str | None = field("when it was created", kind="date")


class WebhookDeliveryResponse(Response, object="webhookdelivery"):
    """An event that was posted, or could not be."""

    id: str | None = field("the ID of the delivery")
    eventid: str | None = field("the ID of the event")
    eventtype: str | None = field("the type of the event")
    webhookid: str | None = field("the ID of the webhook")
    webhookname: str | None = field("the name of the webhook")
    managementserverid: str | None = field("the ID of the management server that posted it; for root admins")
    managementservername: str | None = field("the name of that management server; for root admins")
    headers: str | None = field("the headers that were sent")
    payload: str | None = field("what was sent")
    success: bool | None = field("whether the receiver took it")
    response: str | None = field("what the receiver answered, or what went wrong")
    startdate: str | None = field("when it was sent", kind="date")
    enddate: str | None = field("when the answer was there", kind="date")


@renders(WebhookResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[WebhookResponse]:
    """The answers for these webhooks."""
    return [WebhookResponse(
        id=row.uuid, name=row.name, description=row.description, state=row.state, domainid=row.domain_uuid, domain=row.domain_name,
        domainpath=row.domain_path, account=None if row.project_uuid else row.account_name, projectid=row.project_uuid, project=row.project_name,
        payloadurl=row.payload_url, sslverification=bool(row.ssl_verification), scope=row.scope, created=show_date(row.created))
        for row in model.shown(tx, uuids)]


@renders(WebhookDeliveryResponse)
def delivery_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[WebhookDeliveryResponse]:
    """The answers for these deliveries."""
    return [WebhookDeliveryResponse(
        id=row.uuid, eventid=row.event_uuid, eventtype=row.event_type, webhookid=row.webhook_uuid, webhookname=row.webhook_name,
        managementserverid=row.node_uuid if caller.is_admin else None, managementservername=row.node_name if caller.is_admin else None,
        headers=row.headers, payload=row.payload, success=bool(row.success), response=row.response, startdate=show_date(row.started),
        enddate=show_date(row.ended)) for row in model.deliveries_shown(tx, uuids)]
