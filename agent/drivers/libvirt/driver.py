"""The Hypervisor protocol on libvirt with QEMU. Only domains that carry the agent's mark are ever listed or touched."""

from __future__ import annotations

import dataclasses
import errno
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar
from xml.etree import ElementTree as ET

import libvirt

from agent.drivers.base import DriverError, HypervisorFacts, Load, VmCounters, VmInfo
from agent.drivers.libvirt import build, iso, seriallog, stats, trial
from agent.drivers.libvirt import facts as host
from agent.drivers.libvirt.connection import Connection
from agent.drivers.libvirt.domain import METADATA_NAMESPACE, Cpu, Mark, read_mark, render
from common import atomic
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)
T = TypeVar("T")

_POWER: dict[int, pb.Power.ValueType] = {
    libvirt.VIR_DOMAIN_RUNNING: pb.RUNNING,
    libvirt.VIR_DOMAIN_BLOCKED: pb.RUNNING,
    libvirt.VIR_DOMAIN_SHUTDOWN: pb.RUNNING,
    libvirt.VIR_DOMAIN_PAUSED: pb.PAUSED,
    libvirt.VIR_DOMAIN_PMSUSPENDED: pb.PAUSED,
    libvirt.VIR_DOMAIN_SHUTOFF: pb.OFF,
    libvirt.VIR_DOMAIN_CRASHED: pb.CRASHED,
}
_UNDEFINE = (libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
             | libvirt.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | libvirt.VIR_DOMAIN_UNDEFINE_NVRAM)


