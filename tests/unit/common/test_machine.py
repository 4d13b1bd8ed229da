"""What /proc/stat says of the machine's start."""

from __future__ import annotations

from common.machine import booted, machine


def test_the_start_of_the_machine_is_read() -> None:
    assert booted("cpu  1 2 3\nbtime 1700000000\nprocesses 5\n") == 1_700_000_000_000_000
    assert booted("cpu  1 2 3\n") == 0


def test_it_is_looked_at_once() -> None:
    assert machine() is machine()
    assert machine().kernel
