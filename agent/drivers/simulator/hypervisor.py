"""Simulated VMs: all the rules of real ones, no guests. State lives in the journal; nothing here blocks for long."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

from agent.drivers.base import DiskCounters, DriverError, HypervisorFacts, Load, VmCounters, VmInfo
from agent.drivers.simulator import rfb
from agent.drivers.simulator.guest import Guest
from agent.drivers.simulator.router import SimRouter
from agent.journal import Records
from common import clock, control
from common.ids import new_uuid
from protos.agent.v1 import agent_pb2 as pb

GIB = 1 << 30


def default_facts() -> HypervisorFacts:
    """A simulated host: 32 CPUs of 2.4 GHz, 256 GiB."""
    return HypervisorFacts(hypervisor="Simulator", hypervisor_version="1", hvm=True, cpus=32, cpu_sockets=2, cpu_mhz=2400,
                           cpu_model="Simulated CPU", memory_bytes=256 * GIB, os="Pileus simulator", kernel="none")


class SimHypervisor:
    """Implements base.Hypervisor. Starting takes `boot_ms` (SetFaults changes it per host); what counts is kept over agent restarts."""

    simulated = True

    def __init__(self, records: Records, folder: Path, boot_ms: int = 0, facts: HypervisorFacts | None = None) -> None:
        self._records = records
        self._folder = folder
        self._boot_ms = boot_ms
        self._facts = facts or default_facts()
        self._routers: dict[str, SimRouter] = {}
        self._guests: dict[str, Guest] = {}
        self._screens: set[asyncio.Task[None]] = set()

    def facts(self) -> HypervisorFacts:
        """What this host pretends to be."""
        return self._facts

    def boot_id(self) -> str:
        """The same over restarts of the agent: the simulated machine did not restart."""
        found = self._records.get("simulator", "boot_id")
        if found is None:
            found = new_uuid()
            self._records.put("simulator", "boot_id", found)
        return str(found)

    def load(self) -> Load:
        """Memory of the running VMs; a tenth of their CPUs."""
        running = [vm for vm in self._vms().values() if vm["power"] == pb.RUNNING]
        cpus = sum(vm["vcpus"] for vm in running)
        return Load(min(cpus / 10 / self._facts.cpus, 1.0), sum(vm["memory_mib"] for vm in running) << 20, load_average=cpus / 10)

    def counters(self) -> dict[str, VmCounters]:
        """Guests that do the same all the time since they booted: a tenth of their CPUs, 8 KiB/s out, 16 in, 4 KiB/s each way on each disk."""
        out = {}
        for name, vm in self._vms().items():
            if vm["power"] != pb.RUNNING:
                continue
            seconds = max(0.0, (clock.wall_us() - vm["ready"]) / 1e6)
            disk = DiskCounters(int(seconds * 4096), int(seconds * 4096), int(seconds), int(seconds))
            out[name] = VmCounters(int(seconds * vm["vcpus"] * 1e8), vm["vcpus"], vm["memory_mib"] << 10, vm["memory_mib"] << 9,
                                   int(seconds * 16384), int(seconds * 8192), dict.fromkeys(vm["disks"], disk))
        return out

    def vms(self) -> list[VmInfo]:
        """All simulated VMs."""
        return [VmInfo(name, vm["uuid"], vm["power"]) for name, vm in self._vms().items()]

    def power(self, name: str) -> pb.Power.ValueType:
        """RUNNING from `start` on; `settle` says how long the boot still takes."""
        vm = self._vms().get(name)
        return pb.ABSENT if vm is None else vm["power"]

    def uuid(self, name: str) -> str:
        """The uuid of a VM; empty when absent."""
        vm = self._vms().get(name)
        return "" if vm is None else str(vm["uuid"])

    def define(self, vm: pb.Vm) -> None:
        """Keeps what later questions need; secrets only of system VMs, whose config disk this stands for."""
        if self.power(vm.name) == pb.RUNNING:
            raise DriverError("IN_USE", f"{vm.name} runs")
        self._routers.pop(vm.name, None)
        before = self._vms().get(vm.name)
        if before is not None and before["config"] != vm.system.config_json:  # another token: a router made anew, on a new disk
            shutil.rmtree(self._router_folder(vm.name), ignore_errors=True)
        self._put(vm.name, {
            "uuid": vm.uuid, "power": pb.OFF, "ready": 0, "vcpus": vm.vcpus, "memory_mib": vm.memory_mib,
            "disks": [disk.uuid for disk in vm.disks], "ports": [port.name for port in vm.ports],
            "config": vm.system.config_json if vm.HasField("system") else ""})

    def start(self, name: str) -> None:
        """Running at once for the host; the guest is up after the boot time."""
        vm = self._known(name)
        if vm["power"] != pb.RUNNING:
            boot_ms = self._records.get("simulator", "boot_ms")
            ready = clock.wall_us() + 1000 * (self._boot_ms if boot_ms is None else boot_ms)
            self._put(name, {**vm, "power": pb.RUNNING, "ready": ready})

    def resume(self, name: str) -> None:
        """Lets a paused VM go on."""
        vm = self._known(name)
        if vm["power"] == pb.PAUSED:
            self._put(name, {**vm, "power": pb.RUNNING})

    def settle(self, name: str) -> float:
        """Seconds until the guest has booted."""
        vm = self._vms().get(name)
        return 0.0 if vm is None else max(0.0, (vm["ready"] - clock.wall_us()) / 1e6)

    def shutdown(self, name: str) -> None:
        """A simulated guest obeys at once."""
        self.destroy(name)

    def destroy(self, name: str) -> None:
        """Off."""
        vm = self._vms().get(name)
        if vm is not None and vm["power"] != pb.OFF:
            self._put(name, {**vm, "power": pb.OFF})
            self._end_guest(name)

    def undefine(self, name: str) -> None:
        """Gone, with the identity of a system VM."""
        vm = self._vms().get(name)
        if vm is not None:
            if vm["power"] == pb.RUNNING:
                raise DriverError("IN_USE", f"{name} runs")
            self._routers.pop(name, None)
            shutil.rmtree(self._router_folder(name), ignore_errors=True)
            self._put(name, None)

    def serial_log(self, name: str) -> str:
        """Simulated guests write none."""
        return ""

    def serial_text(self, name: str) -> bytes:
        """What the simulated guest said since its screen or serial line was first opened."""
        return bytes(self._guests[name].log) if name in self._guests else b""

    def screen_socket(self, name: str) -> str:
        """None: `open_console` stands for it."""
        return ""

    def serial_terminal(self, name: str) -> str:
        """None: `open_console` stands for it."""
        return ""

    async def open_console(self, name: str, kind: int) -> control.Pipe:
        """The screen (real RFB) or the serial line of a running simulated guest."""
        vm = self._vms().get(name)
        if vm is None or vm["power"] != pb.RUNNING or self.settle(name) > 0:
            raise DriverError("NOT_FOUND", f"{name} does not run")
        if name not in self._guests:
            self._guests[name] = Guest(name, lambda: self._end_guest(name))
        if kind == pb.SERIAL:
            return self._guests[name].serial()
        if vm["config"]:
            raise DriverError("NOT_FOUND", f"{name} is a system VM: it has a serial line and no screen")
        near, far = control.memory_pipes()
        task = asyncio.get_running_loop().create_task(rfb.serve(far, self._guests[name]))
        self._screens.add(task)
        task.add_done_callback(self._screens.discard)
        return near

    def _end_guest(self, name: str) -> None:
        guest = self._guests.pop(name, None)
        if guest is not None:
            guest.end()

    def control_address(self, name: str) -> tuple[str, int] | None:
        """None: `open_control` stands for the control network."""
        return None

    async def open_control(self, name: str) -> control.Pipe:
        """A stream to the control daemon of a simulated system VM, which speaks the real protocol."""
        vm = self._vms().get(name)
        if vm is None or vm["power"] != pb.RUNNING or not vm["config"] or self.settle(name) > 0:
            raise DriverError("NOT_FOUND", f"{name} does not answer on its control address")
        router = self._routers.get(name)
        if router is None:
            router = self._routers[name] = SimRouter(vm["config"], self._router_folder(name), self._records)
        return router.connect()

    def force_power(self, name: str, power: pb.Power.ValueType) -> None:
        """For tests: what happens to a VM without anybody commanding it (CRASHED, PAUSED, OFF)."""
        self._put(name, {**self._known(name), "power": power})
        if power not in (pb.RUNNING, pb.PAUSED):
            self._end_guest(name)

    def uses(self, volume: str) -> str | None:
        """The running VM that has a volume."""
        return next((name for name, vm in self._vms().items() if vm["power"] == pb.RUNNING and volume in vm["disks"]), None)

    def _router_folder(self, name: str) -> Path:
        return self._folder / "routers" / name

    def _vms(self) -> Any:
        return self._records.all("vm")

    def _known(self, name: str) -> Any:
        vm = self._vms().get(name)
        if vm is None:
            raise DriverError("NOT_FOUND", f"there is no VM {name} on this host")
        return vm

    def _put(self, name: str, vm: Any) -> None:
        self._records.put("vm", name, vm)
