"""What every answer gets last: its tags, and the project instead of a project's account. A constant number of queries for any number of answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from manager.api.call import Listing
from manager.api.responses import Response
from manager.api.tag.answer import TagResponse
from manager.model.db import Tx
from manager.model.tenancy import project_views
from manager.model.tenancy.projects import PREFIX
from manager.model.work import tags

KINDS = {  # the kind of the tags of an answer, by its object; VMs and volumes bring their own
    "network": "Network", "publicipaddress": "PublicIpAddress", "firewallrule": "FirewallRule", "portforwardingrule": "PortForwardingRule",
    "template": "Template", "iso": "ISO", "zone": "Zone", "project": "Project"}


def dress(tx: Tx, answers: Sequence[Any]) -> None:
    """Completes these answers, which are all of one class, in place."""
    if not answers or not isinstance(answers[0], Response):
        return
    docs = type(answers[0]).DOCS
    if "tags" in docs:
        _tag(tx, answers)
    if "account" in docs and "projectid" in docs:
        _name_projects(tx, answers)


def dressed(tx: Tx, result: Any) -> Any:
    """What a command returned, completed: an answer in place, a long list batch by batch as it is sent."""
    if isinstance(result, Listing):
        dress(tx, result.items)
        if result.more is not None:
            return dataclasses.replace(result, more=_batches(tx, result.more))
    else:
        dress(tx, [result])
    return result


def _batches(tx: Tx, batches: Iterable[list[Any]]) -> Iterator[list[Any]]:
    for batch in batches:
        dress(tx, batch)
        yield batch


def _tag(tx: Tx, answers: Sequence[Any]) -> None:
    kind = KINDS.get(answers[0].OBJECT)
    if kind is None:
        return
    found = tags.of(tx, kind, [one.id for one in answers])
    for one in answers:
        one.tags = [answer(row) for row in found.get(one.id, ())]


def answer(row: Any) -> TagResponse:
    """From a row of model.work.tags."""
    mine = row.project_uuid is not None
    return TagResponse(
        key=row.key, value=row.value, resourcetype=row.resource_type, resourceid=row.resource_uuid, account=None if mine else row.account_name,
        projectid=row.project_uuid, project=row.project_name, domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path,
        customer=row.customer)


def _name_projects(tx: Tx, answers: Sequence[Any]) -> None:
    theirs = [part for one in answers for part in _parts(one) if (part.account or "").startswith(PREFIX)]
    if not theirs:
        return
    names = project_views.names(tx, sorted({one.account for one in theirs}), sorted({one.domainid for one in theirs if one.domainid}))
    for one in theirs:
        if (found := names.get((one.account, one.domainid))) is not None:
            one.account = None
            one.projectid, one.project = found


def _parts(one: Any) -> Iterator[Any]:
    yield one
    for below in getattr(one, "tags", None) or ():
        if isinstance(below, TagResponse):
            yield below
