"""listDeploymentPlanners."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, ListCommand, Listing, command
from manager.api.responses import Response, field
from manager.placement.filters import PLANNERS


class DeploymentPlannersResponse(Response, object="deploymentPlanner"):
    """A way of choosing hosts."""

    name: str | None = field("its name")


@command(roles=ADMINS, reads=True)
class ListDeploymentPlanners(ListCommand):
    """Lists the ways of choosing hosts that placement knows."""

    def run(self, call: Call) -> Listing[DeploymentPlannersResponse]:
        """They are in the code."""
        limit, offset = self.limits(call)
        found = [name for name in PLANNERS if self.keyword is None or self.keyword.lower() in name.lower()]
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([DeploymentPlannersResponse(name=name) for name in page], len(found))
