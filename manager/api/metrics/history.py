"""listVirtualMachinesUsageHistory, listSystemVmsUsageHistory, listVolumesUsageHistory."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call, Listing
from manager.api.declare import ADMINS, USERS, ApiError, Date, ListCommand, Ref, command, mixin, param
from manager.api.errors import PARAMETER, invalid
from manager.api.metrics.figures import mib
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.infra import metrics
from manager.model.infra.metrics import MeasuredVm, VmStat, VolumeStat
from manager.model.removed import seen
from manager.model.tables.metrics import vm_stat, volume_stat
from manager.model.tables.vm import vm

resolver(MeasuredVm, entity="systemvm", gone=seen(vm))(metrics.find_system_vm)


class StatsResponse(Response, object="stats"):
    """One look."""

    timestamp: str | None = field("when it was", kind="date")
    cpuused: str | None = field("CPU in use, in percent")
    diskioread: int | None = field("how often was read, since the look before")
    diskiowrite: int | None = field("how often was written")
    diskiopstotal: int | None = field("both together")
    diskkbsread: int | None = field("KiB read")
    diskkbswrite: int | None = field("KiB written")
    memoryintfreekbs: int | None = field("memory that the guest leaves free, KiB")
    memorykbs: int | None = field("memory that the host gives, KiB")
    memorytargetkbs: int | None = field("memory that is meant to be given, KiB")
    networkkbsread: int | None = field("KiB received")
    networkkbswrite: int | None = field("KiB sent")
    networkread: str | None = field("what was received")
    networkwrite: str | None = field("what was sent")


class VmMetricsStatsResponse(Response, object="virtualmachine"):
    """What was measured of a VM."""

    id: str | None = field("the ID of the VM")
    name: str | None = field("its name")
    displayname: str | None = field("the name that people see")
    stats: list[StatsResponse] | None = field("the looks, the oldest first")


class VolumeMetricsStatsResponse(Response, object="volume"):
    """What was measured of a volume."""

    id: str | None = field("the ID of the volume")
    name: str | None = field("its name")
    stats: list[StatsResponse] | None = field("the looks, the oldest first")


@mixin
class _Span(ListCommand):
    """When."""

    name: str | None = param("part of its name", default=None)
    startdate: Date | None = param("looks at this time or later", default=None)
    enddate: Date | None = param("looks until this time", default=None)

    def check(self) -> None:
        """ApiError 431 when the span is none."""
        if self.startdate is not None and self.enddate is not None and self.startdate > self.enddate:
            raise invalid("startdate", "it is after enddate")


@mixin
class _OfVms(_Span):
    def listed(self, call: Call, ids: list[int] | None, *, system: bool) -> Listing[VmMetricsStatsResponse]:
        """Two queries."""
        self.check()
        rows, total = metrics.vms_named(call.tx, call.caller, *self.limits(call), system=system, ids=ids,
                                        name=self.name, keyword=self.keyword)
        looks = metrics.history(call.tx, vm_stat, [row.id for row in rows], self.startdate, self.enddate)
        return Listing([VmMetricsStatsResponse(id=row.uuid, name=row.name, displayname=None if system else row.display_name,
                                               stats=[_vm(look) for look in looks[row.id]]) for row in rows], total)


@command(roles=USERS, reads=True)
class ListVirtualMachinesUsageHistory(_OfVms):
    """Lists what was measured of virtual machines, as long as it is kept."""

    id: Ref[VmRow] | None = param("the ID of the VM", default=None)
    ids: list[Ref[VmRow]] | None = param("IDs of VMs, comma-joined; not with id", default=None)

    def run(self, call: Call) -> Listing[VmMetricsStatsResponse]:
        """Of those that the caller may see."""
        return self.listed(call, _wanted(self.id, self.ids), system=False)


@command(roles=ADMINS, reads=True)
class ListSystemVmsUsageHistory(_OfVms):
    """Lists what was measured of system VMs, as long as it is kept."""

    id: Ref[MeasuredVm] | None = param("the ID of the system VM", default=None)
    ids: list[Ref[MeasuredVm]] | None = param("IDs of system VMs, comma-joined; not with id", default=None)

    def run(self, call: Call) -> Listing[VmMetricsStatsResponse]:
        """Routers, too."""
        return self.listed(call, _wanted(self.id, self.ids, "vm_id"), system=True)


@command(roles=USERS, reads=True)
class ListVolumesUsageHistory(_Span):
    """Lists what was measured of volumes, as long as it is kept."""

    id: Ref[VolumeRow] | None = param("the ID of the volume", default=None)
    ids: list[Ref[VolumeRow]] | None = param("IDs of volumes, comma-joined; not with id", default=None)

    def run(self, call: Call) -> Listing[VolumeMetricsStatsResponse]:
        """Of those that the caller may see: two queries."""
        self.check()
        rows, total = metrics.volumes_named(call.tx, call.caller, *self.limits(call), ids=_wanted(self.id, self.ids), name=self.name,
                                            keyword=self.keyword)
        looks = metrics.history(call.tx, volume_stat, [row.id for row in rows], self.startdate, self.enddate)
        return Listing([VolumeMetricsStatsResponse(id=row.uuid, name=row.name, stats=[_disk(look) for look in looks[row.id]]) for row in rows], total)


def _wanted(one: Any, several: Any, key: str = "id") -> list[int] | None:
    if one is not None and several:
        raise ApiError(PARAMETER, "Specify either id or ids but not both parameters")
    return [getattr(ref.row, key) for ref in ([one] if one is not None else several)] if one is not None or several else None


def _disk(look: VmStat | VolumeStat) -> StatsResponse:
    return StatsResponse(timestamp=show_date(look.at), diskioread=look.read_ops, diskiowrite=look.write_ops, diskkbsread=look.read_kib,
                         diskiopstotal=look.read_ops + look.write_ops, diskkbswrite=look.write_kib)


def _vm(look: VmStat) -> StatsResponse:
    out = _disk(look)
    out.cpuused, out.memorykbs, out.memoryintfreekbs, out.memorytargetkbs = f"{look.cpu:.2f}%", look.memory_kib, look.memory_free_kib, look.memory_kib
    out.networkkbsread, out.networkkbswrite = look.received_kib, look.sent_kib
    out.networkread, out.networkwrite = mib(look.received_kib), mib(look.sent_kib)
    return out
