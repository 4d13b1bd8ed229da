"""Pages, owners and places of lists whose other filters are tested with their commands."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.tables import infra, offering
from tests.api.infra import ZONE, listed, refused
from tests.wire.app import Client, TestApp


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def zone(admin: Client) -> str:
    return str(admin.call("createZone", name="lists", **ZONE)["zone"]["id"])


def test_pages(admin: Client, zone: str) -> None:
    """What the pages show one by one is what one page shows of all; the count is of all."""
    for number in (1, 2, 3):
        admin.call("createPod", name=f"p{number}", zoneid=zone, gateway=f"172.16.{number}.1", netmask="255.255.255.0",
                   startip=f"172.16.{number}.10", endip=f"172.16.{number}.19")
        admin.call("addImageStore", name=f"s{number}", provider="Simulator", zoneid=zone)
    for command, key, least in (("listPods", "pod", 3), ("listImageStores", "imagestore", 3), ("listRegions", "region", 1), (
            "listHypervisorCapabilities", "hypervisorCapabilities", 2), ("listOsCategories", "oscategory", 3),
            ("listDiskOfferings", "diskoffering", 3),
            ("listServiceOfferings", "serviceoffering", 2)):
        whole = listed(admin, command, key, "id")
        assert len(whole) >= least, command
        parts = [admin.call(command, page=page, pagesize=1) for page in range(1, len(whole) + 1)]
        assert [part[key][0]["id"] for part in parts] == whole, command
        assert {part["count"] for part in parts} == {len(whole)}, command
        assert admin.call(command, page=len(whole) + 1, pagesize=1).get(key, []) == [], command
        assert refused(admin, command, page=1).status == 431, command


def test_what_hypervisors_are_trusted_with_by_id(admin: Client) -> None:
    for one in admin.call("listHypervisorCapabilities")["hypervisorCapabilities"]:
        assert listed(admin, "listHypervisorCapabilities", "hypervisorCapabilities", "hypervisor", id=one["id"]) == [one["hypervisor"]]
    assert refused(admin, "listHypervisorCapabilities", id=new_uuid()).status == 431


def test_what_a_zone_has(both: TestApp, admin: Client, zone: str) -> None:
    """Hypervisors of its clusters; guest OS categories of the templates that its stores have."""
    assert listed(admin, "listHypervisors", "hypervisor", zoneid=zone) == []
    pod = listed(admin, "listPods", "pod", "id", zoneid=zone)[0]
    admin.call("addCluster", clustername="k", zoneid=zone, podid=pod, hypervisor="KVM", clustertype="CloudManaged")
    assert listed(admin, "listHypervisors", "hypervisor", zoneid=zone) == ["KVM"]
    other = str(admin.call("createZone", name="lists-2", **ZONE)["zone"]["id"])
    store = admin.call("addImageStore", name="of-categories", provider="Simulator", zoneid=zone)["imagestore"]["id"]
    both.db.write(lambda tx: _template(tx, store))
    for params, there in (({"arch": "aarch64"}, True), ({"arch": "x86_64"}, False), ({"zoneid": zone}, True), ({"zoneid": other}, False)):
        assert ("Debian" in listed(admin, "listOsCategories", "oscategory", **params)) is there, params


def _template(tx: Any, store: str) -> None:
    """A public template of Debian for aarch64 in a store."""
    types = offering.os_type.join(offering.os_category)
    debian = tx.scalar(select(offering.os_type.c.id).select_from(types).where(offering.os_category.c.name == "Debian").limit(1))
    made = tx.insert(offering.template, uuid=new_uuid(), name="arm", account_id=1, domain_id=1, hypervisor="Simulator", state="Active", size_bytes=1,
                     is_public=True, arch="aarch64", os_type_id=debian)
    store_id = tx.scalar(select(infra.image_store.c.id).where(infra.image_store.c.uuid == store))
    tx.insert(offering.template_store, template_id=made, store_id=store_id, state="Ready")


def test_offerings_that_an_owner_may_choose(both: TestApp, admin: Client) -> None:
    top = admin.call("createDomain", name="choose")["domain"]["id"]
    low = admin.call("createDomain", name="below", parentdomainid=top)["domain"]["id"]
    chief, low_user, other = (both.user("ch-chief", domainid=top, roletype="2"), both.user("ch-low", domainid=low), both.user("ch-other"))
    project = low_user.job("createProject", name="choosers")["project"]["id"]
    for name, domain in (("of-top", top), ("of-low", low)):
        admin.call("createDiskOffering", name=name, displaytext=name, disksize=1, domainid=domain)
        admin.call("createServiceOffering", name=name, displaytext=name, cpunumber=1, cpuspeed=1, memory=64, domainid=domain)
    low_of, out_of = {"account": "ch-low", "domainid": low}, {"account": "ch-other", "domainid": other.account["domainid"]}
    cases: list[tuple[Client, dict[str, Any], set[str]]] = [
        (chief, {}, {"of-top"}), (chief, {"listall": True}, {"of-top", "of-low"}), (chief, {"isrecursive": True}, {"of-top", "of-low"}),
        (chief, {"domainid": top}, {"of-top"}), (chief, {"domainid": top, "isrecursive": True}, {"of-top", "of-low"}),
        (admin, low_of, {"of-top", "of-low"}), (admin, out_of, set()), (low_user, {"projectid": project}, {"of-top", "of-low"}),
        (low_user, {"projectid": -1}, {"of-top", "of-low"}), (other, {}, set())]
    for command, key in (("listDiskOfferings", "diskoffering"), ("listServiceOfferings", "serviceoffering")):
        for client, params, wanted in cases:
            found = {name for name in listed(client, command, key, **params) if name.startswith("of-")}
            assert found == wanted, (command, params, client.account.get("name"))
        assert refused(other, command, **low_of).status in (431, 531)
        assert refused(other, command, projectid=project).status in (431, 531)


def test_jobs_of_an_owner(both: TestApp, admin: Client) -> None:
    top = admin.call("createDomain", name="jobs")["domain"]["id"]
    low = admin.call("createDomain", name="below", parentdomainid=top)["domain"]["id"]
    chief, user = both.user("jo-chief", domainid=top, roletype="2"), both.user("jo-low", domainid=low)
    job = user.call("createProject", name="worked")["jobid"]
    user.wait(job)
    of = {"account": "jo-low", "domainid": low}
    cases: list[tuple[Client, dict[str, Any], bool]] = [
        (user, {}, True), (chief, {}, False), (chief, of, True), (chief, {"domainid": low}, True), (chief, {"domainid": top}, False),
        (chief, {"domainid": top, "isrecursive": True}, True), (chief, {"listall": True}, True),
        (chief, {"listall": True, "startdate": "2099-01-01"}, False), (chief, {"listall": True, "page": 2, "pagesize": 100}, False)]
    for client, params, there in cases:
        shown = listed(client, "listAsyncJobs", "asyncjobs", "jobid", **{"startdate": "2020-01-01", **params})
        assert (job in shown) is there, (params, client.account.get("name"))
    assert refused(both.user("ch-other"), "listAsyncJobs", **of).status in (431, 531)
