"""Asynchronous jobs: the sagas that API calls started."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, select

from manager.model.caller import Caller, Role, Scope
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.rows import make
from manager.model.tables.tenancy import account, domain, user
from manager.model.tables.work import node, saga


class JobRow(msgspec.Struct, frozen=True):
    """A job with the names that its answer shows."""

    id: int
    uuid: str
    state: str            # of the saga
    result: str | None    # rendered, JSON
    error_code: int | None
    error_text: str | None
    percent: int
    cmd: str | None
    instance_type: str | None
    instance_uuid: str | None
    created: int
    ended: int | None
    account_uuid: str
    account_name: str
    domain_uuid: str
    domain_path: str
    user_uuid: str | None
    node_uuid: str | None
    node_name: str | None
    progress: str | None  # what a running job does or waits for


_COLUMNS = (
    saga.c.id, saga.c.uuid, saga.c.state, saga.c.result, saga.c.error_code, saga.c.error_text, saga.c.percent, saga.c.cmd, saga.c.instance_type,
    saga.c.instance_uuid, saga.c.created, saga.c.ended, account.c.uuid, account.c.name, domain.c.uuid, domain.c.name_path, user.c.uuid,
    node.c.uuid, node.c.name, saga.c.progress)
_FROM = saga.join(account, account.c.id == saga.c.account_id).join(domain, domain.c.id == account.c.domain_id).outerjoin(
    user, user.c.id == saga.c.user_id).outerjoin(node, node.c.id == saga.c.node_id)
_JOBS: Select[Any] = select(*_COLUMNS).select_from(_FROM).where(saga.c.is_job)
_BY_UUID = _JOBS.where(saga.c.uuid == bindparam("job"))
_OWN = _BY_UUID.where(account.c.id == bindparam("account"))  # polled all the time: built once


class JobRef(msgspec.Struct, frozen=True):
    """A job that the caller may see."""

    row: JobRow


def find_job(tx: Tx, caller: Caller, uuid: str) -> JobRef | None:
    """A job of an account within the caller's reach."""
    if caller.is_admin:
        row = tx.first(_BY_UUID, {"job": uuid})
    elif caller.role is Role.USER:
        row = tx.first(_OWN, {"job": uuid, "account": caller.account_id})
    else:
        row = tx.first(_BY_UUID.where(caller.sees(account.c.id, account.c.domain_id)), {"job": uuid})
    return None if row is None else JobRef(make(JobRow, row))


def list_jobs(
    tx: Tx, scope: Scope, commands: Collection[str], limit: int | None, offset: int, *, since: int | None = None, keyword: str | None = None,
    node_uuid: str | None = None, live_only: bool = True,
) -> tuple[list[JobRow], int]:
    """A page of the jobs of these (asynchronous) commands, oldest first, and the count of all. `live_only`: those that have not ended."""
    where = [saga.c.is_job, saga.c.command.in_(list(commands)), scope.where(account.c.id, account.c.domain_id)]
    if live_only:
        where.append(saga.c.ended.is_(None))
    if since is not None:
        where.append(saga.c.created >= since)
    if keyword:
        where.append(saga.c.cmd.contains(keyword, autoescape=True))
    if node_uuid is not None:
        where.append(node.c.uuid == node_uuid)
    rows, total = page(tx, _JOBS.where(*where).order_by(saga.c.id), limit, offset)
    return [make(JobRow, row) for row in rows], total
