"""The small VM: one for a module's tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.vm import KernelVm
from tools import kernel_vm
from tools.image_build.systemvm import Sources

BUILD = Path(__file__).parents[2] / "build"


@pytest.fixture(scope="session")
def image() -> kernel_vm.Image:
    """Built when it is not there. When it cannot be built the test fails: in CI nothing here is skipped."""
    if os.geteuid() != 0:
        pytest.skip("making a file system needs root")
    return kernel_vm.build(BUILD / "kernel-vm", BUILD / "cache", Sources.of(os.environ), print)


@pytest.fixture(scope="module")
def vm(image: kernel_vm.Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelVm]:
    """A VM with this checkout's code."""
    with KernelVm(image, tmp_path_factory.mktemp("vm")) as running:
        print(f"the test VM was ready after {running.booted_in:.1f} s")
        yield running
