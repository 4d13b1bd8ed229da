"""DedicateZoneResponse and its siblings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.place import dedication


class DedicateZoneResponse(Response, object="dedicatedzone"):
    """A dedicated zone."""

    id: str | None = field("the ID of the dedication")
    zoneid: str | None = field("the ID of the zone")
    zonename: str | None = field("the name of the zone")
    domainid: str | None = field("the ID of the domain that it is for")
    accountid: str | None = field("the ID of the account that it is for")
    affinitygroupid: str | None = field("the ID of the affinity group that VMs use it through")


class DedicatePodResponse(Response, object="dedicatedpod"):
    """A dedicated pod."""

    id: str | None = field("the ID of the dedication")
    podid: str | None = field("the ID of the pod")
    podname: str | None = field("the name of the pod")
    domainid: str | None = field("the ID of the domain that it is for")
    accountid: str | None = field("the ID of the account that it is for")
    affinitygroupid: str | None = field("the ID of the affinity group that VMs use it through")


class DedicateClusterResponse(Response, object="dedicatedcluster"):
    """A dedicated cluster."""

    id: str | None = field("the ID of the dedication")
    clusterid: str | None = field("the ID of the cluster")
    clustername: str | None = field("the name of the cluster")
    domainid: str | None = field("the ID of the domain that it is for")
    accountid: str | None = field("the ID of the account that it is for")
    affinitygroupid: str | None = field("the ID of the affinity group that VMs use it through")


class DedicateHostResponse(Response, object="dedicatedhost"):
    """A dedicated host."""

    id: str | None = field("the ID of the dedication")
    hostid: str | None = field("the ID of the host")
    hostname: str | None = field("the name of the host")
    domainid: str | None = field("the ID of the domain that it is for")
    accountid: str | None = field("the ID of the account that it is for")
    affinitygroupid: str | None = field("the ID of the affinity group that VMs use it through")


R = TypeVar("R", bound=Response)


def _view(kind: str, response: type[R]) -> Callable[[Tx, Caller, list[str]], list[R]]:
    def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[R]:
        return [response(**{
            "id": row.uuid, f"{kind}id": row.resource_uuid, f"{kind}name": row.resource_name, "domainid": row.domain_uuid,
            "accountid": row.account_uuid, "affinitygroupid": row.group_uuid}) for row in dedication.shown(tx, kind, uuids)]
    return renders(response)(view)


zones = _view("zone", DedicateZoneResponse)
pods = _view("pod", DedicatePodResponse)
clusters = _view("cluster", DedicateClusterResponse)
hosts = _view("host", DedicateHostResponse)
