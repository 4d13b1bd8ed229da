"""Invitations to projects expire after `project.invite.timeout`."""

from __future__ import annotations

from datetime import timedelta

from manager import settings
from manager.model.db import Tx
from manager.model.tenancy import members
from manager.reconcile.declare import reconciler
from manager.services import Services


@reconciler("invitations", every=timedelta(seconds=60))
async def invitations(services: Services) -> None:
    """One statement. An invitation cannot be accepted late, whether this has run or not."""
    await services.write(expire)


def expire(tx: Tx) -> int:
    """Returns how many have expired."""
    return members.expire(tx, int(settings.get(tx, "project.invite.timeout")))
