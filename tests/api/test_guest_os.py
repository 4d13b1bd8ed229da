"""Guest OS types, categories and mappings, hypervisor capabilities, the region: every parameter has its effect or its refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.test_account_admin import NONE, refused
from tests.wire.app import TestApp, running_app
from tests.wire.vm.test_vms import Site


@pytest.fixture(scope="module")
def app(db_url: str) -> Iterator[TestApp]:
    with running_app(db_url) as made:
        yield made


def names(app: TestApp, command: str, key: str, field: str = "name", **filters: Any) -> list[str]:
    return [each[field] for each in app.admin.call(command, **filters).get(key, [])]


def test_categories(app: TestApp) -> None:
    made = app.admin.call("addOsCategory", name="Haiku", isfeatured=True)["oscategory"]
    assert (made["name"], made["isfeatured"]) == ("Haiku", True)
    assert names(app, "listOsCategories", "oscategory", isfeatured=True) == ["Haiku"]
    assert names(app, "listOsCategories", "oscategory")[-1] == "Haiku"
    assert names(app, "listOsCategories", "oscategory", keyword="aik", showicon=True) == ["Haiku"]
    assert names(app, "listOsCategories", "oscategory", name="Haiku") == names(app, "listOsCategories", "oscategory", id=made["id"]) == ["Haiku"]
    changed = app.admin.call("updateOsCategory", id=made["id"], name="BeOS", isfeatured=False, sortkey=-1)["oscategory"]
    assert (changed["name"], changed["isfeatured"]) == ("BeOS", False)
    assert names(app, "listOsCategories", "oscategory")[0] == "BeOS"
    assert "already exists" in refused(app.admin, "addOsCategory", name="beos").text
    assert "already exists" in refused(app.admin, "updateOsCategory", id=made["id"], name="Debian").text
    assert refused(app.admin, "addOsCategory", name=" ").status == 431
    assert refused(app.user("amy"), "addOsCategory", name="x").status == 432
    debian = app.admin.call("listOsCategories", name="Debian")["oscategory"][0]["id"]
    assert refused(app.admin, "deleteOsCategory", id=debian).status == 536
    assert app.admin.call("deleteOsCategory", id=made["id"])["success"] in (True, "true")
    assert refused(app.admin, "deleteOsCategory", id=made["id"]).status == 431
    assert refused(app.admin, "updateOsCategory", id=NONE, name="x").status == 431


def test_types(app: TestApp) -> None:
    category = app.admin.call("listOsCategories", name="Unix")["oscategory"][0]["id"]
    other = app.admin.call("listOsCategories", name="Other")["oscategory"][0]["id"]
    made = app.admin.job("addGuestOs", oscategoryid=category, osdisplayname="Plan 9 (64-bit)", name="Plan 9", fordisplay=False,
                         details={"cpu": "old"})["ostype"]
    assert (made["description"], made["name"], made["isuserdefined"], made["fordisplay"], made["oscategoryname"]) == (
        "Plan 9 (64-bit)", "Plan 9", True, False, "Unix")
    of = {"id": made["id"]}
    assert app.user("amy").call("listOsTypes", **of) == {}
    assert names(app, "listOsTypes", "ostype", "description", fordisplay=False) == ["Plan 9 (64-bit)"]
    assert names(app, "listOsTypes", "ostype", "description", description="Plan 9 (64-bit)", oscategoryid=category) == ["Plan 9 (64-bit)"]
    shown = app.admin.call("listResourceDetails", resourcetype="GuestOs", resourceid=made["id"])["resourcedetail"]
    assert [(each["key"], each["value"]) for each in shown] == [("cpu", "old")]
    changed = app.admin.job("updateGuestOs", osdisplayname="Plan 9 4e", oscategoryid=other, fordisplay=True, details={"cpu": "new"}, **of)["ostype"]
    assert (changed["description"], changed["oscategoryname"], changed["fordisplay"]) == ("Plan 9 4e", "Other", True)
    assert app.user("amy").call("listOsTypes", **of)["count"] == 1
    assert "already exists" in refused(app.admin, "addGuestOs", oscategoryid=category, osdisplayname="plan 9 4E").text
    assert "already exists" in refused(app.admin, "updateGuestOs", osdisplayname="DOS", **of).text
    assert refused(app.admin, "addGuestOs", oscategoryid=NONE, osdisplayname="x").status == 431
    assert refused(app.admin, "addGuestOs", oscategoryid=category, osdisplayname="x", details={"k" * 121: "v"}).status == 431
    builtin = app.admin.call("listOsTypes", description="DOS")["ostype"][0]["id"]
    assert "every cloud has" in refused(app.admin, "updateGuestOs", id=builtin, osdisplayname="DR-DOS").text
    assert "system defined" in refused(app.admin, "removeGuestOs", id=builtin).text
    assert app.admin.job("removeGuestOs", **of)["success"]
    assert app.admin.call("listOsTypes", **of) == {}
    assert refused(app.admin, "removeGuestOs", **of).status == 431


def test_mappings(app: TestApp) -> None:
    os_type = app.admin.call("listOsTypes", description="Ubuntu 22.04")["ostype"][0]["id"]
    made = app.admin.job("addGuestOsMapping", hypervisor="kvm", hypervisorversion="default", osnameforhypervisor="ubuntu22.04", ostypeid=os_type)
    row = made["guestosmapping"]
    assert (row["hypervisor"], row["hypervisorversion"], row["ostypeid"], row["osdisplayname"], row["osnameforhypervisor"]) == (
        "KVM", "default", os_type, "Ubuntu 22.04", "ubuntu22.04")
    second = app.admin.job("addGuestOsMapping", hypervisor="Simulator", hypervisorversion="1", osnameforhypervisor="dos", osdisplayname="DOS")
    same = {"hypervisor": "KVM", "hypervisorversion": "default", "ostypeid": os_type, "osnameforhypervisor": "jammy"}
    assert "already exists" in refused(app.admin, "addGuestOsMapping", **same).text
    assert app.admin.job("addGuestOsMapping", forced=True, **same)["guestosmapping"]["id"] == row["id"]

    def listed(**filters: Any) -> list[str]:
        return names(app, "listGuestOsMapping", "guestosmapping", "osnameforhypervisor", **filters)

    assert listed() == ["jammy", "dos"]
    for filters in ({"hypervisor": "kvm"}, {"hypervisorversion": "default"}, {"ostypeid": os_type}, {"osdisplayname": "Ubuntu 22.04"},
                    {"osnameforhypervisor": "jammy"}, {"id": row["id"]}, {"keyword": "amm"}, {"page": 1, "pagesize": 1}):
        assert listed(**filters) == ["jammy"]
    assert app.admin.job("updateGuestOsMapping", id=row["id"], osnameforhypervisor="noble")["guestosmapping"]["osnameforhypervisor"] == "noble"
    assert refused(app.admin, "addGuestOsMapping", hypervisor="VMware", hypervisorversion="8", osnameforhypervisor="x",
                   ostypeid=os_type).status == 431
    assert refused(app.admin, "addGuestOsMapping", hypervisor="KVM", hypervisorversion="8", osnameforhypervisor="x").status == 431
    assert refused(app.admin, "addGuestOsMapping", hypervisor="KVM", hypervisorversion="8", osnameforhypervisor="x", osdisplayname="?").status == 431
    assert app.admin.job("removeGuestOsMapping", id=second["guestosmapping"]["id"])["success"]
    assert listed() == ["noble"]
    assert refused(app.admin, "updateGuestOsMapping", id=second["guestosmapping"]["id"], osnameforhypervisor="x").status == 431


def test_region(app: TestApp) -> None:
    before = app.admin.call("listRegions")["region"]
    assert [(each["id"], each["name"]) for each in before] == [(1, "Local")]
    changed = app.admin.call("updateRegion", id=1, name="Bohemia", endpoint="https://cloud.example.org/client/")["region"]
    assert (changed["name"], changed["endpoint"]) == ("Bohemia", "https://cloud.example.org/client/")
    assert app.user("amy").call("listRegions", id=1)["region"][0]["name"] == "Bohemia"
    assert names(app, "listRegions", "region", name="bohemia") == names(app, "listRegions", "region", keyword="hem") == ["Bohemia"]
    assert app.admin.call("listRegions", id=2) == {}
    assert refused(app.admin, "updateRegion", id=2, name="x").status == 431
    for endpoint in ("ftp://x", "https://", "javascript:alert(1)", "http://[::1"):
        assert refused(app.admin, "updateRegion", id=1, endpoint=endpoint).status == 431
    assert refused(app.user("amy"), "updateRegion", id=1, name="x").status == 432


def test_hypervisor_capabilities(app: TestApp) -> None:
    rows = app.admin.call("listHypervisorCapabilities")["hypervisorCapabilities"]
    assert {row["hypervisor"] for row in rows} == {"KVM", "Simulator"}
    kvm = app.admin.call("listHypervisorCapabilities", hypervisor="kvm")["hypervisorCapabilities"][0]
    assert kvm["maxguestslimit"] == 50
    assert names(app, "listHypervisorCapabilities", "hypervisorCapabilities", "hypervisor", keyword="sim") == ["Simulator"]
    changed = app.admin.call("updateHypervisorCapabilities", id=kvm["id"], maxguestslimit=99, maxdatavolumeslimit=3, maxhostspercluster=16)
    row = changed["hypervisorcapabilities"]
    assert (row["maxguestslimit"], row["maxdatavolumeslimit"], row["maxhostspercluster"]) == (99, 3, 16)
    free = app.admin.call("updateHypervisorCapabilities", hypervisor="kvm", hypervisorversion="default", maxhostspercluster=-1)
    assert "maxhostspercluster" not in free["hypervisorcapabilities"]
    assert refused(app.admin, "updateHypervisorCapabilities", maxguestslimit=1).status == 431
    assert refused(app.admin, "updateHypervisorCapabilities", hypervisor="KVM", hypervisorversion="8", maxguestslimit=1).status == 431
    assert refused(app.admin, "updateHypervisorCapabilities", id=kvm["id"], hypervisor="KVM", maxguestslimit=1).status == 431
    assert refused(app.admin, "updateHypervisorCapabilities", id=kvm["id"], maxguestslimit=-2).status == 431
    assert refused(app.admin, "updateHypervisorCapabilities", id=NONE, maxguestslimit=1).status == 431


def test_capabilities_bind_placement_and_vms(db_url: str) -> None:
    site = Site(db_url)
    try:
        admin, max_ = site.app.admin, site.app.user("max")
        of = {"hypervisor": "Simulator", "hypervisorversion": "default"}
        admin.call("updateHypervisorCapabilities", maxguestslimit=1, **of)
        for _ in range(2):
            site.deploy(max_)   # three hosts: one has the router, each of the others a VM
        with pytest.raises(Exception, match="533|[Ii]nsufficient|capacity"):
            site.deploy(max_)
        with pytest.raises(Exception, match="trusted with 1"):
            site.deploy(admin)
        admin.call("updateHypervisorCapabilities", maxguestslimit=-1, maxdatavolumeslimit=0, **of)
        assert site.deploy(max_)["state"] == "Running"
        disk = admin.call("listDiskOfferings", name="Small")["diskoffering"][0]["id"]
        late = refused(max_, "deployVirtualMachine", diskofferingid=disk, **site.base)
        assert "no data disks" in late.text
    finally:
        site.app.close()
