"""Host networks on Debian's kernel, inside the small VM: VLANs, and the network driver's own tests once more."""

import re
import time

import pytest

from tests.kernel.vm import KernelVm

PYTEST = ("python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=120")


def passed(vm: KernelVm, *arguments: str, seconds: float = 600) -> int:
    """Runs pytest in the VM; how many tests passed. All must."""
    started = time.monotonic()
    result = vm.run(*PYTEST, *arguments, seconds=seconds)
    print(result.output[-3000:])
    print(f"{time.monotonic() - started:.1f} s in the VM")
    assert result.code == 0, result.output[-6000:]
    assert "skipped" not in result.output
    found = re.search(r"(\d+) passed", result.output)
    assert found
    return int(found[1])


def test_a_command_that_is_missing_or_late_is_told(vm: KernelVm) -> None:
    assert vm.run("no-such-program").code == 127
    assert vm.run("sleep", "30", seconds=0.5).code == 124
    assert vm.run("sh", "-c", "echo out; exit 3").code == 3


@pytest.mark.timeout(900)
def test_vlans_between_two_hosts(vm: KernelVm) -> None:
    assert passed(vm, "-s", "tests/kernel/inside/vlan.py") == 16


@pytest.mark.timeout(900)
def test_the_network_driver_on_debians_kernel(vm: KernelVm) -> None:
    assert passed(vm, "tests/net/agent/test_driver.py") == 19
