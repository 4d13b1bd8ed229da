"""The images under test: built here when they are not there yet, which takes a minute or two."""

import os
from pathlib import Path

import pytest

from tools.image_build import guest, systemvm

BUILD = systemvm.ROOT / "build"


@pytest.fixture(scope="session")
def systemvm_image() -> Path:
    """The folder with pileus-systemvm.qcow2, vmlinuz, initrd and manifest.json."""
    if os.geteuid() != 0:
        pytest.skip("building the image needs root")
    return systemvm.build(BUILD / "systemvm", BUILD / "cache", systemvm.Sources.of(os.environ), print).parent


@pytest.fixture(scope="session")
def tiny_guest() -> Path:
    """The tiny guest's qcow2."""
    if os.geteuid() != 0:
        pytest.skip("building the guest needs root")
    return guest.build(BUILD / "guest", BUILD / "cache", systemvm.Sources.of(os.environ), print)
