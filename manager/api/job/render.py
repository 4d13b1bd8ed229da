"""The result of a job, rendered once, for its caller's role, in the transaction that ends it."""

from __future__ import annotations

import msgspec

from manager.api.declare import COMMANDS
from manager.api.tag.dress import dress
from manager.api.views import one
from manager.model.db import Tx
from manager.model.tenancy import accounts
from manager.model.work.saga import SagaRow


def render_job(tx: Tx, row: SagaRow) -> str | None:
    """JSON of `jobresult` of a saga that succeeded; None for sagas that are not asynchronous commands."""
    job = row.job
    cls = COMMANDS.get(job.command.lower()) if job is not None and job.command else None
    if job is None or cls is None or not cls.ASYNC:
        return None
    if cls.RETURNS == "success":
        return '{"success":true}'
    identity = accounts.identity_by_user(tx, job.user_id) if job.user_id is not None else None
    if identity is None or job.instance_uuid is None:
        return "{}"
    answer = one(tx, identity.caller, cls.RESPONSE, job.instance_uuid)
    dress(tx, [answer])
    if cls.RETURNS == "list":  # CloudStack's jobs show a list without the name of what is in it
        return msgspec.json.encode({"null": {"responses": [answer]}}).decode()
    return msgspec.json.encode({cls.OBJECT: answer}).decode()
