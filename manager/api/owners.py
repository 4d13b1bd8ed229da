"""Who owns a thing, as answers say it: an account, or a project."""

from __future__ import annotations

from typing import Any

from manager.api.responses import Response, field


class Owned(Response):
    """The owner's fields."""

    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of that project")
    domainid: str | None = field("the ID of its owner's domain")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")


def owner_fields(row: Any) -> dict[str, Any]:
    """For a row with account_name, project_uuid, project_name, domain_uuid, domain_name, domain_path. A project's account is not shown."""
    return {"account": row.account_name if row.project_uuid is None else None, "projectid": row.project_uuid, "project": row.project_name,
            "domainid": row.domain_uuid, "domain": row.domain_name, "domainpath": row.domain_path}