class LibvirtHypervisor:
    """VMs of this host through libvirtd at `uri`; domains, logs and config disks are named by instance name.

    `accelerate`: "auto" starts a trial guest once per boot of the machine to find out about KVM; "kvm" and "tcg" decide without.
    `watch` is called with a domain's name, from another thread, when it stopped or paused, asked for or not.
    """

    simulated = False

    def __init__(self, uri: str = "qemu:///system", *, state_dir: Path = Path("/var/lib/pileus-agent"),
                 log_dir: Path = Path("/var/log/pileus-agent/vm"), accelerate: Literal["auto", "kvm", "tcg"] = "auto",
                 cpu: Cpu = build.HOST_MODEL, cache: str = "none",
                 watch: Callable[[str], None] | None = None) -> None:
        self._connection = Connection(uri, watch)
        self._accelerate = accelerate
        self._state_dir = state_dir
        self._base = build.Site(False, log_dir, state_dir / "config", state_dir / "screens", cpu, cache=cache)
        self._site: build.Site | None = None
        self._site_lock = threading.Lock()
        self._meter = host.LoadMeter()
        # A VM's disks and its serial log are files others may not even name; the hypervisor's user passes through.
        for folder in (log_dir, self._base.config_dir):
            folder.mkdir(parents=True, exist_ok=True, mode=0o711)

    # ---- the host ----

    def facts(self) -> HypervisorFacts:
        """What this host is; the first call may try KVM (seconds)."""
        hvm = self._ready().accelerated
        return self._connection.call(lambda c: host.facts(c, hvm), "facts")

    def boot_id(self) -> str:
        """New at each start of the machine."""
        return host.boot_id()

    def load(self) -> Load:
        """What it is busy with since the last call."""
        return self._meter.look()

    def _ready(self) -> build.Site:
        """What all VMs share, found out once."""
        with self._site_lock:
            if self._site is None:
                _, _, cpus, mhz, *_ = self._connection.call(lambda c: c.getInfo(), "facts")
                core = mhz or host.cpu_mhz()
                self._site = dataclasses.replace(self._base, accelerated=self._accelerated(), cpu_capacity_mhz=cpus * core, core_mhz=core)
            return self._site

    def _accelerated(self) -> bool:
        if self._accelerate != "auto":
            return self._accelerate == "kvm"
        known, answer = self._state_dir / "kvm-trial", {True: "works", False: "fails"}
        for works, text in answer.items():
            if known.exists() and known.read_text() == f"{host.boot_id()} {text}\n":
                return works
        works = Path("/dev/kvm").exists() and trial.kvm_works(self._connection, self._base.config_dir, self._base.cpu)
        atomic.write(known, f"{host.boot_id()} {answer[works]}\n")
        log.info("KVM %s on this host", answer[works])
        return works

    # ---- looking ----

    def vms(self) -> list[VmInfo]:
        """All VMs that the agent made. Bounds their serial logs on the way: this is called once per report."""
        def look(connection: libvirt.virConnect) -> list[VmInfo]:
            found = []
            for domain in connection.listAllDomains():
                info = _info(domain)
                if info is not None:
                    found.append(info)
            return found

        found = self._connection.call(look, "list of VMs")
        for info in found:
            seriallog.trim(build.serial_log(self._base, info.name))
        return found

    def counters(self) -> dict[str, VmCounters]:
        """Of all running VMs that the agent made: one call for their figures."""
        def look(connection: libvirt.virConnect) -> dict[str, VmCounters]:
            found = connection.getAllDomainStats(stats.WANTED, libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING)
            return {domain.name(): stats.counters(figures) for domain, figures in found if _info(domain) is not None}

        return self._connection.call(look, "figures of VMs")

    def power(self, name: str) -> pb.Power.ValueType:
        """ABSENT, OFF, RUNNING, PAUSED or CRASHED."""
        return self._on(name, _power, pb.ABSENT)

    def uuid(self, name: str) -> str:
        """The uuid of a VM; empty when absent."""
        return self._on(name, lambda domain: str(domain.UUIDString()), "")

    def serial_log(self, name: str) -> str:
        """Path of the serial log; empty when there is none."""
        path = build.serial_log(self._base, name)
        return str(path) if path.exists() else ""

    def serial_text(self, name: str) -> bytes:
        """Nothing: the log is a file."""
        return b""

    def screen_socket(self, name: str) -> str:
        """Where QEMU speaks RFB, as libvirt chose it at the start; empty without a screen or when the VM is off."""
        return self._running(name, "./devices/graphics[@type='vnc']/listen[@type='socket']", "socket")

    def serial_terminal(self, name: str) -> str:
        """The pseudo-terminal of the first serial port; empty when the VM is off."""
        return self._running(name, "./devices/serial[@type='pty']/source", "path")

    def control_address(self, name: str) -> tuple[str, int] | None:
        """Where the control daemon of a system VM listens: from the domain's metadata."""
        mark = self._on(name, _mark, None)
        return (mark.control_address, mark.control_port) if mark and mark.control_address else None

    def settle(self, name: str) -> float:
        """0: real guests run as soon as they are started."""
        return 0.0

    # ---- doing ----

    def define(self, vm: pb.Vm) -> None:
        """Writes the config disk, prepares the serial log, defines (anew)."""
        site = self._ready()
        domain = build.domain(vm, site)
        if any(not _direct(disk.path) for disk in domain.disks):
            domain = build.domain(vm, dataclasses.replace(site, cache="writeback"))
        self._mine(vm.name)
        if vm.HasField("system"):
            content = iso.build(build.CONFIG_LABEL, {"config.json": vm.system.config_json.encode()})
            atomic.write(build.config_disk(site, vm.name), content, mode=0o600)
        seriallog.prepare(domain.serial_log)
        self._give_to_guests(site.screen_dir, domain.serial_log)
        self._connection.call(lambda c: c.defineXMLFlags(render(domain), libvirt.VIR_DOMAIN_DEFINE_VALIDATE), vm.name)

    def start(self, name: str) -> None:
        """Starts a VM that is defined and off; nothing to do when it runs."""
        self._must(name, _start)

    def resume(self, name: str) -> None:
        """Lets a paused VM go on (one that met a full disk goes on where it was)."""
        self._must(name, lambda domain: domain.resume() if _power(domain) == pb.PAUSED else None)

    def shutdown(self, name: str) -> None:
        """Asks by guest agent or ACPI and returns."""
        self._on(name, lambda domain: domain.shutdown() if domain.isActive() else None, None)

    def destroy(self, name: str) -> None:
        """Powers off at once; a guest that ends by itself meanwhile is as good."""
        def end(domain: libvirt.virDomain) -> None:
            try:
                if domain.isActive():
                    domain.destroy()
            except libvirt.libvirtError:
                if domain.isActive():
                    raise

        self._on(name, end, None)

    def undefine(self, name: str) -> None:
        """Removes definition, config disk, NVRAM and serial log."""
        self._on(name, lambda domain: domain.undefineFlags(_UNDEFINE), None)
        build.config_disk(self._base, name).unlink(missing_ok=True)
        seriallog.remove(build.serial_log(self._base, name))
        build.screen(self._base, name).unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of libvirtd; guests go on."""
        self._connection.close()

    # ---- inside ----

    def _on(self, name: str, fn: Callable[[libvirt.virDomain], T], absent: T) -> T:
        """`fn` of the agent's own domain `name`; `absent` when there is none."""
        def look(connection: libvirt.virConnect) -> T:
            try:
                domain = connection.lookupByName(name)
                return fn(domain) if _mark(domain) is not None else absent
            except libvirt.libvirtError as error:
                if error.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN:
                    return absent
                raise

        return self._connection.call(look, name)

    def _give_to_guests(self, *paths: Path) -> None:
        """QEMU binds its screen's socket and writes its log itself, as a user of its own; nobody else looks in."""
        user, group = self._connection.call(host.guests_owner, "owner of guests")
        self._base.screen_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in paths:
            os.chown(path, user, group)

    def _running(self, name: str, path: str, attribute: str) -> str:
        """An attribute in the document of a running domain; empty when it is off, or has no such element."""
        def look(domain: libvirt.virDomain) -> str:
            found = ET.fromstring(domain.XMLDesc()).find(path) if domain.isActive() else None  # noqa: S314 libvirt's own document
            return "" if found is None else found.get(attribute, "")

        return self._on(name, look, "")

    def _must(self, name: str, fn: Callable[[libvirt.virDomain], object]) -> None:
        if not self._on(name, lambda domain: bool(fn(domain)) or True, False):
            raise DriverError("NOT_FOUND", f"{name} is not defined on this host")

    def _mine(self, name: str) -> None:
        """Refuses to redefine somebody else's domain of that name."""
        def look(connection: libvirt.virConnect) -> bool:
            return all(_mark(domain) is not None for domain in connection.listAllDomains() if domain.name() == name)

        if not self._connection.call(look, name):
            raise DriverError("IN_USE", f"{name}: a domain of that name exists which Pileus did not make")


