"""Parameters that compute and disk offerings share: how fast disks may be, how they are cached, which IOPS users may choose."""

from __future__ import annotations

from typing import Any

from manager.api.declare import Call, Long, mixin, param
from manager.api.errors import invalid
from manager.model.catalog.offering_changes import RATE_COLUMNS, RATES

CACHE_MODES = ("none", "writeback", "writethrough", "hypervisor_default")
LONGEST = {"bytes_read_rate": "vm.disk.bytes.maximum.read.length", "bytes_write_rate": "vm.disk.bytes.maximum.write.length",
           "iops_read_rate": "vm.disk.iops.maximum.read.length", "iops_write_rate": "vm.disk.iops.maximum.write.length"}


@mixin
class Rates:
    """Limits of a disk. libvirt holds a disk to them; a `max` is for bursts of at most `maxlength` seconds."""

    bytesreadrate: Long | None = param("bytes per second that may be read", default=None, low=0)
    bytesreadratemax: Long | None = param("bytes per second that may be read in a burst", default=None, low=0)
    bytesreadratemaxlength: Long | None = param("seconds that a burst of reading may last", default=None, low=0)
    byteswriterate: Long | None = param("bytes per second that may be written", default=None, low=0)
    byteswriteratemax: Long | None = param("bytes per second that may be written in a burst", default=None, low=0)
    byteswriteratemaxlength: Long | None = param("seconds that a burst of writing may last", default=None, low=0)
    iopsreadrate: Long | None = param("reads per second", default=None, low=0)
    iopsreadratemax: Long | None = param("reads per second in a burst", default=None, low=0)
    iopsreadratemaxlength: Long | None = param("seconds that a burst of reads may last", default=None, low=0)
    iopswriterate: Long | None = param("writes per second", default=None, low=0)
    iopswriteratemax: Long | None = param("writes per second in a burst", default=None, low=0)
    iopswriteratemaxlength: Long | None = param("seconds that a burst of writes may last", default=None, low=0)
    cachemode: str | None = param("none, writeback, writethrough or hypervisor_default: what the host's cache does", default=None,
                                  choices=CACHE_MODES)


@mixin
class Iops:
    """IOPS of a disk; `max` holds for reads and writes together where iopsreadrate and iopswriterate are absent."""

    customizediops: bool | None = param("whether users choose IOPS", default=None)
    miniops: Long | None = param("the least IOPS, of storage that promises any", default=None, low=0)
    maxiops: Long | None = param("the most IOPS", default=None, low=0)


def given(command: Any) -> dict[str, Any]:
    """The columns that the command's rates and cache mode set."""
    out = {column: getattr(command, column.replace("_", "")) for column in RATE_COLUMNS}
    return {**{column: value for column, value in out.items() if value is not None},
            **({"cache_mode": command.cachemode} if command.cachemode is not None else {})}


def check_rates(call: Call, values: dict[str, Any]) -> None:
    """A burst is faster than the rate that it exceeds, and as long as is allowed. ApiError 431. `values`: columns in force."""
    for rate in RATES:
        name, usual, burst, seconds = rate.replace("_", ""), values.get(rate), values.get(f"{rate}_max"), values.get(f"{rate}_max_length")
        if burst and usual and burst < usual:
            raise invalid(f"{name}max", f"{burst} is below {name}, {usual}")
        if burst and not usual:
            raise invalid(f"{name}max", f"it goes with {name}")
        if seconds and not burst:
            raise invalid(f"{name}maxlength", f"it goes with {name}max")
        longest = int(call.setting(LONGEST[rate]))
        if seconds and longest and seconds > longest:
            raise invalid(f"{name}maxlength", f"{seconds} is above {LONGEST[rate]}, {longest}")


def iops(command: Any) -> dict[str, Any]:
    """The columns of Iops, checked. ApiError 431."""
    least, most = command.miniops, command.maxiops
    if command.customizediops and (least is not None or most is not None):
        raise invalid("miniops", "where users choose IOPS, the offering has none")
    if (least is None) != (most is None):
        raise invalid("miniops" if least is None else "maxiops", "miniops and maxiops are given together")
    if least is not None and least > most:
        raise invalid("miniops", f"{least} is above maxiops, {most}")
    return {"customized_iops": bool(command.customizediops), "min_iops": least, "max_iops": most}
