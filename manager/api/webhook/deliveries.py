"""executeWebhookDelivery, listWebhookDeliveries, deleteWebhookDelivery."""

from __future__ import annotations

from typing import Any

from common.ids import new_uuid
from manager.api.declare import ADMINS, USERS, Access, Call, Command, Date, ListCommand, Listing, Ref, Success, Uuid, Waiting, command, mixin, param
from manager.api.errors import PARAMETER, ApiError, invalid, not_found
from manager.api.responses import succeeded
from manager.api.values import show_date
from manager.api.webhook.answer import WebhookDeliveryResponse, delivery_view
from manager.api.webhook.commands import MAX_SECRET, MAX_URL, checked, operable, url_of
from manager.model.db import Database, Tx
from manager.model.work import webhooks as model
from manager.model.work.webhooks import DeliveryRow, Wanted, WebhookRow
from manager.services import hooks

TEST_TYPE, TEST_PAYLOAD = "TEST.WEBHOOK", '{ "CloudStack": "works!" }'   # as receivers of CloudStack's tests know them
MAX_PAYLOAD = 65_536


@mixin
class Chosen:
    """Which deliveries; everything that is given must hold."""

    id: Ref[DeliveryRow] | None = param("the ID of the delivery", default=None, access=Access.OPERATE)
    webhookid: Ref[WebhookRow] | None = param("those of this webhook", default=None, access=Access.OPERATE)
    managementserverid: Uuid | None = param("those that this management server posted", default=None, roles=ADMINS)
    startdate: Date | None = param("those since", default=None)
    enddate: Date | None = param("those until", default=None)


def _wanted(call: Call, chosen: Any, keyword: str | None = None, eventtype: str | None = None) -> Wanted:
    """ApiError 431 for an end before the start, or a management server that is not there."""
    if chosen.startdate is not None and chosen.enddate is not None and chosen.enddate < chosen.startdate:
        raise invalid("enddate", "it is before startdate")
    if chosen.managementserverid is not None and model.node_of(call.tx, chosen.managementserverid) is None:
        raise not_found("managementserverid", chosen.managementserverid)
    return Wanted(
        id=chosen.id.row.id if chosen.id else None, webhook_id=chosen.webhookid.row.id if chosen.webhookid else None,
        node_uuid=chosen.managementserverid, event_type=eventtype, keyword=keyword, since=chosen.startdate, until=chosen.enddate)


@command(roles=USERS, reads=True)
class ListWebhookDeliveries(ListCommand, Chosen):
    """Lists what was posted to webhooks, the newest first."""

    eventtype: str | None = param("those of events of this type", default=None)

    def run(self, call: Call) -> Listing[WebhookDeliveryResponse]:
        """Of webhooks that the caller sees."""
        uuids, total = model.history(call.tx, call.caller, _wanted(call, self, self.keyword, self.eventtype), *self.limits(call))
        return call.listing(delivery_view, uuids, total)


@command(roles=USERS, event="WEBHOOK.DELIVERY.DELETE")
class DeleteWebhookDelivery(Chosen, Command):
    """Deletes the history of what was posted to webhooks; at least one parameter says which."""

    def run(self, call: Call) -> Success:
        """Of webhooks that the caller sees."""
        wanted = _wanted(call, self)
        if wanted == Wanted():
            raise ApiError(PARAMETER, "At least one of id, webhookid, managementserverid, startdate and enddate must be specified")
        many = model.forget(call.tx, call.caller, wanted)
        call.event(description=f"Deleted {many} webhook deliveries")
        return succeeded()


