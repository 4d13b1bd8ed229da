"""listInfrastructure, listDbMetrics, listManagementServersMetrics."""

from __future__ import annotations

import os
from typing import Any

from manager.api.call import Call, Listing
from manager.api.declare import ADMINS, Command, command, param
from manager.api.managementserver.answer import ManagementServerResponse
from manager.api.managementserver.commands import ListManagementServers
from manager.api.metrics.figures import copied, gib, measured
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.infra import metric_views


class InfrastructureResponse(Response, object="infrastructure"):
    """How many of everything there are."""

    zones: int | None = field("zones")
    pods: int | None = field("pods")
    clusters: int | None = field("clusters")
    hosts: int | None = field("hosts")
    storagepools: int | None = field("storage pools")
    imagestores: int | None = field("image stores")
    systemvms: int | None = field("console proxies and secondary storage VMs")
    routers: int | None = field("virtual routers")
    cpusockets: int | None = field("CPU sockets of all hosts")
    managementservers: int | None = field("manager processes that run")
    alerts: int | None = field("alerts that were not archived")


class DbMetricsResponse(Response, object="dbMetrics"):
    """What the database tells of itself."""

    collectiontime: str | None = field("when it was asked", kind="date")
    hostname: str | None = field("the name of its machine")
    connections: int | None = field("connections that are open")
    uptime: int | None = field("seconds since it started")
    tlsversions: str | None = field("the versions of TLS that it speaks")
    version: str | None = field("its version")
    versioncomment: str | None = field("what it is")
    queries: int | None = field("statements since it started")


class ManagementServerMetricsResponse(ManagementServerResponse, object="managementserver"):
    """A manager process with figures."""

    agentcount: int | None = field("how many hosts report to it")
    sessions: int | None = field("how many sessions of users there are, on whichever node")
    collectiontime: str | None = field("when the figures were collected", kind="date")
    availableprocessors: int | None = field("CPUs of its machine; of the node that answers, with system")
    systemmemorytotal: str | None = field("memory of its machine; of the node that answers, with system")
    systemmemoryfree: str | None = field("memory of its machine that nothing uses; of the node that answers, with system")
    systemloadaverages: list[float] | None = field("load of its machine within 1, 5 and 15 minutes; of the node that answers, with system")
    dbislocal: bool | None = field("whether the database is in the process itself")


@command(roles=ADMINS, reads=True)
class ListInfrastructure(Command):
    """Tells how many of everything there are."""

    def run(self, call: Call) -> InfrastructureResponse:
        """Eleven counts."""
        return InfrastructureResponse(**metric_views.infrastructure(call.tx))


@command(roles=ADMINS, reads=True)
class ListDbMetrics(Command):
    """Tells what the database tells of itself."""

    def run(self, call: Call) -> DbMetricsResponse:
        """At most two statements."""
        found = metric_views.database(call.tx)
        return DbMetricsResponse(
            collectiontime=show_date(call.tx.now()), hostname=found.get("hostname"), connections=found.get("connections"), uptime=found.get("uptime"),
            tlsversions=found.get("tls"), version=found.get("version"), versioncomment=found.get("comment"), queries=found.get("queries"))


@command(roles=ADMINS, reads=True)
class ListManagementServersMetrics(ListManagementServers):
    """Lists the manager's processes with figures."""

    system: bool = param("whether the node that answers tells of its machine, too", default=False)

    def run(self, call: Call) -> Listing[ManagementServerMetricsResponse]:  # type: ignore[override]
        """One query more than listManagementServers."""
        return measured(call, super().run(call), lambda call, items: _managers(call, items, self.system))


def _managers(call: Call, items: list[Any], system: bool) -> list[ManagementServerMetricsResponse]:
    more = {"sessions": metric_views.sessions(call.tx), "collectiontime": show_date(call.tx.now()),
            "dbislocal": call.tx.conn.dialect.name == "sqlite"}
    machine = _machine() if system else {}
    return [ManagementServerMetricsResponse(**copied(item) | more | {"agentcount": item.agentscount} | (
        machine if call.node_uuid in ("", item.id) else {})) for item in items]


def _machine() -> dict[str, Any]:
    page = os.sysconf("SC_PAGE_SIZE")
    return {"availableprocessors": os.cpu_count(), "systemmemorytotal": gib(page * os.sysconf("SC_PHYS_PAGES")),
            "systemmemoryfree": gib(page * os.sysconf("SC_AVPHYS_PAGES")), "systemloadaverages": list(os.getloadavg())}
