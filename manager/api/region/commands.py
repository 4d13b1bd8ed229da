"""listRegions, updateRegion. There is one region; others come with several clouds."""

from __future__ import annotations

from urllib.parse import urlsplit

from manager.api import checks
from manager.api.declare import ADMINS, USERS, Call, Command, ListCommand, Listing, command, param
from manager.api.errors import invalid
from manager.api.responses import Response, field
from manager.model.infra import regions
from manager.model.infra.regions import RegionRow


class RegionResponse(Response, object="region"):
    """A region."""

    id: int | None = field("the number of the region")
    name: str | None = field("the name of the region")
    endpoint: str | None = field("the URL of its API")
    gslbserviceenabled: bool | None = field("whether load is balanced over regions")
    portableipserviceenabled: bool | None = field("whether addresses may move between zones")


@command(roles=USERS, reads=True)
class ListRegions(ListCommand):
    """Lists regions: this cloud is one."""

    id: int | None = param("list the region of this number", default=None)
    name: str | None = param("list the region of this name", default=None)

    def run(self, call: Call) -> Listing[RegionResponse]:
        """By number."""
        rows, total = regions.listed(call.tx, *self.limits(call), id=self.id, name=self.name, keyword=self.keyword)
        return Listing([_answer(row) for row in rows], total)


@command(roles=ADMINS, event="REGION.UPDATE")
class UpdateRegion(Command):
    """Changes a region's name or the URL of its API."""

    id: int = param("the number of the region")
    name: str | None = param("the new name", default=None)
    endpoint: str | None = param("the URL of its API, as https://cloud.example.org/client/", default=None)

    def run(self, call: Call) -> RegionResponse:
        """What is not given stays."""
        if regions.get(call.tx, self.id) is None:
            raise invalid("id", f"there is no region {self.id}")
        values = {}
        if self.name:
            values["name"] = checks.one_line("name", self.name)
        if self.endpoint:
            values["endpoint"] = url(self.endpoint)
        regions.change(call.tx, self.id, values)
        row = regions.get(call.tx, self.id)
        assert row is not None
        call.event(description=f"Changed region {row.name}")
        return _answer(row)


def url(text: str) -> str:
    """The same; 431 for what is no http or https URL."""
    checks.one_line("endpoint", text)
    try:
        parts = urlsplit(text)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise invalid("endpoint", f"{text} is not a URL of http or https")
    return text


def _answer(row: RegionRow) -> RegionResponse:
    return RegionResponse(id=row.id, name=row.name, endpoint=row.endpoint, gslbserviceenabled=False, portableipserviceenabled=False)
