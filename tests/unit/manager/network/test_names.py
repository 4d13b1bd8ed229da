"""Names of devices and instances."""

import pytest

from manager.network import names


def test_base36() -> None:
    assert [names.base36(n) for n in (0, 35, 36, 1295, 1296)] == ["0", "z", "10", "zz", "100"]
    with pytest.raises(ValueError):
        names.base36(-1)


def test_devices_fit_and_differ() -> None:
    made = {names.bridge(tag, physical) for tag in (1, 36, 4094, (1 << 24) - 1) for physical in (1, 36, 1295)}
    assert len(made) == 12
    assert max(map(len, made)) <= names.IFNAMSIZ
    assert len(names.tap(2**40)) <= names.IFNAMSIZ
    with pytest.raises(ValueError):
        names.bridge((1 << 24) - 1, 36**9)


def test_the_vni_is_in_the_group() -> None:
    assert names.multicast(4097) == "239.0.16.1"
