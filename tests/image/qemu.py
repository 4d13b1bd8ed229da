"""An emulated machine for the tests of images: QEMU without libvirt, its serial console, power button and memory."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from common.exec import run


@dataclass(frozen=True)
class Nic:
    """A network card: QEMU's -netdev options without the id, and its MAC."""

    netdev: str
    mac: str


@dataclass(frozen=True)
class Hardware:
    """What the machine has. `kernel`: (vmlinuz, initrd, arguments) for a direct boot, None: by BIOS. `namespace`: where it runs."""

    disk: Path
    memory_mib: int
    nics: Sequence[Nic]
    config: Path | None = None
    kernel: tuple[Path, Path, str] | None = None
    namespace: str | None = None
    machine: str = "pc"  # what agents use
    extra: Sequence[str] = field(default_factory=tuple)


class Machine:
    """A running machine; a context manager that ends it as a power cut does. `log` is what it wrote on its serial console.

    Its disk starts as a copy of the hardware's; a second machine of the same name in the same folder finds it as the first left it.
    """

    def __init__(self, folder: Path, name: str, hardware: Hardware) -> None:
        self._serial = folder / f"{name}.log"
        self._monitor = folder / f"{name}.qmp"
        overlay = folder / f"{name}.qcow2"
        if not overlay.exists():
            run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", str(hardware.disk.resolve()), "-F", "qcow2", str(overlay)])
        self.started = time.monotonic()
        self._process = subprocess.Popen(self._argv(hardware, overlay), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=(folder / f"{name}.err").open("wb"))
        self._errors = folder / f"{name}.err"

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)
        if error is not None:
            error.add_note(f"the end of the console of {self._serial.name}:\n{self.log[-3000:]}")

    @property
    def log(self) -> str:
        """The serial console so far."""
        return self._serial.read_text(errors="replace") if self._serial.exists() else ""

    def age(self) -> float:
        """Seconds since the machine was switched on."""
        return time.monotonic() - self.started

    def check(self) -> None:
        """Fails when the machine has ended."""
        if self._process.poll() is not None:
            raise AssertionError(f"the machine ended: {self._errors.read_text()[-500:]}\n{self.log[-3000:]}")

    def expect(self, text: str, seconds: float) -> str:
        """The first line of the console with `text`, waiting for it; fails with the console's end."""
        deadline = time.monotonic() + seconds
        while True:
            found = [line for line in self.log.splitlines(keepends=True) if text in line and line.endswith("\n")]
            if found:
                return found[0].strip()
            self.check()
            if time.monotonic() > deadline:
                raise AssertionError(f"no {text!r} on the console within {seconds:g} s:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def press_power_button(self) -> None:
        """Asks the guest to stop, as a host does."""
        self._command("system_powerdown")

    def wait_off(self, seconds: float) -> float:
        """Waits for the machine to end; returns how long that took."""
        began = time.monotonic()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still on after {seconds:g} s:\n{self.log[-3000:]}") from None
        return time.monotonic() - began

    def _command(self, name: str) -> None:
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(10)
            monitor.connect(str(self._monitor))
            stream = monitor.makefile("rw")
            stream.readline()  # greeting
            for command in ("qmp_capabilities", name):
                stream.write(json.dumps({"execute": command}) + "\n")
                stream.flush()
                answer = json.loads(stream.readline())
                while "event" in answer:
                    answer = json.loads(stream.readline())
                assert "return" in answer, answer

    def _argv(self, hardware: Hardware, overlay: Path) -> list[str]:
        argv = ["ip", "netns", "exec", hardware.namespace] if hardware.namespace else []
        argv += ["qemu-system-x86_64", "-M", hardware.machine, "-accel", "tcg,tb-size=128", "-cpu", "qemu64", "-m", str(hardware.memory_mib),
                 "-display", "none", "-nodefaults", "-no-reboot", "-serial", f"file:{self._serial}",
                 "-qmp", f"unix:{self._monitor},server=on,wait=off", "-device", "virtio-rng-pci",
                 "-drive", f"file={overlay},if=virtio,format=qcow2", *hardware.extra]
        if hardware.config is not None:
            argv += ["-drive", f"file={hardware.config},if=virtio,format=raw,readonly=on"]
        for number, nic in enumerate(hardware.nics):
            argv += ["-netdev", f"{nic.netdev},id=n{number}", "-device", f"virtio-net-pci,netdev=n{number},mac={nic.mac},romfile="]
        if hardware.kernel is not None:
            vmlinuz, initrd, arguments = hardware.kernel
            argv += ["-kernel", str(vmlinuz), "-initrd", str(initrd), "-append", arguments]
        return argv
