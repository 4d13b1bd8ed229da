"""listHostsMetrics."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call, Listing
from manager.api.declare import ADMINS, command
from manager.api.host.answer import HostResponse
from manager.api.host.list import ListHosts
from manager.api.metrics.figures import beyond, copied, ghz, gib, measured
from manager.api.responses import field
from manager.model.infra import metric_views

CPU, MEMORY = "cluster.cpu.allocated.capacity.notificationthreshold", "cluster.memory.allocated.capacity.notificationthreshold"


class HostMetricsResponse(HostResponse, object="host"):
    """A host with figures."""

    instances: str | None = field("guests that run there, and all that are there")
    systeminstances: str | None = field("system VMs that run there, and all that are there")
    cpusockets: int | None = field("CPU sockets")
    cpuloadaverage: float | None = field("processes that ran or waited for a CPU in the last minute")
    cputotalghz: str | None = field("CPU that may be promised")
    cpuusedghz: str | None = field("CPU in use, as last measured")
    cpuallocatedghz: str | None = field("CPU promised to VMs")
    memorytotalgb: str | None = field("memory that may be promised")
    memoryusedgb: str | None = field("memory in use, as last measured")
    memoryallocatedgb: str | None = field("memory promised to VMs")
    networkread: str | None = field("network traffic in, each second, as last measured")
    networkwrite: str | None = field("network traffic out, each second, as last measured")
    cputhreshold: bool | None = field("whether the CPU in use is beyond the cluster's threshold for alerts")
    cpuallocatedthreshold: bool | None = field("whether the CPU promised is beyond the cluster's threshold for alerts")
    memorythreshold: bool | None = field("whether the memory in use is beyond the cluster's threshold for alerts")
    memoryallocatedthreshold: bool | None = field("whether the memory promised is beyond the cluster's threshold for alerts")


@command(roles=ADMINS, reads=True)
class ListHostsMetrics(ListHosts):
    """Lists hosts with figures of their use."""

    def run(self, call: Call) -> Listing[HostMetricsResponse]:  # type: ignore[override]
        """One query more than listHosts."""
        return measured(call, super().run(call), _answers)


def _answers(call: Call, items: list[Any]) -> list[HostMetricsResponse]:
    rows = metric_views.on_hosts(call.tx, [item.id for item in items])
    return [HostMetricsResponse(**(copied(item) | _figures(call, item, rows[item.id]) if item.id in rows else copied(item))) for item in items]


def _figures(call: Call, item: HostResponse, row: Any) -> dict[str, Any]:
    cpu_limit = float(call.setting(CPU, cluster=row.cluster_id, zone=row.zone_id))
    memory_limit = float(call.setting(MEMORY, cluster=row.cluster_id, zone=row.zone_id))
    mhz = (row.cpus or 0) * (row.cpu_mhz or 0)
    guests, guests_up = int(row.guests or 0), int(row.guests_up or 0)
    return {
        "instances": f"{guests_up} / {guests}", "systeminstances": f"{int(row.up or 0) - guests_up} / {int(row.all or 0) - guests}",
        "cpusockets": row.cpu_sockets, "cpuloadaverage": row.load_average, "cputotalghz": ghz(row.cpu_total),
        "cpuusedghz": ghz(mhz * (row.cpu_used or 0)), "cpuallocatedghz": ghz(row.cpu_reserved), "memorytotalgb": gib(row.memory_total),
        "memoryusedgb": gib(row.memory_used), "memoryallocatedgb": gib(row.memory_reserved),
        "networkread": _traffic(item.networkkbsread), "networkwrite": _traffic(item.networkkbswrite),
        "cputhreshold": beyond(row.cpu_used, 1, cpu_limit), "cpuallocatedthreshold": beyond(row.cpu_reserved, row.cpu_total, cpu_limit),
        "memorythreshold": beyond(row.memory_used, row.memory_bytes, memory_limit),
        "memoryallocatedthreshold": beyond(row.memory_reserved, row.memory_total, memory_limit)}


def _traffic(kib: int | None) -> str | None:
    """Nothing for what was not measured, or not asked for."""
    return None if kib is None else gib(kib * 1024)
