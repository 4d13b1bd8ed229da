"""Webhooks: events, posted to where their owners say."""
