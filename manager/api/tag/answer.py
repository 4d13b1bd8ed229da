"""TagResponse, as it stands below its object and in listTags."""

from __future__ import annotations

from manager.api.responses import Response, field


class TagResponse(Response, object="tag"):
    """A tag of a resource."""

    key: str | None = field("its key")
    value: str | None = field("its value")
    resourcetype: str | None = field("the kind of the resource")
    resourceid: str | None = field("the ID of the resource")
    account: str | None = field("the account that owns the tag")
    projectid: str | None = field("the ID of the project that owns the tag")
    project: str | None = field("the name of the project that owns the tag")
    domainid: str | None = field("the ID of that account's domain")
    domain: str | None = field("the name of that domain")
    domainpath: str | None = field("the path of that domain")
    customer: str | None = field("the customer")
