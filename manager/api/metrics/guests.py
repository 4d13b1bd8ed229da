"""listVirtualMachinesMetrics, listVolumesMetrics."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call, Listing
from manager.api.declare import USERS, command, param
from manager.api.metrics.figures import copied, ghz, gib, measured, mib, window
from manager.api.responses import field
from manager.api.vm.answer import UserVmResponse
from manager.api.vm.list import ListVirtualMachines
from manager.api.volume.answer import VolumeResponse
from manager.api.volume.list import ListVolumes
from manager.model.infra import metrics
from manager.model.infra.metrics import VmStat
from manager.model.tables.metrics import vm_stat
from manager.model.tables.vm import vm, volume

ADDED = ("read_kib", "write_kib", "read_ops", "write_ops", "received_kib", "sent_kib")


class VmMetricsResponse(UserVmResponse, object="virtualmachine"):
    """A virtual machine with figures: of the time between its host's last two looks, or of all looks that are kept (accumulate)."""

    cpuused: str | None = field("CPU in use, in percent of all that it has")
    networkkbsread: int | None = field("KiB that it received")
    networkkbswrite: int | None = field("KiB that it sent")
    diskkbsread: int | None = field("KiB that it read from its disks")
    diskkbswrite: int | None = field("KiB that it wrote to its disks")
    diskioread: int | None = field("how often it read from its disks")
    diskiowrite: int | None = field("how often it wrote to its disks")
    memorykbs: int | None = field("memory that its host gives it, KiB")
    memoryintfreekbs: int | None = field("memory that its guest leaves free, KiB, where it tells")
    memorytargetkbs: int | None = field("memory that it is meant to have, KiB")
    cputotal: str | None = field("CPU that it has")
    memorytotal: str | None = field("memory that it has")
    networkread: str | None = field("what it received")
    networkwrite: str | None = field("what it sent")
    diskread: str | None = field("what it read from its disks")
    diskwrite: str | None = field("what it wrote to its disks")
    diskiopstotal: int | None = field("how often it used its disks")


class VolumeMetricsResponse(VolumeResponse, object="volume"):
    """A volume with figures of the time between its host's last two looks."""

    diskkbsread: int | None = field("KiB that were read")
    diskkbswrite: int | None = field("KiB that were written")
    diskioread: int | None = field("how often it was read")
    diskiowrite: int | None = field("how often it was written")
    sizegb: str | None = field("its size")
    diskiopstotal: int | None = field("how often it was used")


@command(roles=USERS, reads=True)
class ListVirtualMachinesMetrics(ListVirtualMachines):
    """Lists virtual machines with figures of their use."""

    showicon: bool = param("whether icons are answered: there are none", default=False)
    accumulate: bool | None = param("sums of all looks that are kept, instead of the last; vm.stats.increment.metrics when absent", default=None)

    def run(self, call: Call) -> Listing[VmMetricsResponse]:  # type: ignore[override]
        """Two queries more than listVirtualMachines."""
        sums = self.accumulate if self.accumulate is not None else bool(call.setting("vm.stats.increment.metrics"))
        return measured(call, super().run(call), lambda call, items: _vms(call, items, sums))


@command(roles=USERS, reads=True, error_wrapper="listvolumesresponse")
class ListVolumesMetrics(ListVolumes):
    """Lists volumes with figures of their use."""

    def run(self, call: Call) -> Listing[VolumeMetricsResponse]:  # type: ignore[override]
        """Two queries more than listVolumes."""
        return measured(call, super().run(call), _volumes)


def _vms(call: Call, items: list[Any], sums: bool) -> list[VmMetricsResponse]:
    ids = metrics.ids_of(call.tx, vm, [item.id for item in items])
    latest = metrics.latest_vms(call.tx, list(ids.values()), window(call))
    all_looks = metrics.history(call.tx, vm_stat, list(ids.values()), None, None) if sums else {}
    out = []
    for item in items:
        looks = all_looks.get(ids[item.id], []) if sums else [one for one in (latest.get(ids[item.id]),) if one is not None]
        out.append(VmMetricsResponse(**copied(item) | _totals(item) | (_used(item, looks, latest.get(ids[item.id])) if looks else {})))
    return out


def _totals(item: UserVmResponse) -> dict[str, Any]:
    return {"cputotal": ghz((item.cpunumber or 0) * (item.cpuspeed or 0)), "memorytotal": gib((item.memory or 0) << 20)}


def _used(item: UserVmResponse, looks: list[VmStat], last: VmStat | None) -> dict[str, Any]:
    total = {name: sum(getattr(look, name) for look in looks) for name in ADDED}
    out = {
        "networkkbsread": total["received_kib"], "networkkbswrite": total["sent_kib"], "diskkbsread": total["read_kib"],
        "diskkbswrite": total["write_kib"], "diskioread": total["read_ops"], "diskiowrite": total["write_ops"],
        "networkread": mib(total["received_kib"]), "networkwrite": mib(total["sent_kib"]), "diskread": mib(total["read_kib"]),
        "diskwrite": mib(total["write_kib"]), "diskiopstotal": total["read_ops"] + total["write_ops"]}
    if last is not None:
        out |= {"cpuused": f"{last.cpu:.2f}%", "memorykbs": last.memory_kib, "memoryintfreekbs": last.memory_free_kib,
                "memorytargetkbs": (item.memory or 0) << 10}
    return out


def _volumes(call: Call, items: list[Any]) -> list[VolumeMetricsResponse]:
    ids = metrics.ids_of(call.tx, volume, [item.id for item in items])
    latest = metrics.latest_volumes(call.tx, list(ids.values()), window(call))
    out = []
    for item in items:
        look = latest.get(ids[item.id])
        used = {} if look is None else {
            "diskkbsread": look.read_kib, "diskkbswrite": look.write_kib, "diskioread": look.read_ops, "diskiowrite": look.write_ops,
            "diskiopstotal": look.read_ops + look.write_ops}
        out.append(VolumeMetricsResponse(**copied(item) | {"sizegb": gib(item.size)} | used))
    return out
