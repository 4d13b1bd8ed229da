"""Starts the small test VM with the code of this checkout and runs programs in it."""

import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from common.exec import run
from tools.kernel_vm import Image

ROOT = Path(__file__).parents[2]
CODE = ["agent", "common", "protos", "tests", "tools", "pyproject.toml"]
KERNEL_ARGUMENTS = ("console=ttyS0 mitigations=off nokaslr no_timer_check audit=0 cryptomgr.notests rcupdate.rcu_expedited=1 "
                    "tsc=reliable panic=-1 quiet")
BOOT_SECONDS = 120.0        # an idle machine needs 6


@dataclass(frozen=True)
class Result:
    """What a program in the VM ended with, and all it wrote."""

    code: int
    output: str


class KernelVm:
    """A running VM; a context manager. `folder` takes its files, its console is `folder`/console."""

    def __init__(self, image: Image, folder: Path, *, memory_mib: int = 512) -> None:
        self._folder = folder
        self._console = folder / "console"
        code = folder / "code.squashfs"
        run(["mksquashfs", *(str(ROOT / name) for name in CODE), str(code), "-comp", "lz4", "-noappend", "-no-progress", "-quiet",
             "-wildcards", "-e", "... __pycache__"], timeout=120)
        self._number = 0
        self._buffer = b""
        listener = socket.socket(socket.AF_UNIX)
        # A path relative to nothing long: names of unix sockets end at 107 octets.
        control = f"/tmp/pileus-kernel-{os.getpid()}-{id(self):x}"
        listener.bind(control)
        listener.listen(1)
        listener.settimeout(BOOT_SECONDS)
        try:
            with (folder / "stderr").open("wb") as errors:
                self._process = subprocess.Popen(self._argv(image, code, control, memory_mib), stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
            self._control, _ = listener.accept()
        finally:
            os.unlink(control)
            listener.close()
        self.booted_in = self._until_ready()

    def _argv(self, image: Image, code: Path, control: str, memory_mib: int) -> list[str]:
        return ["qemu-system-x86_64", "-M", "q35", "-accel", "tcg,tb-size=128", "-cpu", "qemu64", "-smp", "1", "-m", str(memory_mib),
                "-display", "none", "-nodefaults", "-no-user-config", "-no-reboot", "-serial", f"file:{self._console}",
                "-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", KERNEL_ARGUMENTS,
                "-drive", f"file={image.root},format=raw,if=virtio,readonly=on", "-drive", f"file={code},format=raw,if=virtio,readonly=on",
                "-device", "virtio-rng-pci", "-device", "virtio-serial-pci", "-chardev", f"socket,id=control,path={control}",
                "-device", "virtserialport,chardev=control,nr=1,name=pileus.control"]

    def _until_ready(self) -> float:
        started = time.monotonic()
        try:
            self._answer(0, BOOT_SECONDS)
        except (TimeoutError, ConnectionError) as error:
            self.close()
            raise AssertionError(f"the test VM did not start ({error!r}); its console ends:\n{self.console()[-3000:]}") from None
        return time.monotonic() - started

    def console(self) -> str:
        """What the kernel wrote."""
        return self._console.read_text(errors="replace") if self._console.exists() else (self._folder / "stderr").read_text()

    def run(self, *argv: str, seconds: float = 120) -> Result:
        """Runs a program in the VM, in /checkout."""
        self._number += 1
        self._control.sendall(json.dumps({"id": self._number, "argv": argv, "seconds": seconds}).encode() + b"\n")
        answer = self._answer(self._number, seconds + 30)
        return Result(answer["code"], answer["output"])

    def _answer(self, number: int, seconds: float) -> dict[str, object]:
        end = time.monotonic() + seconds
        while True:
            while b"\n" not in self._buffer:
                self._control.settimeout(max(0.1, end - time.monotonic()))
                data = self._control.recv(65536)
                if not data:
                    raise ConnectionError("the machine ended")
                self._buffer += data
            line, _, self._buffer = self._buffer.partition(b"\n")
            answer = json.loads(line)
            if answer["id"] == number:
                return answer

    def close(self) -> None:
        """Ends the machine: nothing in it is kept."""
        self._control.close()
        self._process.kill()
        self._process.wait(30)

    def __enter__(self) -> "KernelVm":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
