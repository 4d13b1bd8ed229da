"""Webhooks, and what is delivered to them."""

from sqlalchemy import Index, Table

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

webhook = Table(
    "webhook", metadata, pk(), uuid(), ref("account_id", "account.id"), ref("domain_id", "domain.id"), name(), text("description", 4096),
    text("state", 10, null=False, default="Enabled"), text("scope", 10, null=False, default="Local"), text("payload_url", 2048, null=False),
    text("secret_enc", 1024), flag("ssl_verification", default=True), created(), removed(), live(), **INNODB)

webhook_delivery = Table(              # written in the event's own transaction: what is to be sent, and what became of it
    "webhook_delivery", metadata, pk(), uuid(), ref("webhook_id", "webhook.id", index=False), big("event_id", null=True), text("event_uuid", 40),
    text("event_type", 60, null=False), text("account_uuid", 40), long_text("payload", null=False),
    text("state", 10, null=False, default="Queued"),   # Queued, Done
    num("tries"), big("due"), flag("success"), big("node_id", null=True), long_text("headers"), long_text("response"), big("started"), big("ended"),
    created(), Index("ix_webhook_delivery_due", "state", "due"), Index("ix_webhook_delivery_webhook", "webhook_id", "id"), **INNODB)
