"""Names, user data and sizes of VMs."""

from __future__ import annotations

import base64

import pytest

from manager.api.errors import ApiError
from manager.api.vm import checks
from manager.model.catalog.offerings import ServiceOfferingRow


@pytest.mark.parametrize("good", ["a", "web-1", "A" * 63, "x--y"])
def test_good_names(good: str) -> None:
    assert checks.name(good) == good


@pytest.mark.parametrize("bad", ["-a", "a-", "1a", "a_b", "a.b", "A" * 64, "ä", "a\n"])
def test_bad_names(bad: str) -> None:
    with pytest.raises(ApiError, match="VM name can contain"):
        checks.name(bad)


def test_user_data_in_all_its_forms() -> None:
    raw = bytes(range(256))
    plain = base64.b64encode(raw).decode()
    for form in (plain, plain.rstrip("="), base64.urlsafe_b64encode(raw).decode(), plain.replace("+", "%2B").replace("/", "%2F")):
        assert checks.user_data(form) == plain
    assert checks.user_data("") is None
    with pytest.raises(ApiError, match="not base64"):
        checks.user_data("hello world!")
    with pytest.raises(ApiError, match="at most"):
        checks.user_data(base64.b64encode(b"x" * (checks.MAX_USER_DATA + 1)).decode())


def offering(**changes: object) -> ServiceOfferingRow:
    values = dict.fromkeys(ServiceOfferingRow.__struct_fields__) | {"id": 1, "uuid": "u", "name": "o", "customized": False} | changes
    return ServiceOfferingRow(**values)  # type: ignore[arg-type]


def test_sizes() -> None:
    fixed = offering(cpus=1, cpu_mhz=500, memory_mib=512)
    assert checks.sizes(fixed, {"other": "x"}, {}) == (1, 500, 512)
    with pytest.raises(ApiError, match="not customized"):
        checks.sizes(fixed, {"memory": "1"}, {})
    custom = offering(customized=True)
    asked = {"cpuNumber": "2", "cpuSpeed": "800", "memory": "600"}
    assert checks.sizes(custom, asked, {}) == (2, 800, 600)
    with pytest.raises(ApiError, match="cpuspeed is needed"):
        checks.sizes(custom, {"cpuNumber": "2"}, {})
    with pytest.raises(ApiError, match="from 4 to 8"):
        checks.sizes(custom, asked, {"mincpunumber": "4", "maxcpunumber": "8"})
    for wrong in ("0", "-1", "x", "1.5", "99999999999"):
        with pytest.raises(ApiError, match="positive number"):
            checks.sizes(custom, {**asked, "memory": wrong}, {})
    half = offering(customized=True, cpu_mhz=700)
    assert checks.sizes(half, {"cpuNumber": "2", "memory": "600"}, {}) == (2, 700, 600)
