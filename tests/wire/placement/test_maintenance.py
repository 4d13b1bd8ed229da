"""A host's maintenance: out of placement at once, in Maintenance when the last VM has left; degraded hosts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager.model.tables import infra
from tests.wire.placement.site import Site, refused


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, 3)
    yield made
    made.app.close()


def state(site: Site, host: str) -> str:
    """The host's resource state."""
    return str(site.admin.call("listHosts", id=host)["host"][0]["resourcestate"])


def until(look: Callable[[], bool], seconds: float = 20) -> None:
    """Waits."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def job(site: Site, jobid: str) -> dict[str, Any]:
    return site.admin.call("queryAsyncJobResult", jobid=jobid)


def test_an_empty_host_is_in_maintenance_at_once(site: Site) -> None:
    host = site.host_id("h1")
    assert refused(site.app.user("bob"), "prepareHostForMaintenance", id=host).status == 432
    assert refused(site.admin, "prepareHostForMaintenance", id="nope").status == 431
    shown = site.admin.job("prepareHostForMaintenance", id=host)["host"]
    assert (shown["id"], shown["resourcestate"]) == (host, "Maintenance")
    assert "is in resource state Maintenance" in refused(site.admin, "prepareHostForMaintenance", id=host).text
    for wish in ("Enable", "Disable"):
        kept = refused(site.admin, "updateHost", id=host, allocationstate=wish)
        assert (kept.status, "is in resource state Maintenance" in kept.text, state(site, host)) == (431, True, "Maintenance")
    assert {one["name"]: one["hasenoughcapacity"] for one in site.admin.call("listHosts")["host"]} == {"h1": False, "h2": True, "h3": True}
    elsewhere = [site.deploy(site.admin) for _ in range(6)]
    assert {site.host_of(vm) for vm in elsewhere} <= {"h2", "h3"}       # which of the two is a matter of chance
    for vm in elsewhere:
        site.admin.job("stopVirtualMachine", id=vm["id"])               # the wait of the next test names five VMs at most
    text = refused(site.admin, "deployVirtualMachine", **site.base, hostid=host).text
    assert "h1 (state): is Maintenance" in text
    assert site.admin.job("cancelHostMaintenance", id=host)["host"]["resourcestate"] == "Enabled"
    assert refused(site.admin, "cancelHostMaintenance", id=host).status == 431
    assert site.admin.job("deployVirtualMachine", **site.base, hostid=host)["virtualmachine"]["hostname"] == "h1"
    kinds = {entry["type"] for entry in site.admin.call("listEvents", listall=True, pagesize=100, page=1)["event"]}
    assert {"MAINT.PREPARE", "MAINT.CANCEL"} <= kinds


def test_it_waits_for_vms_and_names_those_that_stay(site: Site) -> None:
    eve, host = site.app.user("eve"), site.host_id("h2")
    vm = site.admin.job("deployVirtualMachine", **site.base, hostid=host, account="eve", domainid=eve.account["domainid"])["virtualmachine"]
    others = site.admin.call("listVirtualMachines", listall=True, hostid=host)["virtualmachine"]
    started = site.admin.call("prepareHostForMaintenance", id=host)["jobid"]
    until(lambda: state(site, host) == "PrepareForMaintenance")
    assert "h2 (state)" in refused(site.admin, "deployVirtualMachine", **site.base, hostid=host).text
    until(lambda: vm["instancename"] in str(job(site, started).get("jobresult")))
    waiting = job(site, started)
    assert (waiting["jobstatus"], waiting["jobresulttype"]) == (0, "text")
    assert waiting["jobresult"].startswith("waiting for ")
    for one in others:
        site.admin.job("stopVirtualMachine", id=one["id"])
    for router in site.admin.call("listRouters", listall=True)["router"]:            # routers hold it up, too
        if router.get("hostname") == "h2":
            assert job(site, started)["jobstatus"] == 0
            site.admin.job("destroyRouter", id=router["id"])
    assert site.admin.wait(started)["jobstatus"] == 1
    assert state(site, host) == "Maintenance"
    site.admin.job("cancelHostMaintenance", id=host)


def test_cancelling_ends_the_wait(site: Site) -> None:
    host = site.host_id("h3")
    vm = site.admin.job("deployVirtualMachine", **site.base, hostid=host)["virtualmachine"]
    started = site.admin.call("prepareHostForMaintenance", id=host)["jobid"]
    until(lambda: state(site, host) == "PrepareForMaintenance")
    assert site.admin.job("cancelHostMaintenance", id=host)["host"]["resourcestate"] == "Enabled"
    ended = site.admin.wait(started)
    assert (ended["jobstatus"], ended["jobresultcode"]) == (2, 530)
    assert "was cancelled" in ended["jobresult"]["errortext"]
    assert state(site, host) == "Enabled"
    assert site.admin.call("listVirtualMachines", id=vm["id"])["virtualmachine"][0]["state"] == "Running"


def test_degraded_hosts(site: Site) -> None:
    host = site.host_id("h1")
    assert "is Up" in refused(site.admin, "declareHostAsDegraded", id=host).text

    def alive(word: str) -> None:
        site.app.db.write(lambda tx: tx.execute(update(infra.host_liveness).where(
            infra.host_liveness.c.host_id == site.ids["host1"]).values(state=word)))

    alive("Alert")
    assert site.admin.job("declareHostAsDegraded", id=host)["host"]["resourcestate"] == "Degraded"
    assert refused(site.admin, "declareHostAsDegraded", id=host).status == 431
    alive("Up")
    assert "h1 (state): is Degraded" in refused(site.admin, "deployVirtualMachine", **site.base, hostid=host).text
    assert refused(site.admin, "cancelHostAsDegraded", id=site.host_id("h2")).status == 431
    assert site.admin.job("cancelHostAsDegraded", id=host)["host"]["resourcestate"] == "Enabled"
    assert site.admin.job("deployVirtualMachine", **site.base, hostid=host)["virtualmachine"]["hostname"] == "h1"
    assert refused(site.app.user("bob"), "cancelHostAsDegraded", id=host).status == 432
