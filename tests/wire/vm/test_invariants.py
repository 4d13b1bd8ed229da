"""`pileus-manager check`: nothing to report after a cloud was used, and each kind of damage is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager.model import check
from manager.model.tables import infra, tenancy
from manager.model.tables.network import network
from manager.model.tables.vm import vm
from manager.model.tables.work import saga
from tests.wire.app import ApiFailure
from tests.wire.vm.test_vms import Site


@pytest.fixture(scope="module")
def used(db_url: str) -> Iterator[Site]:
    """Two VMs that run, one destroyed, one expunged, one that failed."""
    site = Site(db_url)
    dora = site.app.user("dora")
    machines = [site.deploy(dora) for _ in range(4)]
    dora.job("destroyVirtualMachine", id=machines[0]["id"])
    site.app.admin.job("destroyVirtualMachine", id=machines[1]["id"], expunge=True)
    dora.job("stopVirtualMachine", id=machines[2]["id"])
    with pytest.raises(ApiFailure):
        dora.job("deployVirtualMachine", **{**site.base, "serviceofferingid": "00000000-0000-0000-0000-000000000000"})
    yield site
    site.app.close()


def test_a_used_cloud_is_whole(used: Site) -> None:
    assert used.app.read(check.problems) == []


DAMAGE = [
    (infra.host_capacity, {"cpu_used": 7}, "its reservations are"), (tenancy.resource_count, {"used": 99}, "counter user_vm is 99"),
    (tenancy.resource_count, {"used": 99}, "counter primary_storage is 99"), (tenancy.resource_count, {"used": 99}, "counter memory is 99"),
    (vm, {"state": "Starting"}, "no saga holds it"), (vm, {"host_id": None, "state": "Running"}, "on no host"),
    (network, {"state": "Implementing"}, "no saga holds it"), (saga, {"state": "stuck"}, "is stuck")]


@pytest.mark.parametrize(("table", "values", "text"), DAMAGE)
def test_damage_is_found(used: Site, table: Any, values: dict[str, Any], text: str) -> None:
    def look(tx: Any) -> list[str]:
        mark = tx.conn.begin_nested()
        tx.execute(update(table).values(**values))
        found = check.problems(tx)
        mark.rollback()
        return found

    assert any(text in problem for problem in used.app.db.write(look))
    assert used.app.read(check.problems) == []