@command(roles=USERS, event="WEBHOOK.DELIVERY.EXECUTE")
class ExecuteWebhookDelivery(Command):
    """Posts a delivery again (id), or a test to a webhook (webhookid) or a URL (payloadurl), and shows what was answered."""

    id: Ref[DeliveryRow] | None = param("the ID of the delivery to post again", default=None, access=Access.OPERATE)
    webhookid: Ref[WebhookRow] | None = param("the ID of the webhook to test", default=None, access=Access.OPERATE)
    payloadurl: str | None = param("the URL to post to, instead of the webhook's", default=None, length=MAX_URL)
    payload: str | None = param("what to post in a test", default=None, length=MAX_PAYLOAD)
    secretkey: str | None = param("the key to sign with, instead of the webhook's", default=None, secret=True, length=MAX_SECRET)
    sslverification: bool | None = param("whether the receiver's certificate is checked", default=None)

    def run(self, call: Call) -> Waiting[WebhookDeliveryResponse]:
        """A repeated delivery becomes a row of the history, a test does not."""
        if self.id is None and self.webhookid is None and not self.payloadurl:
            raise ApiError(PARAMETER, "One of id, webhookid or payloadurl must be specified")
        if self.id is not None and self.webhookid is not None:
            raise ApiError(PARAMETER, "Only one of id or webhookid can be specified")
        hook = model.by_id(call.tx, self.id.row.webhook_id) if self.id is not None else self.webhookid.row if self.webhookid is not None else None
        if hook is not None:
            operable(call, hook)
        post = self._post(call, hook)
        domain = hook.domain_id if hook is not None else call.caller.domain_id
        seconds = float(call.setting("webhook.delivery.timeout", domain=domain))
        tries = int(call.setting("webhook.delivery.tries", domain=domain))
        blocked = hooks.blocklist(str(call.setting("webhook.delivery.blocklist")))
        call.event(description=f"Posted a webhook delivery of type {post.event_type}", resource=("Webhook", hook.uuid) if hook else None)
        ended: list[WebhookDeliveryResponse] = []
        again = self.id.row if self.id is not None else None

        async def work(db: Database) -> None:
            outcome = await hooks.deliver(post, blocked, seconds)
            for _ in range(tries - 1):
                if outcome.success:
                    break
                outcome = await hooks.deliver(post, blocked, seconds)
            ended.append(await db.run(lambda tx: _answer(call, tx, again, hook, post, outcome)))

        return Waiting(0, lambda tx: ended[0], work)

    def _post(self, call: Call, hook: WebhookRow | None) -> hooks.Post:
        url = url_of(self.payloadurl) if self.payloadurl else hook.payload_url if hook is not None else ""
        if self.sslverification is not None:
            verify = checked(url, self.sslverification)
        else:
            verify = bool(hook.ssl_verification) if hook is not None and not self.payloadurl else checked(url, None)
        secret = self.secretkey or ""
        if not secret and hook is not None and hook.secret_enc and not self.payloadurl:   # a key is for its own receiver alone
            secret = call.secrets.open(hook.secret_enc)
        if self.id is not None:
            row = self.id.row
            return hooks.Post(url, row.event_uuid or "", row.event_type, row.account_uuid or "", row.payload, secret, verify)
        return hooks.Post(url, new_uuid(), TEST_TYPE, call.caller.account_uuid, self.payload or TEST_PAYLOAD, secret, verify)


def _answer(call: Call, tx: Tx, again: DeliveryRow | None, hook: WebhookRow | None, post: hooks.Post,
            outcome: hooks.Outcome) -> WebhookDeliveryResponse:
    """Writes a repeated delivery down, and says what became of it."""
    found = model.node_of(tx, call.node_uuid)
    shown = found is not None and call.caller.is_admin
    uuid = new_uuid()
    if again is not None:
        uuid = model.record(tx, again, success=outcome.success, headers=outcome.headers, response=outcome.response, started=outcome.started,
                            ended=outcome.ended, tries=1, node_id=found[0] if found else None)
    return WebhookDeliveryResponse(
        id=uuid, eventid=post.event_id or None, eventtype=post.event_type, webhookid=hook.uuid if hook else None,
        webhookname=hook.name if hook else None, headers=outcome.headers, payload=post.payload, success=outcome.success,
        managementserverid=call.node_uuid if shown else None, managementservername=found[1] if found is not None and shown else None,
        response=outcome.response, startdate=show_date(outcome.started), enddate=show_date(outcome.ended))