def _direct(path: Path) -> bool:
    """Whether the file's file system can go round the page cache: some (tmpfs, FUSE) cannot, and QEMU would not start on them."""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_DIRECT))
    except OSError as error:
        return error.errno != errno.EINVAL
    return True


def _power(domain: libvirt.virDomain) -> pb.Power.ValueType:
    state, reason = domain.state()
    if state == libvirt.VIR_DOMAIN_SHUTOFF and reason == libvirt.VIR_DOMAIN_SHUTOFF_CRASHED:
        return pb.CRASHED
    if state == libvirt.VIR_DOMAIN_PAUSED and reason == libvirt.VIR_DOMAIN_PAUSED_STARTING_UP:
        return pb.RUNNING
    return _POWER.get(state, pb.POWER_UNKNOWN)


def _mark(domain: libvirt.virDomain) -> Mark | None:
    """The agent's mark; None: not its domain."""
    try:
        return read_mark(domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, METADATA_NAMESPACE))
    except libvirt.libvirtError as error:
        if error.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN_METADATA:
            return None
        raise


def _info(domain: libvirt.virDomain) -> VmInfo | None:
    """None: not ours, or gone since it was listed."""
    try:
        return VmInfo(domain.name(), domain.UUIDString(), _power(domain)) if _mark(domain) is not None else None
    except libvirt.libvirtError as error:
        if error.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN:
            return None
        raise


def _start(domain: libvirt.virDomain) -> None:
    if domain.isActive():
        return
    domain.create()
    mark = _mark(domain)
    if mark is None:
        return
    wanted: list[dict[str, int]] = [{"cpu_shares": mark.weight}] if mark.weight else []
    if mark.quota:
        wanted.append({"vcpu_period": build.PERIOD_US, "vcpu_quota": mark.quota})
    for parameters in wanted:
        try:
            domain.setSchedulerParametersFlags(parameters, libvirt.VIR_DOMAIN_AFFECT_LIVE)
        except libvirt.libvirtError as error:
            # Not in the XML: where the cgroup controller is missing, the guest would not start; so it shares the CPUs evenly.
            log.info("%s: no CPU %s on this host: %s", domain.name(), "weight" if "cpu_shares" in parameters else "limit",
                     error.get_error_message())
