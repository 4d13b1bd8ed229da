"""listZonesMetrics, listClustersMetrics."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call, Listing
from manager.api.cluster.answer import ClusterResponse
from manager.api.cluster.list import ListClusters
from manager.api.declare import ADMINS, command
from manager.api.metrics.figures import beyond, copied, ghz, gib, measured, percent
from manager.api.metrics.hosts import CPU, MEMORY
from manager.api.responses import field
from manager.api.zone.answer import ZoneResponse
from manager.api.zone.list import ListZones
from manager.model.infra import metric_views
from manager.model.infra.metrics import ids_of
from manager.model.tables.infra import cluster


class ZoneMetricsResponse(ZoneResponse, object="zone"):
    """A zone with figures."""

    state: str | None = field("Enabled, Disabled or Unmanaged")
    cputotal: str | None = field("CPU that may be promised")
    cpuused: str | None = field("CPU in use, in percent, as last measured")
    cpuallocated: str | None = field("CPU promised to VMs, in percent")
    cpumaxdeviation: str | None = field("how much more than the mean the busiest host's CPU is in use, in percent of the mean")
    memorytotal: str | None = field("memory that may be promised")
    memoryused: str | None = field("memory in use, in percent, as last measured")
    memoryallocated: str | None = field("memory promised to VMs, in percent")
    memorymaxdeviation: str | None = field("how much more than the mean the fullest host's memory is in use, in percent of the mean")
    cputhreshold: bool | None = field("whether the CPU in use is beyond the threshold for alerts")
    cpuallocatedthreshold: bool | None = field("whether the CPU promised is beyond the threshold for alerts")
    memorythreshold: bool | None = field("whether the memory in use is beyond the threshold for alerts")
    memoryallocatedthreshold: bool | None = field("whether the memory promised is beyond the threshold for alerts")
    clusters: str | None = field("its enabled clusters, and all of them")


class ClusterMetricsResponse(ClusterResponse, object="cluster"):
    """A cluster with figures."""

    state: str | None = field("Enabled, Disabled or Unmanaged")
    cputotal: str | None = field("CPU that may be promised")
    cpuused: str | None = field("CPU in use, in percent, as last measured")
    cpuallocated: str | None = field("CPU promised to VMs, in percent")
    cpumaxdeviation: str | None = field("how much more than the mean the busiest host's CPU is in use, in percent of the mean")
    memorytotal: str | None = field("memory that may be promised")
    memoryused: str | None = field("memory in use, in percent, as last measured")
    memoryallocated: str | None = field("memory promised to VMs, in percent")
    memorymaxdeviation: str | None = field("how much more than the mean the fullest host's memory is in use, in percent of the mean")
    cputhreshold: bool | None = field("whether the CPU in use is beyond the threshold for alerts")
    cpuallocatedthreshold: bool | None = field("whether the CPU promised is beyond the threshold for alerts")
    memorythreshold: bool | None = field("whether the memory in use is beyond the threshold for alerts")
    memoryallocatedthreshold: bool | None = field("whether the memory promised is beyond the threshold for alerts")
    hosts: str | None = field("its hosts that are Up, and all of them")


@command(roles=ADMINS, reads=True)
class ListZonesMetrics(ListZones):
    """Lists zones with figures of their use."""

    def run(self, call: Call) -> Listing[ZoneMetricsResponse]:  # type: ignore[override]
        """Two queries more than listZones."""
        return measured(call, super().run(call), _zones)


@command(roles=ADMINS, reads=True)
class ListClustersMetrics(ListClusters):
    """Lists clusters with figures of their use."""

    def run(self, call: Call) -> Listing[ClusterMetricsResponse]:  # type: ignore[override]
        """Two queries more than listClusters."""
        return measured(call, super().run(call), _clusters)


def _zones(call: Call, items: list[Any]) -> list[ZoneMetricsResponse]:
    uuids = [item.id for item in items]
    rows, inside = metric_views.places(call.tx, "zone", uuids), metric_views.clusters_in(call.tx, uuids)
    limits = float(call.setting(CPU)), float(call.setting(MEMORY))
    return [ZoneMetricsResponse(**copied(item) | _figures(rows.get(item.id), limits) | {
        "state": item.allocationstate, "clusters": "{} / {}".format(*inside.get(item.id, (0, 0)))}) for item in items]


def _clusters(call: Call, items: list[Any]) -> list[ClusterMetricsResponse]:
    uuids = [item.id for item in items]
    rows, ids = metric_views.places(call.tx, "cluster", uuids), ids_of(call.tx, cluster, uuids)
    out = []
    for item in items:
        limits = float(call.setting(CPU, cluster=ids.get(item.id))), float(call.setting(MEMORY, cluster=ids.get(item.id)))
        row = rows.get(item.id)
        out.append(ClusterMetricsResponse(**copied(item) | _figures(row, limits) | {
            "state": item.allocationstate if item.managedstate == "Managed" else "Unmanaged",
            "hosts": f"{int(row.up or 0)} / {row.hosts}" if row is not None else "0 / 0"}))
    return out


def _figures(row: Any, limits: tuple[float, float]) -> dict[str, Any]:
    if row is None:
        return {"cputotal": ghz(0), "cpuused": percent(0, 0), "cpuallocated": percent(0, 0), "cpumaxdeviation": percent(0, 0), "memorytotal": gib(0),
                "memoryused": percent(0, 0), "memoryallocated": percent(0, 0), "memorymaxdeviation": percent(0, 0), "cputhreshold": False,
                "cpuallocatedthreshold": False, "memorythreshold": False, "memoryallocatedthreshold": False}
    figures = {name: float(value or 0) for name, value in row._mapping.items() if name != "uuid"}
    cpu, memory = limits
    return {
        "cputotal": ghz(figures["cpu_total"]), "cpuused": percent(figures["cpu_load"], figures["cpu"]),
        "cpuallocated": percent(figures["cpu_reserved"], figures["cpu_total"]),
        "cpumaxdeviation": percent(figures["cpu_top"] - figures["cpu_mean"], figures["cpu_mean"]), "memorytotal": gib(figures["memory_total"]),
        "memoryused": percent(figures["memory_load"], figures["memory"]),
        "memoryallocated": percent(figures["memory_reserved"], figures["memory_total"]),
        "memorymaxdeviation": percent(figures["memory_top"] - figures["memory_mean"], figures["memory_mean"]),
        "cputhreshold": beyond(figures["cpu_load"], figures["cpu"], cpu),
        "cpuallocatedthreshold": beyond(figures["cpu_reserved"], figures["cpu_total"], cpu),
        "memorythreshold": beyond(figures["memory_load"], figures["memory"], memory),
        "memoryallocatedthreshold": beyond(figures["memory_reserved"], figures["memory_total"], memory)}
