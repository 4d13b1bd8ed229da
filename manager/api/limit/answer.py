"""Answers about limits and counters."""

from __future__ import annotations

from typing import Any

from manager.api.responses import Response, field
from manager.model.tenancy.counters import KINDS
from manager.model.tenancy.limits import LimitView


class LimitResponse(Response, object="resourcelimit"):
    """What an account, a project or a domain may have of one kind of resource."""

    account: str | None = field("the account; absent for a domain's limit")
    projectid: str | None = field("the id of the project")
    project: str | None = field("the name of the project")
    domainid: str | None = field("the id of the domain")
    domain: str | None = field("the name of the domain")
    domainpath: str | None = field("the path of the domain")
    resourcetype: str | None = field("the kind of resource, as a number")
    resourcetypename: str | None = field("the kind of resource, as user_vm")
    max: int | None = field("how much; -1: no limit; storage in GiB, memory in MiB")
    tag: str | None = field("the tag of hosts or storage that the limit is for")


class CountResponse(Response, object="resourcecount"):
    """What an account, a project or a domain has of one kind of resource."""

    account: str | None = field("the account; absent for a domain's count")
    projectid: str | None = field("the id of the project")
    project: str | None = field("the name of the project")
    domainid: str | None = field("the id of the domain")
    domain: str | None = field("the name of the domain")
    domainpath: str | None = field("the path of the domain")
    resourcetype: str | None = field("the kind of resource, as a number")
    resourcetypename: str | None = field("the kind of resource, as user_vm")
    resourcecount: int | None = field("how many; storage in bytes, memory in MiB")
    tag: str | None = field("the tag of hosts or storage")


def limit_answers(rows: list[LimitView]) -> list[LimitResponse]:
    """Limits as they are shown."""
    return [LimitResponse(max=row.most, **_shown(row)) for row in rows]


def count_answers(rows: list[LimitView]) -> list[CountResponse]:
    """Counts (in `most`) as they are shown."""
    return [CountResponse(resourcecount=row.most, **_shown(row)) for row in rows]


def _shown(row: LimitView) -> dict[str, Any]:
    return {"account": row.account, "projectid": row.project_uuid, "project": row.project, "domainid": row.domain_uuid, "domain": row.domain_name,
            "domainpath": row.domain_path, "resourcetype": str(KINDS[row.kind].number), "resourcetypename": row.kind, "tag": row.tag}
